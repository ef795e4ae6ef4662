"""Addresses for whoever holds them, without a login."""

from django.urls import path

from visits.urls import classroom_links
from visits.views import afterwards, confirming, shadows

urlpatterns = [
    path("handout/<str:token>/", shadows.handout_open, name="handout_open"),
    path("ready/<str:token>/", confirming.host_confirm, name="host_confirm"),
    path("afterwards/<str:token>/", afterwards.afterthought_say, name="afterthought_say"),
    *classroom_links.urlpatterns,
]
