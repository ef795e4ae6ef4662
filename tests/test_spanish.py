"""What a partner or the public reads is there in Spanish (SPEC 13.13)."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template import engines
from django.template.base import TextNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import trim_whitespace

ROOT = Path(settings.BASE_DIR)
CATALOG = ROOT / "locale/es/LC_MESSAGES/django.po"
APPS = (
    "core",
    "accounts",
    "notifications",
    "partnerships",
    "letters",
    "postsecondary",
    "calendar_app",
    "advisory",
    "concerns",
    "mentors",
    "portal",
    "reviews",
    "visits",
)
MARKS = {"_", "gettext", "gettext_lazy"}
#: Read by staff, or written word for word by them; all other mail goes to partners.
STAFF_MAIL = (
    "emails/staff_invited",
    "emails/letter",
    "emails/note_written",
    "emails/handover_written",
    "emails/speaker_answered",
)


@pytest.fixture(scope="module")
def catalog():
    """Every phrase, in the singular and the plural."""
    entries = polib.pofile(str(CATALOG))
    return {words for one in entries for words in (one.msgid, one.msgid_plural) if words}


def test_the_catalog_is_complete_and_compiled():
    entries = polib.pofile(str(CATALOG))

    assert [entry.msgid for entry in entries if not entry.translated()] == []
    compiled = polib.mofile(str(CATALOG.with_suffix(".mo")))
    assert {one.msgid: one.msgstr for one in compiled} == {one.msgid: one.msgstr for one in entries}


def test_the_gaps_are_the_same_in_both_languages():
    gaps = re.compile(r"%\(\w+\)s")

    for one in polib.pofile(str(CATALOG)):
        for spanish in [one.msgstr, *one.msgstr_plural.values()]:
            if spanish:
                assert set(gaps.findall(one.msgid)) <= set(gaps.findall(spanish)), one.msgid
                assert set(gaps.findall(spanish)) <= set(
                    gaps.findall(one.msgid + one.msgid_plural)
                ), one.msgid


TEMPLATES = sorted(
    str(path.relative_to(ROOT / "templates"))
    for path in (ROOT / "templates").rglob("*")
    if path.suffix in {".html", ".txt"}
    and "admin" not in path.parts
    and "{% load i18n %}" in path.read_text()
)


def nodes_of(name, *kinds):
    return engines["django"].engine.get_template(name).nodelist.get_nodes_by_type(kinds)


def marked_words(name):
    """Each as it is looked up in the catalog."""
    for node in nodes_of(name, TranslateNode, BlockTranslateNode):
        if isinstance(node, TranslateNode):
            yield node.filter_expression.var.literal
        else:
            for tokens in (node.singular, node.plural or []):
                if words := node.render_token_list(tokens)[0]:
                    yield trim_whitespace(words) if node.trimmed else words


@pytest.mark.parametrize("name", TEMPLATES)
def test_marked_words_of_a_template_are_in_the_catalog(catalog, name):
    words = set(marked_words(name))

    assert words - catalog == set()
    assert words


def marked_calls(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
            yield node.args[0].value


@pytest.mark.parametrize("app", APPS)
def test_marked_words_of_the_code_are_in_the_catalog(catalog, app):
    words = {one for path in (ROOT / app).rglob("*.py") for one in marked_calls(path)}

    assert words - catalog == set()


@pytest.mark.parametrize(
    "name", [one for one in TEMPLATES if one.startswith("emails/") and one.endswith(".txt")]
)
def test_mail_to_partners_has_no_bare_words(name):
    """All its words are marked; only gaps and marks stand between."""
    bare = " ".join(node.s for node in nodes_of(name, TextNode))

    assert not re.search(r"[^\W\d_]", bare), bare


def test_every_mail_to_partners_is_marked():
    mails = {f"emails/{path.name}" for path in (ROOT / "templates/emails").glob("*.txt")}

    unmarked = {one for one in mails - set(TEMPLATES) if not one.startswith(STAFF_MAIL)}
    assert unmarked == set()
