"""How mentoring was: planned, asked, read, shared."""

from django.urls import path

from mentors.views import evaluation_board, evaluations

urlpatterns = [
    path("evaluations/", evaluations.evaluation_list, name="evaluation_list"),
    path("evaluations/new/", evaluations.evaluation_add, name="evaluation_add"),
    path("evaluations/<int:pk>/", evaluations.evaluation_detail, name="evaluation_detail"),
    path("evaluations/<int:pk>/edit/", evaluations.evaluation_edit, name="evaluation_edit"),
    path("evaluations/<int:pk>/ask/", evaluations.evaluation_ask, name="evaluation_ask"),
    path("evaluations/<int:pk>/close/", evaluations.evaluation_close, name="evaluation_close"),
    path("evaluations/<int:pk>/reopen/", evaluations.evaluation_reopen, name="evaluation_reopen"),
    path("evaluations/<int:pk>/wall/", evaluations.evaluation_wall, name="evaluation_wall"),
    path("evaluations/<int:pk>/say/", evaluations.evaluation_say, name="evaluation_say"),
    path(
        "evaluations/<int:pk>/sentence/",
        evaluations.evaluation_sentence,
        name="evaluation_sentence",
    ),
    path("evaluations/<int:pk>/board/", evaluation_board.evaluation_board, name="evaluation_board"),
    path("evaluations/<int:pk>/pdf/", evaluation_board.evaluation_pdf, name="evaluation_pdf"),
    path("evaluations/<int:pk>/share/", evaluation_board.evaluation_share, name="evaluation_share"),
]
