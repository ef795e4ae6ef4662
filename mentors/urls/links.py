"""Addresses for whoever holds them, without a login."""

from django.urls import path

from mentors.views import evaluation_links, exchange_links

urlpatterns = [
    path("questions/<str:token>/", exchange_links.exchange_answer, name="exchange_answer"),
    path("answers/", exchange_links.student_enter, name="student_enter"),
    path("answers/<str:code>/", exchange_links.student_read, name="student_read"),
    path("was/<str:token>/", evaluation_links.evaluation_answer, name="evaluation_answer"),
    path("say/", evaluation_links.evaluation_enter, name="evaluation_enter"),
    path("say/<str:code>/", evaluation_links.evaluation_code, name="evaluation_code"),
]
