"""The roll on a phone that loses its connection (SPEC 7.2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from calendar_app.models import Kind
from tests.factories import ActivityFactory, ShadowHostFactory, StudentFactory
from visits.domain import shadows
from visits.models import Placement


@pytest.fixture
def shadow(program):
    activity = ActivityFactory(
        program=program, kind=Kind.JOB_SHADOW, starts_at=timezone.now() + timedelta(hours=1)
    )
    host = ShadowHostFactory(activity=activity, capacity=3, person__phone="+13095550142")
    students = [StudentFactory(program=program, given_name=name) for name in ("Ana", "Bo", "Cy")]
    shadows.place_students(activity, where={one.pk: host.pk for one in students})
    return activity


def came():
    return list(Placement.objects.order_by("student__given_name").values_list("came", flat=True))


def tap(page, name, mark):
    page.locator("li", has_text=name).get_by_text(mark, exact=True).click()


def test_taps_survive_a_lost_connection_and_a_closed_tab(
    open_window, transactional_db, program, shadow, teacher
):
    window = open_window(teacher, width=390)
    page = window.page
    address = reverse("visits:roll_detail", args=[program.slug, shadow.pk])
    window.open(address)
    status = page.locator("[data-status]")
    tap(page, "Ana", "Here")
    expect(status).to_have_text("Saved")
    assert came() == ["present", "", ""]

    page.context.set_offline(True)
    tap(page, "Bo", "Late")
    tap(page, "Cy", "Missing")
    expect(status).to_contain_text("Not sent yet: 2. No connection")
    assert came() == ["present", "", ""]
    page.close(run_before_unload=False)

    page = window.page.context.new_page()
    page.context.set_offline(False)
    page.goto(window.address + address)
    expect(page.locator("[data-status]")).to_have_text("Saved")

    assert came() == ["present", "late", "absent"]
    expect(page.get_by_text("A host waits for somebody who does not come.")).to_be_visible()
    page.get_by_role("link", name="Tell them first").click()
    expect(page.get_by_role("heading", name="Tell the host first")).to_be_visible()


def test_the_roll_works_without_scripts(open_window, transactional_db, program, shadow, teacher):
    window = open_window(teacher, width=390, scripts=False)
    window.open(reverse("visits:roll_detail", args=[program.slug, shadow.pk]))
    tap(window.page, "Bo", "Missing")
    window.page.get_by_role("button", name="Save the roll").click()
    expect(window.page.get_by_text("The roll is saved.")).to_be_visible()

    assert came() == ["", "absent", ""]
