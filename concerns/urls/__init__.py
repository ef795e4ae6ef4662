"""Addresses below ``/programs/<slug:program>/concerns/``."""

from django.urls import path

from concerns.views import guidelines

app_name = "concerns"
urlpatterns = [
    path("guidelines/", guidelines.guideline_list, name="guideline_list"),
    path("guidelines/new/", guidelines.guideline_add, name="guideline_add"),
    path("guidelines/load/", guidelines.guideline_load, name="guideline_load"),
    path("guidelines/<int:pk>/", guidelines.guideline_detail, name="guideline_detail"),
    path("guidelines/<int:pk>/edit/", guidelines.guideline_edit, name="guideline_edit"),
    path("guidelines/<int:pk>/pdf/", guidelines.guideline_pdf, name="guideline_pdf"),
    path("guidelines/<int:pk>/publish/", guidelines.guideline_publish, name="guideline_publish"),
    path("activities/<int:pk>/", guidelines.activity_guidelines, name="activity_guidelines"),
    path("activities/<int:pk>/ask/", guidelines.activity_ask, name="activity_ask"),
    path("activities/<int:pk>/paper/", guidelines.activity_paper, name="activity_paper"),
]
