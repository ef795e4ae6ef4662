from django.contrib import admin

from core.admin import RecordAdmin, TrackedAdmin
from reviews.models import Feedback, Look, Rating, Review, Reviewer, ReviewItem


@admin.register(Review)
class ReviewAdmin(TrackedAdmin):
    list_display = ["title", "program", "kind", "closes_on", "opened_at", "closed_at"]
    list_filter = ["program", "kind"]
    list_select_related = ["program"]
    search_fields = ["title"]
    autocomplete_fields = ["program", "board", "competencies"]


@admin.register(Reviewer)
class ReviewerAdmin(TrackedAdmin):
    list_display = ["person", "organization", "review", "asked_at", "done_at", "withdrawn_at"]
    list_select_related = ["person", "organization", "review"]
    search_fields = ["person__name", "organization__name", "review__title"]
    autocomplete_fields = ["review", "person", "organization"]


@admin.register(ReviewItem)
class ReviewItemAdmin(RecordAdmin):
    list_display = ["label", "review", "student", "size", "uploaded_at"]
    list_filter = ["review__program"]
    list_select_related = ["review", "student"]
    search_fields = ["review__title", "student__family_name"]
    date_hierarchy = "uploaded_at"
    exclude = ["file"]  # looked at on the page of the round, where roles are checked


@admin.register(Feedback)
class FeedbackAdmin(RecordAdmin):
    list_display = ["item", "reviewer", "saved_at", "sent_at"]
    list_select_related = ["item__review", "reviewer__person", "reviewer__review"]
    search_fields = ["item__review__title", "reviewer__person__name"]


@admin.register(Rating)
class RatingAdmin(RecordAdmin):
    list_display = ["competency", "value", "feedback"]
    list_select_related = ["competency", "feedback__item__review", "feedback__reviewer__person"]
    search_fields = ["competency__name", "feedback__item__review__title"]


@admin.register(Look)
class LookAdmin(RecordAdmin):
    list_display = ["item", "reviewer", "looked_at"]
    list_select_related = ["item__review", "reviewer__person", "reviewer__review"]
    search_fields = ["item__review__title", "reviewer__person__name"]
    date_hierarchy = "looked_at"
