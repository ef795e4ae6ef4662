"""Everything of this app for administrators (SPEC 13.5). What happened is shown, not changed;
pictures and files are changed on the program's own pages, which check them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from core.admin import ExchangeAdmin, HouseAdmin, RecordAdmin, TrackedAdmin, TrackedExchangeAdmin
from partnerships import resources
from partnerships.domain.names import name_key, person_key
from partnerships.models import (
    Affiliation,
    Connection,
    DuplicateSuggestion,
    ImportBatch,
    ImportRow,
    Interaction,
    Invitation,
    MergeRecord,
    Organization,
    PartnerRole,
    Partnership,
    Person,
    Program,
    ProgramRole,
    SavedView,
    Sector,
    SourceIdentifier,
    Support,
    Topic,
)


@admin.register(Sector)
class SectorAdmin(ExchangeAdmin):
    resource_classes = [resources.SectorResource]
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


@admin.register(Topic)
class TopicAdmin(ExchangeAdmin):
    resource_classes = [resources.TopicResource]
    list_display = ["name", "name_es"]
    search_fields = ["name", "name_es"]


class AffiliationInline(admin.TabularInline):
    model = Affiliation
    autocomplete_fields = ["person", "organization"]
    extra = 0
    show_change_link = True


class SourceIdentifierInline(admin.TabularInline):
    model = SourceIdentifier
    extra = 0


class SupportInline(admin.TabularInline):
    model = Support
    extra = 0


@admin.register(Organization)
class OrganizationAdmin(TrackedExchangeAdmin):
    resource_classes = [resources.OrganizationResource]
    export_prefetch = ("sectors",)
    list_display = ["name", "kind", "city", "state", "phone", "updated_at"]
    list_filter = ["kind", "state", "sectors", "language"]
    search_fields = ["name", "legal_name", "other_names", "name_key", "city"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["sectors"]
    inlines = [SupportInline, SourceIdentifierInline]

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:
        obj.name_key = name_key(obj.name)
        super().save_model(request, obj, form, change)


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        exclude = ["signature"]  # noqa: DJ006 - all but the picture, which the profile page checks

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


@admin.register(Person)
class PersonAdmin(TrackedExchangeAdmin):
    resource_classes = [resources.PersonResource]
    export_prefetch = ("talents",)
    form = PersonForm
    list_display = ["name", "email", "phone", "user", "language"]
    list_filter = ["language", "talents"]
    list_select_related = ["user"]
    search_fields = ["name", "name_key", "email"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["user", "talents"]
    inlines = [AffiliationInline]

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        obj.name_key = person_key(obj.name)
        super().save_model(request, obj, form, change)


@admin.register(Affiliation)
class AffiliationAdmin(TrackedExchangeAdmin):
    resource_classes = [resources.AffiliationResource]
    list_display = ["person", "organization", "title", "is_main_contact", "started_on", "ended_on"]
    list_filter = ["is_main_contact", "end_reason"]
    list_select_related = ["person", "organization"]
    search_fields = ["person__name", "organization__name", "title"]
    date_hierarchy = "started_on"
    autocomplete_fields = ["person", "organization"]


@admin.register(Support)
class SupportAdmin(ExchangeAdmin):
    resource_classes = [resources.SupportResource]
    list_display = ["organization", "kind", "note", "noted_on"]
    list_filter = ["kind"]
    list_select_related = ["organization"]
    search_fields = ["organization__name", "note"]
    date_hierarchy = "noted_on"
    autocomplete_fields = ["organization"]


@admin.register(SourceIdentifier)
class SourceIdentifierAdmin(HouseAdmin):
    list_display = ["organization", "source", "value"]
    list_filter = ["source"]
    list_select_related = ["organization"]
    search_fields = ["organization__name", "source", "value"]
    autocomplete_fields = ["organization"]


class ProgramRoleInline(admin.TabularInline):
    model = ProgramRole
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(Program)
class ProgramAdmin(TrackedExchangeAdmin):
    resource_classes = [resources.ProgramResource]
    export_prefetch = ("sectors",)
    list_display = ["name", "school", "career_area", "time_zone", "created_at"]
    list_filter = ["career_area"]
    list_select_related = ["school"]
    search_fields = ["name", "slug", "school__name"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["school", "sectors"]
    prepopulated_fields = {"slug": ["name"]}
    exclude = ["logo"]
    inlines = [ProgramRoleInline]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields  # addresses in old mail keep working


@admin.register(ProgramRole)
class ProgramRoleAdmin(TrackedExchangeAdmin):
    resource_classes = [resources.ProgramRoleResource]
    list_display = ["user", "program", "role"]
    list_filter = ["role", "program"]
    list_select_related = ["user", "program"]
    search_fields = ["user__email", "user__person__name", "program__name"]
    autocomplete_fields = ["user", "program"]


@admin.register(Invitation)
class InvitationAdmin(RecordAdmin):
    """Invitations are sent, withdrawn and sent again on the program's page."""

    list_display = ["email", "program", "role", "created_at", "expires_at", "accepted_at"]
    list_filter = ["role", "program"]
    list_select_related = ["program"]
    search_fields = ["email", "name"]
    date_hierarchy = "created_at"


