from django.urls import path

from advisory.views import minutes as views

urlpatterns = [
    path("meetings/<int:pk>/minutes/", views.meeting_minutes, name="meeting_minutes"),
    path("meetings/<int:pk>/minutes.pdf", views.meeting_minutes_pdf, name="meeting_minutes_pdf"),
    path("meetings/<int:pk>/record/", views.meeting_record, name="meeting_record"),
    path(
        "meetings/<int:pk>/minutes/send/", views.meeting_minutes_send, name="meeting_minutes_send"
    ),
    path(
        "meetings/<int:pk>/minutes/approve/",
        views.meeting_minutes_approve,
        name="meeting_minutes_approve",
    ),
    path(
        "meetings/<int:pk>/minutes/post/", views.meeting_minutes_post, name="meeting_minutes_post"
    ),
    path("meetings/<int:pk>/minutes/corrections/", views.meeting_addendum, name="meeting_addendum"),
]
