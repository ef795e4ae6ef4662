"""Addresses below ``/programs/<slug:program>/mentors/``, by noun."""

from django.urls import URLPattern, URLResolver

from mentors.urls import exchanges

app_name = "mentors"
urlpatterns: list[URLPattern | URLResolver] = [
    *exchanges.urlpatterns,
]
