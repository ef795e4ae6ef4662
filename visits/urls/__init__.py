"""Addresses below ``/programs/<slug:program>/visits/``."""

from django.urls import path

from visits.views import roll, shadows, sites, thanks

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
    path("offers/", sites.offer_list, name="offer_list"),
    path("offers/new/", sites.offer_add, name="offer_add"),
    path("offers/handout/", sites.offer_handout, name="offer_handout"),
    path("offers/<int:pk>/", sites.offer_edit, name="offer_edit"),
    path("sites/<int:pk>/", sites.site_detail, name="site_detail"),
    path("sites/<int:pk>/edit/", sites.site_edit, name="site_edit"),
    path("sites/<int:pk>/chaperones/", sites.site_chaperones, name="site_chaperones"),
    path("sites/<int:pk>/checks/", sites.site_checks, name="site_checks"),
    path("sites/<int:pk>/slips/", sites.site_slips, name="site_slips"),
    path("thanks/", thanks.thanks_list, name="thanks_list"),
    path("thanks/<int:pk>/", thanks.thanks_write, name="thanks_write"),
    path("thanks/<int:pk>/settle/", thanks.thanks_settle, name="thanks_settle"),
]
