"""What a program does with its partners and its students, by what it is about."""

from visits.models.classroom import AdultVoice, ClassroomVisit, More, StudentVoice
from visits.models.placements import WAS_THERE, Placement
from visits.models.shadows import HandoutLook, JobShadow, ShadowHost
from visits.models.speakers import Idea, IdeaVote, SpeakerAsk, SpeakerRequest

__all__ = [
    "WAS_THERE",
    "AdultVoice",
    "ClassroomVisit",
    "HandoutLook",
    "Idea",
    "IdeaVote",
    "JobShadow",
    "More",
    "Placement",
    "ShadowHost",
    "SpeakerAsk",
    "SpeakerRequest",
    "StudentVoice",
]
