"""Addresses for whoever holds them, without a login."""

from django.urls import path

from concerns.views import links

urlpatterns = [
    path("<str:token>/", links.guideline_acknowledge, name="guideline_acknowledge"),
]
