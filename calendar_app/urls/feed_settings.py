from django.urls import path

from calendar_app.views import answers

urlpatterns = [
    path(
        "participations/<int:pk>/answer/",
        answers.participation_answer,
        name="participation_answer",
    ),
]
