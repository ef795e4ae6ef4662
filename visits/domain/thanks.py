"""After an activity each partner who gave time gets a word, drafted within the hour and due in two
days (SPEC 13.10, 5.7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone, translation
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from calendar_app.domain.checkpoints import tick_checkpoint
from calendar_app.domain.tasks import delete_task, finish_task, make_task
from calendar_app.domain.wording import spoken_day
from calendar_app.models import MISSED, WITHOUT_STUDENTS, Activity, Checkpoint, Participation, Task
from core.exceptions import DomainError
from core.pdf import render_document, write_pdf
from letters.domain.words import long_date
from notifications.domain.outbox import queue_message
from partnerships.domain.contacts import log_contact
from partnerships.domain.letterhead import letterhead
from partnerships.domain.queries import main_contacts
from partnerships.domain.speaking import reply_address
from partnerships.models import Interaction, Organization, Partnership, Person
from visits.domain.attendees import attendees_of, day_of
from visits.models import NOT_THERE, WAS_THERE, StudentVoice, Thanks

State = Activity.State
Kind = Thanks.Kind
#: A word is due so many days after.
DUE_DAYS = 2
#: What ended longer ago is not taken up any more; nobody thanks after that.
SWEPT_DAYS = 30
#: So many sentences of students stand in a draft.
SAID_MOST = 3
TEXT_MAX = 5000


@dataclass(frozen=True)
class Owed:
    """To whom a word is owed."""

    organization: Organization
    person: Person | None
    kind: str = Kind.THANKS


@dataclass(frozen=True)
class Draft:
    """A letter that waits to be read and sent."""

    to_email: str
    subject: str
    text: str


def owed_for(activity: Activity) -> list[Owed]:
    """Who gave time, or waited in vain. Hosts of a job shadow to whom no student came are owed an
    apology; an organization that took part with nobody named is owed a word all the same."""
    if activity.kind in WITHOUT_STUDENTS:
        return []
    if hosts := list(activity.shadow_hosts.select_related("organization", "person")):
        return _hosts(activity, hosts)
    if activity.state != State.COMPLETED:
        return []
    rows = (
        activity.participations.exclude(organization=None)
        .exclude(organization=F("activity__program__school"))
        .exclude(role=Participation.Role.STAFF)
        .exclude(attendance__in=MISSED)
        .exclude(Q(answer=Participation.Answer.NO) & Q(attendance=""))
        .select_related("person", "organization")
    )
    owed = [Owed(row.organization, row.person) for row in rows if row.organization]
    partner = activity.organization
    if partner and partner.pk not in {one.organization.pk for one in owed}:
        contact = main_contacts([partner.pk]).get(partner.pk)
        owed.append(Owed(partner, contact.person if contact else None))
    return owed


def _hosts(activity: Activity, hosts: Iterable) -> list[Owed]:
    came: dict[int | None, set[str]] = {}
    for row in attendees_of(activity):
        came.setdefault(row.host_id, set()).add(row.came)
    owed = []
    for host in hosts:
        marks = came.get(host.pk, set())
        waited = bool(marks) and marks <= NOT_THERE
        if activity.state == State.STUDENTS_ABSENT or waited:
            owed.append(Owed(host.organization, host.person, Kind.APOLOGY))
        elif marks and activity.state == State.COMPLETED:
            owed.append(Owed(host.organization, host.person))
    return owed


@transaction.atomic
def draft_thanks(activity: Activity, *, now: datetime) -> list[Thanks]:
    """Put everybody who is owed a word into the queue, with one task for the organizer. Doing it
    again changes nothing; where it ended otherwise than was said first, what nobody sent yet
    follows."""
    activity = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("program__school", "organizer", "organization")
        .get(pk=activity.pk)
    )
    owed = {(one.organization.pk, _pk(one.person)): one for one in owed_for(activity)}
    there = {(row.organization_id, row.person_id): row for row in activity.thanks.all()}
    for key, row in there.items():
        if row.settled_at is None and key not in owed:
            row.delete()
        elif row.settled_at is None and row.kind != owed[key].kind:
            row.kind = owed[key].kind
            row.save(update_fields=["kind"])
    due_on = day_of(activity) + timedelta(days=DUE_DAYS)
    made = Thanks.objects.bulk_create(
        Thanks(
            activity=activity,
            organization=one.organization,
            person=one.person,
            kind=one.kind,
            due_on=due_on,
        )
        for key, one in owed.items()
        if key not in there
    )
    _follow_task(activity, due_on)
    return made


def _pk(person: Person | None) -> int | None:
    return person.pk if person else None


def _task_key(activity: Activity) -> str:
    return f"thanks:{activity.pk}"


def _follow_task(activity: Activity, due_on: date) -> None:
    waits = activity.thanks.filter(settled_at=None).exists()
    task = Task.objects.filter(key=_task_key(activity)).first()
    if waits and task is None:
        make_task(
            activity.program,
            key=_task_key(activity),
            title=f"Thank the partners of {activity}"[:200],
            note="Each letter is drafted in the thank-you queue.",
            owner=activity.organizer,
            due_on=due_on,
            organization=activity.organization,
            activity=activity,
        )
    elif not waits and task is not None and task.done_at is None:
        system = activity.organizer.user
        if activity.thanks.exists() and system:
            finish_task(task, by=system)
        elif system:
            delete_task(task, by=system)
        else:
            task.delete()


def draft_all(*, now: datetime) -> int:
    """Take up whatever ended and was not taken up yet, however it ended. Returns how many words
    are owed now that were not before. For the clock, every hour."""
    owed = Activity.objects.filter(
        state__in=(State.COMPLETED, State.STUDENTS_ABSENT),
        ends_at__gt=now - timedelta(days=SWEPT_DAYS),
        ends_at__lte=now,
    ).exclude(kind__in=WITHOUT_STUDENTS)
    fresh = owed.filter(~Exists(Thanks.objects.filter(activity=OuterRef("pk"))))
    return sum(len(draft_thanks(activity, now=now)) for activity in fresh)


def unfinished(program_pk: int, *, now: datetime) -> list[Activity]:
    """What is over with a partner and nobody said how it ended, so that nobody is thanked. One
    query."""
    return list(
        Activity.objects.filter(
            Q(organization__isnull=False)
            | Exists(Participation.objects.filter(activity=OuterRef("pk")))
            | Q(shadow_hosts__isnull=False),
            program=program_pk,
            state=State.PLANNED,
            ends_at__lte=now,
            ends_at__gt=now - timedelta(days=SWEPT_DAYS),
        )
        .exclude(kind__in=WITHOUT_STUDENTS)
        .select_related("program", "organization")
        .distinct()
        .order_by("ends_at")[:50]
    )


def draft_of(thanks: Thanks) -> Draft:
    """The letter as it is proposed, in the language of who gets it, with what students said."""
    activity, person = thanks.activity, thanks.person
    program = activity.program
    language = person.language if person else thanks.organization.language
    with translation.override(language):
        day = spoken_day(activity.starts_at.astimezone(program.zone))
        name = person.letter_name if person else thanks.organization.name
        words = [_("Dear %(name)s,") % {"name": name}]
        if thanks.kind == Kind.APOLOGY:
            subject = _("Our apology for %(title)s") % {"title": activity.title}
            words += _apology(activity, day)
        else:
            subject = _("Thank you for %(title)s") % {"title": activity.title}
            words += _gratitude(thanks, day)
        words.append(f"{activity.organizer.letter_name}\n{program.name}\n{program.school}")
    return Draft(person.email if person else thanks.organization.email, subject, "\n\n".join(words))


def _apology(activity: Activity, day: str) -> list[str]:
    return [
        _(
            "you were ready for us on %(day)s, and we did not come. I am sorry: you kept the time "
            "free for our students, and we let you wait."
        )
        % {"day": day},
        _("If you would still like to have us, I would gladly find a new date that suits you."),
    ]


def said_of(activity: Activity) -> list[str]:
    """A few sentences students wrote without a name, those the staff has hidden left out; whoever
    sends the letter reads them first. One query."""
    voices = StudentVoice.objects.filter(visit=activity.pk, is_hidden=False).exclude(sentence="")
    return list(voices.values_list("sentence", flat=True)[:SAID_MOST])


def _gratitude(thanks: Thanks, day: str) -> list[str]:
    activity = thanks.activity
    rows = [row for row in attendees_of(activity) if row.came in WAS_THERE]
    hosted = [
        row for row in rows if row.host and row.host.organization_id == thanks.organization_id
    ]
    count = len(hosted or rows)
    words = [
        ngettext(
            "thank you for your time on %(day)s. One student was with you, and for that student it "
            "was a day that school alone cannot give.",
            "thank you for your time on %(day)s. %(count)s students were with you, and for each of "
            "them it was a day that school alone cannot give.",
            count,
        )
        % {"day": day, "count": count}
        if count
        else _(
            "thank you for your time on %(day)s. Our students learn from people like you what "
            "school alone cannot teach."
        )
        % {"day": day}
    ]
    said = said_of(activity)
    if said:
        words.append(
            _("This is what students said:") + "\n" + "\n".join(f"“{one}”" for one in said)
        )
    words.append(
        _(
            "If you liked it too, we would be glad to come back to you next year. And if something "
            "should be different, please tell me."
        )
    )
    return words


@transaction.atomic
def send_thanks(
    thanks: Thanks, *, by: User, to_email: str, subject: str, text: str, now: datetime
) -> Thanks:
    """Queue the letter as it was corrected; keep it, and write it down as a contact. Refuses the
    second time, and an address that is none."""
    thanks = _lock(thanks)
    activity = thanks.activity
    queue_message(
        key=f"thanks:{thanks.pk}",
        to_email=to_email,
        template="note_written",
        context={"subject": subject.strip(), "text": text.strip(), "activity": activity},
        scope=activity.program.mail_scope,
        from_name=activity.organizer.letter_name,
        reply_to=reply_address(activity.organizer),
    )
    return _settle(thanks, by=by, way=Thanks.Way.MAIL, text=text.strip(), now=now)


def print_thanks(thanks: Thanks, *, text: str) -> bytes:
    """The letter on the program's letterhead, to be signed by hand. Nothing is kept yet."""
    activity = thanks.activity
    program, person = activity.program, thanks.person
    language = person.language if person else thanks.organization.language
    lines = [person.letter_name if person else "", thanks.organization.name]
    with translation.override(language):
        paper = {
            **letterhead(program),
            "language": language,
            "title": f"{thanks.get_kind_display()}: {person or thanks.organization}",
            "date": long_date(timezone.localdate(timezone=program.zone), language),
            "to": [line for line in [*lines, *thanks.organization.address_lines] if line],
            "signers": [],
        }
    html = linebreaks(text, autoescape=True)
    return write_pdf([render_document("print/letter.html", {"paper": paper, "html": html})])


