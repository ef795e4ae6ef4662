"""Addresses for whoever holds them or for the public, without a login."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
