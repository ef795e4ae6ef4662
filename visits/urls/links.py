"""Addresses for whoever holds them, without a login."""

from django.urls import path

from visits import views

urlpatterns = [path("handout/<str:token>/", views.handout_open, name="handout_open")]
