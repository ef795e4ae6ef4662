"""From templates to what is stored: subject, plain text, HTML that mail programs understand."""

import re
import secrets
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any, NamedTuple

from css_inline import CSSInliner
from django.conf import settings
from django.template import Context, engines
from django.template.loader import render_to_string

from notifications.domain.preferences import can_be_turned_off, unsubscribe_url

SUBJECT_MAX = 200


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


def one_line(value: str) -> str:
    """Fit for a header: no line break can begin another header, no control character hides."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def render(
    template: str, context: dict[str, Any], *, to_email: str, kind: str, postal_address: str
) -> Rendered:
    """``emails/<template>.subject.txt``, ``.txt``, ``.html`` with the footer ``kind`` needs.

    The templates also get ``site_name`` and ``site_url``. The HTML one extends
    ``emails/base.html``, whose style sheet is written into the elements.
    """
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    return finish(
        subject=_plain(f"emails/{template}.subject.txt", context),
        text=_plain(f"emails/{template}.txt", context),
        html=render_to_string(f"emails/{template}.html", context),
        to_email=to_email,
        kind=kind,
        postal_address=postal_address,
    )


def gap() -> str:
    """Something to stand in a context for a reader's own words, until ``render_many`` puts them
    there. A template may print it, in text and in attributes; it cannot filter or test it."""
    return f"gap{secrets.token_hex(12)}"


def render_many(
    template: str, context: dict[str, Any], *, readers: Sequence[dict[str, str]], kind: str
) -> list[Rendered]:
    """One e-mail for each reader: rendered once, then each reader's own words fill the gaps.

    Each of ``readers`` holds plain text for every ``gap()`` in the context. The subject is the same
    for all. Not for kinds whose footer is each reader's own.
    """
    if can_be_turned_off(kind):
        raise ValueError(f"Mail of the kind {kind} has a footer for each reader.")
    one = render(template, context, to_email="", kind=kind, postal_address="")
    text, html = (re.split("(gap[0-9a-f]{24})", part) for part in (one.text, one.html))
    return [
        Rendered(
            subject=one.subject,
            text="".join(words.get(piece, piece) for piece in text),
            html="".join(escape(words[piece]) if piece in words else piece for piece in html),
        )
        for words in readers
    ]


def finish(
    *, subject: str, text: str, html: str, to_email: str, kind: str, postal_address: str
) -> Rendered:
    """Add the footer to both parts and write the styles into the HTML."""
    subject, text, html = one_line(subject)[:SUBJECT_MAX], text.strip() + "\n", html.strip()
    footer = {
        "postal_address": postal_address.strip(),
        "unsubscribe_url": unsubscribe_url(to_email, kind) if can_be_turned_off(kind) else "",
        "site_name": settings.SITE_NAME,
    }
    if footer["postal_address"] or footer["unsubscribe_url"]:
        text += "\n-- \n" + _plain("emails/includes/footer.txt", footer).strip() + "\n"
        if html:
            html = _before_end(html, render_to_string("emails/includes/footer.html", footer))
    return Rendered(subject, text, _inliner().inline(html) if html else "")


def _plain(name: str, context: dict[str, Any]) -> str:
    """A text template. Django escapes for HTML whatever the name: here O'Brien stays O'Brien."""
    template: Any = engines["django"].get_template(name)
    return str(template.template.render(Context(context, autoescape=False)))


def _before_end(html: str, addition: str) -> str:
    """Put ``addition`` at the end of the body, whoever wrote the page."""
    start, end_tag, rest = html.rpartition("</body>")
    return start + addition + end_tag + rest if end_tag else html + addition


@cache
def _inliner() -> CSSInliner:
    # Fetches nothing; keeps @media, which cannot be written into elements.
    return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
