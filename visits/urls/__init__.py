"""Addresses below ``/programs/<slug:program>/visits/``."""

from django.urls import path

from visits import views

app_name = "visits"
urlpatterns = [
    path("shadows/<int:pk>/", views.shadow_detail, name="shadow_detail"),
    path("shadows/<int:pk>/edit/", views.shadow_edit, name="shadow_edit"),
    path("shadows/<int:pk>/hosts/new/", views.shadow_host_add, name="shadow_host_add"),
    path("shadows/<int:pk>/place/", views.shadow_place, name="shadow_place"),
    path("shadows/<int:pk>/handouts/", views.shadow_handouts, name="shadow_handouts"),
    path("shadows/<int:pk>/send/", views.shadow_send, name="shadow_send"),
    path("hosts/<int:pk>/remove/", views.host_remove, name="host_remove"),
]
