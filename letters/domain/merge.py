"""Merge fields: what may stand in double braces in a letter, and what is put there.

A tiny strict language on purpose: ``{{ field }}`` and nothing else. Text that users write is never
given to Django's template engine. The text is Markdown; values are put in after it became HTML,
escaped, so a name cannot become a tag or a heading.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from html import escape

import markdown  # type: ignore[import-untyped]  # it has no types
import nh3

from letters.domain.facts import LetterFacts
from letters.domain.words import greeting, long_date, supports_phrase

FIELD = re.compile(r"\{\{(.*?)\}\}")
BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
FIRST_TOKEN = 0xE000  # private-use characters stand for the fields while Markdown is at work
TOKENS = re.compile("[\ue000-\uf8ff]")
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "h1", "h2", "h3"}
TAGS |= {"h4", "h5", "h6"}
HEADING = re.compile(r"<(/?)h[1-6]>")
NOT_A_PARAGRAPH = re.compile(r"\s|[-*+>#]|\d+[.)]")


@dataclass(frozen=True)
class MergeField:
    """One thing a letter can say. ``value`` gives "" where it is not known."""

    name: str
    label: str
    example: str
    value: Callable[[LetterFacts], str]


def _one_line(text: str) -> str:
    return " ".join(text.split())


FIELDS: dict[str, MergeField] = {
    field.name: field
    for field in (
        MergeField("greeting", "Greeting", "Dear Dr. Ortiz", greeting),
        MergeField(
            "opening",
            "Opening sentence for this partner",
            "Ms. Torres, who has worked with you, suggested that we write to you.",
            lambda facts: facts.opening,
        ),
        MergeField(
            "contact_name",
            "Contact's name",
            "Ana Ortiz",
            lambda facts: facts.contact.name if facts.contact else "",
        ),
        MergeField(
            "contact_prefix_name",
            "Contact's name with Dr., Ms. ...",
            "Dr. Ana Ortiz",
            lambda facts: facts.contact.letter_name if facts.contact else "",
        ),
        MergeField(
            "contact_title",
            "Contact's title",
            "Director of Nursing",
            lambda facts: facts.contact_title,
        ),
        MergeField(
            "organization_name",
            "Organization",
            "Riverview Clinic",
            lambda facts: facts.organization.name,
        ),
        MergeField(
            "organization_address",
            "Organization's address",
            "12 Main St\nPeoria, IL 61602",
            lambda facts: "\n".join(facts.organization.address_lines),
        ),
        MergeField(
            "organization_city",
            "Organization's city",
            "Peoria",
            lambda facts: facts.organization.city,
        ),
        MergeField(
            "supports",
            "What they would do",
            "speak in class and host a job shadow",
            supports_phrase,
        ),
        MergeField(
            "program_name", "Program", "Health Science Academy", lambda facts: facts.program.name
        ),
        MergeField(
            "school_name",
            "School",
            "Riverside High School",
            lambda facts: facts.program.school.name,
        ),
        MergeField(
            "school_address",
            "School's address",
            "100 River Rd, Peoria, IL 61602",
            lambda facts: ", ".join(facts.program.school.address_lines),
        ),
        MergeField(
            "school_phone",
            "School's telephone",
            "(309) 555-0100",
            lambda facts: _phone(facts.program.school.phone),
        ),
        MergeField(
            "story",
            "The program's story",
            "Sixty students learn here how a hospital works.",
            lambda facts: _one_line(facts.program.story),
        ),
        MergeField(
            "owner_name",
            "Who of us keeps in touch",
            "Dana Okafor",
            lambda facts: facts.owner.letter_name if facts.owner else "",
        ),
        MergeField(
            "owner_email",
            "Their e-mail",
            "dana@example.org",
            lambda facts: facts.owner.email if facts.owner else "",
        ),
        MergeField(
            "owner_phone",
            "Their telephone",
            "(309) 555-0101",
            lambda facts: _phone(facts.owner.phone) if facts.owner else "",
        ),
        MergeField(
            "today",
            "Today's date",
            "November 23, 2026",
            lambda facts: long_date(facts.today, facts.language),
        ),
    )
}


def _phone(number: object) -> str:
    return str(getattr(number, "as_national", number) or "")


@dataclass(frozen=True)
class MergeError:
    """What is wrong with a template's text, and where."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}"


