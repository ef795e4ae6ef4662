from datetime import date, timedelta

import pytest
from django.urls import reverse

from calendar_app.models import Task
from partnerships.models import (
    Affiliation,
    Connection,
    Interaction,
    MergeRecord,
    Organization,
    Partnership,
)
from tests.factories import (
    NOW,
    AffiliationFactory,
    ConnectionFactory,
    InteractionFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SupportFactory,
)


def at(name, program, *ids):
    return reverse(f"partnerships:{name}", args=[program.slug, *ids])


@pytest.fixture
def organization(partnership):
    return partnership.organization


def page(client, program, organization):
    return client.get(at("organization_detail", program, organization.pk)).content.decode()


def test_notes_and_owner_of_other_programs_stay_theirs(
    client, program, partnership, organization, teacher
):
    owner = PersonFactory(name="Their Owner")
    other = PartnershipFactory(
        organization=organization, program__name="Welding", note="Their secret", owner=owner
    )
    InteractionFactory(
        program=other.program,
        organization=organization,
        note="Their contact note",
        is_ask=True,
        ask="A tour for 30",
    )
    ConnectionFactory(program=other.program, organization=organization, known_by="The nurse")
    client.force_login(teacher)

    text = page(client, program, organization)

    for theirs in ("Their secret", "Their contact note", "Their Owner"):
        assert theirs not in text
    for shared in ("A tour for 30", "Welding", "The nurse", "Asked once in the last 14 days"):
        assert shared in text
    history = client.get(at("organization_history", program, organization.pk)).content.decode()
    assert "Their secret" not in history


def test_warns_only_of_asks_within_the_quiet_days(client, program, organization, coordinator):
    InteractionFactory(
        program=program,
        organization=organization,
        is_ask=True,
        ask="A tour",
        happened_at=NOW - timedelta(days=15),
    )
    client.force_login(coordinator)
    assert "in the last 14 days" not in page(client, program, organization)

    program.quiet_days = 16
    program.save()
    assert "Asked once in the last 16 days" in page(client, program, organization)


