"""Ideas, speakers and their visits to a class."""

from django.urls import path

from visits.views import classroom_ideas, classroom_speakers, classroom_visits

urlpatterns = [
    path("ideas/", classroom_ideas.idea_list, name="idea_list"),
    path("ideas/new/", classroom_ideas.idea_add, name="idea_add"),
    path("ideas/<int:pk>/edit/", classroom_ideas.idea_edit, name="idea_edit"),
    path("ideas/<int:pk>/vote/", classroom_ideas.idea_vote, name="idea_vote"),
    path("ideas/<int:pk>/drop/", classroom_ideas.idea_drop, name="idea_drop"),
    path("speakers/", classroom_speakers.request_list, name="request_list"),
    path("speakers/new/", classroom_speakers.request_add, name="request_add"),
    path("speakers/<int:pk>/", classroom_speakers.request_detail, name="request_detail"),
    path("speakers/<int:pk>/edit/", classroom_speakers.request_edit, name="request_edit"),
    path("speakers/<int:pk>/ask/", classroom_speakers.request_ask, name="request_ask"),
    path(
        "speakers/<int:pk>/withdraw/", classroom_speakers.request_withdraw, name="request_withdraw"
    ),
    path("speakers/asks/<int:pk>/take/", classroom_speakers.ask_take, name="ask_take"),
    path("speakers/asks/<int:pk>/refuse/", classroom_speakers.ask_refuse, name="ask_refuse"),
    path("classes/<int:pk>/", classroom_visits.classroom_detail, name="classroom_detail"),
    path("classes/<int:pk>/edit/", classroom_visits.classroom_edit, name="classroom_edit"),
    path("classes/<int:pk>/sheet/", classroom_visits.classroom_sheet, name="classroom_sheet"),
    path("classes/<int:pk>/send/", classroom_visits.classroom_send, name="classroom_send"),
    path("classes/<int:pk>/open/", classroom_visits.classroom_open, name="classroom_open"),
    path("classes/<int:pk>/board/", classroom_visits.classroom_board, name="classroom_board"),
    path(
        "classes/<int:pk>/feedback/", classroom_visits.classroom_feedback, name="classroom_feedback"
    ),
    path("classes/<int:pk>/say/", classroom_visits.classroom_say, name="classroom_say"),
    path("classes/<int:pk>/ask/", classroom_visits.classroom_ask, name="classroom_ask"),
    path("voices/<int:pk>/hide/", classroom_visits.voice_hide, name="voice_hide"),
]
