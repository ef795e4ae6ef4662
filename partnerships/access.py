"""The audiences that need a Program or a Person."""

from collections.abc import Collection
from functools import partial, wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.models import User
from core.access import HouseRequest, View, declare_audience
from partnerships.models import Person, Program, ProgramRole


class StaffRequest(HouseRequest):
    """What a view behind ``staff_of_program`` gets."""

    user: User
    program: Program
    roles: frozenset[str]  # those held in the program of this address
    programs: list[Program]  # all in which the user has a role, by name
    reader: Person | None  # ask reader_of


def staff_of_program(view: View | None = None, *, roles: Collection[str] = ()) -> Any:
    """For addresses under ``/programs/<slug:program>/``: hands the view the Program itself.

    No role in that program, or no such program: 404. None of ``roles``: 403. The view runs, and
    its page is rendered, in the program's time zone.
    """
    if view is None:
        return partial(staff_of_program, roles=roles)

    @wraps(view)
    @login_required
    def inner(
        request: StaffRequest, program: str, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        # With what the frame of a page shows: another query costs more to make than to answer.
        held = list(
            ProgramRole.objects.filter(user=request.user)
            .select_related("program__school")
            .order_by("program__name", "program_id")
        )
        here = [role for role in held if role.program.slug == program]
        if not here:
            raise Http404
        request.roles = frozenset(role.role for role in here)
        request.program = here[0].program
        request.programs = list({role.program_id: role.program for role in held}.values())
        if roles and request.roles.isdisjoint(roles):
            raise PermissionDenied
        with timezone.override(request.program.time_zone):
            response = view(request, *args, program=request.program, **kwargs)
            if isinstance(response, TemplateResponse):
                response.render()
        response.headers.setdefault("Cache-Control", "private, no-store")  # computers are shared
        return response

    return declare_audience(inner, "staff")


def reader_of(request: StaffRequest) -> Person | None:
    """Who signed in, if a person is known; asked for once a request, where it is wanted.

    Not joined to the roles: SQLite takes the many people without a login for one user's.
    """
    if not hasattr(request, "reader"):
        request.reader = Person.objects.filter(user=request.user).first()
    return request.reader


class PartnerRequest(HouseRequest):
    """What a view behind ``partner`` gets."""

    user: User
    person: Person


def partner(view: View) -> View:
    """For addresses of the portal: hands the view the Person who signed in. Nobody's login: 404."""

    @wraps(view)
    @login_required
    def inner(request: PartnerRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        person = Person.objects.filter(user=request.user).first()
        if person is None:
            raise Http404
        request.person = person
        return view(request, *args, person=person, **kwargs)

    return declare_audience(inner, "partner")
