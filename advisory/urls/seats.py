from django.urls import path

from advisory.views import seats as views

urlpatterns = [
    path("<int:pk>/seats/new/", views.board_seat_add, name="board_seat_add"),
    path("seats/<int:pk>/edit/", views.seat_edit, name="seat_edit"),
    path("seats/<int:pk>/remove/", views.seat_remove, name="seat_remove"),
    path("seats/<int:pk>/end/", views.seat_end, name="seat_end"),
]
