"""Organizations and people that may be one (SPEC 1.6)."""

import operator
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core.domain.jobs import Progress, register_handler, start_job
from core.models import Job
from partnerships.domain.common_words import GENERIC_WORDS, SMALL_WORDS
from partnerships.domain.likeness import (
    Candidate,
    Directory,
    Features,
    Match,
    features_of,
    likely_within,
)
from partnerships.domain.people_likeness import PersonFeatures, alike_people
from partnerships.models import Affiliation, DuplicateSuggestion, Organization, Person

__all__ = ["Candidate", "Directory", "Match", "likely_matches", "likely_within", "load_directory"]

JOB_KIND = "partnerships.find_duplicates"
CHUNK = 1000

#: Up to so many candidates the database is asked for what may be near; for more all are read.
FEW = 20


def likely_matches(candidates: Sequence[Candidate], *, limit: int = 3) -> list[list[Match]]:
    """For each candidate the organizations we have that likely are the same, best first (SPEC
    1.2, 1.5). Two queries, however many candidates; ``Match.id`` is the organization's.

    A piece of work that goes through many batches calls ``load_directory`` once instead.
    """
    if not candidates:
        return []
    wanted = [features_of(candidate) for candidate in candidates]
    near = _near(wanted) if len(wanted) <= FEW else Q()
    directory = load_directory(near)
    return [directory.matches(one, limit=limit) for one in wanted]


def load_directory(near: Q | None = None) -> Directory:
    """All organizations (or those ``near``) in memory, ready to be compared. Two queries."""
    rows = Organization.objects.filter(near or Q()).order_by("pk")
    domains: dict[int, set[str]] = defaultdict(set)
    addresses = Affiliation.objects.exclude(person__email="").values_list(
        "organization_id", "person__email"
    )
    if near:
        addresses = addresses.filter(organization__in=rows.values("pk").order_by())
    for organization_id, email in addresses.iterator(chunk_size=2000):
        domains[organization_id].add(email)
    return Directory(_records(rows.iterator(chunk_size=2000), domains))


def _records(rows: Iterator[Organization], mail: dict[int, set[str]]) -> Iterator[Features]:
    for row in rows:
        yield features_of(
            Candidate(
                name=row.name,
                legal_name=row.legal_name,
                other_names=row.other_names,
                street=row.street,
                city=row.city,
                postal_code=row.postal_code,
                phone=str(row.__dict__["phone"] or ""),
                email=" ".join([row.email, *mail.get(row.pk, ())]),
                website=row.website,
            ),
            row.pk,
        )


def _near(wanted: Sequence[Features]) -> Q:
    """Whatever shares a telling word, a telephone, a domain or initials with one of them."""
    tests = [Q(pk__in=[])]
    for one in wanted:
        words = one.words - SMALL_WORDS
        telling = {word for word in words if word not in GENERIC_WORDS and word not in one.place}
        for word in sorted(telling or words):
            tests.append(Q(name_key__contains=word[:5]))
            tests.append(Q(other_names__icontains=word) | Q(legal_name__icontains=word))
        tests += [Q(phone__endswith=one.phone)] if one.phone else []
        for domain in one.domains:
            tests.append(Q(email__endswith=domain) | Q(website__contains=domain))
        for short in one.acronyms:
            start = r"\w* (?:(?:of|and|for|the) )?".join(map(re.escape, short))
            tests.append(Q(name_key__regex=rf"^{start}\w*$"))
        for short in one.initials:
            tests.append(Q(name_key__contains=short))
    return reduce(operator.or_, tests)


# ---------------------------------------------------------------- the search through all


def start_search(*, by: User | None, url: str = "") -> Job:
    """Look through all organizations and people for duplicates, in the background. One search
    at a time: a second returns the first. ``url`` is where its result is shown."""
    with transaction.atomic():
        running = (
            Job.objects.select_for_update()
            .filter(kind=JOB_KIND, state__in=[Job.State.QUEUED, Job.State.RUNNING])
            .first()
        )
        return running or start_job(
            JOB_KIND, title="Look for duplicates", payload={"url": url}, by=by
        )


