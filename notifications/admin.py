from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from core.exceptions import DomainError
from notifications.domain.delivery import retry_message
from notifications.models import CAN_BE_TURNED_OFF, Attachment, MailKind, Message, Preference


class AttachmentInline(admin.TabularInline):
    model = Attachment
    fields = ["name", "content_type"]
    readonly_fields = ["name", "content_type"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """To look at. What was sent is not changed or removed; what failed can be tried again."""

    list_display = ["subject", "to_email", "kind", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "kind", "created_at"]
    search_fields = ["subject", "to_email", "message_id", "scope"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    show_full_result_count = False
    inlines = [AttachmentInline]
    actions = ["retry"]

    exclude = ["text", "html", "calendar"]
    readonly_fields = ["what_it_says"]

    @admin.display(description="What it says")
    def what_it_says(self, message: Message) -> str:
        """Without the links, which are for the receiver alone; nothing of mail about signing in."""
        return "" if message.kind == MailKind.ACCOUNT else message.text_to_show

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    @admin.action(description="Send again what failed or bounced", permissions=["view"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        queued = 0
        for message in queryset:
            try:
                retry_message(message, by=request.user)
                queued += 1
            except DomainError as error:
                messages.warning(request, f"{message}: {error.message}")
        if queued:
            messages.success(request, f"{queued} messages are sent again.")


class PreferenceForm(forms.ModelForm):
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in MailKind if kind in CAN_BE_TURNED_OFF]
    )

    class Meta:
        model = Preference
        fields = ["email", "kind"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


@admin.register(Preference)
class PreferenceAdmin(admin.ModelAdmin):
    """Who does not want what. Added when somebody says so on the telephone, deleted when they
    change their mind."""

    form = PreferenceForm
    list_display = ["email", "kind", "turned_off_at"]
    list_filter = ["kind"]
    search_fields = ["email"]

    def has_change_permission(self, request: HttpRequest, obj: Preference | None = None) -> bool:
        return False
