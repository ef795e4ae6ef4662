"""What a program does with its partners and its students, by what it is about."""

from visits.models.competencies import Alignment
from visits.models.milestones import Milestone
from visits.models.placements import WAS_THERE, Placement
from visits.models.shadows import HandoutLook, JobShadow, ShadowHost
from visits.models.sites import Chaperone, Check, SiteOffer, SiteVisit
from visits.models.thanks import Thanks

__all__ = [
    "WAS_THERE",
    "Alignment",
    "Chaperone",
    "Check",
    "HandoutLook",
    "JobShadow",
    "Milestone",
    "Placement",
    "ShadowHost",
    "SiteOffer",
    "SiteVisit",
    "Thanks",
]