@transaction.atomic
def settle_thanks(thanks: Thanks, *, by: User, way: str, text: str = "", now: datetime) -> Thanks:
    """They were thanked by letter, by telephone or in person. Refuses the second time."""
    if way not in {Thanks.Way.LETTER, Thanks.Way.OTHER}:
        raise DomainError("Please choose one of the answers.", field="way")
    return _settle(_lock(thanks), by=by, way=way, text=text.strip(), now=now)


def _lock(thanks: Thanks) -> Thanks:
    row = (
        Thanks.objects.select_for_update(of=("self",))
        .select_related("activity__program__school", "activity__organizer", "organization")
        .get(pk=thanks.pk)
    )
    if row.settled_at is not None:
        raise DomainError("They were thanked already.")
    return row


def _settle(thanks: Thanks, *, by: User, way: str, text: str, now: datetime) -> Thanks:
    thanks.way, thanks.text = way, text
    thanks.settled_at, thanks.settled_by = now, by
    thanks.save()
    activity = thanks.activity
    partnership = Partnership.objects.filter(
        program=activity.program_id, organization=thanks.organization_id
    ).first()
    if partnership is not None:
        kind = Interaction.Kind.EMAIL if way == Thanks.Way.MAIL else Interaction.Kind.LETTER
        log_contact(
            partnership,
            by=by,
            kind=kind if way != Thanks.Way.OTHER else Interaction.Kind.CALL,
            happened_at=now,
            people=[thanks.person] if thanks.person else [],
            staff=Person.objects.filter(user=by).first(),
            note=f"{thanks.get_kind_display()} for {activity}",
        )
    if not activity.thanks.waiting().exists():
        for step in activity.checkpoints.filter(kind=Checkpoint.Kind.THANKED, done_at=None):
            tick_checkpoint(step, by=by)
        for task in Task.objects.open().filter(key=_task_key(activity)):
            finish_task(task, by=by, now=now)
    return thanks
