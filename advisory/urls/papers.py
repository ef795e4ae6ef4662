from django.urls import path

from advisory.views import papers as views
from advisory.views import public

urlpatterns = [
    path("meetings/<int:pk>/papers/", views.meeting_papers, name="meeting_papers"),
    path("meetings/<int:pk>/papers/add/", views.meeting_paper_add, name="meeting_paper_add"),
    path("<int:pk>/papers/", views.board_papers, name="board_papers"),
    path("<int:pk>/papers/add/", views.board_paper_add, name="board_paper_add"),
    path("papers/<int:pk>/", views.paper_edit, name="paper_edit"),
    path("papers/<int:pk>/file/", views.paper_download, name="paper_download"),
    path("papers/<int:pk>/delete/", views.paper_delete, name="paper_delete"),
    path("<int:pk>/public/", public.board_public, name="board_public"),
]
