from django.contrib import admin

from core.admin import ExchangeAdmin, TrackedExchangeAdmin
from students.models import Competency, CompetencySet, Student


@admin.register(Student)
class StudentAdmin(TrackedExchangeAdmin):
    list_display = ["name", "program", "graduation_year", "host_release_on", "left_on"]
    list_filter = ["program", "graduation_year"]
    list_select_related = ["program"]
    search_fields = ["given_name", "family_name", "source_id"]
    autocomplete_fields = ["program"]
    exclude = ["release_noted_by"]


@admin.register(CompetencySet)
class CompetencySetAdmin(ExchangeAdmin):
    list_display = ["name", "code", "career_area", "is_current"]
    list_filter = ["career_area", "is_current"]
    search_fields = ["name", "code"]


@admin.register(Competency)
class CompetencyAdmin(TrackedExchangeAdmin):
    list_display = ["name", "area", "group", "position", "is_current"]
    list_filter = ["group", "is_current"]
    list_select_related = ["group"]
    search_fields = ["name", "area"]
    autocomplete_fields = ["group"]
