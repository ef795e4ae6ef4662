from django.urls import path

from advisory.views import responsibilities as views

urlpatterns = [
    path("<int:pk>/responsibilities/", views.board_responsibilities, name="board_responsibilities"),
    path(
        "<int:pk>/responsibilities/new/",
        views.board_responsibility_add,
        name="board_responsibility_add",
    ),
    path(
        "<int:pk>/responsibilities/renew/",
        views.board_responsibilities_renew,
        name="board_responsibilities_renew",
    ),
    path("responsibilities/<int:pk>/", views.responsibility_edit, name="responsibility_edit"),
    path(
        "responsibilities/<int:pk>/remove/",
        views.responsibility_remove,
        name="responsibility_remove",
    ),
]
