"""A district of any size, with the noise of real life: duplicates, people who left, silence."""

import random
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from accounts.models import User
from calendar_app.models import Task
from notifications.models import Message
from partnerships.domain.names import name_key, person_key
from partnerships.models import (
    Affiliation,
    Connection,
    Interaction,
    Organization,
    Partnership,
    Person,
    Program,
    ProgramRole,
    Sector,
    Support,
)

FIRST = "Ana Luis Kim Dana Tom Maria Joe Lee Ruth Omar Ivy Noah Rosa Paul Nina Sam".split()
LAST = "Ortega Tran Becker Obi Núñez O'Brien Lopez Weiss Patel Cole Stone Graham Hale".split()
WORDS = (
    "River Prairie Summit Lake Heartland Union Cedar Oak Bluff Central Northern Pioneer Liberty "
    "Maple Valley Harbor Garden Bright Eagle Crown Silver Golden Metro County Heritage"
).split()
TRADES = (
    "Clinic Hospital Dental Machine Foods Logistics Bank Builders Electric Insurance Press Labs "
    "Academy Farms Motors Design Pharmacy Therapy Systems Engineering Nursery Hotel Studio Works"
).split()
CITIES = "Peoria Pekin Normal Decatur Joliet Aurora Elgin Galena Quincy Ottawa Morris Dixon".split()
BATCH = 2000


def build_district(organizations: int, *, programs: int = 40, seed: int = 7) -> Program:
    """Fill an empty database. The first program works with every organization, as a program of a
    whole state would; the others with sixty each. Returns the first."""
    chance = random.Random(seed)
    with transaction.atomic():
        schools = _organizations(chance, 6, kind=Organization.Kind.SCHOOL)
        partners = _organizations(chance, organizations)
        people = _people(chance, partners)
        all_programs = [
            Program.objects.create(
                slug=f"program-{number}",
                name=f"Program {number}",
                school=schools[number % len(schools)],
                career_area="health",
            )
            for number in range(programs)
        ]
        large = all_programs[0]
        large.sectors.set(Sector.objects.filter(code="62"))
        owner = _coordinator(large)
        _partnerships(chance, large, partners, owner)
        for program in all_programs[1:]:
            some = chance.sample(partners, min(60, len(partners)))
            _partnerships(chance, program, some, None)
        _contacts(chance, large, partners, people, owner)
        _mail(chance, large, organizations // 5)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return large


def _organizations(
    chance: random.Random, count: int, kind: str | None = None
) -> list[Organization]:
    kinds = [*Organization.Kind.values[:-1]]
    rows = []
    for number in range(count):
        name = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {chance.choice(TRADES)} {number}"
        if number and number % 25 == 0:  # four in a hundred stand there twice
            name = f"{rows[-1].name}, Inc."
        rows.append(
            Organization(
                name=name,
                name_key=name_key(name),
                kind=kind or chance.choice(kinds),
                street=f"{chance.randint(1, 9999)} Main St",
                city=chance.choice(CITIES),
                state="IL",
                postal_code=str(chance.randint(60001, 62999)),
            )
        )
    made = Organization.objects.bulk_create(rows, batch_size=BATCH)
    codes = list(Sector.objects.values_list("pk", flat=True))
    through = Organization.sectors.through
    through.objects.bulk_create(
        [through(organization_id=row.pk, sector_id=chance.choice(codes)) for row in made],
        batch_size=BATCH,
    )
    Support.objects.bulk_create(
        [
            Support(organization=row, kind=kind)
            for row in made
            for kind in chance.sample(Support.Kind.values, 2)
        ],
        batch_size=BATCH,
    )
    return made


def _people(chance: random.Random, partners: list[Organization]) -> list[Person]:
    people = []
    for number in range(len(partners) * 2):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        people.append(Person(name=name, name_key=person_key(name), email=f"p{number}@example.com"))
    made = Person.objects.bulk_create(people, batch_size=BATCH)
    today = date.today()  # noqa: DTZ011 - a day more or less does not matter here
    Affiliation.objects.bulk_create(
        [
            Affiliation(
                person=person,
                organization=partners[number // 2],
                title="Manager",
                is_main_contact=number % 2 == 0,
                ended_on=today if number % 2 and chance.random() < 0.3 else None,
            )
            for number, person in enumerate(made)
        ],
        batch_size=BATCH,
    )
    return made


def _coordinator(program: Program) -> Person:
    user = User.objects.create_user("coordinator@example.org", "only for timing")
    ProgramRole.objects.create(program=program, user=user, role="coordinator")
    person = Person.objects.create(name="Dana Okafor", name_key="dana okafor", user=user)
    Affiliation.objects.create(person=person, organization=program.school)
    return person


def _partnerships(
    chance: random.Random, program: Program, partners: list[Organization], owner: Person | None
) -> None:
    today = date.today()  # noqa: DTZ011 - a day more or less does not matter here
    ranks = iter(range(1, 11))
    Partnership.objects.bulk_create(
        [
            Partnership(
                program=program,
                organization=organization,
                stage=chance.choice(Partnership.Stage.values),
                owner=owner if chance.random() < 0.5 else None,
                top_ten_rank=next(ranks, None),
                last_contact_on=(
                    today - timedelta(days=chance.randint(0, 700))
                    if chance.random() < 0.7
                    else None
                ),
            )
            for organization in partners
        ],
        batch_size=BATCH,
    )


def _contacts(
    chance: random.Random,
    program: Program,
    partners: list[Organization],
    people: list[Person],
    owner: Person,
) -> None:
    now = datetime.now(UTC)
    Interaction.objects.bulk_create(
        [
            Interaction(
                program=program,
                organization=chance.choice(partners),
                kind=chance.choice(Interaction.Kind.values),
                happened_at=now - timedelta(days=chance.randint(0, 700)),
                staff=owner,
                outcome="talked",
                note="Talked about the spring.",
                next_step="Call again" if number % 50 == 0 else "",
            )
            for number in range(len(partners) * 2)
        ],
        batch_size=BATCH,
    )
    steps = Interaction.objects.filter(program=program).exclude(next_step="")
    Task.objects.bulk_create(
        [
            Task(
                program=program,
                title=contact.next_step,
                owner=owner,
                due_on=now.date(),
                organization_id=contact.organization_id,
                interaction=contact,
            )
            for contact in steps.iterator()
        ],
        batch_size=BATCH,
    )
    Connection.objects.bulk_create(
        [
            Connection(organization=organization, program=program, known_by="Ms. Torres")
            for organization in partners[::10]
        ],
        batch_size=BATCH,
    )


def _mail(chance: random.Random, program: Program, count: int) -> None:
    Message.objects.bulk_create(
        [
            Message(
                key=f"bench-{number}",
                scope=program.mail_scope,
                to_email=f"p{number}@example.com",
                subject="Come and see us",
                text="Come and see us.",
                state=chance.choice(["sent", "sent", "sent", "bounced"]),
            )
            for number in range(count)
        ],
        batch_size=BATCH,
    )
