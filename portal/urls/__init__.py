"""Addresses below ``/portal/``: what a partner sees after signing in."""

from django.urls import URLPattern, URLResolver

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = []
