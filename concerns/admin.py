from django.contrib import admin

from concerns.models import Acknowledgment, Guideline, GuidelineVersion
from core.admin import RecordAdmin, TrackedAdmin


@admin.register(Guideline)
class GuidelineAdmin(TrackedAdmin):
    list_display = ["title", "program"]
    list_filter = ["program"]
    list_select_related = ["program"]
    search_fields = ["title"]
    autocomplete_fields = ["program"]


@admin.register(GuidelineVersion)
class GuidelineVersionAdmin(RecordAdmin):
    list_display = ["guideline", "number", "published_at"]
    list_select_related = ["guideline"]
    search_fields = ["guideline__title"]


@admin.register(Acknowledgment)
class AcknowledgmentAdmin(RecordAdmin):
    list_display = ["name", "organization", "version", "acknowledged_on"]
    list_select_related = ["organization", "version__guideline"]
    search_fields = ["name", "person__name", "organization__name"]
