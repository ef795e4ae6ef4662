from django.contrib import admin

from core.admin import RecordAdmin, TrackedAdmin
from letters.models import Letter, LetterBatch, LetterTemplate, Signer


class SignerInline(admin.TabularInline):
    model = Signer
    autocomplete_fields = ["person"]
    extra = 0


@admin.register(LetterTemplate)
class LetterTemplateAdmin(TrackedAdmin):
    list_display = ["name", "kind", "language", "program", "updated_at"]
    list_filter = ["kind", "language", "program"]
    list_select_related = ["program"]
    search_fields = ["name", "subject", "body"]
    date_hierarchy = "updated_at"
    autocomplete_fields = ["program"]
    inlines = [SignerInline]


@admin.register(LetterBatch)
class LetterBatchAdmin(RecordAdmin):
    list_display = ["template_name", "way", "program", "created_by", "created_at", "finished_at"]
    list_filter = ["way", "program"]
    list_select_related = ["program", "created_by"]
    search_fields = ["template_name"]
    date_hierarchy = "created_at"
    exclude = ["file"]


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    """Letters are kept exactly as they were sent."""

    list_display = ["organization", "person", "batch", "language", "made_at"]
    list_filter = ["language"]
    list_select_related = ["organization", "person", "batch"]
    search_fields = ["organization__name", "person__name", "batch__template_name"]
    date_hierarchy = "made_at"
    exclude = ["file", "html", "values"]
