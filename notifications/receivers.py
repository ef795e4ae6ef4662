"""What a mail service tells us later, through anymail's webhooks."""

from typing import Any

from notifications.domain import bounces


def hear_mail_service(sender: object, event: Any, **kwargs: object) -> None:
    """Anymail's ``tracking`` signal. Mail that was not ours is passed over."""
    message_id = (event.metadata or {}).get("outbox") or event.message_id or ""
    if event.event_type in {"bounced", "rejected", "failed"}:
        words = event.mta_response or event.description or event.reject_reason or "Not delivered"
        bounces.note_bounce(message_id, words=words)
    elif event.event_type == "complained":
        bounces.note_complaint(message_id)
    elif event.event_type == "unsubscribed":
        bounces.note_unsubscribe(message_id)
