"""A program's settings and its staff."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exceptions import DomainError
from core.pictures import inline_picture
from notifications.models import Message
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain.programs import change_program
from partnerships.domain.staff import (
    change_role,
    invitation_address,
    invite_staff,
    mail_key,
    remove_from_program,
    resend_invitation,
    withdraw_invitation,
)
from partnerships.forms.staff import InvitationForm, ProgramSettingsForm, RoleForm
from partnerships.models import Affiliation, Invitation, Partnership, Program, ProgramRole
from partnerships.rules import PROGRAM_MANAGERS


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PROGRAM_MANAGERS)
def program_settings(request: StaffRequest, program: Program) -> HttpResponse:
    shown = Program.objects.select_related("school").get(pk=program.pk)  # the form writes on it
    form = ProgramSettingsForm(request.POST or None, request.FILES or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        change_program(
            program,
            fields=form.program_values(),
            sectors=form.cleaned_data["sectors"],
            school=form.school_values(),
            by=request.user,
        )
        messages.success(request, "The settings are saved. New letters show them.")
        return redirect("partnerships:program_settings", program.slug)
    context = {"form": form, "logo": inline_picture(program.logo, max_side=160)}
    status = 422 if form.errors else 200
    return render(request, "partnerships/program_settings.html", context, status=status)


@require_safe
@staff_of_program(roles=PROGRAM_MANAGERS)
def staff_list(request: StaffRequest, program: Program) -> HttpResponse:
    at_school = Affiliation.objects.current().filter(organization=program.school_id)
    roles = (
        ProgramRole.objects.filter(program=program)
        .select_related("user__person")
        .prefetch_related(
            Prefetch("user__person__affiliations", queryset=at_school, to_attr="places")
        )
        .order_by("user__person__name", "user__email", "role")
    )
    waiting = list(Invitation.objects.filter(program=program, accepted_at=None, withdrawn_at=None))
    mails = {
        message.key: message
        for message in Message.objects.filter(key__in=[mail_key(one) for one in waiting]).only(
            "key", "state"
        )
    }
    context = {
        "roles": roles,
        "invitations": [
            (one, mails.get(mail_key(one)), "" if one.has_run_out else invitation_address(one))
            for one in waiting
        ],
    }
    return render(request, "partnerships/staff_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PROGRAM_MANAGERS)
def invitation_add(request: StaffRequest, program: Program) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite_staff(program, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{invitation.email} is invited. The link is on its way.")
            return redirect("partnerships:staff_list", program.slug)
    status = 422 if form.errors else 200
    return render(request, "partnerships/invitation_add.html", {"form": form}, status=status)


@require_POST
@staff_of_program(roles=PROGRAM_MANAGERS)
def invitation_resend(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, program=program, pk=pk)
    try:
        resend_invitation(invitation, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, f"The link is sent again to {invitation.email}. It is good for two weeks."
        )
    return redirect("partnerships:staff_list", program.slug)


@require_POST
@staff_of_program(roles=PROGRAM_MANAGERS)
def invitation_withdraw(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, program=program, pk=pk)
    try:
        withdraw_invitation(invitation, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"The invitation of {invitation.email} is withdrawn.")
    return redirect("partnerships:staff_list", program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PROGRAM_MANAGERS)
def role_change(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    role = get_object_or_404(
        ProgramRole.objects.select_related("user__person"), program=program, pk=pk
    )
    form = RoleForm(request.POST or None, initial={"role": role.role})
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_role(role, to=form.cleaned_data["role"], by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(
                request, f"{role.user.email} is now {changed.get_role_display().lower()}."
            )
            return _back_to_staff(request, program)
    context = {"role": role, "form": form}
    return render(
        request, "partnerships/role_change.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of_program(roles=PROGRAM_MANAGERS)
def staff_remove(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    role = get_object_or_404(
        ProgramRole.objects.select_related("user__person"), program=program, pk=pk
    )
    refused = ""
    if request.method == "POST":
        try:
            remove_from_program(program, user=role.user, by=request.user)
        except DomainError as error:
            refused = error.message
        else:
            messages.success(request, f"{role.user.email} no longer works in this program.")
            return _back_to_staff(request, program)
    context = {
        "role": role,
        "owned": Partnership.objects.for_program(program).filter(owner__user=role.user).count(),
        "refused": refused,
    }
    return render(
        request, "partnerships/staff_remove.html", context, status=422 if refused else 200
    )


def _back_to_staff(request: StaffRequest, program: Program) -> HttpResponse:
    """To the list of staff, or to the front door for those who took themselves off it."""
    manages = ProgramRole.objects.filter(
        program=program, user=request.user, role__in=PROGRAM_MANAGERS
    )
    if manages.exists():
        return redirect("partnerships:staff_list", program.slug)
    return redirect("home:front_door")
