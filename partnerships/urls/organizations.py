from django.urls import path

from partnerships.views import directory, saved_views
from partnerships.views import organizations as views

urlpatterns = [
    path("", directory.organization_list, name="organization_list"),
    path("all/", directory.organization_all, name="organization_all"),
    path("all/adopt/", directory.organization_adopt, name="organization_adopt"),
    path("filters/", directory.organization_filters, name="organization_filters"),
    path("chosen/stage/", directory.organization_bulk_stage, name="organization_bulk_stage"),
    path("chosen/owner/", directory.organization_bulk_owner, name="organization_bulk_owner"),
    path("chosen/letters/", directory.organization_bulk_letters, name="organization_bulk_letters"),
    path("chosen/export/", directory.organization_bulk_export, name="organization_bulk_export"),
    path("views/save/", saved_views.view_save, name="view_save"),
    path("views/<int:pk>/delete/", saved_views.view_delete, name="view_delete"),
    path("new/", views.organization_add, name="organization_add"),
    path("<int:pk>/", views.organization_detail, name="organization_detail"),
    path("<int:pk>/edit/", views.organization_edit, name="organization_edit"),
    path("<int:pk>/stage/", views.organization_stage, name="organization_stage"),
    path("<int:pk>/owner/", views.organization_owner, name="organization_owner"),
    path("<int:pk>/supports/", views.organization_supports, name="organization_supports"),
    path("<int:pk>/approval/", views.organization_approval, name="organization_approval"),
    path("<int:pk>/roles/", views.organization_roles, name="organization_roles"),
    path("<int:pk>/roles/new/", views.organization_role_add, name="organization_role_add"),
    path("partner-roles/<int:pk>/remove/", views.partnerrole_remove, name="partnerrole_remove"),
    path("<int:pk>/history/", views.organization_history, name="organization_history"),
    path("<int:pk>/contacts/", views.organization_contacts, name="organization_contacts"),
]
