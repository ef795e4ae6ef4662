"""Addresses for whoever holds them or for the public, without a login."""

from django.urls import path

from advisory.views import papers, public, verdicts

urlpatterns = [
    path("<slug:program>/<int:pk>/", public.board_page, name="board_page"),
    path("<slug:program>/<int:pk>/<int:meeting>/", public.agenda_page, name="agenda_page"),
    path(
        "<slug:program>/<int:pk>/<int:meeting>/minutes/", public.minutes_file, name="minutes_file"
    ),
    path("suggest/<str:token>/", public.item_suggest, name="item_suggest"),
    path("worth/<str:token>/", verdicts.meeting_verdict, name="meeting_verdict"),
    path("paper/<str:token>/", papers.paper_open, name="paper_open"),
]
