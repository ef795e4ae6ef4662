"""Letters to begin with, in English and Spanish: texts in templates/letters/starters/."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import transaction

from accounts.models import User
from letters.domain.templates import save_template
from letters.models import LetterTemplate
from partnerships.models import Person, Program

FOLDER = settings.BASE_DIR / "templates" / "letters" / "starters"


@dataclass(frozen=True)
class Starter:
    name: str
    kind: str
    language: str
    subject: str
    body: str


@cache
def starters() -> tuple[Starter, ...]:
    """Each file begins with "key: value" lines, then an empty line, then the letter."""
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        facts = dict(line.split(": ", 1) for line in head.splitlines())
        found.append(Starter(body=body.strip() + "\n", **facts))
    return tuple(found)


@transaction.atomic
def add_starter_templates(program: Program, *, by: User | None) -> list[LetterTemplate]:
    """Add those the program does not have, signed by whoever adds them. Returns the new ones."""
    have = set(LetterTemplate.objects.for_program(program).values_list("name", "language"))
    person = Person.objects.filter(user=by).first() if by else None
    signers = [(person, "")] if person else []
    return [
        save_template(
            LetterTemplate(
                program=program,
                name=starter.name,
                kind=starter.kind,
                language=starter.language,
                subject=starter.subject,
                body=starter.body,
            ),
            signers=signers,
            by=by,
        )
        for starter in starters()
        if (starter.name, starter.language) not in have
    ]
