"""Which language a page or a paper is asked for in."""

from django.http import HttpRequest
from django.utils import translation


def language_of(request: HttpRequest) -> str:
    """What readers without a login chose on the page, or what their browser asks for."""
    chosen = request.POST.get("language") or request.GET.get("language", "")
    return chosen if chosen in {"en", "es"} else translation.get_language()[:2]


def paper_language(request: HttpRequest) -> str:
    """Of what staff print or show to others: Spanish for ``?language=es``, else English."""
    return "es" if request.GET.get("language") == "es" else "en"
