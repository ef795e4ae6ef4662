"""Reads of the outbox with a name, for the pages above."""

from collections.abc import Collection

from django.db.models import Count

from notifications.models import Message, MessageQuerySet


def count_by_state(scope: str) -> dict[str, int]:
    """How many messages of a scope are in each state; every state is there, if only with 0."""
    counted = Message.objects.for_scope(scope).values_list("state").annotate(Count("pk"))
    return dict.fromkeys(Message.State.values, 0) | dict(counted)


def messages_of(scope: str, *, states: Collection[str] = ()) -> MessageQuerySet:
    """Messages of a scope, newest first, without their long texts."""
    found = Message.objects.for_scope(scope).order_by("-created_at", "-pk").defer("text", "html")
    return found.filter(state__in=states) if states else found
