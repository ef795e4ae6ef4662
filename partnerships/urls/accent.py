"""Outside the programs' addresses, since it is no secret and caches may keep it."""

from django.urls import path

from partnerships.views import accent as views

urlpatterns = [path("accent/<slug:program>.css", views.program_accent, name="program_accent")]
