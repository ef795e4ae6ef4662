"""Small words for templates: icons, dates as people say them, states. They query nothing."""

from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()
ICONS = Path(__file__).resolve().parents[2] / "static" / "icons"


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of static/icons, silent to screen readers: a word stands next to it."""
    svg = (ICONS / f"{name}.svg").read_text()
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{}</svg>',
        mark_safe(inner.strip()),  # noqa: S308 - a file of ours
    )


@register.filter
def here(address: str) -> str:
    """A whole address of this site as a page links to it: without the site."""
    return address.removeprefix(settings.SITE_URL)


@register.filter
def day(value: date | datetime | None) -> str:
    """ "Tue 8 Dec", with the year when it is not this one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _day(value, value.year == timezone.localdate().year, get_language())


@lru_cache(maxsize=4096)
def _day(value: date, same_year: bool, language: str | None) -> str:
    return date_format(value, "D j M" if same_year else "D j M Y")


@register.filter
def days_from_now(value: date | datetime | None) -> str:
    """ "today", "tomorrow", "in 3 days", "2 days ago"."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    days = (value - timezone.localdate()).days
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in words:
        return words[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


@register.filter
def time_tag(value: date | datetime | None) -> SafeString | str:
    """A <time> for machines and hovering, the day for people."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        exact = date_format(local, "D j M Y, g:i a")
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, day(value)
        )
    return _date_tag(value, value.year == timezone.localdate().year, get_language())


@lru_cache(maxsize=4096)  # a list shows the same few hundred days again and again
def _date_tag(value: date, same_year: bool, language: str | None) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        _day(value, False, language),
        _day(value, same_year, language),
    )


@register.filter
def clock(value: datetime) -> str:
    """ "7:00 am", in the zone that is set."""
    return _clock(timezone.localtime(value))


@register.simple_tag
def time_span(starts_at: datetime, ends_at: datetime) -> SafeString:
    """ "Tue 8 Dec, 7:00-9:00 am": day and hours as people say them, in the zone that is set, with
    the exact instants for machines."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return format_html(
        '<time datetime="{}">{}</time>',
        f"{first.isoformat()}/{last.isoformat()}",
        span(first, last),
    )


def span(first: datetime, last: datetime) -> str:
    """The same as plain text, of two instants in the zone in which they are meant."""
    if first.date() != last.date():
        return f"{day(first)}, {_clock(first)} to {day(last)}, {_clock(last)}"
    same_half = (first.hour < 12) == (last.hour < 12)
    begin = _clock(first).rsplit(" ", 1)[0] if same_half else _clock(first)
    return f"{day(first)}, {begin}-{_clock(last)}"


def _clock(value: datetime) -> str:
    return f"{value.hour % 12 or 12}:{value.minute:02} {'am' if value.hour < 12 else 'pm'}"
