"""The columns of the admin's import and export."""

from typing import Any

from import_export.fields import Field

from core.admin import HouseResource
from partnerships.domain.names import name_key, person_key
from partnerships.models import (
    Affiliation,
    Connection,
    Organization,
    Partnership,
    Person,
    Program,
    ProgramRole,
    Sector,
    Support,
    Topic,
)


def shown(path: str) -> Field:
    """A column that is there to be read and is left alone on import."""
    return Field(attribute=path, column_name=path.replace("__", " "), readonly=True)


class SectorResource(HouseResource):
    class Meta(HouseResource.Meta):
        model = Sector
        import_id_fields = ["code"]
        fields = ["code", "name"]


class TopicResource(HouseResource):
    class Meta(HouseResource.Meta):
        model = Topic
        fields = ["id", "name", "name_es"]


class OrganizationResource(HouseResource):
    class Meta(HouseResource.Meta):
        model = Organization
        fields = [
            *("id", "name", "legal_name", "other_names", "kind", "sectors"),
            *("street", "city", "state", "postal_code", "phone", "email", "website", "language"),
        ]

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        instance.name_key = name_key(instance.name)


class PersonResource(HouseResource):
    class Meta(HouseResource.Meta):
        model = Person
        fields = ["id", "name", "prefix", "email", "phone", "language", "talents"]

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        row["email"] = str(row.get("email") or "").strip().lower()

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        instance.name_key = person_key(instance.name)


class AffiliationResource(HouseResource):
    person_name = shown("person__name")
    organization_name = shown("organization__name")

    class Meta(HouseResource.Meta):
        model = Affiliation
        fields = [
            *("id", "person", "person_name", "organization", "organization_name", "title"),
            *("is_main_contact", "started_on", "ended_on", "end_reason"),
        ]


class SupportResource(HouseResource):
    organization_name = shown("organization__name")

    class Meta(HouseResource.Meta):
        model = Support
        fields = ["id", "organization", "organization_name", "kind", "note", "noted_on"]


class ProgramResource(HouseResource):
    school_name = shown("school__name")

    class Meta(HouseResource.Meta):
        model = Program
        fields = [
            *("id", "slug", "name", "school", "school_name", "career_area", "sectors"),
            *("time_zone", "accent", "story", "quiet_days"),
        ]


class ProgramRoleResource(HouseResource):
    program_name = shown("program__name")
    user_email = shown("user__email")

    class Meta(HouseResource.Meta):
        model = ProgramRole
        fields = ["id", "program", "program_name", "user", "user_email", "role"]


class PartnershipResource(HouseResource):
    program_name = shown("program__name")
    organization_name = shown("organization__name")
    owner_name = shown("owner__name")

    class Meta(HouseResource.Meta):
        model = Partnership
        fields = [
            *("id", "program", "program_name", "organization", "organization_name", "stage"),
            *("stage_reason", "top_ten_rank", "owner", "owner_name", "note", "last_contact_on"),
            *("responsible", "approval", "approver", "approval_asked_on", "approval_answered_on"),
        ]


class ConnectionResource(HouseResource):
    program_name = shown("program__name")
    organization_name = shown("organization__name")

    class Meta(HouseResource.Meta):
        model = Connection
        fields = [
            *("id", "program", "program_name", "organization", "organization_name", "known_by"),
            *("contact", "relation", "strength", "would_introduce", "note"),
        ]
