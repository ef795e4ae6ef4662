from django.urls import path

from advisory.views import meetings as views

urlpatterns = [
    path("<int:pk>/meetings/", views.board_meetings, name="board_meetings"),
    path("<int:pk>/meetings/new/", views.board_meeting_add, name="board_meeting_add"),
    path("<int:pk>/meetings/invite/", views.board_invite, name="board_invite"),
    path("meetings/<int:pk>/", views.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/answers/", views.meeting_answers, name="meeting_answers"),
    path("meetings/<int:pk>/edit/", views.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/invite/", views.meeting_invite, name="meeting_invite"),
    path("meetings/<int:pk>/cancel/", views.meeting_cancel, name="meeting_cancel"),
]
