from mentors.models.exchanges import (
    ANSWER_MAX,
    QUESTION_MAX,
    Exchange,
    ExchangeAnswer,
    Month,
    Question,
    QuestionSet,
)
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
    "ANSWER_MAX",
    "DAYS",
    "PARTS",
    "QUESTION_MAX",
    "Clearance",
    "ClearanceLevel",
    "ClearanceRule",
    "Exchange",
    "ExchangeAnswer",
    "Form",
    "GroupMentor",
    "Mentor",
    "MentorGroup",
    "MentorSession",
    "Month",
    "Question",
    "QuestionSet",
]
