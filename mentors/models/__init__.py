from mentors.models.groups import GroupMentor, MentorGroup, MentorSession
from mentors.models.mentors import (
    DAYS,
    PARTS,
    Clearance,
    ClearanceLevel,
    ClearanceRule,
    Form,
    Mentor,
)

__all__ = [
    "DAYS",
    "PARTS",
    "Clearance",
    "ClearanceLevel",
    "ClearanceRule",
    "Form",
    "GroupMentor",
    "Mentor",
    "MentorGroup",
    "MentorSession",
]
