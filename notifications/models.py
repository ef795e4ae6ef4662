import re
from email.utils import make_msgid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone


def new_message_id() -> str:
    return make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">"))


class MailKind(models.TextChoices):
    """What a mail is about. Those marked in ``CAN_BE_TURNED_OFF`` carry an unsubscribe link."""

    ACCOUNT = "account", "Signing in"
    RECRUITMENT = "recruitment", "Invitations to become a partner"
    LETTER = "letter", "Letters and thanks"
    WORK = "work", "What must be known for something agreed"


CAN_BE_TURNED_OFF = frozenset({MailKind.RECRUITMENT, MailKind.LETTER})


class MessageQuerySet(models.QuerySet["Message"]):
    def for_scope(self, scope: str) -> Self:
        """Those of one program, by the scope it was queued with."""
        return self.filter(scope=scope)


class Message(models.Model):
    """One rendered e-mail to one person. Rendered when queued, so what is sent is what the rules
    of that moment produced. It knows an address, not a person."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        BOUNCED = "bounced", "Bounced"
        SUPPRESSED = "suppressed", "Not sent, they unsubscribed"

    key = models.CharField(
        max_length=120, unique=True, help_text="Same key, same message: a retry cannot send twice."
    )
    message_id = models.CharField(
        max_length=200,
        unique=True,
        editable=False,
        default=new_message_id,
        help_text="The Message-ID header. Fixed, so receivers can drop a double.",
    )
    kind = models.CharField(max_length=20, choices=MailKind, default=MailKind.WORK)
    scope = models.CharField(
        max_length=60, blank=True, help_text="Whose it is, as program:7. Empty for none."
    )
    from_name = models.CharField(max_length=120, blank=True)
    reply_to = models.EmailField(blank=True)
    to_email = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True, help_text="iCalendar part, if any.")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(default=timezone.now, help_text="Not to be tried before this.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "due_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="message_open",
            ),
            models.Index(fields=["scope", "-created_at"], name="message_of_scope"),
            models.Index(fields=["to_email"], name="message_to"),
            models.Index(fields=["sent_at"], name="message_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to_email})"

    @property
    def text_to_show(self) -> str:
        """The text for others than its receiver. Links to this site are proof enough of who comes
        by them, so they stand in no outbox."""
        ours = re.escape(settings.SITE_URL) + r"/\S*"
        return re.sub(ours, "[a link for the receiver alone]", self.text)


class Attachment(models.Model):
    """A file that goes with a message, kept with it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100, default="application/pdf")
    file = models.FileField(upload_to="attachments/%Y/%m/")

    def __str__(self) -> str:
        return self.name


class Preference(models.Model):
    """An address that does not want a kind of mail (SPEC 13.9)."""

    email = models.EmailField()
    kind = models.CharField(max_length=20, choices=MailKind)
    turned_off_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email", "kind"], name="preference_once"),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="preference_email_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} without {self.get_kind_display()}"