def find_errors(text: str) -> list[MergeError]:
    """Fields that do not exist and braces that do not pair, in the order of the text."""
    errors = []
    for number, line in enumerate(text.splitlines(), start=1):
        for match in FIELD.finditer(line):
            if problem := _field_problem(match[1].strip()):
                errors.append(MergeError(number, problem))
        if stray := BRACES.search(FIELD.sub("", line)):
            errors.append(MergeError(number, _brace_problem(stray[0])))
    return errors


def _field_problem(name: str) -> str:
    if name in FIELDS:
        return ""
    if not name:
        return "the braces are empty. Put the name of a field between them."
    wanted = re.sub(r"\W+", "_", name.lower())
    near = get_close_matches(wanted, FIELDS, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"there is no field \u201c{name[:60]}\u201d.{hint}"


def _brace_problem(brace: str) -> str:
    if "%" in brace:
        return f"\u201c{brace}\u201d means nothing here. Only {{{{ field }}}} is filled in."
    missing = "}}" if brace == "{{" else "{{"
    return f"\u201c{brace}\u201d without its \u201c{missing}\u201d."


def fields_in(*texts: str) -> list[str]:
    """The known fields in the texts, in the order of their first use."""
    names = (match[1].strip() for text in texts for match in FIELD.finditer(text))
    return list(dict.fromkeys(name for name in names if name in FIELDS))


def merge_values(facts: LetterFacts) -> dict[str, str]:
    """Every field's value for one partner."""
    return {name: field.value(facts) for name, field in FIELDS.items()}


def example_values() -> dict[str, str]:
    return {name: field.example for name, field in FIELDS.items()}


def missing_fields(names: Iterable[str], values: Mapping[str, str]) -> list[MergeField]:
    """Those of the used fields that have no value."""
    return [FIELDS[name] for name in names if not values[name].strip()]


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """The text with the values as they are: for subjects and the plain part of a mail."""
    return FIELD.sub(lambda match: values.get(match[1].strip(), match[0]), text)


def fill_html(text: str, values: Mapping[str, str]) -> str:
    """The text as clean HTML with the values escaped. Its last lines are in ``div.close``, which
    papers keep together with the signatures."""
    start, close, names = _compile(text)
    shown = [escape(values.get(name, "")).replace("\n", "<br>") for name in names]

    def value(match: re.Match[str]) -> str:
        return shown[ord(match[0]) - FIRST_TOKEN]

    return TOKENS.sub(value, f'{start}<div class="close">{close}</div>')


@lru_cache(maxsize=64)
def _compile(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Markdown to HTML once for a whole batch: the text, its last lines, the fields by token."""
    names = tuple(fields_in(text))
    token = {name: chr(FIRST_TOKEN + number) for number, name in enumerate(names)}
    marked = FIELD.sub(
        lambda match: token.get(match[1].strip(), match[0]),
        TOKENS.sub("", text.replace("\r\n", "\n")),
    )
    blocks = [block for block in re.split(r"\n\s*\n", marked.strip()) if block.strip()]
    last = 0
    while last < min(2, len(blocks)) and not NOT_A_PARAGRAPH.match(blocks[-1 - last]):
        last += 1
    cut = len(blocks) - last
    return _clean("\n\n".join(blocks[:cut])), _clean("\n\n".join(blocks[cut:])), names


def _clean(source: str) -> str:
    """Markdown as HTML with a few plain tags. All headings are of one level: a letter that skips
    a level would not be an accessible PDF."""
    html = nh3.clean(
        markdown.markdown(source, extensions=["sane_lists", "nl2br"]),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_keep_attribute,
        link_rel=None,
    )
    return HEADING.sub(r"<\1h1>", html)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    """A merge value must not choose where a link leads."""
    return None if TOKENS.search(value) or "%EE" in value.upper() else value
