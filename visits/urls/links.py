"""Addresses for whoever holds them, without a login."""

from django.urls import path

from visits.urls import classroom_links
from visits.views import shadows

urlpatterns = [
    path("handout/<str:token>/", shadows.handout_open, name="handout_open"),
    *classroom_links.urlpatterns,
]
