from django.contrib import admin

from core.admin import TrackedExchangeAdmin
from students.models import Student


@admin.register(Student)
class StudentAdmin(TrackedExchangeAdmin):
    list_display = ["name", "program", "graduation_year", "host_release_on", "left_on"]
    list_filter = ["program", "graduation_year"]
    list_select_related = ["program"]
    search_fields = ["given_name", "family_name", "source_id"]
    autocomplete_fields = ["program"]
    exclude = ["release_noted_by"]