def test_a_merged_organization_leads_to_the_one_kept(client, program, organization, coordinator):
    MergeRecord.objects.create(
        what="organization", kept_id=organization.pk, gone_id=999_999, gone={}
    )
    client.force_login(coordinator)

    response = client.get(at("organization_detail", program, 999_999))

    assert response["Location"] == at("organization_detail", program, organization.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_page(
    client, program, organization, coordinator, django_assert_num_queries, count
):
    for _ in range(count):
        AffiliationFactory(organization=organization)
        AffiliationFactory(organization=organization, ended_on=date(2026, 1, 1))
        ConnectionFactory(organization=organization, contact=PersonFactory())
        contact = InteractionFactory(
            program=program, organization=organization, next_step="Call", staff=PersonFactory()
        )
        contact.people.add(PersonFactory())
        PartnershipFactory(organization=organization)
    SupportFactory(organization=organization)
    client.force_login(coordinator)

    with django_assert_num_queries(14):
        page(client, program, organization)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_history(
    client, program, organization, coordinator, django_assert_num_queries, count
):
    for number in range(count):
        AffiliationFactory(organization=organization)
        organization.city = f"City {number}"
        organization.save()
    client.force_login(coordinator)

    with django_assert_num_queries(10):
        client.get(at("organization_history", program, organization.pk))


def test_sets_the_stage_and_wants_a_reason_for_no(client, program, partnership, coordinator):
    client.force_login(coordinator)
    address = at("organization_stage", program, partnership.organization_id)

    refused = client.post(address, {"stage": "declined", "reason": " "})
    assert refused.status_code == 422
    assert "reason" in refused.context["stage_form"].errors

    client.post(address, {"stage": "declined", "reason": "They moved away"})
    partnership.refresh_from_db()
    assert (partnership.stage, partnership.stage_reason) == ("declined", "They moved away")
    assert partnership.stage_changed_at == NOW
    history = client.get(
        at("organization_history", program, partnership.organization_id)
    ).content.decode()
    assert "Stage" in history
    assert "Dana Okafor" in history


NEW = {"name": "O'Brien-Núñez Clinic", "kind": "employer", "language": "en", "state": "IL"}


def test_adds_an_organization_as_a_partner(client, program, coordinator):
    client.force_login(coordinator)

    client.post(at("organization_add", program), NEW)

    partnership = Partnership.objects.get(program=program)
    assert partnership.organization.name_key == "obrien nunez clinic"
    assert partnership.organization.history.get().history_user == coordinator


def test_shows_a_likely_duplicate_first(client, program, coordinator):
    known = OrganizationFactory(name="O'Brien Nunez Clinic, Inc.", city="Peoria")
    client.force_login(coordinator)
    given = {**NEW, "city": "Peoria"}

    asked = client.post(at("organization_add", program), given)
    assert asked.status_code == 422
    assert [match.id for match in asked.context["matches"]] == [known.pk]
    assert not Partnership.objects.exists()

    client.post(at("organization_add", program), {**given, "is_different": "on"})
    assert Organization.objects.filter(name=NEW["name"]).exists()


def test_refuses_an_organization_without_a_name_on_its_field(client, program, coordinator):
    client.force_login(coordinator)

    response = client.post(at("organization_add", program), {**NEW, "name": "  "})

    assert response.status_code == 422
    assert "name" in response.context["form"].errors


def test_edits_an_organization(client, program, organization, coordinator):
    client.force_login(coordinator)

    client.post(at("organization_edit", program, organization.pk), {**NEW, "phone": "309 555 0142"})

    organization.refresh_from_db()
    assert (organization.name, organization.name_key) == (NEW["name"], "obrien nunez clinic")
    assert organization.phone.as_e164 == "+13095550142"


def test_supports_are_ticked_and_unticked(client, program, organization, coordinator):
    SupportFactory(organization=organization, kind="mentor")
    client.force_login(coordinator)

    client.post(
        at("organization_supports", program, organization.pk),
        {"speaker": "on", "speaker_note": "In May", "funding_note": "Small sums"},
    )

    supports = dict(organization.supports.values_list("kind", "note"))
    assert supports == {"speaker": "In May", "funding": "Small sums"}


def test_approval_wants_the_day_of_the_answer(client, program, partnership, coordinator):
    chief = AffiliationFactory(organization=partnership.organization).person
    client.force_login(coordinator)
    address = at("organization_approval", program, partnership.organization_id)
    given = {"approver": chief.pk, "approval": "given", "approval_asked_on": "2027-02-01"}

    assert client.post(address, given).status_code == 422
    early = client.post(address, {**given, "approval_answered_on": "2027-01-01"})
    assert "approval_answered_on" in early.context["form"].errors
    assert client.post(address, {**given, "approval_answered_on": "2027-02-03"}).status_code == 302
    partnership.refresh_from_db()
    assert (partnership.approver, partnership.approval) == (chief, "given")


def test_only_people_of_the_organization_can_be_named(client, program, partnership, coordinator):
    elsewhere = AffiliationFactory().person
    client.force_login(coordinator)

    for name, given in (
        ("organization_approval", {"approver": elsewhere.pk, "approval": "not_needed"}),
        ("organization_role_add", {"person": elsewhere.pk, "role": "mentor"}),
        ("organization_owner", {"owner": elsewhere.pk}),
        (
            "organization_connection_add",
            {"known_by": "X", "contact": elsewhere.pk, "relation": "other", "strength": 2},
        ),
    ):
        response = client.post(at(name, program, partnership.organization_id), given)
        assert response.status_code == 422, name


def test_a_role_is_given_once_and_taken(client, program, partnership, coordinator):
    kim = AffiliationFactory(organization=partnership.organization).person
    client.force_login(coordinator)
    for _ in range(2):
        client.post(
            at("organization_role_add", program, partnership.organization_id),
            {"person": kim.pk, "role": "mentor"},
        )
    role = partnership.partner_roles.get()

    client.post(at("partnerrole_remove", program, role.pk))

    assert not partnership.partner_roles.exists()


# ---------------------------------------------------------------- people


def test_adds_a_person_who_gets_the_letters_from_now_on(client, program, organization, coordinator):
    before = AffiliationFactory(organization=organization, is_main_contact=True)
    client.force_login(coordinator)

    client.post(
        at("organization_person_add", program, organization.pk),
        {
            "name": "Ana Núñez",
            "email": "Ana@Example.org",
            "is_main_contact": "on",
            "language": "en",
        },
    )

    added = Affiliation.objects.get(person__email="ana@example.org")
    before.refresh_from_db()
    assert (added.is_main_contact, before.is_main_contact) == (True, False)


def test_the_same_person_twice_is_refused(client, program, organization, coordinator):
    client.force_login(coordinator)
    address = at("organization_person_add", program, organization.pk)
    given = {"name": "Ana Núñez", "email": "ana@example.org", "language": "en"}

    statuses = [client.post(address, given).status_code for _ in range(2)]
    other_name = client.post(address, {**given, "name": "Bob"})

    assert statuses == [302, 422]
    assert "email" in other_name.context["form"].errors


def test_who_leaves_hands_over_the_letters(client, program, organization, coordinator):
    leaving = AffiliationFactory(organization=organization, is_main_contact=True)
    staying = AffiliationFactory(organization=organization)
    client.force_login(coordinator)
    address = at("affiliation_end", program, leaving.pk)

    future = client.post(address, {"ended_on": "2027-03-02", "reason": "left"})
    assert "ended_on" in future.context["form"].errors

    handover = reverse("handover:affiliation_holdings", args=[program.slug, leaving.pk])
    assert handover in client.get(address).text

    client.post(
        address, {"ended_on": "2027-02-27", "reason": "retired", "successor": staying.person_id}
    )
    leaving.refresh_from_db()
    staying.refresh_from_db()
    assert (leaving.ended_on, leaving.is_main_contact) == (date(2027, 2, 27), False)
    assert staying.is_main_contact
    assert "We know one person here" in page(client, program, organization)


def test_edits_a_person_but_not_the_address_they_sign_in_with(
    client, program, partner, coordinator
):
    person = partner.person
    client.force_login(coordinator)
    address = at("person_edit", program, person.pk)
    given = {"name": "Kim O'Brien", "email": person.email, "language": "en"}

    refused = client.post(address, {**given, "email": "else@example.org"})
    assert "email" in refused.context["form"].errors
    assert client.post(address, given).status_code == 302
    person.refresh_from_db()
    assert person.name_key == "kim obrien"


# ---------------------------------------------------------------- warm ways in


def test_a_way_in_is_noted_once_and_only_its_program_changes_it(
    client, program, organization, coordinator
):
    client.force_login(coordinator)
    given = {
        "known_by": "Ms. Torres",
        "relation": "alumni",
        "strength": 3,
        "would_introduce": "true",
    }
    for _ in range(2):
        client.post(at("organization_connection_add", program, organization.pk), given)
    ours = Connection.objects.get()
    theirs = ConnectionFactory(organization=organization)

    assert ours.would_introduce
    assert client.get(at("connection_edit", program, theirs.pk)).status_code == 404
    assert client.post(at("connection_remove", program, theirs.pk)).status_code == 404
    client.post(at("connection_remove", program, ours.pk))
    assert list(Connection.objects.all()) == [theirs]


# ---------------------------------------------------------------- contact log


CALL = {
    "kind": "call",
    "happened_at": "2027-03-01T05:30",  # in Chicago
    "outcome": "talked",
    "school_level": "staff",
    "note": "Nice talk",
}


def log(client, program, organization, **given):
    address = f"{at('contact_add', program)}?organization={organization.pk}"
    return client.post(address, {**CALL, **given})


def test_a_call_is_logged_and_moves_the_stage(client, program, partnership, coordinator):
    client.force_login(coordinator)
    kim = AffiliationFactory(organization=partnership.organization).person

    response = log(
        client,
        program,
        partnership.organization,
        people=[kim.pk],
        staff=coordinator.person.pk,
        ask="Two job shadows",
        next_step="Send dates",
        next_step_on="2027-03-05",
    )

    assert response.status_code == 302
    contact = Interaction.objects.get()
    partnership.refresh_from_db()
    assert contact.is_ask
    assert (contact.created_by, contact.staff) == (coordinator, coordinator.person)
    assert list(contact.people.all()) == [kim]
    assert (partnership.stage, partnership.last_contact_on) == ("contacted", date(2027, 3, 1))
    assert "moved from identified to contacted" in page(client, program, partnership.organization)


def test_a_double_click_logs_once(client, program, partnership, coordinator):
    client.force_login(coordinator)

    for _ in range(2):
        log(client, program, partnership.organization)

    assert Interaction.objects.count() == 1


def test_a_later_stage_stays(client, program, partnership, coordinator):
    partnership.stage = "active"
    partnership.save()
    client.force_login(coordinator)

    log(client, program, partnership.organization)

    partnership.refresh_from_db()
    assert partnership.stage == "active"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"happened_at": "2027-03-02T09:00"}, "happened_at"),
        ({"next_step_on": "2027-03-09"}, "next_step"),
        ({"kind": "telepathy"}, "kind"),
        ({"ask": "x" * 201}, "ask"),
    ],
)
def test_refuses_on_the_field(client, program, partnership, coordinator, given, field):
    client.force_login(coordinator)

    response = log(client, program, partnership.organization, **given)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Interaction.objects.exists()


