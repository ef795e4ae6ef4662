"""manage.py import_partners, with the three real lists and with made ones."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from partnerships.models import (
    Affiliation,
    Connection,
    ImportBatch,
    ImportRow,
    Organization,
    Partnership,
    Person,
    SourceIdentifier,
    Support,
)
from tests.factories import OrganizationFactory, PartnershipFactory, ProgramFactory

SAMPLES = Path(__file__).parents[1] / "samples"
TEACHER = SAMPLES / "teacher_partner_list.xlsx"
LICENSES = SAMPLES / "chicago_business_licenses_austin.csv"
COLLEGES = SAMPLES / "illinois_postsecondary_ipeds_2020.csv"
KEYS = ("rows", "created", "matched", "updated", "skipped", "rejected")


def run(program, path, *more):
    out = StringIO()
    call_command(
        "import_partners", str(path), "--program", program.slug, *more, "--json", stdout=out
    )
    return json.loads(out.getvalue())


def numbers(result):
    counts = tuple(result[key] for key in KEYS)
    assert counts[0] == sum(counts[1:])
    return counts


@pytest.fixture
def write(tmp_path):
    def write_list(text, name="list.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_list


def everything():
    models = (Organization, Person, Affiliation, Partnership, Support, Connection, SourceIdentifier)
    counts = [model.objects.count() for model in models]
    return counts + [model.history.count() for model in (Organization, Person, Partnership)]


@pytest.mark.parametrize(
    ("path", "first", "again"),
    [
        (TEACHER, (34, 33, 0, 0, 1, 0), (34, 0, 33, 0, 1, 0)),
        (COLLEGES, (256, 256, 0, 0, 0, 0), (256, 0, 256, 0, 0, 0)),
        (LICENSES, (561, 141, 414, 6, 0, 0), (561, 0, 561, 0, 0, 0)),
    ],
    ids=["teacher", "colleges", "licenses"],
)
def test_the_real_lists_go_in_once(program, path, first, again):
    planned = run(program, path, "--dry-run")
    assert Partnership.objects.count() == ImportBatch.objects.count() == 0

    assert numbers(run(program, path)) == numbers(planned) == first
    before = everything()
    assert numbers(run(program, path)) == again
    assert everything() == before


def test_561_license_rows_are_141_businesses(program):
    run(program, LICENSES)

    assert program.partnerships.count() == 141
    assert SourceIdentifier.objects.filter(source="account number").count() == 141
    cleaners = Organization.objects.get(source_identifiers__value="51393")
    assert (cleaners.legal_name, cleaners.other_names) == ("CHU-IN-YUN", "IDEZEL CLEANERS")


def test_a_college_of_the_teachers_list_is_found_in_the_directory(program):
    run(program, TEACHER)

    assert numbers(run(program, COLLEGES)) == (256, 254, 0, 2, 0, 0)
    college = Organization.objects.get(name="Illinois Central College")
    assert college.source_identifiers.get().source == "unitid"
    assert str(college.phone) == "(309) 555-0121"  # as the teacher had it


def test_the_teachers_list_as_it_is_meant(program):
    result = run(program, TEACHER)

    assert [(one["row"], one["column"]) for one in result["problems"]] == [
        (36, "E-mail"),
        (38, "Phone"),
    ]
    carle = Organization.objects.get(name="Carle Health Methodist Hospital")
    people = carle.affiliations.order_by("pk").values_list(
        "person__name", "title", "person__email", "is_main_contact"
    )
    assert list(people) == [
        ("Priya Raman", "HR", "praman@carle.example.org", True),
        ("Tom Becker", "Clinical education", "tbecker@carle.example.org", False),
    ]
    nakamura = Person.objects.get(name="Lee Nakamura")
    assert str(nakamura.phone) == "(309) 555-0125 ext. 204"
    ortiz = Person.objects.get(name="Samuel Ortiz")
    assert ortiz.prefix == "Dr."
    walgreens = Organization.objects.get(name="Walgreens #4312")
    assert (str(walgreens.phone), walgreens.affiliations.count()) == ("(309) 555-0190", 0)
    rli = Organization.objects.get(name="RLI Insurance")
    assert rli.partnerships.get().note == "paid bus 2025-26: =SUM(250,250)"
    assert set(rli.supports.values_list("kind", "note")) == {
        ("mock_interview", "mock interviews"),
        ("funding", "$$"),
    }
    osf = Organization.objects.get(name="OSF HealthCare Saint Francis Medical Center")
    known = osf.connections.get()
    assert (known.known_by, known.relation, known.note) == (
        "M. Alvarez",
        "family",
        "sister works there",
    )
    assert osf.partnerships.get().last_contact_on.isoformat() == "2026-05-12"
    assert [osf.street, osf.city, osf.state, osf.postal_code] == [
        "530 NE Glen Oak Ave",
        "Peoria",
        "IL",
        "61637",
    ]
    assert Person.objects.filter(email="dana.whitfield@osf.example.org").count() == 1
    assert Organization.objects.get(name="AFSCME Local 3464").kind == "union"
    assert not Organization.objects.filter(name__icontains="Zeller").exists()


def test_another_sheet_is_read_if_named(program):
    assert run(program, TEACHER, "--sheet", "OLD do not use")["created"] == 1
    assert Organization.objects.filter(name="Zeller Mental Health").exists()


def test_columns_are_what_the_map_says(program, write):
    path = write("Firma,Wer,Email,Sparte,Weg\nAcme,Ana Lopez,ana@acme.example.com,Construction,x\n")

    result = run(
        program, path, "--map", "Firma=name", "--map", "wer=person_name", "--map", "Sparte=naics",
        "--map", "Weg=",
    )  # fmt: skip

    assert numbers(result) == (1, 1, 0, 0, 0, 0)
    acme = Organization.objects.get(name="Acme")
    assert acme.sectors.get().code == "23"
    assert acme.affiliations.get().person.email == "ana@acme.example.com"


def test_the_map_of_a_list_is_remembered(program, write):
    run(program, write("Firma,Ort\nAcme,Peoria\n"), "--map", "Firma=name", "--map", "Ort=city")

    result = run(program, write("Firma,Ort\nAcme,Peoria\nBeta,Pekin\n"), "--map", "Firma=name")

    assert numbers(result) == (2, 1, 1, 0, 0, 0)
    assert Organization.objects.get(name="Beta").city == "Pekin"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--program", "nope"], 'There is no program "nope"'),
        (["--sheet", "Nope"], "has no sheets"),
        (["--map", "Nope=name"], 'There is no column "Nope". The columns are: Name, City.'),
        (["--map", "Name=nope"], '"nope" is not a field. The fields are: name,'),
        (["--map", "Name"], 'is not of the form "Column=field"'),
        (["--map", "Name="], "No column is read as the name"),
    ],
)
def test_refusals_are_one_sentence_and_nothing_is_saved(program, write, more, said):
    path = write("Name,City\nAcme,Peoria\n")

    with pytest.raises(CommandError) as refused:
        call_command("import_partners", str(path), "--program", program.slug, *more)

    assert said in str(refused.value)
    assert (Partnership.objects.count(), ImportBatch.objects.count()) == (0, 0)


@pytest.mark.parametrize("text", ["", "Name,City\n", 'Name,City\nAcme,Peoria\nBeta,"Pekin\n'])
def test_a_bad_file_saves_nothing(program, write, text):
    with pytest.raises(CommandError):
        run(program, write(text))

    assert (Partnership.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_a_missing_file_is_said(program, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(program, tmp_path / "none.csv")


def test_bad_rows_are_reported_and_good_ones_go_in(program, write):
    path = write(
        "Name,Phone,E-mail\nAcme,12,a@\n,309-555-0142,\nTOTAL,,\nName,Phone,E-mail\nO'Brien-Núñez,,\n"
    )

    result = run(program, path)

    assert numbers(result) == (5, 2, 0, 0, 2, 1)
    assert [(one["row"], one["column"]) for one in result["problems"]] == [
        (2, "Phone"),
        (2, "E-mail"),
        (3, "Name"),
    ]
    assert Organization.objects.filter(name="O'Brien-Núñez").exists()
    assert ImportRow.objects.get(number=2).cells == ["Acme", "12", "a@"]
    assert ImportRow.objects.get(number=6).cells == []


def test_a_corrected_row_adds_what_was_missing(program, write):
    run(program, write("Name,E-mail\nAcme,acme@\n"))

    result = run(program, write("Name,E-mail\nAcme,info@acme.example.com\n"))

    assert numbers(result) == (1, 0, 0, 1, 0, 0)
    assert Organization.objects.get(name="Acme").email == "info@acme.example.com"


def test_what_is_known_is_never_overwritten(program, write):
    OrganizationFactory(
        name="Acme, Inc.", name_key="acme", street="1 Old Rd", city="Peoria", phone=""
    )

    result = run(program, write("Name,Street,City,Phone\nACME,9 New St,Peoria,309-555-0142\n"))

    acme = Organization.objects.get(name="Acme, Inc.")
    assert numbers(result) == (1, 0, 0, 1, 0, 0)
    assert (acme.street, str(acme.phone)) == ("1 Old Rd", "(309) 555-0142")


def test_the_same_name_in_another_city_is_another_partner(program, write):
    assert run(program, write("Name,City\nCVS,Peoria\nCVS,Pekin\n"))["created"] == 2


def test_a_name_that_may_mean_several_is_not_guessed(program, write):
    path = write("Name,City\nCVS,Peoria\nCVS,Pekin\nCVS,\n")

    result = run(program, path)

    assert numbers(result) == (3, 2, 0, 0, 0, 1)
    assert "2 partners are called CVS" in result["problems"][0]["reason"]
    assert numbers(run(program, path)) == (3, 0, 2, 0, 0, 1)


def test_two_lists_numbers_do_not_meet(program, write):
    run(program, write("Company,Account number\nAcme,7\n"))

    assert run(program, write("Company,Customer number\nBeta,7\n"))["created"] == 1


def test_another_programs_partner_gets_a_partnership_here_too(program, write):
    theirs = PartnershipFactory(
        program=ProgramFactory(),
        organization=OrganizationFactory(name="Acme", name_key="acme", city="Peoria"),
    )

    result = run(program, write("Name,City,Notes\nAcme,Peoria,ours\n"))

    assert numbers(result) == (1, 0, 0, 1, 0, 0)
    theirs.refresh_from_db()
    assert (theirs.note, theirs.organization.partnerships.count()) == ("", 2)


def test_two_people_who_share_an_address_stay_two(program, write):
    run(
        program,
        write(
            "Name,Contact,E-mail\nAcme,Ana Lopez,info@acme.example.com\n"
            "Acme,Ben Diaz,info@acme.example.com\n"
        ),
    )

    assert Person.objects.filter(email="info@acme.example.com").count() == 2


def test_more_rows_than_allowed_are_refused(program, write, settings):
    settings.IMPORT_MAX_ROWS = 3
    path = write("Name\nA1\nA2\nA3\nA4\n")

    with pytest.raises(CommandError, match="more than 3 rows"):
        run(program, path)

    assert Partnership.objects.count() == 0


def test_history_says_which_import_it_was(program, write):
    run(program, write("Name\nAcme\n"))

    batch = ImportBatch.objects.get()
    assert Organization.history.get(name="Acme").history_change_reason == f"Import {batch.pk}"
    assert (batch.state, batch.counts["created"]) == ("done", 1)
