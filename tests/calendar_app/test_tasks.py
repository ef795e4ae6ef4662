"""Tasks: written down, done, taken back, and made by the program itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from calendar_app.domain.tasks import edit_task, finish_task, keep_next_step, make_task
from calendar_app.models import Task
from core.exceptions import DomainError
from tests.factories import (
    NOW,
    ActivityFactory,
    InteractionFactory,
    PartnershipFactory,
    PersonFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def at(name, program, *args):
    return reverse(f"calendar_app:{name}", args=[program.slug, *args])


def test_a_task_is_written_down_for_me(client, program, teacher):
    client.force_login(teacher)
    page = client.get(at("task_add", program))
    assert page.context["form"].initial["owner"] == teacher.person

    response = client.post(
        at("task_add", program),
        {"title": "Order 12 name tags", "owner": teacher.person.pk, "due_on": "2027-03-09"},
    )

    task = Task.objects.get()
    assert response.status_code == 302
    assert (task.title, task.owner, task.due_on) == (
        "Order 12 name tags",
        teacher.person,
        date(2027, 3, 9),
    )
    assert (task.created_by, task.history.get().history_user) == (teacher, teacher)


def test_a_task_with_a_partner_leads_back_to_the_partner(client, program, partnership, teacher):
    client.force_login(teacher)
    organization = partnership.organization
    address = f"{at('task_add', program)}?organization={organization.pk}"

    response = client.post(address, {"title": "Send the brochure"})

    assert Task.objects.get().organization == organization
    assert response["Location"] == partnership.get_absolute_url()


@pytest.mark.parametrize("wanted", ["x", "999999"])
def test_a_partner_that_is_none_is_not_found(client, program, teacher, wanted):
    client.force_login(teacher)

    assert client.get(f"{at('task_add', program)}?organization={wanted}").status_code == 404


def test_another_programs_partner_is_not_found(client, program, teacher):
    client.force_login(teacher)
    theirs = PartnershipFactory().organization

    assert client.get(f"{at('task_add', program)}?organization={theirs.pk}").status_code == 404


def test_an_empty_title_is_refused(client, program, teacher):
    client.force_login(teacher)

    response = client.post(at("task_add", program), {"title": "  "})

    assert response.status_code == 422
    assert "title" in response.context["form"].errors


def test_only_staff_of_the_program_may_own_one(client, program, teacher):
    client.force_login(teacher)

    response = client.post(at("task_add", program), {"title": "Call", "owner": PersonFactory().pk})

    assert response.status_code == 422


def test_a_member_who_has_a_task_keeps_it_when_it_is_edited(client, program, teacher):
    member = PersonFactory()
    task = TaskFactory(program=program, owner=member)
    client.force_login(teacher)

    client.post(at("task_edit", program, task.pk), {"title": "Send slides", "owner": member.pk})

    task.refresh_from_db()
    assert (task.title, task.owner) == ("Send slides", member)


def test_done_is_done_once_and_can_be_undone(client, program, teacher, coordinator, clock):
    task = TaskFactory(program=program)
    client.force_login(teacher)

    response = client.post(at("task_done", program, task.pk), {"next": "https://evil.example"})
    assert response["Location"] == at("task_list", program) + "?state=open"
    page = client.get(response["Location"])
    assert f'action="{at("task_reopen", program, task.pk)}"' in page.content.decode()
    clock.shift(timedelta(minutes=5))
    finish_task(task, by=coordinator)
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (NOW, teacher)

    client.post(at("task_reopen", program, task.pk))
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (None, None)


def test_done_returns_to_the_page_it_was_said_on(client, program, teacher):
    task = TaskFactory(program=program)
    client.force_login(teacher)

    response = client.post(at("task_done", program, task.pk), {"next": program.get_absolute_url()})

    assert response["Location"] == program.get_absolute_url()


def test_a_deleted_task_is_gone_and_its_history_stays(client, program, teacher):
    task = TaskFactory(program=program)
    client.force_login(teacher)

    client.post(at("task_delete", program, task.pk))

    assert not Task.objects.exists()
    assert Task.history.first().history_user == teacher


def test_the_list_knows_mine_late_and_done(client, program, teacher):
    mine = TaskFactory(program=program, owner=teacher.person, title="Mine")
    late = TaskFactory(program=program, due_on=TODAY - timedelta(days=1), title="Late")
    done = TaskFactory(program=program, done_at=NOW, title="Did")
    TaskFactory(title="Theirs")
    client.force_login(teacher)

    def listed(query):
        return [
            task.title for task in client.get(at("task_list", program) + query).context["page_obj"]
        ]

    assert listed("") == [late.title, mine.title, done.title]  # without a date: last
    assert listed("?state=open&whose=me") == ["Mine"]
    assert listed("?state=open&whose=nobody") == ["Late"]
    assert listed("?state=late") == ["Late"]
    assert listed("?state=done") == ["Did"]
    assert listed("?q=lat") == ["Late"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("export", ["", "?export=csv"])
def test_query_count_of_the_list(
    client, program, teacher, django_assert_num_queries, count, export
):
    for _ in range(count):
        partner = PartnershipFactory(program=program).organization
        TaskFactory(program=program, owner=PersonFactory(), organization=partner)
    client.force_login(teacher)

    with django_assert_num_queries(5 if export else 7):
        client.get(at("task_list", program) + export)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_of_the_panel(
    client, program, partnership, teacher, django_assert_num_queries, count
):
    organization = partnership.organization
    for _ in range(count):
        TaskFactory(program=program, owner=PersonFactory(), organization=organization)
        ActivityFactory(program=program, organization=organization)
        ActivityFactory(
            program=program, organization=organization, starts_at=NOW - timedelta(days=3)
        )
    client.force_login(teacher)

    with django_assert_num_queries(8):
        page = client.get(at("organization_panel", program, organization.pk))

    assert len(page.context["activities"]) == 2 * count


def test_a_task_of_the_program_is_made_once(program):
    first = make_task(program, key="review:2027-03", title="Go through the calendar")
    again = make_task(program, key="review:2027-03", title="Go through the calendar")

    assert first == again
    assert first.created_by is None


def test_a_title_is_never_emptied(coordinator):
    task = TaskFactory()

    with pytest.raises(DomainError) as refusal:
        edit_task(task, by=coordinator, title=" ")

    assert refusal.value.field == "title"


def test_a_next_step_is_made_changed_and_taken_back(coordinator):
    contact = InteractionFactory(next_step="Send dates", staff=PersonFactory())

    task = keep_next_step(contact, by=coordinator, due_on=TODAY)
    assert (task.title, task.owner, task.due_on, task.organization) == (
        "Send dates",
        contact.staff,
        TODAY,
        contact.organization,
    )
    contact.next_step = "Send three dates"
    same = keep_next_step(contact, by=coordinator)
    assert (same.pk, same.title, same.due_on) == (task.pk, "Send three dates", TODAY)
    contact.next_step = ""
    assert keep_next_step(contact, by=coordinator) is None
    assert not Task.objects.exists()


def test_what_is_done_is_not_written_anew(coordinator):
    contact = InteractionFactory(next_step="Send dates")
    finish_task(keep_next_step(contact, by=coordinator), by=coordinator)
    contact.next_step = "Something else"

    assert keep_next_step(contact, by=coordinator).title == "Send dates"
