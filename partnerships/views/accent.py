from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from core.access import public
from partnerships.domain.colors import Palette, dark_palette, light_palette
from partnerships.models import Program


def _etag(request: HttpRequest, program: str) -> str | None:
    """The color is all that the answer is made of."""
    color = Program.objects.filter(slug=program).values_list("accent", flat=True).first()
    return f'"{color}"' if color else None


@require_safe
@public
@cache_control(public=True, max_age=86400)
@condition(etag_func=_etag)
def program_accent(request: HttpRequest, program: str) -> HttpResponse:
    """A program's color as a style sheet: a strict policy allows no style in pages. Pages name the
    color in the address too, so a day in caches does no harm when it changes."""
    color = get_object_or_404(Program.objects.only("accent"), slug=program).accent
    light, dark = _tokens(light_palette(color)), _tokens(dark_palette(color))
    text = (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-bs-theme]){{{dark}}}}}\n"
        f'[data-bs-theme="dark"]{{{dark}}}\n'
    )
    return HttpResponse(text, content_type="text/css; charset=utf-8")


def _tokens(palette: Palette) -> str:
    return (
        f"--accent:{palette.accent};--accent-ink:{palette.ink};"
        f"--accent-soft:{palette.soft};--accent-strong:{palette.strong}"
    )
