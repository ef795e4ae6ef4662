from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_http_methods, require_safe

from core.exceptions import DomainError
from core.lists import Column, FilteredListView
from core.pdf import write_pdf
from letters.domain.batches import (
    MAX_LETTERS,
    Plan,
    choose_organizations,
    create_batch,
    letters_sent_to,
    plan_letters,
    recent_batches,
)
from letters.domain.papers import render_letter
from letters.exports import envelopes_pdf, labels_pdf
from letters.filters import LetterFilter
from letters.forms import LabelsForm, LetterForm
from letters.models import Letter, LetterBatch, LetterQuerySet, LetterTemplate
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Organization, Partnership, Program
from partnerships.rules import LETTER_WRITERS

PDF = "application/pdf"


class LetterList(FilteredListView):
    filterset_class = LetterFilter
    template_name = "letters/letter_list.html"
    row_template_name = "letters/includes/letter_row.html"
    empty_template_name = "letters/includes/letter_empty.html"
    file_name = "Letters"
    default_sort = "-made"
    columns = (
        Column("organization", "Organization", "organization__name", lambda x: x.organization.name),
        Column("template", "Letter", "batch__template_name", lambda x: x.batch.template_name),
        Column("way", "How", "batch__way", lambda x: x.batch.get_way_display()),
        Column("made", "When", "made_at", lambda x: x.made_at),
        Column("person", "To", "person__name", lambda x: x.person.name if x.person else ""),
        Column("language", "Language", "language", lambda x: x.get_language_display()),
    )

    def get_queryset(self) -> LetterQuerySet:
        return (
            Letter.objects.for_program(self.kwargs["program"])
            .filter(made_at__isnull=False)
            .select_related("organization", "person", "batch__program", "message")
            .defer("html", "values")
        )

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        batches = list(recent_batches(self.kwargs["program"])[:5])
        return super().get_context_data(batches=batches, **kwargs)


letter_list = staff_of_program(LetterList.as_view())


