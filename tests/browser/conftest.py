"""Chromium for the tests in this folder: one process for all, a fresh window for each page."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

from partnerships.models import Program
from tests.conftest import missing

#: The last one only matters where the tests run as root, as on build machines.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-sandbox",
]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def school_time():
    """These tests run in real time: they count days where the school of the factories is, as its
    pages do. At midnight in Greenwich it is still yesterday there."""
    with timezone.override(Program._meta.get_field("time_zone").default):
        yield


def chromium_path():
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def chromium():
    path = chromium_path()
    if path is None:
        missing("Chromium")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


class Window:
    """A page of the live server, and what the browser complained about on it."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        self.complaints = []
        page.on("console", self._hear)
        page.on("pageerror", self._hear_error)

    def stop_listening(self):
        self.page.remove_listener("console", self._hear)
        self.page.remove_listener("pageerror", self._hear_error)

    def _hear_error(self, error):
        self.complaints.append(str(error))

    def _hear(self, message):
        # An error page is an error to the console too; that one is the point of its test.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, path):
        response = self.page.goto(self.address + path)
        self.page.wait_for_load_state("load")
        return response

    def look(self, *, width, dark):
        """The same page in another window, light or dark."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def find_barriers(self):
        """What axe finds against WCAG 2.2 AA: rule, and where."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(
            # Only what is wrong is written out; all that is right would take a third of the time.
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags},"
            " resultTypes: ['violations']})",
            TAGS,
        )
        return [
            (one["id"], node["target"], node.get("failureSummary", ""))
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def overflow(self):
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


def sign_in(context, user, address):
    """Nobody else is signed in from now on; without ``user`` nobody at all."""
    context.clear_cookies()
    if user is None:
        return
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


@pytest.fixture(scope="session")
def one_tab(chromium, live_server):
    """A tab that keeps styles and scripts from page to page, as a reader's does."""
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def take_tab(real_time, one_tab, live_server):
    """A function that gives the one tab to a user: for pages that are looked at and left alone. A
    window of its own takes half as long again; a test that clicks asks for ``open_window``."""
    windows = []

    def give_to(user=None):
        sign_in(one_tab.context, user, live_server.url)
        windows.append(Window(one_tab, live_server.url))
        return windows[-1]

    yield give_to
    for window in windows:
        window.stop_listening()
    one_tab.goto("about:blank")


@pytest.fixture
def open_window(real_time, chromium, live_server):
    """A function that opens a window: ``open_window(user, width=390, dark=True)``."""
    contexts = []

    def open_one(user=None, *, width=1280, height=900, dark=False, scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        sign_in(context, user, live_server.url)
        return Window(context.new_page(), live_server.url)

    yield open_one
    for context in contexts:
        context.close()
