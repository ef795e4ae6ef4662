from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("unsubscribe/<str:token>/", views.preference_turn_off, name="preference_turn_off"),
    path("unsubscribe/<str:token>/undo/", views.preference_turn_on, name="preference_turn_on"),
]
