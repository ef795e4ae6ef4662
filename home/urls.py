"""Addresses that span the apps."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("programs/<slug:program>/", views.today, name="today"),
    path("programs/<slug:program>/search/", views.search, name="search"),
    path("programs/<slug:program>/outbox/", views.message_list, name="message_list"),
    path("programs/<slug:program>/outbox/<int:pk>/", views.message_detail, name="message_detail"),
    path(
        "programs/<slug:program>/outbox/<int:pk>/retry/", views.message_retry, name="message_retry"
    ),
]
