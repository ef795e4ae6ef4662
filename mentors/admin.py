from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin import RecordAdmin, TrackedAdmin
from mentors.models import (
    RATINGS,
    SENTENCES,
    Clearance,
    ClearanceLevel,
    ClearanceRule,
    Evaluation,
    Exchange,
    ExchangeAnswer,
    GroupMentor,
    Mentor,
    MentorGroup,
    MentorSession,
    MentorVoice,
    PlanLine,
    Question,
    QuestionSet,
    StaffVoice,
    StudentSay,
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
    """To be looked at: the page of the group looks at clearances, and its meetings follow."""

    model = GroupMentor
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(MentorGroup)
class MentorGroupAdmin(TrackedAdmin):
    """Who is in it, how they meet and when it ends are changed on its own page, which looks at
    clearances and takes meetings and questions along."""

    list_display = ["name", "program", "kind", "form", "started_on", "ended_on"]
    list_filter = ["program", "kind", "form"]
    list_select_related = ["program"]
    search_fields = ["name"]
    autocomplete_fields = ["organizer"]
    readonly_fields = ["program", "kind", "form", "students", "started_on", "ended_on"]
    inlines = [GroupMentorInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(PlanLine)
class PlanLineAdmin(TrackedAdmin):
    list_display = ["activity", "program", "year", "wanted"]
    list_filter = ["program", "year", "activity"]
    list_select_related = ["program"]
    search_fields = ["about"]
    autocomplete_fields = ["program"]


@admin.register(MentorSession)
class MentorSessionAdmin(TrackedAdmin):
    list_display = ["activity", "group", "hours"]
    list_select_related = ["activity", "group"]
    search_fields = ["group__name", "activity__title"]
    raw_id_fields = ["activity"]
    autocomplete_fields = ["group"]


class QuestionInline(admin.TabularInline):
    model = Question
    extra = 0


@admin.register(QuestionSet)
class QuestionSetAdmin(TrackedAdmin):
    list_display = ["name", "program", "month", "is_active"]
    list_filter = ["program", "is_active"]
    list_select_related = ["program"]
    search_fields = ["name"]
    autocomplete_fields = ["program"]
    inlines = [QuestionInline]


@admin.register(Question)
class QuestionAdmin(TrackedAdmin):
    list_display = ["text", "question_set", "position"]
    list_select_related = ["question_set"]
    search_fields = ["text", "question_set__name"]
    autocomplete_fields = ["question_set"]


@admin.register(Exchange)
class ExchangeRecordAdmin(RecordAdmin):
    list_display = [
        *("question_set", "mentor_person", "student", "due_on"),
        *("answered_at", "released_at", "withdrawn_at"),
    ]
    list_filter = ["program"]
    list_select_related = ["question_set", "mentor_person", "student"]
    search_fields = ["question_set__name", "mentor_person__name", "student__family_name"]
    date_hierarchy = "sent_at"
    exclude = ["code"]


@admin.register(ExchangeAnswer)
class ExchangeAnswerAdmin(RecordAdmin):
    list_display = ["question", "exchange"]
    list_select_related = ["exchange__question_set", "exchange__mentor_person"]
    search_fields = ["question", "exchange__mentor_person__name"]


@admin.register(Evaluation)
class EvaluationAdmin(TrackedAdmin):
    list_display = ["title", "program", "year", "opens_on", "closes_on", "closed_at", "shared_at"]
    list_filter = ["program", "year"]
    list_select_related = ["program"]
    search_fields = ["title"]
    autocomplete_fields = ["program"]
    raw_id_fields = ["asked", "paper", "shared_by", "created_by"]


#: What somebody said stands next to their name nowhere, here neither.
SAID = [*RATINGS, *SENTENCES, *(f"{name}_shown" for name in SENTENCES)]


@admin.register(MentorVoice)
class MentorVoiceAdmin(RecordAdmin):
    list_display = ["person", "evaluation", "said_at"]
    list_select_related = ["person", "evaluation"]
    search_fields = ["person__name", "evaluation__title"]
    exclude = SAID


@admin.register(StaffVoice)
class StaffVoiceAdmin(RecordAdmin):
    list_display = ["user", "evaluation", "said_at"]
    list_select_related = ["user", "evaluation"]
    search_fields = ["user__email", "evaluation__title"]
    exclude = SAID


@admin.register(StudentSay)
class StudentSayAdmin(RecordAdmin):
    list_display = ["evaluation", *RATINGS]
    list_select_related = ["evaluation"]
    search_fields = ["evaluation__title"]
