"""Lists somebody wants again, under a name."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.exceptions import DomainError
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain import saved_views as domain
from partnerships.models import Program, SavedView


@require_POST
@staff_of_program
def view_save(request: StaffRequest, program: Program) -> HttpResponse:
    """Keep the filters of the list under a name. Everybody may: it is theirs."""
    query = QueryDict(request.POST.get("query", "")).urlencode()
    try:
        saved = domain.save_view(
            program,
            name=request.POST.get("name", ""),
            query=query,
            is_shared=request.POST.get("is_shared") == "1",
            by=request.user,
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Kept as {saved.name}.")
    return redirect(f"{reverse('partnerships:organization_list', args=[program.slug])}?{query}")


@require_POST
@staff_of_program
def view_delete(request: StaffRequest, program: Program, pk: int) -> HttpResponse:
    """One's own only."""
    saved = get_object_or_404(SavedView, pk=pk, program=program, user=request.user)
    saved.delete()
    messages.success(request, f"{saved.name} is no longer kept.")
    return redirect("partnerships:organization_list", program.slug)
