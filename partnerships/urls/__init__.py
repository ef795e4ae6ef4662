"""Addresses below ``/programs/<slug:program>/partners/``, one module a noun."""

from partnerships.urls import contacts, duplicates, imports, organizations, people, pipeline, staff

app_name = "partnerships"
urlpatterns = [
    *imports.urlpatterns,
    *duplicates.urlpatterns,
    *organizations.urlpatterns,
    *pipeline.urlpatterns,
    *staff.urlpatterns,
    *contacts.urlpatterns,
    *people.urlpatterns,
]
