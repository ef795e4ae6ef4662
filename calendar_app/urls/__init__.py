"""Addresses below ``/programs/<slug:program>/calendar/``, one module a noun."""

from calendar_app.urls import activities, closures, feed_settings, tasks

app_name = "calendar_app"
urlpatterns = [
    *activities.urlpatterns,
    *tasks.urlpatterns,
    *closures.urlpatterns,
    *feed_settings.urlpatterns,
]
