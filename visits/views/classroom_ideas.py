"""The idea box (SPEC 6.1)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import DomainError
from core.forms import return_address
from core.lists import Column, FilteredListView
from core.views import form_page
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program
from visits.domain import ideas as domain
from visits.forms.classroom import IdeaFilter, IdeaForm
from visits.models import Idea
from visits.rules import CLASSROOM_PLANNERS


class IdeaList(FilteredListView):
    filterset_class = IdeaFilter
    template_name = "visits/idea_list.html"
    row_template_name = "visits/includes/idea_row.html"
    empty_template_name = "visits/includes/idea_empty.html"
    default_sort = "-votes"
    file_name = "Ideas"
    columns = (
        Column("title", "Idea", "title", lambda one: one.title),
        Column("votes", "Votes", "vote_count", lambda one: one.vote_count),
        Column("kind", "Could be", "kind", lambda one: one.get_kind_display()),
        Column("source", "From", "source", lambda one: source_of(one)),
        Column("topic", "Topic", "topic__name", lambda one: one.topic),
        Column("noted", "Noted", "created_at", lambda one: one.created_at),
        Column("state", "State", "state", lambda one: one.get_state_display()),
        Column("about", "More about it", "", lambda one: one.about, on_page=False),
    )

    def get_queryset(self) -> QuerySet[Idea]:
        user: Any = self.request.user
        rows = domain.ideas_of(self.kwargs["program"], user=user)
        return rows.prefetch_related("requests")


idea_list = staff_of_program(IdeaList.as_view())


def source_of(idea: Idea) -> str:
    """ "Partner, Kim Tran"."""
    return ", ".join(filter(None, [idea.get_source_display(), idea.source_name]))


def idea_or_404(program: Program, pk: int) -> Idea:
    idea = get_object_or_404(Idea.objects.for_program(program), pk=pk)
    idea.program = program
    return idea


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=CLASSROOM_PLANNERS)
def idea_add(request: StaffRequest, program: Program) -> HttpResponse:
    return _form(request, Idea(program=program), "Add an idea")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=CLASSROOM_PLANNERS)
def idea_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    idea = idea_or_404(program, pk)
    return _form(request, idea, idea.title)


def _form(request: StaffRequest, idea: Idea, title: str) -> HttpResponse:
    form = IdeaForm(request.POST or None, instance=idea)
    back = reverse("visits:idea_list", args=[idea.program.slug])
    return form_page(
        request,
        form,
        "visits/idea_form.html",
        save=partial(domain.save_idea, idea, by=request.user),
        said="The idea is in the box.",
        back=back,
        title=title,
        idea=idea,
    )


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def idea_vote(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``for=1``, or ``for=0`` to take it back. Goes back to the list as it was (``next``)."""
    try:
        domain.vote(
            idea_or_404(program, pk), by=request.user, is_for=request.POST.get("for") != "0"
        )
    except DomainError as error:
        messages.error(request, error.message)
    return _back(request, program)


@require_POST
@staff_of_program(roles=CLASSROOM_PLANNERS)
def idea_drop(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """``back``: it is open again."""
    idea = idea_or_404(program, pk)
    try:
        if request.POST.get("back"):
            domain.take_up(idea, by=request.user)
            messages.success(request, f"“{idea}” is open again.")
        else:
            domain.drop(idea, by=request.user)
            messages.success(request, f"“{idea}” is dropped. It stays among the dropped ones.")
    except DomainError as error:
        messages.error(request, error.message)
    return _back(request, program)


def _back(request: StaffRequest, program: Program) -> HttpResponse:
    return redirect(return_address(request, reverse("visits:idea_list", args=[program.slug])))