@register_handler(JOB_KIND)
def find_duplicates(progress: Progress) -> dict[str, object]:
    """The search itself. Goes on where it stopped; pairs that are known, dismissed ones too, stay
    as they are."""
    before = DuplicateSuggestion.objects.count()
    directory = load_directory()
    records = directory.records
    people = load_people()
    total = len(records) + len(people)
    for start in range(min(progress.job.done_count, len(records)), len(records), CHUNK):
        chunk = records[start : start + CHUNK]
        found = [
            (match.id, record.id, match.score, match.reasons)
            for record in chunk
            for match in directory.matches(record, earlier_only=True)
        ]
        with transaction.atomic():
            _keep_organizations(found)
            progress.advance(start + len(chunk), total)
    pairs = alike_people(people, _likely_pairs())
    for start in range(0, len(pairs), CHUNK):
        with transaction.atomic():
            _keep_people(pairs[start : start + CHUNK])
            progress.advance(len(records), total)
    found_now = DuplicateSuggestion.objects.count() - before
    return {"found": max(0, found_now), "url": progress.job.payload.get("url", "")}


def load_people() -> list[PersonFeatures]:
    """All people with the organizations they are or were at. Two queries."""
    places: dict[int, set[int]] = defaultdict(set)
    links = Affiliation.objects.values_list("person_id", "organization_id")
    for person_id, organization_id in links.iterator(chunk_size=2000):
        places[person_id].add(organization_id)
    rows = Person.objects.order_by("pk").only("name_key", "email", "phone")
    return [
        PersonFeatures(
            id=row.pk,
            key=row.name_key,
            email=row.email,
            phone=str(row.__dict__["phone"] or ""),
            places=frozenset(places.get(row.pk, ())),
        )
        for row in rows.iterator(chunk_size=2000)
    ]


def _likely_pairs() -> set[tuple[int, int]]:
    """Pairs of organizations that may be one, for people who are at either."""
    rows = DuplicateSuggestion.objects.filter(
        state=DuplicateSuggestion.State.OPEN, first__isnull=False
    )
    return {(a, b) for a, b in rows.values_list("first_id", "second_id") if a and b}


Found = tuple[int, int, int, list[str]]


def _keep_organizations(found: Sequence[Found]) -> None:
    there = _still_there(Organization, found)
    DuplicateSuggestion.objects.bulk_create(
        [
            DuplicateSuggestion(
                first_id=min(a, b), second_id=max(a, b), score=score, reasons=reasons
            )
            for a, b, score, reasons in found
            if {a, b} <= there
        ],
        ignore_conflicts=True,
    )


def _keep_people(found: Sequence[Found]) -> None:
    there = _still_there(Person, found)
    DuplicateSuggestion.objects.bulk_create(
        [
            DuplicateSuggestion(
                first_person_id=min(a, b), second_person_id=max(a, b), score=score, reasons=reasons
            )
            for a, b, score, reasons in found
            if {a, b} <= there
        ],
        ignore_conflicts=True,
    )


def _still_there(model: type[Organization] | type[Person], found: Sequence[Found]) -> set[int]:
    """Somebody may have merged one of them since the search began."""
    ids = {one for a, b, _, _ in found for one in (a, b)}
    return set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))


def dismiss_suggestion(
    suggestion: DuplicateSuggestion, *, by: User, now: datetime
) -> DuplicateSuggestion:
    """Somebody looked: they are two. The pair never comes back."""
    with transaction.atomic():
        suggestion = DuplicateSuggestion.objects.select_for_update().get(pk=suggestion.pk)
        if suggestion.state == DuplicateSuggestion.State.OPEN:
            suggestion.state = DuplicateSuggestion.State.DIFFERENT
            suggestion.reviewed_by, suggestion.reviewed_at = by, now
            suggestion.save()
    return suggestion
