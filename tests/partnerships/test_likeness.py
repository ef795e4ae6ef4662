import re

import openpyxl
import pytest

from partnerships.domain.duplicates import likely_matches, load_directory
from partnerships.domain.likeness import (
    LIKELY,
    Candidate,
    features_of,
    likely_within,
    likeness,
    phone_key,
)
from tests.factories import AffiliationFactory, OrganizationFactory


def score(one, other, **both):
    return likeness(
        features_of(Candidate(name=one, **both)), features_of(Candidate(name=other, **both))
    )[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OSF Healthcare St. Francis", "OSF HealthCare Saint Francis Medical Center"),
        ("ICC (Illinois Central College)", "Illinois Central College"),
        ("Caterpillar", "Catepillar Inc."),
        ("Career Link", "CareerLink"),
        ("Kowalski & Sons", "Kowalsky and Sons, LLC"),
        ("O'Brien-Núñez Dental", "Obrien Nunez Dental"),
        ("Univ. of Illinois College of Medicine", "University of Illinois College of Medicine"),
    ],
)
def test_names_that_are_one(one, other):
    assert score(one, other) >= LIKELY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Illinois Nurses Association", "Illinois Health and Hospital Association"),
        ("AFSCME Local 31", "AFSCME Local 3464"),
        ("Walgreens #4312", "Walgreens #5511"),
        ("St. Mary School", "St. Mark School"),
        ("North Shore Dental", "South Shore Dental"),
        ("Peoria Public Library", "Peoria Journal Star"),
        ("Methodist College", "Carle Health Methodist Hospital"),
        ("University of Illinois", "University of Illinois College of Medicine Peoria"),
    ],
)
def test_names_that_are_two(one, other):
    assert score(one, other, city="Peoria") < LIKELY


def test_a_short_name_needs_more_than_the_name():
    assert score("RLI", "RLI Insurance") < LIKELY
    assert score("RLI", "RLI Insurance", city="Peoria") >= LIKELY


def test_the_same_name_in_another_city_is_another():
    one = features_of(Candidate("First National Bank", city="Peoria"))
    other = features_of(Candidate("First National Bank", city="Rockford"))

    assert likeness(one, other)[0] < LIKELY


def test_same_telephone_and_street_under_another_name_is_worth_a_look():
    same = {"street": "530 NE Glen Oak Ave", "phone": "(309) 555-0142", "city": "Peoria"}
    found, reasons = likeness(
        features_of(Candidate("Saint Francis", **same)), features_of(Candidate("OSF", **same))
    )

    assert found >= LIKELY
    assert reasons[:2] == ["same telephone", "same street"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("(309) 555-0142", "3095550142"),
        ("+1 309 555 0125 x204", "3095550125"),
        ("309.555.0178 / 309.555.0179", "3095550178"),
        ("309-555-01777", ""),
        ("555-0142", ""),
        ("", ""),
    ],
)
def test_telephone_numbers_are_compared_by_their_digits(typed, key):
    assert phone_key(typed) == key


def teachers_list():
    sheet = openpyxl.load_workbook("tests/samples/teacher_partner_list.xlsx").worksheets[0]
    for row in sheet.iter_rows(min_row=5, values_only=True):
        if row[0]:
            address = row[5] or ""
            numbered = re.match(r"\d", address)
            yield Candidate(
                name=row[0],
                phone=row[3] or "",
                email=row[4] or "",
                street=address if numbered else "",
                city="" if numbered else address,
            )


def test_the_teachers_list_has_two_that_are_named_twice():
    candidates = list(teachers_list())

    found = {
        (candidate.name, candidates[match.id].name)
        for candidate, matches in zip(candidates, likely_within(candidates), strict=True)
        for match in matches
    }

    assert found == {
        ("OSF Healthcare St. Francis", "OSF HealthCare Saint Francis Medical Center"),
        ("ICC (Illinois Central College)", "Illinois Central College"),
    }


@pytest.mark.parametrize("many", [0, 30])
def test_candidates_meet_what_is_in_the_database(db, django_assert_num_queries, many):
    college = OrganizationFactory(
        name="Illinois Central College", city="East Peoria", phone="+13095550121"
    )
    osf = OrganizationFactory(
        name="OSF HealthCare Saint Francis Medical Center", phone="+13095550142"
    )
    hospital = OrganizationFactory(name="Illinois Health and Hospital Association")
    AffiliationFactory(organization=college, person__email="dean@icc.example.edu")
    wanted = [
        Candidate("ICC", city="East Peoria", email="lee@icc.example.edu"),
        Candidate("OSF St. Francis", city="Peoria", phone="309-555-0142"),
        Candidate("Illinois Nurses Association", city="Peoria"),
        Candidate("Other name", phone="309 555 0121", email="x@icc.example.edu"),
        *[Candidate(f"Nobody {number}") for number in range(many)],
    ]

    with django_assert_num_queries(2):
        first, second, third, fourth = likely_matches(wanted)[:4]

    assert [match.id for match in first] == [college.pk]
    assert first[0].reasons == [
        "one is the initials of the other",
        "same e-mail or web domain",
        "same city",
    ]
    assert [match.id for match in second] == [osf.pk]
    assert "same telephone" in second[0].reasons
    assert third == []
    assert fourth == []
    assert load_directory()[hospital.pk].name == hospital.name


def test_nothing_asked_is_nothing_found(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert likely_matches([]) == []
