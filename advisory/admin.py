from django.contrib import admin

from advisory.models import (
    ActionItem,
    Addendum,
    AgendaItem,
    Board,
    Duty,
    Meeting,
    Motion,
    Need,
    Paper,
    Recommendation,
    Responsibility,
    Seat,
)
from core.admin import HouseAdmin, RecordAdmin, TrackedAdmin, TrackedExchangeAdmin


class DutyInline(admin.TabularInline):
    model = Duty
    extra = 0
    autocomplete_fields = ["person"]


@admin.register(Board)
class BoardAdmin(TrackedAdmin):
    list_display = ["name", "program", "chair", "open_meetings"]
    list_filter = ["open_meetings", "program"]
    list_select_related = ["program", "chair"]
    search_fields = ["name", "program__name"]
    autocomplete_fields = ["program", "chair", "co_chair"]
    inlines = [DutyInline]


@admin.register(Seat)
class SeatAdmin(TrackedExchangeAdmin):
    list_display = [
        *("board", "organization", "school_role", "representative", "substitute"),
        *("stakeholder", "term_ends_on"),
    ]
    list_filter = ["stakeholder", "board__program"]
    list_select_related = ["board", "organization", "representative", "substitute"]
    search_fields = ["organization__name", "representative__name", "board__name"]
    autocomplete_fields = ["board", "organization", "representative", "substitute"]


class AgendaItemInline(admin.TabularInline):
    model = AgendaItem
    fields = ["position", "topic", "title", "purpose", "minutes", "presenter", "state"]
    autocomplete_fields = ["presenter"]
    extra = 0


@admin.register(Meeting)
class MeetingAdmin(TrackedAdmin):
    """Time and minutes are changed on the board's own pages, which keep what was approved."""

    list_display = ["activity", "board", "minutes_state", "minutes_approved_at"]
    list_filter = ["minutes_state", "board__program"]
    list_select_related = ["activity", "board"]
    search_fields = ["activity__title", "board__name"]
    fields = [
        *("activity", "board", "is_organizational", "host_seat", "chair", "video_link"),
        *("minutes_state", "minutes_sent_at", "minutes_approved_at"),
    ]
    autocomplete_fields = ["host_seat", "chair"]
    readonly_fields = [
        *("activity", "board", "minutes_state", "minutes_sent_at", "minutes_approved_at"),
    ]
    inlines = [AgendaItemInline]

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(AgendaItem)
class AgendaItemAdmin(RecordAdmin):
    list_display = ["title", "meeting", "topic", "purpose", "state"]
    list_filter = ["topic", "state"]
    list_select_related = ["meeting__activity"]
    search_fields = ["title"]


@admin.register(Motion)
class MotionAdmin(RecordAdmin):
    list_display = ["text", "item", "votes_for", "votes_against", "abstained", "result"]
    list_filter = ["result"]
    list_select_related = ["item"]
    search_fields = ["text"]


@admin.register(Recommendation)
class RecommendationAdmin(TrackedExchangeAdmin):
    list_display = ["text", "board", "recommended_on", "answer", "answered_on"]
    list_filter = ["answer", "board__program"]
    list_select_related = ["board"]
    search_fields = ["text", "answer_text"]
    date_hierarchy = "recommended_on"
    autocomplete_fields = ["board", "item", "answered_by"]


@admin.register(Responsibility)
class ResponsibilityAdmin(TrackedExchangeAdmin):
    list_display = ["title", "board", "year", "owner", "organization", "goes_on"]
    list_filter = ["year", "board__program"]
    list_select_related = ["board", "owner", "organization"]
    search_fields = ["title", "owner__name"]
    autocomplete_fields = ["board", "owner", "organization"]


@admin.register(Paper)
class PaperAdmin(HouseAdmin):
    list_display = ["title", "board", "meeting", "is_guideline", "uploaded_at"]
    list_filter = ["is_guideline", "board__program"]
    list_select_related = ["board", "meeting__activity"]
    search_fields = ["title"]
    fields = ["board", "meeting", "title", "is_guideline", "goes_with_reminders"]
    readonly_fields = ["board", "meeting"]

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(ActionItem)
class ActionItemAdmin(RecordAdmin):
    list_display = ["task", "meeting", "item"]
    list_select_related = ["task", "meeting__activity", "item"]
    search_fields = ["task__title"]


@admin.register(Addendum)
class AddendumAdmin(RecordAdmin):
    list_display = ["meeting", "text", "written_by", "written_at"]
    list_select_related = ["meeting__activity", "written_by"]
    search_fields = ["text"]


@admin.register(Need)
class NeedAdmin(TrackedAdmin):
    list_display = ["title", "board", "needed_by", "is_met"]
    list_filter = ["is_met", "board__program"]
    list_select_related = ["board"]
    search_fields = ["title", "board__name"]
    autocomplete_fields = ["board"]
