"""What the record of an organization shows, read in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from partnerships.models import (
    Affiliation,
    Connection,
    Interaction,
    Organization,
    PartnerRole,
    Partnership,
    Person,
    Program,
    SavedView,
    Support,
)
from partnerships.models.recruiting import InteractionQuerySet


@dataclass(frozen=True)
class PeopleOverTime:
    """Who works there, and who did."""

    current: list[Affiliation]
    former: list[Affiliation]

    @property
    def main_contact(self) -> Affiliation | None:
        return next((one for one in self.current if one.is_main_contact), None)

    @property
    def warning(self) -> str:
        """What may go wrong with the people we know there; empty if nothing."""
        if not self.current and self.former:
            return "Everybody we knew here has left. Ask who does their work now."
        if len(self.current) == 1:
            return "We know one person here. Ask for a second, before the first one leaves."
        if self.current and self.main_contact is None:
            return "Letters go to nobody by name. Choose a main contact."
        return ""


def people_over_time(organization: Organization) -> PeopleOverTime:
    """Main contact first, then by name; those who left, the last one first."""
    rows = list(organization.affiliations.select_related("person").order_by("person__name", "pk"))
    today = timezone.localdate()
    former = [row for row in rows if row.ended_on and row.ended_on < today]
    current = [row for row in rows if row not in former]
    return PeopleOverTime(
        current=sorted(current, key=lambda row: not row.is_main_contact),
        former=sorted(former, key=lambda row: row.ended_on or today, reverse=True),
    )


@dataclass(frozen=True)
class PartnerOf:
    """How many programs work with an organization, and since when."""

    names: list[str]
    since: datetime | None


def partner_of(organization: Organization) -> PartnerOf:
    rows = list(
        organization.partnerships.order_by("created_at").values_list("program__name", "created_at")
    )
    return PartnerOf([name for name, _ in rows], rows[0][1] if rows else None)


@dataclass(frozen=True)
class Change:
    """One field that became something else; ``before`` is empty when it is new."""

    label: str
    before: str
    after: str


@dataclass
class HistoryEntry:
    """What somebody changed at one moment."""

    at: datetime
    who: str
    title: str
    changes: list[Change] = field(default_factory=list)


#: Not worth a line: kept by the program itself, or meaningless to people.
UNTOLD = {"id", "name_key", "created_at", "updated_at", "stage_changed_at", "organization"}
UNTOLD |= {"program", "person", "uid", "sequence", "changed_at"}
#: Of boards and meetings; the activity tells of time and place.
UNTOLD |= {"board", "activity", "host_seat", "approved_in", "version"}
UNTOLD |= {"minutes_file", "minutes_hash"}
HISTORY_MAX = 200


def history_of(partnership: Partnership) -> list[HistoryEntry]:
    """Who changed what and when, latest first (SPEC 0.8): the organization and its people, which
    all programs share, and this program's own partnership. Four queries, five with people."""
    sources: list[tuple[str, Any]] = [
        ("Organization", Organization.history.filter(id=partnership.organization_id)),
        ("Partnership", Partnership.history.filter(id=partnership.pk)),
        ("Person", Affiliation.history.filter(organization_id=partnership.organization_id)),
    ]
    found: list[tuple[str, list[Any]]] = [
        (
            title,
            list(
                rows.select_related("history_user__person").order_by(
                    "-history_date", "-history_id"
                )[: HISTORY_MAX + 1]
            ),
        )
        for title, rows in sources
    ]
    names = _people_named(record for _, records in found for record in records)
    entries = [entry for title, records in found for entry in entries_of(title, records, names)]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return entries[:HISTORY_MAX]


def _people_named(records: Iterable[Any]) -> dict[int, str]:
    ids = {
        getattr(record, name)
        for record in records
        for name in ("owner_id", "responsible_id", "approver_id", "person_id")
        if getattr(record, name, None)
    }
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def entries_of(title: str, records: list[Any], names: dict[int, str]) -> list[HistoryEntry]:
    """Each record against the one before it of the same object; the oldest says "added"."""
    entries = []
    for place, record in enumerate(records):
        older = next((one for one in records[place + 1 :] if one.id == record.id), None)
        subject = title
        if title == "Person":
            subject = names.get(record.person_id, "Somebody who is gone")
        entry = HistoryEntry(record.history_date, _who(record.history_user), subject)
        if record.history_type == "-":
            entry.title = f"{subject}: removed"
        elif older is None:
            entry.title = f"{subject}: added" if record.history_type == "+" else subject
        else:
            entry.changes = _changes(older, record, names)
            if not entry.changes:
                continue
        entries.append(entry)
    return entries


