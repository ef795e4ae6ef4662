from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from letters.domain import merge
from letters.domain.facts import gather_facts, school_people
from letters.domain.starters import add_starter_templates, starters
from letters.domain.templates import delete_template, save_template
from letters.domain.words import suggest_opening
from letters.forms import TemplateCheckForm, TemplateForm
from letters.models import LetterTemplate
from partnerships.access import StaffRequest, reader_of, staff_of_program
from partnerships.models import Partnership, Program
from partnerships.rules import LETTER_WRITERS, PROGRAM_MANAGERS, may

SHOWN_PARTNERS = 200


@require_safe
@staff_of_program
def template_list(request: StaffRequest, program: Program) -> HttpResponse:
    templates = list(
        LetterTemplate.objects.for_program(program)
        .select_related("program")
        .prefetch_related("signers__person")
    )
    have = {(template.name, template.language) for template in templates}
    context = {
        "templates": templates,
        "starters": [one for one in starters() if (one.name, one.language) not in have],
        "people": school_people(program),
        "may_manage": may(request.roles, PROGRAM_MANAGERS),
    }
    return render(request, "letters/template_list.html", context)


@require_POST
@staff_of_program(roles=LETTER_WRITERS)
def template_starters(request: StaffRequest, program: Program) -> HttpResponse:
    added = add_starter_templates(program, by=request.user)
    messages.success(request, f"{len(added)} letters added. Change them until they sound like you.")
    return redirect("letters:template_list", program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=LETTER_WRITERS)
def template_add(request: StaffRequest, program: Program) -> HttpResponse:
    return _edit(request, program, LetterTemplate(program=program), "letters/template_add.html")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=LETTER_WRITERS)
def template_edit(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    template = get_object_or_404(
        LetterTemplate.objects.for_program(program).select_related("program__school"), pk=pk
    )
    return _edit(request, program, template, "letters/template_edit.html")


def _edit(
    request: StaffRequest, program: Program, template: LetterTemplate, page: str
) -> HttpResponse:
    form = TemplateForm(request.POST or None, instance=template, program=program)
    wants_preview = "preview" in request.POST  # the button for those without JavaScript
    if request.method == "POST" and form.is_valid() and not wants_preview:
        try:
            saved = save_template(form.instance, signers=form.signers, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"\u201c{saved}\u201d is saved.")
            return redirect("letters:template_list", program.slug)
    partners = Partnership.objects.for_program(program).select_related("organization")
    context = {
        "form": form,
        "template": template,
        "fields": merge.FIELDS.values(),
        "partners": list(partners.order_by("organization__name")[:SHOWN_PARTNERS]),
        **_check(request, program, request.POST if request.method == "POST" else form.initial),
    }
    status = 422 if form.errors and not wants_preview else 200
    return render(request, page, context, status=status)


@require_POST
@staff_of_program(roles=LETTER_WRITERS)
def template_check(request: StaffRequest, program: Program) -> HttpResponse:
    """What is wrong with the text as it stands, and how it would look. Stores nothing."""
    context = _check(request, program, request.POST)
    return render(request, "letters/includes/template_check.html", context)


def _check(request: StaffRequest, program: Program, typed: object) -> dict[str, object]:
    form = TemplateCheckForm(typed)  # type: ignore[arg-type]  # POST, or a template's own fields
    form.is_valid()
    body = form.cleaned_data.get("body", "")
    subject = form.cleaned_data.get("subject", "")
    errors = merge.find_errors(body)
    values, who, language = _values(request, program, form)
    known = merge.fields_in(body, subject)
    return {
        "errors": errors,
        "subject_errors": merge.find_errors(subject),
        "missing": merge.missing_fields(known, values) if who else [],
        "who": who,
        "preview_subject": merge.fill_text(subject, values),
        # clean: nh3 went over the text, and the values are escaped
        "preview": mark_safe(merge.fill_html(body, values)),  # noqa: S308
        "preview_language": language,
        "today": values["today"],
    }


def _values(
    request: StaffRequest, program: Program, form: TemplateCheckForm
) -> tuple[dict[str, str], object, str]:
    """Those of the partner chosen for the preview, else the examples."""
    wanted = form.cleaned_data.get("preview_for")
    language = "es" if form.cleaned_data.get("language") == "es" else "en"
    if wanted:
        for facts in gather_facts(program, [wanted], sender=reader_of(request)):
            facts.language = language
            facts.opening = suggest_opening(facts)
            return merge.merge_values(facts), facts.organization, language
    return merge.example_values(), None, language


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=LETTER_WRITERS)
def template_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    template = get_object_or_404(LetterTemplate.objects.for_program(program), pk=pk)
    if request.method == "POST":
        delete_template(template, by=request.user)
        messages.success(request, f"\u201c{template}\u201d is deleted. Its letters are kept.")
        return redirect("letters:template_list", program.slug)
    return render(request, "letters/template_delete.html", {"template": template})
