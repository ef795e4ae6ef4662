import django_filters
import pytest
from django.http import QueryDict
from django.urls import reverse

from core.templatetags.frame import filter_chips
from core.templatetags.places import PLACES
from partnerships.models import Organization
from tests.factories import RoleFactory


class OrganizationFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="Name")
    kind = django_filters.MultipleChoiceFilter(label="Kind", choices=Organization.Kind)
    created = django_filters.DateFromToRangeFilter(label="Added", field_name="created_at")

    class Meta:
        model = Organization
        fields = ["name", "kind", "created"]


def chips(query):
    return filter_chips(OrganizationFilter(QueryDict(query), queryset=Organization.objects.none()))


def test_each_chosen_value_is_a_chip_that_can_be_taken_away():
    found = chips("name=o%27brien&kind=employer&kind=school&page=3&sort=name")

    assert [(chip["label"], chip["value"]) for chip in found] == [
        ("Name", "o'brien"),
        ("Kind", Organization.Kind.EMPLOYER.label),
        ("Kind", Organization.Kind.SCHOOL.label),
    ]
    assert found[1]["remove"] == "?name=o%27brien&kind=school&sort=name"


def test_ends_of_a_range_are_chips_of_their_own():
    found = chips("created_after=2027-01-01&created_before=2027-02-01")

    assert [chip["value"] for chip in found] == ["after 2027-01-01", "before 2027-02-01"]
    assert found[0]["remove"] == "?created_before=2027-02-01"


@pytest.mark.parametrize("query", ["", "kind=nonsense", "unknown=1"])
def test_nothing_chosen_is_no_chip(query):
    assert chips(query) == []


def rail(client, program, user):
    client.force_login(user)
    text = client.get(reverse("partnerships:organization_list", args=[program.slug])).content
    return text.decode()


def test_place_of_the_page_is_marked(client, program, coordinator):
    text = rail(client, program, coordinator)

    address = reverse("partnerships:organization_list", args=[program.slug])
    assert f'href="{address}" aria-current="page"' in text


def test_settings_are_shown_to_those_who_may(client, program, coordinator, counselor):
    settings = f'href="{reverse("partnerships:program_settings", args=[program.slug])}"'

    assert settings in rail(client, program, coordinator)
    assert settings not in rail(client, program, counselor)


def test_programs_are_switched_only_by_those_who_have_several(client, program, coordinator):
    assert "Program: " not in rail(client, program, coordinator)

    other = RoleFactory(user=coordinator).program

    assert reverse("home:today", args=[other.slug]) in rail(client, program, coordinator)


def test_title_names_page_program_and_site(client, program, coordinator):
    text = rail(client, program, coordinator)

    assert f"<title>Partners - {program.name} - Partnerships</title>" in text


def test_page_can_be_left_by_a_form_only(client, program, coordinator):
    assert f'method="post" action="{reverse("account_logout")}"' in rail(
        client, program, coordinator
    )


def test_what_lies_inside_a_place_shows_while_one_is_there(client, program, coordinator):
    client.force_login(coordinator)

    def frame(name):
        text = client.get(reverse(name, args=[program.slug])).content.decode()
        rail, bar = text.split('<nav class="bar"')
        return rail.split('<nav class="rail"')[1].split("</nav>")[0], bar.split("</nav>")[0]

    rail, bar = frame("mentors:exchange_list")
    assert rail.count('aria-current="page"') == 1
    assert "Match" in rail
    assert "Pipeline" not in rail  # inside of Partners, where nobody is
    assert "Pipeline" in bar
    rail, _bar = frame("partnerships:pipeline")
    assert "Pipeline" in rail
    assert "Match" not in rail


@pytest.mark.parametrize("name", [place.name for one in PLACES for place in (one, *one.inner)])
def test_every_place_is_an_address_and_marks_itself_once(client, program, coordinator, name):
    address = reverse(name, args=[program.slug])
    client.force_login(coordinator)
    text = client.get(address).content.decode()
    rail = text.split('<nav class="rail"')[1].split("</nav>")[0]
    assert rail.count("aria-current") == 1
    assert f'href="{address}" aria-current="page"' in rail
