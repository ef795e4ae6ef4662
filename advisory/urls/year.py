from django.urls import path

from advisory.views import year as views

urlpatterns = [
    path("<int:pk>/year/", views.board_year, name="board_year"),
    path("<int:pk>/year/save/", views.board_year_save, name="board_year_save"),
]
