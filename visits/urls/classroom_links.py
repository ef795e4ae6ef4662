"""What speakers and students open without a login."""

from django.urls import path

from visits.views import classroom_links

urlpatterns = [
    path("speak/<str:token>/", classroom_links.speaker_answer, name="speaker_answer"),
    path("speak/<str:token>/propose/", classroom_links.speaker_propose, name="speaker_propose"),
    path(
        "speak/<str:token>/recommend/", classroom_links.speaker_recommend, name="speaker_recommend"
    ),
    path("sheet/<str:token>/", classroom_links.sheet_open, name="sheet_open"),
    path("spoke/<str:token>/", classroom_links.speaker_say, name="speaker_say"),
    path("say/", classroom_links.student_code, name="student_code"),
    path("say/<str:code>/", classroom_links.student_say, name="student_say"),
]
