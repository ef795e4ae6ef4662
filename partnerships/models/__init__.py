from partnerships.models.duplicates import DuplicateSuggestion, MergeRecord
from partnerships.models.imports import ImportBatch, ImportRow
from partnerships.models.organizations import (
    Affiliation,
    Organization,
    Person,
    Sector,
    SourceIdentifier,
    Support,
    Topic,
    has_left_place,
)
from partnerships.models.programs import Invitation, Program, ProgramRole, SavedView
from partnerships.models.recruiting import Connection, Interaction, PartnerRole, Partnership

__all__ = [
    "Affiliation",
    "Connection",
    "DuplicateSuggestion",
    "ImportBatch",
    "ImportRow",
    "Interaction",
    "Invitation",
    "MergeRecord",
    "Organization",
    "PartnerRole",
    "Partnership",
    "Person",
    "Program",
    "ProgramRole",
    "SavedView",
    "Sector",
    "SourceIdentifier",
    "Support",
    "Topic",
    "has_left_place",
]
