"""Outside the programs' addresses: the link of an invitation, and oneself."""

from django.urls import path

from partnerships.views import people_pages as views

urlpatterns = [
    path("invitations/<uuid:token>/", views.invitation_accept, name="invitation_accept"),
    path("accounts/password/set/", views.password_set, name="password_set"),  # before allauth's
    path("me/profile/", views.profile_edit, name="profile_edit"),
]
