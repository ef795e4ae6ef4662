"""Addresses below ``/programs/<slug:program>/visits/``."""

from django.urls import path

from visits.urls import classroom
from visits.views import afterwards, competencies, milestones, roll, shadows, sites, thanks

app_name = "visits"
urlpatterns = [
    path("shadows/<int:pk>/", shadows.shadow_detail, name="shadow_detail"),
    path("shadows/<int:pk>/edit/", shadows.shadow_edit, name="shadow_edit"),
    path("shadows/<int:pk>/hosts/new/", shadows.shadow_host_add, name="shadow_host_add"),
    path("shadows/<int:pk>/place/", shadows.shadow_place, name="shadow_place"),
    path("shadows/<int:pk>/handouts/", shadows.shadow_handouts, name="shadow_handouts"),
    path("shadows/<int:pk>/send/", shadows.shadow_send, name="shadow_send"),
    path("hosts/<int:pk>/remove/", shadows.host_remove, name="host_remove"),
    path("roll/<int:pk>/", roll.roll_detail, name="roll_detail"),
    path("roll/<int:pk>/save/", roll.roll_save, name="roll_save"),
    path("roll/<int:pk>/tell/", roll.roll_tell, name="roll_tell"),
    path("roll/<int:pk>/students/", roll.roll_students, name="roll_students"),
    path("milestones/", milestones.milestone_list, name="milestone_list"),
    path("milestones/new/", milestones.milestone_add, name="milestone_add"),
    path("milestones/load/", milestones.milestone_load, name="milestone_load"),
    path("milestones/handout/", milestones.milestone_handout, name="milestone_handout"),
    path("milestones/<int:pk>/", milestones.milestone_detail, name="milestone_detail"),
    path("milestones/<int:pk>/edit/", milestones.milestone_edit, name="milestone_edit"),
    path("milestones/<int:pk>/delete/", milestones.milestone_delete, name="milestone_delete"),
    path("milestones/<int:pk>/enroll/", milestones.milestone_enroll, name="milestone_enroll"),
    path("students/<int:pk>/", milestones.student_milestones, name="student_milestones"),
    path("competencies/", competencies.competency_matrix, name="competency_matrix"),
    path("competencies/<int:pk>/", competencies.competency_align, name="competency_align"),
    path("continuum/", milestones.continuum_detail, name="continuum_detail"),
    path("continuum/handout/", milestones.continuum_handout, name="continuum_handout"),
    path("offers/", sites.offer_list, name="offer_list"),
    path("offers/new/", sites.offer_add, name="offer_add"),
    path("offers/handout/", sites.offer_handout, name="offer_handout"),
    path("offers/<int:pk>/", sites.offer_edit, name="offer_edit"),
    path("sites/<int:pk>/", sites.site_detail, name="site_detail"),
    path("sites/<int:pk>/edit/", sites.site_edit, name="site_edit"),
    path("sites/<int:pk>/chaperones/", sites.site_chaperones, name="site_chaperones"),
    path("sites/<int:pk>/checks/", sites.site_checks, name="site_checks"),
    path("sites/<int:pk>/slips/", sites.site_slips, name="site_slips"),
    path("said/", afterwards.afterthought_list, name="afterthought_list"),
    path("thanks/", thanks.thanks_list, name="thanks_list"),
    path("thanks/<int:pk>/", thanks.thanks_write, name="thanks_write"),
    path("thanks/<int:pk>/settle/", thanks.thanks_settle, name="thanks_settle"),
    *classroom.urlpatterns,
]
