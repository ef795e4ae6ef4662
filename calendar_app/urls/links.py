"""Addresses for whoever holds them, without a login: answers by mail, calendar feeds."""

from django.urls import path

from calendar_app.views import answers, feeds, series

urlpatterns = [
    path("answer/<str:token>/", answers.answer, name="answer"),
    path("answers/<str:token>/", series.series, name="series"),
    path("feed/<str:token>.ics", feeds.person_feed, name="person_feed"),
    path("programs/<slug:slug>.ics", feeds.program_feed, name="program_feed"),
]
