"""Addresses below ``/programs/<slug:program>/visits/``."""

from django.urls import path

from visits.views import roll, shadows, thanks

app_name = "visits"
urlpatterns = [
    path("shadows/<int:pk>/", shadows.shadow_detail, name="shadow_detail"),
    path("shadows/<int:pk>/edit/", shadows.shadow_edit, name="shadow_edit"),
    path("shadows/<int:pk>/hosts/new/", shadows.shadow_host_add, name="shadow_host_add"),
    path("shadows/<int:pk>/place/", shadows.shadow_place, name="shadow_place"),
    path("shadows/<int:pk>/handouts/", shadows.shadow_handouts, name="shadow_handouts"),
    path("shadows/<int:pk>/send/", shadows.shadow_send, name="shadow_send"),
    path("hosts/<int:pk>/remove/", shadows.host_remove, name="host_remove"),
    path("roll/<int:pk>/", roll.roll_detail, name="roll_detail"),
    path("roll/<int:pk>/save/", roll.roll_save, name="roll_save"),
    path("roll/<int:pk>/tell/", roll.roll_tell, name="roll_tell"),
    path("roll/<int:pk>/students/", roll.roll_students, name="roll_students"),
    path("thanks/", thanks.thanks_list, name="thanks_list"),
    path("thanks/<int:pk>/", thanks.thanks_write, name="thanks_write"),
    path("thanks/<int:pk>/settle/", thanks.thanks_settle, name="thanks_settle"),
]
