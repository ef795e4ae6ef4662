from django.urls import path

from advisory.views import involvement as views

urlpatterns = [
    path("<int:pk>/involvement/", views.board_involvement, name="board_involvement"),
    path("seats/<int:pk>/follow-up/", views.seat_follow_up, name="seat_follow_up"),
]
