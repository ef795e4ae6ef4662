from django.urls import path

from advisory.views import advice as views

urlpatterns = [
    path("<int:pk>/decisions/", views.board_decisions, name="board_decisions"),
    path("advice/", views.recommendation_list, name="recommendation_list"),
    path("advice/new/", views.recommendation_add, name="recommendation_add"),
    path("advice/<int:pk>/edit/", views.recommendation_edit, name="recommendation_edit"),
    path("advice/<int:pk>/answer/", views.recommendation_answer, name="recommendation_answer"),
    path("advice/<int:pk>/tell/", views.recommendation_tell, name="recommendation_tell"),
    path("advice/<int:pk>/remove/", views.recommendation_remove, name="recommendation_remove"),
]
