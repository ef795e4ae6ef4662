from django.urls import path

from partnerships.views import staff as views

urlpatterns = [
    path("settings/", views.program_settings, name="program_settings"),
    path("staff/", views.staff_list, name="staff_list"),
    path("staff/invite/", views.invitation_add, name="invitation_add"),
    path("staff/invitations/<int:pk>/resend/", views.invitation_resend, name="invitation_resend"),
    path(
        "staff/invitations/<int:pk>/withdraw/",
        views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("staff/<int:pk>/role/", views.role_change, name="role_change"),
    path("staff/<int:pk>/remove/", views.staff_remove, name="staff_remove"),
]
