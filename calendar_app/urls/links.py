"""Addresses for whoever holds them, without a login: answers by mail, calendar feeds."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
