"""Addresses below ``/programs/<slug:program>/handover/``."""

from django.urls import path

from portal.views import staff

app_name = "handover"
urlpatterns = [
    path("", staff.organization_thin, name="organization_thin"),
    path("<int:pk>/", staff.affiliation_holdings, name="affiliation_holdings"),
    path("<int:pk>/invite/", staff.affiliation_invite, name="affiliation_invite"),
]
