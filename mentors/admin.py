from django.contrib import admin

from core.admin import TrackedAdmin
from mentors.models import (
    Clearance,
    ClearanceLevel,
    ClearanceRule,
    GroupMentor,
    Mentor,
    MentorGroup,
    MentorSession,
)


@admin.register(ClearanceLevel)
class ClearanceLevelAdmin(TrackedAdmin):
    list_display = ["name", "rank", "lasts_months"]
    search_fields = ["name"]


@admin.register(ClearanceRule)
class ClearanceRuleAdmin(TrackedAdmin):
    list_display = ["school", "form", "level"]
    list_select_related = ["school", "level"]
    autocomplete_fields = ["school", "level"]


@admin.register(Clearance)
class ClearanceAdmin(TrackedAdmin):
    list_display = ["person", "level", "given_on", "expires_on", "withdrawn_on"]
    list_filter = ["level"]
    list_select_related = ["person", "level"]
    search_fields = ["person__name"]
    autocomplete_fields = ["person", "level"]
    raw_id_fields = ["noted_by"]
    date_hierarchy = "given_on"


@admin.register(Mentor)
class MentorAdmin(TrackedAdmin):
    list_display = ["person", "program", "organization", "state", "capacity"]
    list_filter = ["program", "state"]
    list_select_related = ["person", "program", "organization"]
    search_fields = ["person__name", "organization__name"]
    autocomplete_fields = ["program", "person", "organization"]


class GroupMentorInline(admin.TabularInline):
    model = GroupMentor
    extra = 0
    autocomplete_fields = ["mentor"]


@admin.register(MentorGroup)
class MentorGroupAdmin(TrackedAdmin):
    list_display = ["name", "program", "kind", "form", "started_on", "ended_on"]
    list_filter = ["program", "kind", "form"]
    list_select_related = ["program"]
    search_fields = ["name"]
    autocomplete_fields = ["program", "organizer", "students"]
    inlines = [GroupMentorInline]


@admin.register(MentorSession)
class MentorSessionAdmin(TrackedAdmin):
    list_display = ["activity", "group", "hours"]
    list_select_related = ["activity", "group"]
    search_fields = ["group__name", "activity__title"]
    raw_id_fields = ["activity"]
    autocomplete_fields = ["group"]
