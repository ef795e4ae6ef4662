"""Addresses below ``/programs/<slug:program>/visits/``."""

from django.urls import path

from visits.urls import classroom
from visits.views import shadows

app_name = "visits"
urlpatterns = [
    path("shadows/<int:pk>/", shadows.shadow_detail, name="shadow_detail"),
    path("shadows/<int:pk>/edit/", shadows.shadow_edit, name="shadow_edit"),
    path("shadows/<int:pk>/hosts/new/", shadows.shadow_host_add, name="shadow_host_add"),
    path("shadows/<int:pk>/place/", shadows.shadow_place, name="shadow_place"),
    path("shadows/<int:pk>/handouts/", shadows.shadow_handouts, name="shadow_handouts"),
    path("shadows/<int:pk>/send/", shadows.shadow_send, name="shadow_send"),
    path("hosts/<int:pk>/remove/", shadows.host_remove, name="host_remove"),
    *classroom.urlpatterns,
]
