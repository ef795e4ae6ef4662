"""Papers: HTML to tagged PDF (PDF/UA-1). One font configuration and one parsed style sheet per
process: a new one for each paper costs three times as much and leaks."""

import atexit
import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from mimetypes import guess_type
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from core.exceptions import DomainError


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The template as a tagged PDF. It needs ``<html lang>`` and ``<title>``.

    Only our static files and media can be loaded. Anything else raises, as does a file that is
    missing: a letter must not go out without its letterhead.
    """
    return write_pdf([render_document(template, context)])


def render_document(
    template: str, context: dict[str, Any], *, pictures: dict[str, Any] | None = None
) -> Any:
    """A WeasyPrint Document, laid out but not written; ``write_pdf`` joins several.

    Give papers of one batch the same empty ``pictures``: each picture is then decoded once, and
    stored once in the joined file.
    """
    from weasyprint import HTML  # noqa: PLC0415 - slow import
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - slow import

    html = HTML(
        string=render_to_string(template, context),
        base_url=f"{settings.SITE_URL}/",
        url_fetcher=_fetcher(),
    )
    try:
        return html.render(
            stylesheets=[_print_css()],
            font_config=_font_config(),
            pdf_variant="pdf/ua-1",
            cache=pictures,
        )
    except FatalURLFetchingError as error:  # no Exception: it would end a worker
        name = urlsplit(str(error).partition('"')[2].partition('"')[0]).path
        raise DomainError(f"A picture of this paper is missing: {name}. Add it again.") from error


def write_pdf(documents: Iterable[Any]) -> bytes:
    """One file with the pages of all documents, in order. The first gives title and language."""
    documents = list(documents)
    joined = documents[0].copy([page for document in documents for page in document.pages])
    return joined.write_pdf(pdf_variant="pdf/ua-1")


@contextmanager
def many_papers() -> Iterator[None]:
    """While hundreds of papers are laid out and kept, the garbage collector would walk through all
    their boxes again and again and find nothing. It walks once, at the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
        gc.collect()


@cache
def _font_config() -> Any:
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - slow import

    atexit.register(_let_go)
    return FontConfiguration()


def _let_go() -> None:
    """While Python still stands: the fonts clean up after themselves, and complain when they are
    the last to leave."""
    _print_css.cache_clear()
    _font_config.cache_clear()
    gc.collect()


@cache
def _print_css() -> Any:
    from weasyprint import CSS  # noqa: PLC0415 - slow import

    return CSS(
        url=f"{settings.SITE_URL}{settings.STATIC_URL}css/print.css",
        url_fetcher=_fetcher(),
        font_config=_font_config(),
    )


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - slow import

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            return URLFetcherResponse(
                url, read_own_file(url), {"Content-Type": guess_type(url)[0] or "text/plain"}
            )

    return OwnFiles(fail_on_errors=True)


def read_own_file(url: str) -> bytes:
    """The bytes of a static or media file of ours. The storages refuse ``..`` themselves."""
    parts, site = urlsplit(url), urlsplit(settings.SITE_URL)
    path = unquote(parts.path)
    if (parts.scheme, parts.netloc) == (site.scheme, site.netloc):
        if path.startswith(settings.STATIC_URL):
            return _read_static(path.removeprefix(settings.STATIC_URL))
        if path.startswith(settings.MEDIA_URL):
            with default_storage.open(path.removeprefix(settings.MEDIA_URL)) as file:
                return file.read()
    raise ValueError(f"Not a file of ours: {url}")


def _read_static(name: str) -> bytes:
    if found := finders.find(name):  # not yet collected
        with open(found, "rb") as file:
            return file.read()
    with staticfiles_storage.open(name) as collected:  # hashed names exist only there
        return collected.read()
