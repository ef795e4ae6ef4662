"""Letters made in one go: planned and checked, fixed, then laid out by a worker."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from core.domain.jobs import Progress, register_handler, start_job
from core.exceptions import DomainError
from core.pdf import many_papers, write_pdf
from letters.domain.facts import LetterFacts, gather_facts, variant_for
from letters.domain.merge import (
    fields_in,
    fill_html,
    fill_text,
    find_errors,
    merge_values,
    missing_fields,
)
from letters.domain.papers import paper_for, render_letter, signatures_for
from letters.domain.words import suggest_opening
from letters.models import Letter, LetterBatch, LetterTemplate
from notifications.domain.outbox import queue_message
from notifications.models import MailKind
from partnerships.domain.contacts import log_contact
from partnerships.models import Interaction, Organization, Partnership, Person, Program

MAKE, FILE_COPIES = "letters.make_batch", "letters.file_copies"
MAX_LETTERS = 500  # all are held in memory until they are joined, about a megabyte each
MAX_COPIES = 20
CHUNK = 10
ASKS = frozenset(
    {
        LetterTemplate.Kind.RECRUITMENT,
        LetterTemplate.Kind.BOARD_INVITATION,
        LetterTemplate.Kind.EVENT_INVITATION,
    }
)
RECRUITING = frozenset({LetterTemplate.Kind.RECRUITMENT, LetterTemplate.Kind.BOARD_INVITATION})


@dataclass
class PlannedLetter:
    """A letter as it would be, with what keeps it from being sent."""

    facts: LetterFacts
    template: LetterTemplate
    values: dict[str, str]
    problems: list[str]
    suggestion: str

    @property
    def organization(self) -> Any:
        return self.facts.organization


@dataclass
class Plan:
    """All letters of a batch before it is one."""

    program: Program
    template: LetterTemplate
    way: str
    sender: Person | None
    letters: list[PlannedLetter]
    uses_opening: bool
    is_ask: bool
    left_out: list[str] = field(default_factory=list)  # who was asked for and why they get none

    @property
    def complete(self) -> list[PlannedLetter]:
        return [letter for letter in self.letters if not letter.problems]

    @property
    def incomplete(self) -> list[PlannedLetter]:
        return [letter for letter in self.letters if letter.problems]


def choose_organizations(
    program: Program, *, stage: str = "", top_ten: bool = False, limit: int | None = None
) -> list[int]:
    """The partners in a stage, the top ten, or everybody still in touch, by name (top ten: by
    rank). Those who declined or are paused are left out unless that stage is asked for."""
    rows = Partnership.objects.for_program(program).order_by("organization__name", "pk")
    if stage:
        if stage not in Partnership.Stage.values:
            known = ", ".join(Partnership.Stage.values)
            raise DomainError(f"There is no stage \u201c{stage}\u201d. The stages are: {known}.")
        rows = rows.filter(stage=stage)
    elif top_ten:
        rows = rows.exclude(top_ten_rank=None).order_by("top_ten_rank")
    else:
        rows = rows.exclude(stage__in=[Partnership.Stage.DECLINED, Partnership.Stage.PAUSED])
    return list(rows.values_list("organization", flat=True)[:limit])


def plan_letters(
    template: LetterTemplate,
    *,
    organization_ids: Sequence[int],
    way: str,
    sender: Person | None,
    openings: Mapping[int, str] | None = None,
) -> Plan:
    """What each letter would be and what it lacks. Changes nothing.

    ``openings`` by organization are the sentences somebody wrote; the others are suggested.
    Organizations that are no partners get none, and ``left_out`` says so. Refuses a template with
    fields that do not exist, nobody to write to, and too many.
    """
    program = template.program
    variants = _checked_variants(template)
    if not organization_ids:
        raise DomainError("Nobody to write to: choose at least one partner.")
    if len(set(organization_ids)) > MAX_LETTERS:
        raise DomainError(f"At most {MAX_LETTERS} letters at a time.")
    plan = Plan(
        program=program,
        template=template,
        way=way,
        sender=sender,
        letters=[],
        uses_opening=any("opening" in fields_in(variant.body) for variant in variants),
        is_ask=template.kind in ASKS,
    )
    for facts in gather_facts(program, organization_ids, sender=sender):
        variant = variant_for(variants, facts.language, chosen=template)
        facts.language = variant.language
        suggestion = suggest_opening(facts)
        facts.opening = " ".join((openings or {}).get(facts.organization.pk, suggestion).split())
        values = merge_values(facts)
        problems = _problems(facts, variant, values, way)
        plan.letters.append(PlannedLetter(facts, variant, values, problems, suggestion))
    if not plan.letters:
        raise DomainError("None of these is a partner of this program.")
    plan.left_out = _left_out(plan, organization_ids)
    return plan


def _left_out(plan: Plan, organization_ids: Sequence[int], *, at_most: int = 20) -> list[str]:
    """A sentence for each that was asked for and gets no letter."""
    rest = set(organization_ids) - {letter.organization.pk for letter in plan.letters}
    if not rest:
        return []
    known = list(Organization.objects.filter(pk__in=rest).order_by("name", "pk"))
    said = [
        f"{one.name} is the school itself."
        if one.pk == plan.program.school_id
        else f"{one.name} is not a partner of {plan.program.name}."
        for one in known[:at_most]
    ]
    if len(known) > at_most:
        said.append(f"Nor are {len(known) - at_most} more.")
    if gone := len(rest) - len(known):
        said.append(f"{gone} cannot be found: merged or removed meanwhile.")
    return said


def _checked_variants(template: LetterTemplate) -> list[LetterTemplate]:
    variants = list(LetterTemplate.objects.for_program(template.program).filter(name=template.name))
    for variant in variants:
        for text in (variant.body, variant.subject):
            if errors := find_errors(text):
                raise DomainError(
                    f"The template \u201c{variant}\u201d ({variant.get_language_display()}) has an "
                    f"error. {errors[0]}"
                )
    return variants


def _problems(
    facts: LetterFacts, template: LetterTemplate, values: Mapping[str, str], way: str
) -> list[str]:
    """What keeps this letter from being sent, in plain words."""
    subject = template.subject if way == LetterBatch.Way.EMAIL else ""
    missing = missing_fields(fields_in(template.body, subject), values)
    problems = [f"{field.label} ({field.name}) is not known" for field in missing]
    if way == LetterBatch.Way.EMAIL:
        if not facts.email:
            problems.append("no e-mail address")
        elif not _is_address(facts.email):
            problems.append(f"{facts.email} is not an e-mail address")
    elif not facts.organization.has_postal_address:
        problems.append("no complete postal address")
    return problems


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


@transaction.atomic
def create_batch(
    plan: Plan, *, copies: int = 1, by: User | None, key: str | None = None
) -> LetterBatch:
    """Fix every letter's text and start the work (SPEC 2.5).

    Refuses while anything is missing: every missing value is named. The same ``key`` again (a
    double click) gives the first batch.
    """
    if plan.incomplete:
        raise DomainError(name_what_is_missing(plan))
    if not 1 <= copies <= MAX_COPIES:
        raise DomainError(f"Between 1 and {MAX_COPIES} copies.", field="copies")
    signatures = signatures_for(
        list({letter.template.pk: letter.template for letter in plan.letters}.values()),
        program=plan.program,
        sender=plan.sender,
    )
    if not all(signatures.values()):
        raise DomainError("Nobody signs these letters. Choose who signs in the template.")
    if plan.way == LetterBatch.Way.EMAIL and plan.template.kind in RECRUITING:
        _require_school_address(plan.program)
    count = len(plan.letters)
    verb = "Print" if plan.way == LetterBatch.Way.PRINT else "Send"
    job = start_job(
        MAKE,
        title=f"{verb} {count} letter{'s' * (count != 1)}: {plan.template.name}",
        payload={},
        by=by,
        total=count,
        key=key,
    )
    if first := LetterBatch.objects.filter(job=job).first():
        return first
    batch = LetterBatch.objects.create(
        program=plan.program,
        template=plan.template,
        template_name=plan.template.name,
        way=plan.way,
        copies=copies,
        job=job,
        created_by=by,
    )
    job.payload = {"batch": batch.pk}
    job.save(update_fields=["payload"])
    Letter.objects.bulk_create(
        _fixed(batch, planned, plan, signatures[planned.template.pk]) for planned in plan.letters
    )
    return batch


def _require_school_address(program: Program) -> None:
    if not program.school.has_postal_address:
        raise DomainError(
            "The school's postal address is missing. A letter that asks by e-mail must show it."
        )


def _fixed(batch: LetterBatch, planned: PlannedLetter, plan: Plan, signatures: Any) -> Letter:
    facts, template = planned.facts, planned.template
    return Letter(
        batch=batch,
        organization=facts.organization,
        person=facts.contact,
        opening=facts.opening if plan.uses_opening else "",
        language=facts.language,
        html=fill_html(template.body, planned.values),
        values={
            "merge": planned.values,
            "paper": paper_for(facts, signatures=signatures),
            "subject": fill_text(template.subject, planned.values) or template.name,
            "text": fill_text(template.body, planned.values),
            "kind": template.kind,
            "email": facts.email,
        },
    )


def name_what_is_missing(plan: Plan, *, at_most: int = 20) -> str:
    """One line a partner: what it lacks."""
    lines = [f"{one.organization.name}: {'; '.join(one.problems)}." for one in plan.incomplete]
    more = len(lines) - at_most
    shown = lines[:at_most] + ([f"And {more} more."] if more > 0 else [])
    return "Some letters lack something. " + " ".join(shown)


Watcher = Callable[[int, int], None]
_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watch: Watcher) -> Iterator[None]:
    """Tell ``watch`` how many of how many letters are laid out, while this process does it."""
    token = _watcher.set(watch)
    try:
        yield
    finally:
        _watcher.reset(token)


@register_handler(MAKE)
def make_batch(progress: Progress) -> dict[str, Any]:
    """Lay the letters out. May run again after a worker died: what was kept is left alone."""
    batch = LetterBatch.objects.select_related("program__school", "created_by").get(
        pk=progress.job.payload["batch"]
    )
    if batch.finished_at is None:
        with timezone.override(batch.program.time_zone):
            if batch.way == LetterBatch.Way.EMAIL:
                _mail(batch, progress)
            else:
                _print(batch, progress)
    return {"url": batch.get_absolute_url(), "label": "Open the letters"}


def _print(batch: LetterBatch, progress: Progress) -> None:
    """All letters in one PDF, then everything that follows from it in one transaction."""
    letters = list(batch.letters.order_by("pk"))
    papers, pictures = [], {}  # type: ignore[var-annotated]  # WeasyPrint's own
    with many_papers():
        for place, letter in enumerate(letters, start=1):
            papers.append(render_letter(letter, pictures=pictures))
            if place % CHUNK == 0:
                progress.advance(place)
            if watch := _watcher.get():
                watch(place, len(letters))
        joined = write_pdf([paper for paper in papers for _ in range(batch.copies)])
    with transaction.atomic():
        progress.advance(len(letters))
        batch.file.name = _keep(batch, f"batch-{batch.pk}.pdf", joined)
        batch.finished_at = timezone.now()
        batch.save(update_fields=["file", "finished_at"])
        batch.letters.update(made_at=batch.finished_at)
        for letter in letters:
            _log(batch, letter)
        start_job(
            FILE_COPIES,
            title=f"File {len(letters)} letters: {batch.template_name}",
            payload={"batch": batch.pk},
            by=None,
            total=len(letters),
            key=f"letters-filed:{batch.pk}",
        )


def _mail(batch: LetterBatch, progress: Progress) -> None:
    """Each letter as a mail with its PDF. Letters that are queued already are left alone."""

    def keep(letter: Letter, pdf: bytes) -> None:
        _file(batch, letter, pdf)
        letter.message = _queue(batch, letter, pdf)
        letter.made_at = timezone.now()
        letter.save(update_fields=["file", "sha256", "message", "made_at"])
        _log(batch, letter)

    _lay_out_each(batch, batch.letters.filter(made_at=None), progress, keep)
    batch.finished_at = timezone.now()
    batch.save(update_fields=["finished_at"])


def _lay_out_each(
    batch: LetterBatch,
    waiting: QuerySet[Letter],
    progress: Progress,
    keep: Callable[[Letter, bytes], None],
) -> None:
    """Each waiting letter as a PDF of its own, handed to ``keep``. Some at a time: what is kept
    of them and that they are done is one transaction, so a second run leaves them alone."""
    letters = list(waiting.order_by("pk"))
    done = batch.letters.count() - len(letters)
    for start in range(0, len(letters), CHUNK):
        chunk = letters[start : start + CHUNK]
        pdfs = [write_pdf([render_letter(letter)]) for letter in chunk]
        with transaction.atomic():
            done += len(chunk)
            progress.advance(done)
            for letter, pdf in zip(chunk, pdfs, strict=True):
                keep(letter, pdf)


def _queue(batch: LetterBatch, letter: Letter, pdf: bytes) -> Any:
    paper = letter.values["paper"]
    signer = paper["signers"][0]
    recruiting = letter.values["kind"] in RECRUITING
    school = batch.program.school
    return queue_message(
        key=f"letter:{letter.pk}",
        to_email=letter.values["email"],
        template="letter",
        context={
            "subject": letter.values["subject"],
            "html": letter.html,
            "text": letter.values["text"],
            "paper": paper,
            "language": letter.language,
        },
        kind=MailKind.RECRUITMENT if recruiting else MailKind.LETTER,
        scope=batch.program.mail_scope,
        from_name=f"{signer['name']}, {paper['school']}"[:120],
        reply_to=signer["email"],
        postal_address="\n".join([school.name, *school.address_lines]),
        attachments=[(f"{paper['title']}.pdf", pdf)],
    )


def _log(batch: LetterBatch, letter: Letter) -> None:
    """The letter is a contact; one that asks for something counts as an ask."""
    partnership = Partnership(program_id=batch.program_id, organization_id=letter.organization_id)
    mailed = batch.way == LetterBatch.Way.EMAIL
    log_contact(
        partnership,
        by=batch.created_by,  # type: ignore[arg-type]  # None where a machine printed them
        kind=Interaction.Kind.LETTER,
        people=[letter.person] if letter.person else [],
        ask=f"Letter: {batch.template_name}" if letter.values["kind"] in ASKS else "",
        note=f"{'Sent by e-mail' if mailed else 'Printed'}: {batch.template_name}",
    )


@register_handler(FILE_COPIES)
def file_copies(progress: Progress) -> dict[str, Any]:
    """Each printed letter as a file of its own, made from what is kept of it."""
    batch = LetterBatch.objects.get(pk=progress.job.payload["batch"])

    def keep(letter: Letter, pdf: bytes) -> None:
        _file(batch, letter, pdf)
        letter.save(update_fields=["file", "sha256"])

    _lay_out_each(batch, batch.letters.filter(file=""), progress, keep)
    return {"url": batch.get_absolute_url()}


def _file(batch: LetterBatch, letter: Letter, pdf: bytes) -> None:
    letter.sha256 = sha256(pdf).hexdigest()
    letter.file.name = _keep(batch, f"letter-{letter.pk}.pdf", pdf)


def _keep(batch: LetterBatch, name: str, content: bytes) -> str:
    """Store a file under its one name; what a dead worker left there is written over."""
    storage = batch.file.storage
    path = f"letters/{batch.created_at:%Y/%m}/{name}"
    storage.delete(path)
    return storage.save(path, ContentFile(content))


def letters_sent_to(program: Program, organization_id: int) -> Any:
    """This program's letters to an organization, latest first."""
    return (
        Letter.objects.for_program(program)
        .filter(organization=organization_id, made_at__isnull=False)
        .select_related("batch__program", "person")
        .defer("html", "values")
        .order_by("-made_at", "-pk")
    )


def recent_batches(program: Program) -> Any:
    """The program's batches with whether any letter is filed, latest first."""
    open_letters = Letter.objects.filter(batch=OuterRef("pk"), made_at=None)
    return (
        LetterBatch.objects.for_program(program)
        .select_related("created_by__person", "job", "program")
        .annotate(is_open=Exists(open_letters))
    )
