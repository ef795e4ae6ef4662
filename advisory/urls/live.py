from django.urls import path

from advisory.views import live as views

urlpatterns = [
    path("meetings/<int:pk>/live/", views.meeting_live, name="meeting_live"),
    path("meetings/<int:pk>/live/save/", views.meeting_save, name="meeting_save"),
    path("meetings/<int:pk>/live/begin/", views.meeting_begin, name="meeting_begin"),
    path("meetings/<int:pk>/live/adjourn/", views.meeting_adjourn, name="meeting_adjourn"),
    path("meetings/<int:pk>/live/reopen/", views.meeting_reopen, name="meeting_reopen"),
    path("meetings/<int:pk>/live/next/", views.meeting_next_add, name="meeting_next_add"),
    path("meetings/<int:pk>/live/carry/", views.meeting_next_carry, name="meeting_next_carry"),
    path("items/<int:pk>/start/", views.item_start, name="item_start"),
    path("items/<int:pk>/done/", views.item_done, name="item_done"),
    path("items/<int:pk>/put-off/", views.item_put_off, name="item_put_off"),
    path("items/<int:pk>/motions/", views.item_motion_add, name="item_motion_add"),
    path("items/<int:pk>/advice/", views.item_advice_add, name="item_advice_add"),
    path("items/<int:pk>/actions/", views.item_action_add, name="item_action_add"),
    path("motions/<int:pk>/edit/", views.motion_edit, name="motion_edit"),
    path("motions/<int:pk>/remove/", views.motion_remove, name="motion_remove"),
    path("actions/<int:pk>/remove/", views.action_remove, name="action_remove"),
]
