"""allauth's mail, through the outbox (SPEC 0.5)."""

from typing import Any
from uuid import uuid4

from allauth.core import context as allauth_context
from django.core.mail import EmailMultiAlternatives

from accounts.adapters import ClosedAccountAdapter
from notifications.domain.outbox import queue_raw_message
from notifications.models import MailKind


class AccountAdapter(ClosedAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail about signing in: a code, a link, what changed in the account."""
        everything = {"request": allauth_context.request, "email": email, **context}
        mail = self.render_mail(template_prefix, email, everything)
        html = ""
        if isinstance(mail, EmailMultiAlternatives) and mail.alternatives:
            html = str(mail.alternatives[0][0])
        queue_raw_message(
            key=f"account:{uuid4()}",  # every request for a code is a mail of its own
            to_email=email,
            subject=mail.subject,
            text=mail.body,
            html=html,
            kind=MailKind.ACCOUNT,
        )
