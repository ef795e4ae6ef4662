from django.urls import path

from advisory.views import needs as views

urlpatterns = [
    path("<int:pk>/needs/", views.board_needs, name="board_needs"),
    path("<int:pk>/needs/new/", views.board_need_add, name="board_need_add"),
    path("<int:pk>/needs/handout/", views.board_needs_pdf, name="board_needs_pdf"),
    path("needs/<int:pk>/", views.need_edit, name="need_edit"),
    path("needs/<int:pk>/who/", views.need_match, name="need_match"),
    path("needs/<int:pk>/remove/", views.need_remove, name="need_remove"),
]
