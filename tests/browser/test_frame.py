"""What scripts add to the frame, and that all of it is there without them."""

import pytest
from django.urls import reverse

from tests.factories import JobFactory, MessageFactory, PartnershipFactory, RoleFactory


@pytest.fixture
def today(program):
    return reverse("partnerships:organization_list", args=[program.slug])


@pytest.fixture
def components(coordinator):
    coordinator.is_staff = True
    coordinator.save()
    return reverse("core:components")


def theme(window):
    return window.page.evaluate("document.documentElement.dataset.bsTheme")


def test_dark_follows_the_device_and_then_the_reader(open_window, coordinator, today):
    window = open_window(coordinator, dark=True)
    window.open(today)
    assert theme(window) == "dark"

    window.page.click("details.me > summary")
    window.page.click("[data-theme=light]")
    assert theme(window) == "light"

    window.open(today)
    assert theme(window) == "light"


def test_dark_follows_the_device_without_scripts(open_window, coordinator, today):
    colors = set()
    for dark in (False, True):
        window = open_window(coordinator, dark=dark, scripts=False)
        window.open(today)
        colors.add(window.page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor"))

    assert colors == {"rgb(250, 248, 244)", "rgb(20, 25, 29)"}


def test_color_of_the_program_is_on_its_pages(open_window, program, coordinator, today):
    program.accent = "#a3261b"
    program.save()
    window = open_window(coordinator)
    window.open(today)

    color = window.page.evaluate(
        "getComputedStyle(document.querySelector('.place[aria-current]')).color"
    )

    assert color == "rgb(163, 38, 27)"


def test_escape_and_a_click_elsewhere_close_a_menu(open_window, coordinator, today):
    window = open_window(coordinator)
    window.open(today)
    menu = window.page.locator("details.me")

    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    window.page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert menu.locator("summary").evaluate("e => e === document.activeElement")

    menu.locator("summary").click()
    window.page.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_slash_goes_to_the_search(open_window, coordinator, today):
    window = open_window(coordinator)
    window.open(today)

    window.page.keyboard.press("/")

    assert window.page.evaluate("document.activeElement.id") == "search"


def test_first_tab_offers_to_skip_to_the_content(open_window, coordinator, today):
    window = open_window(coordinator)
    window.open(today)

    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")

    assert window.page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("scripts", [True, False])
def test_every_place_can_be_reached_from_a_phone(open_window, coordinator, program, scripts):
    window = open_window(coordinator, width=390, scripts=scripts)
    window.open(reverse("partnerships:organization_list", args=[program.slug]))

    window.page.click(".bar summary")
    window.page.click(".bar .places a:has-text('Outbox')")

    assert window.page.url.endswith(reverse("home:message_list", args=[program.slug]))


@pytest.mark.parametrize("scripts", [True, False])
def test_program_is_switched(open_window, coordinator, today, scripts):
    other = RoleFactory(user=coordinator).program
    window = open_window(coordinator, scripts=scripts)
    window.open(today)

    window.page.click(".switch summary")

    link = window.page.locator(f".switch a:has-text('{other.name}')")
    assert link.is_visible()
    assert link.get_attribute("href") == reverse("home:today", args=[other.slug])


def test_form_is_sent_once(open_window, components, coordinator):
    window = open_window(coordinator)
    window.open(components)
    window.page.evaluate(
        """() => { window.sent = 0;
        document.addEventListener('submit', (e) => { if (!e.defaultPrevented) window.sent += 1;
            history.replaceState(null, ''); }); }"""
    )
    form = window.page.locator("form[data-guard]").first
    form.evaluate("form => { form.target = 'nowhere'; }")

    form.evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")

    assert window.page.evaluate("window.sent") == 1


def test_long_form_is_not_left_by_mistake(open_window, components, coordinator, today):
    window = open_window(coordinator)
    window.open(components)
    asked = []
    window.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    window.page.fill("#id_new-title", "Tour")
    window.open(today)

    assert asked == ["beforeunload"]


def test_first_error_is_where_the_reader_begins(open_window, components, coordinator):
    window = open_window(coordinator)
    window.open(components)

    assert window.page.evaluate("document.activeElement.className") == "errors"


def test_chosen_rows_are_counted(open_window, components, coordinator):
    window = open_window(coordinator)
    window.open(components)
    bar = window.page.locator("[data-bulk]")
    assert not bar.locator("text=Write letters").is_visible()

    window.page.locator("[data-tick]").first.check()
    assert bar.locator("[data-chosen-count]").inner_text() == "1"
    assert bar.locator("text=Write letters").is_visible()

    window.page.locator("[data-choose-all]").check()
    assert bar.locator("[data-chosen-count]").inner_text() == "2"


def test_list_sorts_without_a_new_page_and_keeps_its_address(open_window, coordinator, program):
    for subject in ("Beta", "Alpha"):
        MessageFactory(scope=program.mail_scope, subject=subject)
    window = open_window(coordinator)
    window.open(reverse("home:message_list", args=[program.slug]))
    window.page.evaluate("window.same = true")

    window.page.click("#list th a:has-text('Subject')")
    window.page.wait_for_selector("#list th[aria-sort=ascending]:has-text('Subject')")

    assert window.page.locator("#list tbody a.name").all_inner_texts() == ["Alpha", "Beta"]
    assert "sort=subject" in window.page.url
    assert window.page.evaluate("window.same") is True
    assert window.complaints == []


def test_job_page_follows_the_work(open_window, coordinator):
    job = JobFactory(started_by=coordinator, total_count=120, done_count=34)
    window = open_window(coordinator)
    window.open(job.get_absolute_url())
    assert "34 of 120" in window.page.inner_text("#job")

    type(job).objects.filter(pk=job.pk).update(
        state="done", done_count=120, result={"url": "/made/"}
    )

    window.page.wait_for_selector("#job a[href='/made/']", timeout=5000)
    assert "Done" in window.page.text_content("#announce")
    assert window.complaints == []


def test_signed_out_meanwhile_leads_to_the_sign_in_page(open_window, coordinator, program):
    PartnershipFactory(program=program)
    MessageFactory(scope=program.mail_scope)
    window = open_window(coordinator)
    window.open(reverse("home:message_list", args=[program.slug]))
    window.page.context.clear_cookies()

    window.page.click("#list th a:has-text('Subject')")

    window.page.wait_for_url("**/accounts/login/**")
