from django.urls import path

from partnerships.views import people as views

urlpatterns = [
    path("<int:pk>/people/new/", views.organization_person_add, name="organization_person_add"),
    path("people/<int:pk>/edit/", views.person_edit, name="person_edit"),
    path("affiliations/<int:pk>/edit/", views.affiliation_edit, name="affiliation_edit"),
    path("affiliations/<int:pk>/end/", views.affiliation_end, name="affiliation_end"),
    path("affiliations/<int:pk>/main/", views.affiliation_main, name="affiliation_main"),
    path(
        "<int:pk>/connections/new/",
        views.organization_connection_add,
        name="organization_connection_add",
    ),
    path("connections/<int:pk>/edit/", views.connection_edit, name="connection_edit"),
    path("connections/<int:pk>/remove/", views.connection_remove, name="connection_remove"),
]
