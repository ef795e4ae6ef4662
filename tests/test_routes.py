"""Every address of ours says who may call it."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.urls import URLPattern, get_resolver

AUDIENCES = {"public", "signed_in", "staff", "partner", "signed_link"}

#: Addresses of libraries, which guard themselves: tests/test_tenancy.py knocks on them.
LIBRARIES = ("accounts/", "admin/")


class Route(NamedTuple):
    name: str
    path: str
    view: Callable

    @property
    def ids(self):
        return re.findall(r"<(?:\w+:)?(\w+)>", self.path)


def walk(resolver, path="", namespace=""):
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}", here, entry.callback)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry, here, inner)


ROUTES = [route for route in walk(get_resolver()) if not route.path.startswith(LIBRARIES)]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_view_declares_its_audience(route):
    assert getattr(route.view, "audience", None) in AUDIENCES, route.path


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_staff_addresses_name_the_program_and_no_others_do(route):
    named = route.path.startswith("programs/<slug:program>/")

    assert named == (route.view.audience == "staff"), route.path
