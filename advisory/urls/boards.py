from django.urls import path

from advisory.views import boards as views

urlpatterns = [
    path("", views.board_list, name="board_list"),
    path("new/", views.board_add, name="board_add"),
    path("<int:pk>/", views.board_detail, name="board_detail"),
    path("<int:pk>/edit/", views.board_edit, name="board_edit"),
    path("<int:pk>/duties/", views.board_duties, name="board_duties"),
    path("<int:pk>/history/", views.board_history, name="board_history"),
    path("<int:pk>/evidence/", views.board_evidence, name="board_evidence"),
]
