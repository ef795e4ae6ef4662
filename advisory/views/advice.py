"""The two registers of a board: what it decided, and what became of its advice (SPEC 3.7, 3.10)."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from advisory.domain import advice as domain
from advisory.domain.record import ON_AGENDA
from advisory.filters import DecisionFilter, RecommendationFilter
from advisory.forms.advice import AdviceForm, AnswerForm, NewAdviceForm
from advisory.models import AgendaItem, Board, Motion, Recommendation
from advisory.rules import BOARD_MANAGERS, NOTE_TAKERS
from advisory.views.live import live_address
from advisory.views.minutes import people_without
from core.exceptions import DomainError
from core.lists import Column, FilteredListView
from notifications.domain.wording import mails_on_the_way
from partnerships.access import StaffRequest, staff_of_program
from partnerships.models import Program


def decision_day(item: AgendaItem) -> object:
    return timezone.localdate(item.meeting.activity.starts_at)


def motion_words(motion: Motion) -> str:
    counts = f"{motion.votes_for} for, {motion.votes_against} against, {motion.abstained} abstained"
    return f"{motion.text} ({motion.get_result_display().lower()}: {counts})"


class DecisionList(FilteredListView):
    """One line for each item on which a board decided something."""

    filterset_class = DecisionFilter
    template_name = "advisory/decision_list.html"
    row_template_name = "advisory/includes/decision_row.html"
    empty_template_name = "advisory/includes/decision_empty.html"
    default_sort = "-day"
    file_name = "Decisions"
    columns = (
        Column("day", "Day", "meeting__activity__starts_at", decision_day),
        Column("item", "Item", "title", lambda item: item.title),
        Column("topic", "Topic", "", lambda item: item.get_topic_display(), on_page=False),
        Column("decision", "Decided", "", lambda item: item.decision),
        Column(
            "motions",
            "Motions",
            "",
            lambda item: "; ".join(map(motion_words, item.motions.all())),
            on_page=False,
        ),
        Column("minutes", "Minutes", "", lambda item: item.meeting.get_minutes_state_display()),
    )

    def get_queryset(self) -> QuerySet[AgendaItem]:
        boards = Board.objects.for_program(self.kwargs["program"])
        self.board = get_object_or_404(boards.select_related("program"), pk=self.kwargs["pk"])
        self.file_name = f"Decisions of {self.board}"
        with_motion = Motion.objects.exclude(result=Motion.Result.WITHDRAWN)
        decided = ~Q(decision="") | Q(pk__in=with_motion.values("item"))
        return (
            AgendaItem.objects.filter(decided, meeting__board=self.board, state__in=ON_AGENDA)
            .select_related("meeting__activity")
            .prefetch_related(Prefetch("motions", queryset=with_motion))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(board=self.board, **kwargs)


board_decisions = staff_of_program(DecisionList.as_view())


class RecommendationList(FilteredListView):
    """Advice and answer, of all boards of the program."""

    filterset_class = RecommendationFilter
    template_name = "advisory/recommendation_list.html"
    row_template_name = "advisory/includes/recommendation_row.html"
    empty_template_name = "advisory/includes/recommendation_empty.html"
    default_sort = "-day"
    file_name = "Advice and answer"
    columns = (
        Column("board", "Board", "", lambda one: one.board.name, on_page=False),
        Column("text", "Recommended", "", lambda one: one.text),
        Column("day", "On", "recommended_on", lambda one: one.recommended_on),
        Column("answer", "Answer", "answer", lambda one: one.get_answer_display()),
        Column("words", "In words", "", lambda one: one.answer_text),
        Column("answered", "Answered", "answered_on", lambda one: one.answered_on),
        Column("by", "Answered by", "", lambda one: one.answered_by, on_page=False),
        Column("told", "Members told", "told_at", lambda one: one.told_at),
    )

    def get_queryset(self) -> QuerySet[Recommendation]:
        program = self.kwargs["program"]
        return Recommendation.objects.for_program(program).select_related("board", "answered_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"].object_list)
        today = timezone.localdate()
        for row in rows:
            row.is_late = domain.waits_too_long(row, today=today)
            row.days_open = (today - row.recommended_on).days
        context["page_obj"].object_list = rows
        return context


recommendation_list = staff_of_program(RecommendationList.as_view())


def recommendation_or_404(program: Program, pk: int) -> Recommendation:
    rows = Recommendation.objects.for_program(program)
    return get_object_or_404(
        rows.select_related("board__program", "item__meeting__activity"), pk=pk
    )


def render_form(
    request: StaffRequest, form: Any, title: str, advice: Recommendation | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "advice": advice}
    status = 422 if request.method == "POST" else 200
    return render(request, "advisory/recommendation_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def recommendation_add(request: StaffRequest, program: Program) -> HttpResponse:
    wanted = request.GET.get("board", "")
    form = NewAdviceForm(
        request.POST or None,
        program=program,
        initial={"board": wanted} if wanted.isdecimal() else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            domain.add_advice(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "The recommendation is in the register.")
            return redirect("advisory:recommendation_list", program.slug)
    return render_form(request, form, "Add a recommendation")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=NOTE_TAKERS)
def recommendation_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    advice = recommendation_or_404(program, pk)
    form = AdviceForm(request.POST or None, instance=advice)
    if request.method == "POST" and form.is_valid():
        try:
            domain.change_advice(advice, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Saved.")
            return redirect("advisory:recommendation_list", program.slug)
    return render_form(request, form, "Correct a recommendation", advice)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=BOARD_MANAGERS)
def recommendation_answer(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    advice = recommendation_or_404(program, pk)
    initial = {
        "answer": advice.answer,
        "answer_text": advice.answer_text,
        "answered_on": advice.answered_on or timezone.localdate(),
    }
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            domain.answer_advice(advice, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "The answer is kept. Tell the members with one button.")
            return redirect("advisory:recommendation_list", program.slug)
    return render_form(request, form, "Answer a recommendation", advice)


@require_POST
@staff_of_program(roles=BOARD_MANAGERS)
def recommendation_tell(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    advice = recommendation_or_404(program, pk)
    try:
        count, without = domain.tell_members(advice, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{mails_on_the_way(count)}.{people_without(without)}")
    return redirect("advisory:recommendation_list", program.slug)


@require_POST
@staff_of_program(roles=NOTE_TAKERS)
def recommendation_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    advice = recommendation_or_404(program, pk)
    item = advice.item
    try:
        domain.remove_advice(advice, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "The recommendation is removed.")
    if item is not None and request.POST.get("back") == "live":
        return redirect(live_address(item.meeting, f"item-{item.pk}"))
    return redirect("advisory:recommendation_list", program.slug)
