"""What a program does with its partners and its students, by what it is about."""

from visits.models.placements import WAS_THERE, Placement
from visits.models.shadows import HandoutLook, JobShadow, ShadowHost
from visits.models.thanks import Thanks

__all__ = ["WAS_THERE", "HandoutLook", "JobShadow", "Placement", "ShadowHost", "Thanks"]
