from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest

from accounts.domain.logins import confirm_address
from accounts.models import User
from core.admin import HouseAdmin

# Addresses follow the login, keys of Google and Microsoft are settings, tokens are not kept.
for model in (EmailAddress, SocialApp, SocialToken, Authenticator, SocialAccount):
    admin.site.unregister(model)


class LowerEmail:
    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()  # type: ignore[attr-defined]


class UserForm(LowerEmail, UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, type[forms.Field]] = {}


class NewUserForm(LowerEmail, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)


@admin.register(User)
class UserAdmin(HouseAdmin, DjangoUserAdmin):
    """Logins. One that is not wanted any more is closed, not deleted: history names it."""

    form = UserForm
    add_form = NewUserForm
    ordering = ["email"]
    list_display = ["email", "is_active", "is_staff", "is_superuser", "last_login", "date_joined"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["email", "person__name"]
    date_hierarchy = "date_joined"
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password", "is_active"]}),
        ("Administration", {"fields": ["is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Only a superuser hands out rights: nobody lifts themselves."""
        rights = ["is_staff", "is_superuser", "groups", "user_permissions"]
        return [*self.readonly_fields, *([] if request.user.is_superuser else rights)]  # type: ignore[union-attr]  # the admin lets nobody else in

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nor changes the address or password of those who stand above."""
        above = obj is not None and (obj.is_superuser or obj.is_staff)
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or not above)  # type: ignore[union-attr]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        confirm_address(obj)


class WayInAdmin(HouseAdmin):
    """To look at, and to take away from somebody who lost the telephone it is on."""

    list_select_related = ["user"]
    search_fields = ["user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(WayInAdmin):
    """Authenticator apps, passkeys and recovery codes; their secrets are not shown."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    date_hierarchy = "created_at"
    fields = ["user", "type", "created_at", "last_used_at"]


@admin.register(SocialAccount)
class SocialAccountAdmin(WayInAdmin):
    list_display = ["user", "provider", "last_login", "date_joined"]
    list_filter = ["provider"]
    date_hierarchy = "date_joined"
    fields = ["user", "provider", "uid", "last_login", "date_joined"]