def test_people_of_elsewhere_cannot_be_chosen(client, program, partnership, coordinator, stranger):
    client.force_login(coordinator)

    for given in ({"people": [AffiliationFactory().person_id]}, {"staff": stranger.person.pk}):
        response = log(client, program, partnership.organization, **given)
        assert response.status_code == 422


def test_a_note_of_ten_thousand_characters_is_kept(client, program, partnership, coordinator):
    client.force_login(coordinator)

    log(client, program, partnership.organization, note="é" * 10_000)

    assert len(Interaction.objects.get().note) == 10_000
    assert client.get(partnership.get_absolute_url()).status_code == 200


def test_where_nobody_is_known_the_form_says_so_and_leads_to_a_new_person_and_back(
    client, program, partnership, coordinator
):
    client.force_login(coordinator)
    pk = partnership.organization_id
    log_address = f"{at('contact_add', program)}?organization={pk}"
    add_address = f"{at('organization_person_add', program, pk)}?then=contact"

    page = client.get(log_address).content.decode()
    assert "Nobody is known there yet." in page
    assert f'href="{add_address}"' in page
    response = client.post(add_address, {"name": "Kim Tran", "language": "en"})

    assert response["Location"] == log_address
    page = client.get(log_address).content.decode()
    assert "Nobody is known" not in page
    assert "Kim Tran" in page


