from django.contrib import admin

from core.admin import TrackedAdmin
from postsecondary.models import (
    Department,
    DepartmentMember,
    DualCredit,
    EntryRequirement,
    FundingIdea,
    ProgramOfStudy,
)


class DepartmentMemberInline(admin.TabularInline):
    model = DepartmentMember
    autocomplete_fields = ["person"]
    extra = 0


@admin.register(Department)
class DepartmentAdmin(TrackedAdmin):
    list_display = ["name", "organization", "phone", "email"]
    list_select_related = ["organization"]
    search_fields = ["name", "organization__name"]
    autocomplete_fields = ["organization"]
    inlines = [DepartmentMemberInline]


@admin.register(DepartmentMember)
class DepartmentMemberAdmin(TrackedAdmin):
    list_display = ["person", "department"]
    list_select_related = ["person", "department"]
    search_fields = ["person__name", "department__name"]
    autocomplete_fields = ["person", "department"]


@admin.register(ProgramOfStudy)
class ProgramOfStudyAdmin(TrackedAdmin):
    list_display = ["name", "organization", "award", "career_area", "length"]
    list_filter = ["award", "career_area"]
    list_select_related = ["organization"]
    search_fields = ["name", "organization__name"]
    autocomplete_fields = ["organization", "department"]


@admin.register(EntryRequirement)
class EntryRequirementAdmin(TrackedAdmin):
    list_display = ["name", "organization", "program_of_study", "noted_on"]
    list_select_related = ["organization", "program_of_study"]
    search_fields = ["name", "organization__name"]
    autocomplete_fields = ["organization", "program_of_study"]


@admin.register(FundingIdea)
class FundingIdeaAdmin(TrackedAdmin):
    list_display = ["name", "organization", "kind", "amount", "noted_on"]
    list_filter = ["kind"]
    list_select_related = ["organization"]
    search_fields = ["name", "organization__name"]
    autocomplete_fields = ["organization"]


@admin.register(DualCredit)
class DualCreditAdmin(TrackedAdmin):
    list_display = ["our_course", "their_course", "organization", "credits", "years", "program"]
    list_filter = ["program"]
    list_select_related = ["organization", "program"]
    search_fields = ["our_course", "their_course", "organization__name"]
    autocomplete_fields = ["program", "organization"]