@require_safe
@staff_of_program(roles=LETTER_WRITERS)
def letter_new(request: StaffRequest, program: Program) -> HttpResponse:
    """Which letter, to whom. Chosen partners come as ?organization=7&organization=9."""
    chosen = [number for number in request.GET.getlist("organization") if number.isdecimal()]
    form = LetterForm(initial={"organizations": ",".join(chosen)}, program=program)
    if template := request.GET.get("template", ""):
        form.initial["template"] = template
    has_templates = LetterTemplate.objects.for_program(program).exists()
    context = {"form": form, "has_templates": has_templates, "most": MAX_LETTERS}
    return render(request, "letters/letter_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=LETTER_WRITERS)
def letter_check(request: StaffRequest, program: Program) -> HttpResponse:
    """Every letter that would be made, with what it lacks; the post makes those that are ticked."""
    if not request.GET:
        return letter_new(request, program=program.slug)
    form = LetterForm(request.GET, program=program)
    if not form.is_valid():
        context = {"form": form, "has_templates": True, "most": MAX_LETTERS}
        return render(request, "letters/letter_new.html", context, status=422)
    error = ""
    try:
        plan = _plan(request, program, form, typed=None)
        if request.method == "POST":
            plan = _plan(request, program, form, typed=request.POST)
            batch = _make(request, program, form, plan)
            return redirect(batch)
    except DomainError as refusal:
        error = refusal.message
        if "plan" not in locals():
            form.add_domain_error(refusal)
            context = {"form": form, "has_templates": True, "most": MAX_LETTERS}
            return render(request, "letters/letter_new.html", context, status=422)
    context = {
        "plan": plan,
        "error": error,
        "copies": form.cleaned_data["copies"],
        "ticked": _ticked(request.POST) if request.method == "POST" else None,
        "token": request.POST.get("token") or get_random_string(20),
        "change_url": f"{reverse('letters:letter_new', args=[program.slug])}?"
        + "&".join(f"organization={number}" for number in form.numbers()),
    }
    return render(request, "letters/letter_check.html", context, status=422 if error else 200)


def _plan(
    request: StaffRequest, program: Program, form: LetterForm, *, typed: QueryDict | None
) -> Plan:
    given = form.cleaned_data
    if given["to"] == LetterForm.To.CHOSEN:
        numbers = form.numbers()
    else:
        numbers = choose_organizations(
            program,
            stage=given["stage"] if given["to"] == LetterForm.To.STAGE else "",
            top_ten=given["to"] == LetterForm.To.TOP_TEN,
        )
    template = given["template"]
    template.program = program
    openings = {
        number: str(typed[f"opening-{number}"])
        for number in numbers
        if typed is not None and f"opening-{number}" in typed
    }
    return plan_letters(
        template,
        organization_ids=numbers,
        way=given["way"],
        sender=reader_of(request),
        openings=openings,
    )


def _ticked(typed: QueryDict) -> set[int]:
    return {int(number) for number in typed.getlist("letter") if number.isdecimal()}


def _make(request: StaffRequest, program: Program, form: LetterForm, plan: Plan) -> LetterBatch:
    """Only the ticked ones; the page shows the others again if something is refused."""
    ticked = _ticked(request.POST)
    every = plan.letters
    plan.letters = [letter for letter in every if letter.organization.pk in ticked]
    try:
        if not plan.letters:
            raise DomainError("No letter is ticked.")
        return create_batch(
            plan,
            copies=form.cleaned_data["copies"],
            by=request.user,
            key=f"letters:{request.user.pk}:{request.POST.get('token', '')[:40]}",
        )
    finally:
        plan.letters = every


@require_safe
@staff_of_program
def batch_detail(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    batch = get_object_or_404(recent_batches(program), pk=pk)
    letters = list(
        batch.letters.select_related("organization", "person", "message")
        .defer("html", "values")
        .order_by("organization__name", "pk")
    )
    for letter in letters:
        letter.batch = batch
    context = {"batch": batch, "letters": letters, "job": batch.job}
    return render(request, "letters/batch_detail.html", context)


@require_safe
@staff_of_program
def batch_pdf(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """All letters of a batch in one file, as they were printed."""
    batch = get_object_or_404(LetterBatch.objects.for_program(program).exclude(file=""), pk=pk)
    return _answer(_read(batch.file), f"Letters {batch.template_name}", batch)


@require_safe
@staff_of_program
def batch_labels(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    batch, letters = _with_letters(program, pk)
    form = LabelsForm(request.GET)
    if not form.is_valid():
        return HttpResponse("The first label is between 1 and 30.", status=422)
    content = labels_pdf(batch, letters, start=form.cleaned_data["start"] or 1)
    return _answer(content, f"Labels {batch.template_name}", batch)


@require_safe
@staff_of_program
def batch_envelopes(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    batch, letters = _with_letters(program, pk)
    return _answer(envelopes_pdf(batch, letters), f"Envelopes {batch.template_name}", batch)


def _with_letters(program: Program, pk: int) -> tuple[LetterBatch, list[Letter]]:
    batch = get_object_or_404(LetterBatch.objects.for_program(program), pk=pk)
    letters = list(batch.letters.defer("html").order_by("pk"))
    if not letters:
        raise Http404
    return batch, letters


@require_safe
@staff_of_program
def letter_pdf(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """One letter as it was sent. Until it is filed it is laid out from what is kept of it."""
    letter = get_object_or_404(
        Letter.objects.for_program(program).select_related("organization", "batch"), pk=pk
    )
    name = f"Letter {letter.organization.name}"
    content = _read(letter.file) if letter.file else write_pdf([render_letter(letter)])
    return _answer(content, name, letter.batch)


def _file_name(name: str, batch: LetterBatch) -> str:
    plain = " ".join(get_valid_filename(part) for part in name.split() if part.strip(" ./\\"))
    return f"{plain} {timezone.localdate(batch.created_at):%Y-%m-%d}.pdf"


def _answer(content: bytes, name: str, batch: LetterBatch) -> HttpResponse:
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{_file_name(name, batch)}"'
    return response


def _read(file: FieldFile) -> bytes:
    with file.open() as opened:
        return opened.read()


@require_safe
@staff_of_program
def organization_panel(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """The letters this program sent to a partner, for the partner's page."""
    organization = get_object_or_404(
        Organization.objects.filter(
            pk__in=Partnership.objects.for_program(program).values("organization")
        ),
        pk=pk,
    )
    context = {
        "organization": organization,
        "letters": list(letters_sent_to(program, organization.pk)[:20]),
    }
    return render(request, "letters/organization_panel.html", context)
