from django.urls import URLPattern, path

from calendar_app.views import closures as views

urlpatterns: list[URLPattern] = [
    path("closed/", views.closure_list, name="closure_list"),
    path("closed/new/", views.closure_add, name="closure_add"),
    path("closed/holidays/", views.closure_holidays, name="closure_holidays"),
    path("closed/<int:pk>/edit/", views.closure_edit, name="closure_edit"),
    path("closed/<int:pk>/delete/", views.closure_delete, name="closure_delete"),
]
