from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError

from calendar_app.forms.activities import PLANNED_ELSEWHERE
from calendar_app.models import (
    Activity,
    CalendarReview,
    Checkpoint,
    Closure,
    FeedToken,
    Participation,
    Reminder,
    Task,
)
from core.admin import (
    ExchangeAdmin,
    HouseResource,
    RecordAdmin,
    TrackedAdmin,
    TrackedExchangeAdmin,
)


class CheckpointInline(admin.TabularInline):
    model = Checkpoint
    extra = 0
    autocomplete_fields = ["done_by"]


class ActivityResource(HouseResource):
    class Meta(HouseResource.Meta):
        model = Activity

    def before_save_instance(self, instance: Activity, row: Any, **kwargs: Any) -> None:
        """What is planned on pages of its own, where more is asked, comes in no other way."""
        if instance.kind not in PLANNED_ELSEWHERE:
            return
        if not Activity.objects.filter(pk=instance.pk, kind=instance.kind).exists():
            words = f"{instance.get_kind_display()}: planned on a page of its own."
            raise ValidationError({"kind": words})


@admin.register(Activity)
class ActivityAdmin(TrackedExchangeAdmin):
    """Kind, time and state are changed on the calendar's own pages, which ask what belongs to it
    and tell everybody invited."""

    resource_classes = [ActivityResource]
    list_display = ["title", "kind", "starts_at", "organization", "organizer", "state", "program"]
    list_filter = ["kind", "state", "program"]
    list_select_related = ["program", "organizer", "organization"]
    search_fields = ["title", "organization__name"]
    date_hierarchy = "starts_at"
    autocomplete_fields = ["program", "organizer", "organization"]
    readonly_fields = [
        *("kind", "starts_at", "ends_at", "place", "state", "sequence", "uid", "changed_at"),
    ]
    inlines = [CheckpointInline]

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Participation)
class ParticipationAdmin(TrackedAdmin):
    list_display = ["person", "activity", "role", "answer", "attendance"]
    list_filter = ["role", "answer", "attendance"]
    list_select_related = ["person", "activity"]
    search_fields = ["person__name", "activity__title"]
    autocomplete_fields = ["activity", "person", "organization", "stands_in_for"]


@admin.register(Task)
class TaskAdmin(TrackedExchangeAdmin):
    list_display = ["title", "owner", "due_on", "organization", "program", "done_at"]
    list_filter = ["program", "done_at"]
    list_select_related = ["program", "owner", "organization"]
    search_fields = ["title", "owner__name", "organization__name"]
    date_hierarchy = "due_on"
    autocomplete_fields = [
        *("program", "owner", "organization", "activity", "interaction", "done_by", "created_by"),
    ]


@admin.register(Closure)
class ClosureAdmin(ExchangeAdmin):
    list_display = ["name", "school", "starts_on", "ends_on"]
    list_filter = ["school"]
    list_select_related = ["school"]
    search_fields = ["name", "school__name"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["school"]


@admin.register(Reminder)
class ReminderAdmin(RecordAdmin):
    list_display = ["activity", "days_before", "due_at", "handled_at"]
    list_select_related = ["activity"]
    search_fields = ["activity__title"]
    date_hierarchy = "due_at"


@admin.register(FeedToken)
class FeedTokenAdmin(RecordAdmin):
    list_display = ["person", "created_at", "revoked_at"]
    list_select_related = ["person"]
    search_fields = ["person__name"]
    exclude = ["token"]


@admin.register(CalendarReview)
class CalendarReviewAdmin(RecordAdmin):
    list_display = ["program", "reviewed_at", "reviewed_by"]
    list_select_related = ["program", "reviewed_by"]
    list_filter = ["program"]