def test_the_form_warns_before_another_ask(client, program, partnership, coordinator):
    InteractionFactory(organization=partnership.organization, is_ask=True, ask="Money")
    client.force_login(coordinator)

    response = client.get(
        f"{at('contact_add', program)}?organization={partnership.organization_id}"
    )

    assert "Asked once" in response.content.decode()


def test_without_an_organization_it_is_searched_for(client, program, partnership, coordinator):
    PartnershipFactory(organization__name=partnership.organization.name)
    client.force_login(coordinator)

    response = client.get(f"{at('contact_add', program)}?q={partnership.organization.name}")

    assert response.context["found"] == [partnership]


def test_deleting_the_last_contact_goes_back_to_the_one_before(
    client, program, partnership, coordinator
):
    client.force_login(coordinator)
    log(client, program, partnership.organization, happened_at="2027-02-01T09:00")
    log(client, program, partnership.organization)
    last = Interaction.objects.first()

    client.post(at("contact_delete", program, last.pk))

    partnership.refresh_from_db()
    assert partnership.last_contact_on == date(2027, 2, 1)


def test_a_contact_is_corrected(client, program, partnership, coordinator):
    client.force_login(coordinator)
    log(client, program, partnership.organization)
    contact = Interaction.objects.get()

    client.post(
        at("contact_edit", program, contact.pk), {**CALL, "happened_at": "2027-02-01T09:00"}
    )

    partnership.refresh_from_db()
    assert partnership.last_contact_on == date(2027, 2, 1)
    assert contact.history.count() == 2


def test_a_next_step_is_a_task_of_who_made_the_contact(client, program, partnership, coordinator):
    client.force_login(coordinator)
    log(
        client,
        program,
        partnership.organization,
        staff=coordinator.person.pk,
        next_step="Send dates",
        next_step_on="2027-03-05",
    )

    task = Task.objects.get()
    assert (task.title, task.owner, task.due_on) == (
        "Send dates",
        coordinator.person,
        date(2027, 3, 5),
    )
    contact = Interaction.objects.get()
    assert task.interaction == contact
    edit = at("contact_edit", program, contact.pk)
    assert "next_step_on" not in client.get(edit).context["form"].fields
    client.post(edit, {**CALL, "next_step": "Send three dates"})
    task.refresh_from_db()
    assert (task.title, task.due_on) == ("Send three dates", date(2027, 3, 5))
    client.post(at("contact_delete", program, contact.pk))
    assert not Task.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_log(
    client, program, partnership, coordinator, django_assert_num_queries, count
):
    for _ in range(count):
        contact = InteractionFactory(program=program, organization=partnership.organization)
        contact.people.add(PersonFactory())
    client.force_login(coordinator)

    with django_assert_num_queries(9):
        client.get(at("organization_contacts", program, partnership.organization_id))
