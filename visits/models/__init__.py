"""What a program does with its partners and its students, by what it is about."""

from visits.models.afterthoughts import Afterthought
from visits.models.classroom import AdultVoice, ClassroomVisit, More, StudentVoice
from visits.models.competencies import Alignment
from visits.models.milestones import Milestone
from visits.models.placements import NOT_THERE, WAS_THERE, Placement
from visits.models.shadows import HandoutLook, JobShadow, ShadowHost, ShadowHostQuerySet
from visits.models.sites import Chaperone, Check, SiteOffer, SiteVisit
from visits.models.speakers import Idea, IdeaVote, SpeakerAsk, SpeakerRequest
from visits.models.thanks import Thanks

__all__ = [
    "NOT_THERE",
    "WAS_THERE",
    "AdultVoice",
    "Afterthought",
    "Alignment",
    "Chaperone",
    "Check",
    "ClassroomVisit",
    "HandoutLook",
    "Idea",
    "IdeaVote",
    "JobShadow",
    "Milestone",
    "More",
    "Placement",
    "ShadowHost",
    "ShadowHostQuerySet",
    "SiteOffer",
    "SiteVisit",
    "SpeakerAsk",
    "SpeakerRequest",
    "StudentVoice",
    "Thanks",
]
