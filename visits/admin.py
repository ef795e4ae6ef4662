from django.contrib import admin

from core.admin import HouseAdmin, RecordAdmin, TrackedAdmin
from visits.models import (
    AdultVoice,
    ClassroomVisit,
    HandoutLook,
    Idea,
    IdeaVote,
    JobShadow,
    Placement,
    ShadowHost,
    SpeakerAsk,
    SpeakerRequest,
    StudentVoice,
)


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
