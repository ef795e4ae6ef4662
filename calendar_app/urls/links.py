"""Addresses for whoever holds them, without a login: answers by mail, calendar feeds."""

from django.urls import path

from calendar_app.views import answers

urlpatterns = [
    path("answer/<str:token>/", answers.answer, name="answer"),
]
