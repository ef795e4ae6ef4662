"""Two people change the same thing: the second hears of it before anything is lost."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from core.exceptions import DomainError
from mentors.models import GroupMentor, Mentor, MentorGroup

#: What was written of a thing, as simple-history keeps it.
Histories = Sequence[QuerySet[Any]]


def of_mentor(mentor: Mentor) -> Histories:
    rows: Any = Mentor.history  # type: ignore[attr-defined]  # simple-history adds it
    return [rows.filter(id=mentor.pk)]


def of_group(group: MentorGroup) -> Histories:
    rows: Any = MentorGroup.history  # type: ignore[attr-defined]
    places: Any = GroupMentor.history  # type: ignore[attr-defined]
    return [rows.filter(id=group.pk), places.filter(group_id=group.pk)]


def version_of(histories: Histories) -> str:
    """Another one after every change. A query for each history."""
    last = (rows.order_by().aggregate(last=Max("history_id"))["last"] for rows in histories)
    return "-".join(str(one or 0) for one in last)


def refuse_stale(histories: Histories, *, seen: str | None) -> None:
    """Refuses where ``seen`` is not the version of now; None: nobody looked at a page. The caller
    holds the lock."""
    if seen is None or seen == version_of(histories):
        return
    rows = [one for one in (_last(rows) for rows in histories) if one is not None]
    last = max(rows, key=lambda one: one.history_date, default=None)
    who = "somebody else"
    if last is not None:
        person = getattr(last.history_user, "person", None)
        who = f"{person or last.history_user or 'a partner'}, {_when(last.history_date)}"
    raise DomainError(
        f"Somebody changed this meanwhile: {who}. Look at it in another window first; if you save "
        "again, what stands here counts.",
        field="seen",
    )


def _last(rows: QuerySet[Any]) -> Any:
    return rows.select_related("history_user__person").order_by("history_id").last()


def _when(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")
