import pytest

from letters.domain.facts import LetterFacts
from letters.domain.merge import (
    FIELDS,
    example_values,
    fields_in,
    fill_html,
    fill_text,
    find_errors,
    merge_values,
    missing_fields,
)
from letters.domain.starters import starters
from letters.domain.words import suggest_opening, supports_phrase, surname
from partnerships.models import Connection, Organization, Person, Program, Support


def values(**changed):
    return {**example_values(), **changed}


def test_an_unknown_field_is_named_with_its_line_and_the_nearest_one():
    (error,) = find_errors("Dear\n\n{{ contactname }},")

    assert str(error) == ("Line 3: there is no field “contactname”. Did you mean contact_name?")


@pytest.mark.parametrize(
    "text", ["{{ today", "today }}", "{{}}", "{% now %}", "{{ today.year }}", "{{ today|upper }}"]
)
def test_only_a_plain_field_in_braces_is_understood(text):
    assert len(find_errors(text)) == 1


def test_right_text_has_no_errors():
    assert find_errors("{{greeting}}, {{  today  }} {single} }") == []


def test_values_are_escaped_and_are_no_markdown():
    html = fill_html(
        "Hello {{ contact_name }}", values(contact_name="<b>O'Brien</b> *Núñez* & _Co_")
    )

    assert "&lt;b&gt;O&#x27;Brien&lt;/b&gt; *Núñez* &amp; _Co_" in html


def test_text_of_users_is_clean():
    html = fill_html(
        "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) **bold**",
        {},
    )

    assert "script" not in html
    assert "<img" not in html
    assert "<strong>bold</strong>" in html


def test_a_value_never_chooses_where_a_link_leads():
    html = fill_html(
        "[x]({{ organization_name }}) [m](mailto:{{ owner_email }})",
        values(organization_name="javascript:alert(1)"),
    )

    assert "href" not in html


def test_headings_are_of_one_level():
    html = fill_html("### Third\n\ntext", {})

    assert "<h1>Third</h1>" in html


def test_the_last_two_paragraphs_stay_with_the_signatures():
    html = fill_html("One\n\nTwo\n\nThree", {})

    assert html.index("One") < html.index('<div class="close">') < html.index("Two")


def test_a_list_is_not_cut_in_two():
    html = fill_html("One\n\n- a\n\n- b", {})

    assert html.endswith('<div class="close"></div>')


def test_tokens_typed_by_a_user_do_nothing():
    assert "\ue000" not in fill_html("\ue000 {{ today }}", values())


def test_text_keeps_the_values_as_they_are():
    assert fill_text("{{ contact_name }} & co", values(contact_name="O'Brien")) == "O'Brien & co"


@pytest.fixture
def facts():
    school = Organization(name="Riverside High School", city="Peoria")
    return LetterFacts(
        program=Program(name="Health", school=school),
        organization=Organization(pk=1, name="OSF", street="1 A St", city="Peoria", state="IL"),
        contact=Person(pk=5, name="Ana Ortiz", prefix="Dr."),
    )


def test_every_field_has_a_value_function_and_what_is_not_known_is_missing(facts):
    filled = merge_values(facts)

    assert set(filled) == set(FIELDS)
    assert filled["greeting"] == "Dear Dr. Ortiz"
    assert [field.name for field in missing_fields(["greeting", "story"], filled)] == ["story"]


@pytest.mark.parametrize(
    ("language", "prefix", "greeting"),
    [
        ("en", "", "Dear Ana Ortiz"),
        ("es", "", "Estimado(a) Ana Ortiz"),
        ("es", "Sra.", "Estimada Sra. Ortiz"),
        ("es", "Mr.", "Estimado Sr. Ortiz"),
        ("es", "Dr.", "Estimado(a) Dr(a). Ortiz"),
    ],
)
def test_greeting(facts, language, prefix, greeting):
    facts.language, facts.contact.prefix = language, prefix

    assert merge_values(facts)["greeting"] == greeting


def test_greeting_of_nobody_in_particular(facts):
    facts.contact = None
    assert merge_values(facts)["greeting"] == "Dear OSF team"

    facts.language = "es"
    assert merge_values(facts)["greeting"] == "Estimado equipo de OSF"


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Ana Lopez", "Lopez"),
        ("Juan de la Cruz, Jr.", "de la Cruz"),
        ("Prince", "Prince"),
        ("Siobhan O'Brien-Núñez, MD", "O'Brien-Núñez"),
    ],
)
def test_surname(name, last):
    assert surname(name) == last


def test_opening_comes_from_the_warm_way_in(facts):
    facts.connections = [
        Connection(known_by="the school nurse", relation="colleague", contact=facts.contact)
    ]

    assert suggest_opening(facts) == (
        "The school nurse, who has worked with you, suggested that we write to you."
    )
    facts.language = "es"
    assert suggest_opening(facts).endswith("nos sugirió que le escribiéramos.")


@pytest.mark.parametrize("relation", Connection.Relation.values)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_relation_makes_a_sentence(facts, relation, language):
    facts.language = language
    facts.connections = [Connection(known_by="Ms. Torres", relation=relation)]

    assert suggest_opening(facts).startswith("Ms. Torres, ")


def test_supports_read_as_one_phrase(facts):
    facts.supports = [Support(kind="speaker"), Support(kind="job_shadow"), Support(kind="mentor")]
    assert supports_phrase(facts) == "speak in class, host a job shadow and mentor students"

    facts.language, facts.supports = "es", [Support(kind="speaker")]
    assert supports_phrase(facts) == "hablar en clase"


@pytest.mark.parametrize("starter", starters(), ids=lambda one: f"{one.name} {one.language}")
def test_starters_have_no_errors(starter):
    assert find_errors(starter.body) == find_errors(starter.subject) == []
    assert "greeting" in fields_in(starter.body)


def test_each_starter_is_there_in_both_languages():
    names = [(one.name, one.language) for one in starters()]

    assert len(names) == 10
    assert {name for name, language in names if language == "es"} == {
        name for name, language in names if language == "en"
    }
