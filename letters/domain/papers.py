"""What stands on the paper around the text: letterhead, date, address, signatures. All of it is
kept with the letter, so that the same letter can be made again exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from core.pdf import render_document
from letters.domain.facts import LetterFacts, school_titles
from letters.domain.words import long_date
from letters.models import Letter, LetterTemplate, Signer
from partnerships.domain.letterhead import letterhead
from partnerships.models import Person, Program

WORDS = {
    "en": {"letter_to": "Letter to", "signature": "Signature of"},
    "es": {"letter_to": "Carta a", "signature": "Firma de"},
}


@dataclass(frozen=True)
class Signature:
    """Somebody who signs, with the title under the name."""

    person: Person
    title: str

    def as_paper(self, language: str) -> dict[str, str]:
        name = self.person.letter_name
        picture = self.person.signature
        return {
            "name": name,
            "title": self.title,
            "email": self.person.email,
            "picture": picture.url if picture else "",
            "alt": f"{WORDS[language]['signature']} {name}",
        }


def signatures_for(
    templates: Sequence[LetterTemplate], *, program: Program, sender: Person | None
) -> dict[int, list[Signature]]:
    """Who signs each template's letters: its signers, or whoever sends where it names none."""
    signers = list(
        Signer.objects.filter(template__in=templates).select_related("person").order_by("position")
    )
    people = [signer.person for signer in signers] + ([sender] if sender else [])
    titles = school_titles(program, people)
    found: dict[int, list[Signature]] = {template.pk: [] for template in templates}
    for signer in signers:
        title = signer.title or titles.get(signer.person_id, "")
        found[signer.template_id].append(Signature(signer.person, title))
    if sender:
        own = Signature(sender, titles.get(sender.pk, ""))
        found = {template: given or [own] for template, given in found.items()}
    return found


def paper_for(facts: LetterFacts, *, signatures: Sequence[Signature]) -> dict[str, Any]:
    """Everything a letter shows besides its text, as JSON."""
    program, school, language = facts.program, facts.program.school, facts.language
    with translation.override(language):
        head = letterhead(program)
    return {
        **head,
        "language": language,
        "title": f"{WORDS[language]['letter_to']} {facts.organization.name}",
        "from": [school.name, program.name, *school.address_lines],
        "date": long_date(facts.today, language),
        "to": address_lines(facts),
        "signers": [signature.as_paper(language) for signature in signatures],
    }


def address_lines(facts: LetterFacts) -> list[str]:
    """As on the envelope: person, title, organization, street, place."""
    person = facts.contact.letter_name if facts.contact else ""
    title = facts.contact_title if facts.contact else ""
    lines = [person, title, facts.organization.name, *facts.organization.address_lines]
    return [line for line in lines if line]


def render_letter(letter: Letter, *, pictures: dict[str, Any] | None = None) -> Any:
    """The letter laid out, from nothing but what is kept of it."""
    return render_document(
        "print/letter.html",
        {"paper": letter.values["paper"], "html": letter.html},
        pictures=pictures,
    )
