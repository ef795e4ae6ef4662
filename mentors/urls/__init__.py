"""Addresses below ``/programs/<slug:program>/mentors/``, by noun."""

from django.urls import path

from mentors.urls import evaluations, exchanges
from mentors.views import groups, matching, mentors, plans

app_name = "mentors"
urlpatterns = [
    path("", mentors.mentor_list, name="mentor_list"),
    path("new/", mentors.mentor_add, name="mentor_add"),
    path("<int:pk>/", mentors.mentor_detail, name="mentor_detail"),
    path("<int:pk>/edit/", mentors.mentor_edit, name="mentor_edit"),
    path("<int:pk>/clear/", mentors.mentor_clear, name="mentor_clear"),
    path("<int:pk>/unclear/", mentors.mentor_unclear, name="mentor_unclear"),
    path("clearances/", mentors.clearance_rules, name="clearance_rules"),
    path("plan/", plans.plan_detail, name="plan_detail"),
    path("plan/pdf/", plans.plan_pdf, name="plan_pdf"),
    path("plan/new/", plans.planline_add, name="planline_add"),
    path("plan/again/", plans.plan_take_over, name="plan_take_over"),
    path("plan/<int:pk>/", plans.planline_edit, name="planline_edit"),
    path("plan/<int:pk>/remove/", plans.planline_remove, name="planline_remove"),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/new/", groups.group_add, name="group_add"),
    path("groups/<int:pk>/", groups.group_detail, name="group_detail"),
    path("groups/<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:pk>/end/", groups.group_end, name="group_end"),
    path("groups/<int:pk>/plan/", groups.group_plan, name="group_plan"),
    path("groups/<int:pk>/match/", matching.group_match, name="group_match"),
    path("match/", matching.cohort_match, name="cohort_match"),
    path("match/accept/", matching.cohort_accept, name="cohort_accept"),
    path("match/students/<int:pk>/", matching.student_match, name="student_match"),
    path("meetings/<int:pk>/", groups.session_detail, name="session_detail"),
    path("meetings/<int:pk>/note/", groups.session_note, name="session_note"),
    *evaluations.urlpatterns,
    *exchanges.urlpatterns,
]
