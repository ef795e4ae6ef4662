"""Addresses below ``/programs/<slug:program>/boards/``, one module a noun."""

from advisory.urls import (
    advice,
    agenda,
    boards,
    involvement,
    live,
    meetings,
    minutes,
    needs,
    papers,
    responsibilities,
    seats,
    year,
)

app_name = "advisory"
urlpatterns = [
    *boards.urlpatterns,
    *seats.urlpatterns,
    *year.urlpatterns,
    *meetings.urlpatterns,
    *agenda.urlpatterns,
    *papers.urlpatterns,
    *live.urlpatterns,
    *minutes.urlpatterns,
    *advice.urlpatterns,
    *responsibilities.urlpatterns,
    *involvement.urlpatterns,
    *needs.urlpatterns,
]