@admin.register(SavedView)
class SavedViewAdmin(HouseAdmin):
    list_display = ["name", "program", "user", "is_shared"]
    list_filter = ["is_shared", "program"]
    list_select_related = ["program", "user"]
    search_fields = ["name", "user__email"]
    autocomplete_fields = ["program", "user"]


class PartnerRoleInline(admin.TabularInline):
    model = PartnerRole
    autocomplete_fields = ["person"]
    extra = 0


@admin.register(Partnership)
class PartnershipAdmin(TrackedExchangeAdmin):
    resource_classes = [resources.PartnershipResource]
    list_display = ["organization", "program", "stage", "owner", "last_contact_on", "created_at"]
    list_filter = ["stage", "approval", "program"]
    list_select_related = ["organization", "program", "owner"]
    search_fields = ["organization__name", "program__name", "owner__name", "note"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["organization", "program", "owner", "responsible", "approver"]
    inlines = [PartnerRoleInline]


@admin.register(PartnerRole)
class PartnerRoleAdmin(TrackedAdmin):
    list_display = ["person", "role", "partnership"]
    list_filter = ["role"]
    list_select_related = [
        *("person", "partnership__program", "partnership__organization"),
    ]
    search_fields = ["person__name", "partnership__organization__name"]
    autocomplete_fields = ["person", "partnership"]


@admin.register(Connection)
class ConnectionAdmin(TrackedExchangeAdmin):
    resource_classes = [resources.ConnectionResource]
    list_display = ["known_by", "organization", "relation", "strength", "program", "created_at"]
    list_filter = ["relation", "strength", "would_introduce", "program"]
    list_select_related = ["organization", "program"]
    search_fields = ["known_by", "organization__name", "contact__name", "note"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["organization", "program", "contact"]


@admin.register(Interaction)
class InteractionAdmin(TrackedAdmin):
    list_display = ["organization", "kind", "happened_at", "staff", "outcome", "is_ask", "program"]
    list_filter = ["kind", "outcome", "is_ask", "program"]
    list_select_related = ["organization", "staff", "program"]
    search_fields = ["organization__name", "staff__name", "note", "ask"]
    date_hierarchy = "happened_at"
    autocomplete_fields = ["program", "organization", "staff", "people", "created_by"]


@admin.register(DuplicateSuggestion)
class DuplicateSuggestionAdmin(RecordAdmin):
    list_display = ["__str__", "score", "state", "reviewed_by", "created_at"]
    list_filter = ["state"]
    list_select_related = ["first", "second", "first_person", "second_person", "reviewed_by"]
    search_fields = ["first__name", "second__name", "first_person__name", "second_person__name"]
    date_hierarchy = "created_at"


@admin.register(MergeRecord)
class MergeRecordAdmin(RecordAdmin):
    list_display = ["what", "kept_id", "gone_id", "merged_by", "merged_at"]
    list_filter = ["what"]
    list_select_related = ["merged_by"]
    search_fields = ["kept_id", "gone_id"]
    date_hierarchy = "merged_at"


@admin.register(ImportBatch)
class ImportBatchAdmin(RecordAdmin):
    list_display = ["file_name", "program", "state", "created_by", "created_at"]
    list_filter = ["state", "program"]
    list_select_related = ["program", "created_by"]
    search_fields = ["file_name"]
    date_hierarchy = "created_at"
    exclude = ["file"]


@admin.register(ImportRow)
class ImportRowAdmin(RecordAdmin):
    list_display = ["number", "batch", "outcome", "organization"]
    list_filter = ["outcome"]
    list_select_related = ["batch", "organization"]
    search_fields = ["organization__name", "batch__file_name"]
