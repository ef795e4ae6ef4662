"""What the frame of a page is made of: links to places, menu entries, chips of active filters."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.http import QueryDict
from django.template import Context
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_filters import FilterSet

from core.templatetags import house

register = template.Library()


def place_of(context: Context, name: str, icon: str, label: str, covers: str = "") -> str:
    """A place as a link, marked where the page lies within; empty while no such address exists.

    ``covers`` lists the beginnings of the names of pages that lie within the place, by spaces.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    within = tuple(covers.split())
    current = "page" if here == name else "true" if within and here.startswith(within) else ""
    address = _address(name, context.get("program"))
    return _place(address, icon, label, current) if address else ""


@lru_cache(maxsize=4096)  # each page has thirty of them
def _place(address: str, icon: str, label: str, current: str) -> SafeString:
    state = format_html(' aria-current="{}"', current) if current else ""
    drawing = house.icon(icon)
    return format_html(
        '<a class="place" href="{}"{}>{}<span>{}</span></a>', address, state, drawing, label
    )


@register.simple_tag(takes_context=True)
def menu_entry(context: Context, name: str, icon: str, label: str) -> str:
    """An entry of a menu. It is not shown while no such address exists."""
    address = _address(name, context.get("program"))
    return _menu_entry(address, icon, label) if address else ""


@lru_cache(maxsize=4096)
def _menu_entry(address: str, icon: str, label: str) -> SafeString:
    return format_html(
        '<li><a href="{}">{}<span>{}</span></a></li>', address, house.icon(icon), label
    )


def _address(name: str, program: Any) -> str:
    """In the program, or of the whole site; empty where there is none."""
    where = (get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
    return _known_address(name, program.slug if program else "", where)


@lru_cache(maxsize=4096)
def _known_address(name: str, slug: str, where: tuple[object, str]) -> str:
    for args in ([slug], []) if slug else ([],):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""


@register.simple_tag
def filter_chips(filterset: FilterSet) -> list[dict[str, str]]:
    """What a list is filtered by, each with the address of the list without it."""
    form = filterset.form
    if not form.is_valid():
        return []
    chips = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", [], ()) or isinstance(field.widget, forms.HiddenInput):
            continue
        for shown, key, one in _parts(name, field, value, form.data):
            chips.append(
                {
                    "label": str(field.label or name),
                    "value": shown,
                    "remove": _without(form.data, key, one),
                }
            )
    return chips


def _parts(
    name: str, field: forms.Field, value: Any, given: QueryDict
) -> Iterator[tuple[str, str, str]]:
    """The chips of one field: words to show, key in the address, value in the address."""
    if isinstance(field.widget, forms.MultiWidget):
        for suffix in getattr(field.widget, "suffixes", ()):  # django-filter's ranges
            if one := given.get(f"{name}_{suffix}"):
                yield f"{suffix} {one}", f"{name}_{suffix}", one
        return
    choices = dict(_flat(field)) if isinstance(field, forms.ChoiceField) else {}
    if given_values := [one for one in given.getlist(name) if one]:
        objects = {str(getattr(v, "pk", v)): v for v in value} if _is_many(value) else {}
        for one in given_values:
            if choices:
                yield str(choices.get(one, one)), name, one
            elif isinstance(value, bool):
                yield ("yes" if value else "no"), name, one
            else:
                yield str(objects.get(one, one if _is_many(value) else value)), name, one


def _is_many(value: Any) -> bool:
    return hasattr(value, "__iter__") and not isinstance(value, str)


def _flat(field: forms.ChoiceField) -> Iterator[tuple[str, str]]:
    if isinstance(field, forms.ModelChoiceField):
        return  # its choices are a query; the chosen objects are at hand
    choices: Any = field.choices  # once read, always a list of pairs
    for key, label in choices:
        if isinstance(label, list | tuple):
            for inner, words in label:
                yield str(inner), str(words)
        else:
            yield str(key), str(label)


def _without(given: QueryDict, key: str, one: str) -> str:
    rest = given.copy()
    rest.setlist(key, [value for value in rest.getlist(key) if value != one])
    for state in ("page", "export"):
        rest.pop(state, None)
    return f"?{rest.urlencode()}"
