from postsecondary.models.dual_credit import DualCredit
from postsecondary.models.institutions import (
    Department,
    DepartmentMember,
    EntryRequirement,
    FundingIdea,
    ProgramOfStudy,
)

__all__ = [
    "Department",
    "DepartmentMember",
    "DualCredit",
    "EntryRequirement",
    "FundingIdea",
    "ProgramOfStudy",
]
