"""Addresses below ``/programs/<slug:program>/mentors/``, by noun."""

from django.urls import URLPattern, URLResolver

app_name = "mentors"
urlpatterns: list[URLPattern | URLResolver] = []
