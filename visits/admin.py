from django.contrib import admin

from core.admin import HouseAdmin, RecordAdmin, TrackedAdmin, TrackedExchangeAdmin
from visits.models import (
    AdultVoice,
    Afterthought,
    Alignment,
    Chaperone,
    Check,
    ClassroomVisit,
    HandoutLook,
    Idea,
    IdeaVote,
    JobShadow,
    Milestone,
    Placement,
    ShadowHost,
    SiteOffer,
    SiteVisit,
    SpeakerAsk,
    SpeakerRequest,
    StudentVoice,
    Thanks,
)


@admin.register(Afterthought)
class AfterthoughtAdmin(RecordAdmin):
    """That somebody was asked; what was said is for the program's coordinator."""

    list_display = ["person", "organization", "activity", "asked_at", "answered_at"]
    list_select_related = ["person", "organization", "activity"]
    search_fields = ["person__name", "organization__name"]
    exclude = ["how", "again", "comment"]


@admin.register(JobShadow)
class JobShadowAdmin(TrackedAdmin):
    list_display = ["activity"]
    list_select_related = ["activity"]
    search_fields = ["activity__title"]
    autocomplete_fields = ["activity"]


@admin.register(ShadowHost)
class ShadowHostAdmin(TrackedAdmin):
    list_display = ["organization", "activity", "person", "capacity", "sent_at"]
    list_select_related = ["organization", "activity", "person"]
    search_fields = ["organization__name", "activity__title"]
    autocomplete_fields = ["activity", "organization", "person"]


@admin.register(Placement)
class PlacementAdmin(HouseAdmin):
    list_display = ["student", "host", "activity"]
    list_select_related = ["student", "host__organization", "activity"]
    search_fields = ["student__family_name", "activity__title"]
    autocomplete_fields = ["student", "host", "activity"]


@admin.register(HandoutLook)
class HandoutLookAdmin(RecordAdmin):
    list_display = ["host", "looked_at"]
    list_select_related = ["host__organization"]
    search_fields = ["host__organization__name"]


@admin.register(Thanks)
class ThanksAdmin(HouseAdmin):
    list_display = ["__str__", "activity", "due_on", "settled_at", "way"]
    list_filter = ["kind", "way"]
    list_select_related = ["activity", "organization", "person"]
    search_fields = ["organization__name", "person__name", "activity__title"]
    autocomplete_fields = ["activity", "organization", "person"]
    exclude = ["settled_by"]


@admin.register(SiteOffer)
class SiteOfferAdmin(TrackedExchangeAdmin):
    list_display = ["organization", "title", "group_size", "is_current"]
    list_filter = ["is_current", "wheelchair"]
    list_select_related = ["organization"]
    search_fields = ["organization__name", "title"]
    autocomplete_fields = ["organization"]


@admin.register(SiteVisit)
class SiteVisitAdmin(TrackedAdmin):
    list_display = ["activity", "transport"]
    list_select_related = ["activity"]
    search_fields = ["activity__title"]
    autocomplete_fields = ["activity", "offer"]


@admin.register(Chaperone)
class ChaperoneAdmin(HouseAdmin):
    list_display = ["name", "visit", "is_sure"]
    list_select_related = ["visit__activity"]
    search_fields = ["name"]
    autocomplete_fields = ["visit"]


@admin.register(Check)
class CheckAdmin(HouseAdmin):
    list_display = ["text", "visit", "done_at"]
    list_select_related = ["visit__activity"]
    search_fields = ["text"]
    autocomplete_fields = ["visit"]


@admin.register(Milestone)
class MilestoneAdmin(TrackedExchangeAdmin):
    list_display = ["text", "program", "framework", "grade", "count", "unit"]
    list_filter = ["program", "framework", "grade"]
    list_select_related = ["program"]
    search_fields = ["text", "code"]
    autocomplete_fields = ["program"]


@admin.register(Alignment)
class AlignmentAdmin(HouseAdmin):
    list_display = ["activity", "competency"]
    list_select_related = ["activity", "competency"]
    search_fields = ["activity__title", "competency__name"]
    autocomplete_fields = ["activity", "competency"]


@admin.register(Idea)
class IdeaAdmin(TrackedAdmin):
    list_display = ["title", "program", "kind", "source", "state", "created_at"]
    list_filter = ["state", "source", "kind"]
    list_select_related = ["program"]
    search_fields = ["title"]
    autocomplete_fields = ["program", "topic"]


@admin.register(IdeaVote)
class IdeaVoteAdmin(HouseAdmin):
    list_display = ["idea", "user"]
    list_select_related = ["idea", "user"]
    search_fields = ["idea__title"]
    autocomplete_fields = ["idea", "user"]


@admin.register(SpeakerRequest)
class SpeakerRequestAdmin(TrackedAdmin):
    list_display = ["title", "program", "starts_at", "state", "organizer"]
    list_filter = ["state"]
    list_select_related = ["program", "organizer"]
    search_fields = ["title"]
    autocomplete_fields = [
        *("program", "topics", "organizer", "teacher", "idea", "activity"),
    ]


@admin.register(SpeakerAsk)
class SpeakerAskAdmin(TrackedAdmin):
    list_display = ["person", "organization", "request", "answer", "asked_at", "is_speaker"]
    list_filter = ["answer"]
    list_select_related = ["person", "organization", "request"]
    search_fields = ["person__name", "organization__name", "request__title"]
    autocomplete_fields = ["request", "person", "organization", "colleague", "colleague_at"]


@admin.register(ClassroomVisit)
class ClassroomVisitAdmin(TrackedAdmin):
    list_display = ["activity", "student_count", "sheet_sent_at"]
    list_select_related = ["activity"]
    search_fields = ["activity__title"]
    autocomplete_fields = ["activity"]


@admin.register(StudentVoice)
class StudentVoiceAdmin(RecordAdmin):
    list_display = ["visit", "interest", "more", "is_hidden"]
    list_select_related = ["visit__activity"]
    search_fields = ["visit__activity__title"]


@admin.register(AdultVoice)
class AdultVoiceAdmin(TrackedAdmin):
    list_display = ["visit", "teacher", "speaker", "rating", "again", "given_at"]
    list_select_related = ["visit__activity", "teacher", "speaker"]
    search_fields = ["visit__activity__title"]
    autocomplete_fields = ["visit", "teacher", "speaker"]
