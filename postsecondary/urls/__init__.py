"""Addresses below ``/programs/<slug:program>/colleges/``, one module a noun."""

from postsecondary.urls import dual_credit, institutions

app_name = "postsecondary"
urlpatterns = [*institutions.urlpatterns, *dual_credit.urlpatterns]