def _changes(older: Any, newer: Any, names: dict[int, str]) -> list[Change]:
    changes = []
    for one in newer.tracked_fields:
        before, after = getattr(older, one.attname), getattr(newer, one.attname)
        if one.name not in UNTOLD and before != after:
            label = str(one.verbose_name)
            changes.append(
                Change(
                    label[:1].upper() + label[1:],
                    _shown(one, before, names),
                    _shown(one, after, names),
                )
            )
    return changes


def _shown(one: Any, value: Any, names: dict[int, str]) -> str:
    if value in (None, ""):
        return ""
    if one.is_relation:  # all of them are people
        return names.get(value, "somebody who is gone")
    if one.choices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "D j M Y, g:i a")
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]} ..."


def _who(user: Any) -> str:
    if user is None:
        return "The system"
    person = getattr(user, "person", None)
    return person.name if person else user.email


def programs_working_with(ids: Any, *, besides: Program) -> dict[int, list[str]]:
    """The programs that work with each of these organizations, besides one."""
    working: dict[int, list[str]] = {}
    rows = (
        Partnership.objects.filter(organization__in=ids)
        .exclude(program=besides)
        .order_by("program__name")
        .values_list("organization", "program__name")
    )
    for organization, name in rows:
        working.setdefault(organization, []).append(name)
    return working


def supports_of(ids: Any) -> dict[int, list[str]]:
    """What each of these organizations would do, in words."""
    words = dict(Support.Kind.choices)
    supports: dict[int, list[str]] = {}
    rows = Support.objects.filter(organization__in=ids).values_list("organization_id", "kind")
    for organization, kind in rows:
        supports.setdefault(organization, []).append(str(words.get(kind, kind)))
    return supports


def owner_of(program: Program, organization: Organization) -> Person | None:
    """Who keeps in touch with the partner for the program; nobody where it is none. One query."""
    partnership = (
        Partnership.objects.for_program(program)
        .filter(organization=organization)
        .select_related("owner")
        .first()
    )
    return partnership.owner if partnership else None


def main_contacts(ids: Any) -> dict[int, Affiliation]:
    """To whom letters go, with their person."""
    rows = Affiliation.objects.filter(organization__in=ids, is_main_contact=True)
    return {row.organization_id: row for row in rows.select_related("person")}


def saved_views_for(program: Program, user: User) -> list[dict[str, Any]]:
    """One's own lists, and those colleagues share: ``pk``, ``name``, ``query``, whether
    ``is_mine``, and ``whose``."""
    shown = ("pk", "name", "query", "user_id", "user__email", "user__person__name")
    rows = SavedView.objects.filter(Q(user=user) | Q(is_shared=True), program=program)
    return [
        {
            "pk": pk,
            "name": name,
            "query": query,
            "is_mine": owner == user.pk,
            "whose": person or email,
        }
        for pk, name, query, owner, email, person in rows.values_list(*shown)
    ]


def own_contacts(partnership: Partnership) -> InteractionQuerySet:
    """What this program noted of its contacts, latest first; other programs' notes are theirs."""
    return (
        Interaction.objects.filter(
            program=partnership.program_id, organization=partnership.organization_id
        )
        .select_related("staff")
        .prefetch_related("people")
        .order_by("-happened_at", "-pk")
    )


def warm_ways_in(organization: Organization) -> list[Connection]:
    """All programs' connections, the best first."""
    return list(organization.connections.select_related("program", "contact"))


@dataclass(frozen=True)
class RoleHeld:
    """A role for the program, and whether whoever holds it is still there."""

    role: PartnerRole
    has_left: bool


def roles_of(partnership: Partnership, people: PeopleOverTime) -> list[RoleHeld]:
    there = {one.person_id for one in people.current}
    rows = partnership.partner_roles.select_related("person")
    return [RoleHeld(role, role.person_id not in there) for role in rows]
