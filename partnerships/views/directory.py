"""The directory: this program's partners, those of the whole district, and acting on many."""

from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.exceptions import DomainError
from core.lists import Column, FilteredListView, ShortPaginator, addresses, export_response
from partnerships.access import StaffRequest, staff_of_program
from partnerships.domain import organizations as domain
from partnerships.domain.connections import best_connections
from partnerships.domain.contacts import asks_by_organization, quiet_since
from partnerships.domain.people import staff_people
from partnerships.domain.queries import (
    main_contacts,
    programs_working_with,
    saved_views_for,
    supports_of,
)
from partnerships.filters import (
    OrganizationFilter,
    PartnershipFilter,
    partnerships_matching,
)
from partnerships.models import Organization, Partnership, Person, Program
from partnerships.models.recruiting import PartnershipQuerySet
from partnerships.rules import LETTER_WRITERS, RECRUITERS

#: Filters that a tap switches on and off: label, name, value.
CHIPS = (
    ("In our industry", "industry", "1"),
    ("Contacted", "stage", Partnership.Stage.CONTACTED.value),
    ("Meeting set", "stage", Partnership.Stage.MEETING_SET.value),
    ("Active", "stage", Partnership.Stage.ACTIVE.value),
    ("Would host a job shadow", "support", "job_shadow"),
    ("Warm way in", "warm", "1"),
    ("Asked recently", "asked", "1"),
)
#: So many fit into one address, which servers cut at 4,000 letters.
LETTERS_MAX = 150
STATE_OF_PAGE = ("page", "export", "sort")


def quick_chips(given: QueryDict) -> list[dict[str, object]]:
    """Each quick filter, whether it is on, and the address that turns it over."""
    chips = []
    for label, name, value in CHIPS:
        query = given.copy()
        values = query.getlist(name)
        is_on = value in values
        query.setlist(name, [one for one in values if one != value] + ([] if is_on else [value]))
        query.pop("page", None)
        chips.append({"label": label, "is_on": is_on, "address": f"?{query.urlencode()}"})
    return chips


def other_filters(given: QueryDict) -> int:
    """How many filters are set that no quick chip shows."""
    quick = {(name, value) for _, name, value in CHIPS}
    return sum(
        1
        for name, values in given.lists()
        for value in values
        if value and name not in {*STATE_OF_PAGE, "q"} and (name, value) not in quick
    )


def filters_of(given: QueryDict) -> str:
    """The filters of an address, without page, order and export."""
    query = given.copy()
    for name in STATE_OF_PAGE:
        query.pop(name, None)
    return query.urlencode()


class DirectoryView(FilteredListView):
    """What the two lists have in common."""

    default_sort = "name"
    table_template_name = "partnerships/includes/organization_table.html"

    def get_filterset(self, rows: QuerySet) -> OrganizationFilter:
        filterset = cast(OrganizationFilter, super().get_filterset(rows))
        filterset.keep_asked()
        return filterset

    def for_page(self, rows: list[Any]) -> None:
        """Give the 25 rows of a page what their cells show, in a few queries."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"].object_list)
        self.for_page(rows)
        context["page_obj"].object_list = rows
        query = self.request.GET.copy()
        query.pop("page", None)
        return {
            **context,
            "q": self.request.GET.get("q", ""),
            "filters": filters_of(self.request.GET),
            "hidden_filters": [
                (name, value)
                for name, values in query.lists()
                for value in values
                if name not in {"q", "export"} and value
            ],
            "other_filters": other_filters(self.request.GET),
            "problems": [] if self.filterset.is_valid() else self.filterset.form.errors.items(),
        }


def lines_of_business(row: Any) -> str:
    return "; ".join(sector.name for sector in row.organization.sectors.all())


def _of_contact(name: str) -> Any:
    def value(row: Any) -> object:
        contact = row.main_contact
        return getattr(contact.person, name) if contact else ""

    return value


#: From so many rows on, a page by name or city is found along its index, not by sorting all rows.
MANY = 1000
INDEXED = ("organization__name", "organization__city")


class PartnerPaginator(ShortPaginator):
    """A page is found by ids alone, then its rows are read: a database would carry all that a row
    shows through the sorting of thousands."""

    program: Program

    def page(self, number: int | str) -> Page:
        rows: Any = self.object_list  # a queryset
        order, tie = rows.query.order_by
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        ours = Partnership.objects.for_program(self.program)
        if self.count < MANY or order.removeprefix("-") not in INDEXED:
            ids = rows.select_related(None).values("pk")[start : start + self.per_page]
            page = ours.filter(pk__in=ids)
        else:
            # Databases join all and sort them; walking the index and asking of each whether it is
            # in the list is far quicker where most are.
            found = rows.select_related(None).order_by().filter(organization=OuterRef("pk"))
            partners = Organization.objects.filter(Exists(found))
            walked = partners.order_by(order.replace("organization__", ""), "pk").values("pk")
            page = ours.filter(organization__in=walked[start : start + self.per_page])
            tie = "organization_id"
        page = page.select_related("organization").only(*OrganizationList.shown)
        return Page(list(page.order_by(order, tie)), number, self)


KINDS = dict(Organization.Kind.choices)
STAGES = dict(Partnership.Stage.choices)
STAGE_CLASSES = {
    Partnership.Stage.MEETING_SET: "state on",
    Partnership.Stage.WITH_EXECUTIVE: "state on",
    Partnership.Stage.COMMITTED: "state done",
    Partnership.Stage.ACTIVE: "state done",
}


def asked_lately(times: int) -> str:
    if not times:
        return ""
    return "Asked lately" if times == 1 else f"Asked {times} times lately"


class OrganizationList(DirectoryView):
    paginator_class = PartnerPaginator
    filterset_class = PartnershipFilter
    template_name = "partnerships/organization_list.html"
    row_template_name = "partnerships/includes/organization_row.html"
    empty_template_name = "partnerships/includes/organization_empty.html"
    bulk_template_name = "partnerships/includes/organization_bulk.html"
    file_name = "Partners"
    #: What a row of the page shows: making an object of every field costs more than the query.
    shown = (
        *("program_id", "organization_id", "stage", "top_ten_rank", "last_contact_on"),
        *("organization__name", "organization__kind", "organization__city"),
    )
    columns = (
        Column("name", "Organization", "organization__name", lambda p: p.organization.name),
        Column("kind", "Kind", "", lambda p: p.organization.get_kind_display(), on_page=False),
        Column("business", "Line of business", "", lines_of_business, on_page=False),
        Column("street", "Street", "", lambda p: p.organization.street, on_page=False),
        Column("city", "City", "organization__city", lambda p: p.organization.city, on_page=False),
        Column("state", "State", "", lambda p: p.organization.state, on_page=False),
        Column("zip", "ZIP", "", lambda p: p.organization.postal_code, on_page=False),
        Column("phone", "Phone", "", lambda p: p.organization.phone, on_page=False),
        Column("email", "E-mail", "", lambda p: p.organization.email, on_page=False),
        Column("website", "Website", "", lambda p: p.organization.website, on_page=False),
        Column("contact", "Main contact", "", _of_contact("letter_name"), on_page=False),
        Column("contact_email", "Their e-mail", "", _of_contact("email"), on_page=False),
        Column("contact_phone", "Their phone", "", _of_contact("phone"), on_page=False),
        Column("stage", "Stage", "stage", lambda p: p.get_stage_display()),
        Column("known", "Who knows them", "", lambda p: p.connection and p.connection.known_by),
        Column("last", "Last contact", "last_contact_on", lambda p: p.last_contact_on),
        Column("would", "Would", "", lambda p: ", ".join(map(str, p.supports))),
        Column("owner", "Owner", "", lambda p: p.owner and p.owner.name, on_page=False),
        Column("note", "Note", "", lambda p: p.note, on_page=False),
    )

    def get_queryset(self) -> PartnershipQuerySet:
        return Partnership.objects.for_program(self.kwargs["program"])

    def sort(self, rows: QuerySet) -> QuerySet:
        return super().sort(rows).select_related("organization").only(*self.shown)

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        paginator: Any = super().get_paginator(*args, **kwargs)  # a PartnerPaginator
        paginator.program = self.kwargs["program"]
        paginator.counts_all = not self.filterset.narrows
        return paginator

    def for_page(self, rows: list[Any]) -> None:
        program = self.kwargs["program"]
        ids = [row.organization_id for row in rows]
        best, supports = best_connections(ids), supports_of(ids)
        asks = asks_by_organization(ids, since=quiet_since(program))
        address = addresses("partnerships:organization_detail", program.slug)
        for row in rows:
            organization, pk = row.organization, row.organization_id
            kind = KINDS.get(organization.kind, organization.kind)
            row.id_text = str(pk)  # a number would be asked how people write numbers
            row.address = address(pk)
            row.about = f"{kind}. {organization.city}" if organization.city else kind
            row.stage_label = STAGES.get(row.stage, row.stage)
            row.stage_class = STAGE_CLASSES.get(row.stage, "state")
            row.connection = best.get(pk)
            row.would = ", ".join(supports.get(pk, ()))
            row.asked = asked_lately(asks.get(pk, 0))

    def for_export(self, rows: QuerySet) -> Iterable[Partnership]:
        return rows_for_export(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        program = self.kwargs["program"]
        return super().get_context_data(
            quick_chips=quick_chips(self.request.GET),
            saved_views=saved_views_for(program, cast(User, self.request.user)),
            stages=Partnership.Stage.choices,
            **kwargs,
        )


def rows_for_export(rows: QuerySet) -> Iterable[Partnership]:
    """With all that the columns show: seven queries for any number of rows."""
    found = list(
        rows.select_related("organization", "owner")
        .defer(None)
        .prefetch_related("organization__sectors", "organization__supports")
    )
    everyone = Organization.objects.filter(partnerships__in=rows.order_by().values("pk"))
    ids = everyone.values("pk")
    best, contacts = best_connections(ids), main_contacts(ids)
    for row in found:
        row.connection = best.get(row.organization_id)  # type: ignore[attr-defined]  # for a cell
        row.supports = list(row.organization.supports.all())  # type: ignore[attr-defined]  # same
        row.main_contact = contacts.get(row.organization_id)  # type: ignore[attr-defined]  # same
    return found


class OrganizationAll(DirectoryView):
    """Organizations of the district that this program does not work with yet."""

    paginator_class = ShortPaginator
    filterset_class = OrganizationFilter
    template_name = "partnerships/organization_all.html"
    row_template_name = "partnerships/includes/organization_all_row.html"
    file_name = "Organizations"
    columns = (
        Column("name", "Organization", "name", lambda o: o.name),
        Column("kind", "Kind", "kind", lambda o: o.get_kind_display(), on_page=False),
        Column("city", "City", "city", lambda o: o.city, on_page=False),
        Column("programs", "Works with", "", lambda o: ", ".join(o.working_with)),
        Column("adopt", "", "", lambda o: ""),
    )

    def get_queryset(self) -> QuerySet[Organization]:
        program = self.kwargs["program"]
        ours = Partnership.objects.for_program(program).values("organization")
        rows = Organization.objects.exclude(pk__in=ours).exclude(pk=program.school_id)
        return rows.only("name", "kind", "city")

    def for_page(self, rows: list[Organization]) -> None:
        working = programs_working_with([row.pk for row in rows], besides=self.kwargs["program"])
        for row in rows:
            row.working_with = working.get(row.pk, [])  # type: ignore[attr-defined]  # for a cell

    def for_export(self, rows: QuerySet) -> Iterable[Organization]:
        found = list(rows)
        working = programs_working_with(
            rows.order_by().values("pk"), besides=self.kwargs["program"]
        )
        for row in found:
            row.working_with = working.get(row.pk, [])
        return found


organization_list = staff_of_program(OrganizationList.as_view())
organization_all = staff_of_program(OrganizationAll.as_view())


@require_safe
@staff_of_program
def organization_filters(request: StaffRequest, program: Program) -> HttpResponse:
    """The drawer of all filters: loaded into the list, or a page of its own without scripts."""
    filterset = PartnershipFilter(request.GET, queryset=Partnership.objects.none(), request=request)
    context = {
        "filterset": filterset,
        "action": reverse("partnerships:organization_list", args=[program.slug]),
        "sort": request.GET.get("sort", ""),
    }
    if request.htmx:
        return render(request, "partnerships/includes/organization_filters.html", context)
    return render(request, "partnerships/organization_filters.html", context)


@require_POST
@staff_of_program(roles=RECRUITERS)
def organization_adopt(request: StaffRequest, program: Program) -> HttpResponse:
    """Which one is in the form, not in the address: it is not this program's yet."""
    wanted = request.POST.get("organization", "")
    organization = get_object_or_404(Organization, pk=wanted if wanted.isdecimal() else 0)
    try:
        partnership = domain.adopt(organization, program=program, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("partnerships:organization_all", program.slug)
    messages.success(request, f"{organization} is one of your partners now.")
    return redirect(partnership)


def chosen(request: StaffRequest, program: Program) -> PartnershipQuerySet:
    """The rows that were ticked, or all that match the filters of the list."""
    if request.POST.get("all") == "1":
        return partnerships_matching(program, request.POST.get("query", ""))
    ids = [int(one) for one in request.POST.getlist("chosen") if one.isdecimal()]
    return Partnership.objects.for_program(program).filter(organization__in=ids[:1000])


def back_to_list(request: StaffRequest, program: Program) -> HttpResponse:
    address = reverse("partnerships:organization_list", args=[program.slug])
    query = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{address}?{query}" if query else address)


@require_POST
@staff_of_program(roles=RECRUITERS)
def organization_bulk_stage(request: StaffRequest, program: Program) -> HttpResponse:
    try:
        count = domain.set_stage_of_many(
            chosen(request, program),
            stage=request.POST.get("stage", ""),
            reason=request.POST.get("reason", "")[:200],
            by=request.user,
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _said(count, "changed stage"))
    return back_to_list(request, program)


@require_POST
@staff_of_program(roles=RECRUITERS)
def organization_bulk_owner(request: StaffRequest, program: Program) -> HttpResponse:
    """Without an owner, the page that asks who it is."""
    if "owner" not in request.POST:
        return choose_owner(request, program)
    wanted = request.POST["owner"]
    owner: Person | None = None
    if wanted:
        owner = staff_people(program).filter(pk=wanted if wanted.isdecimal() else 0).first()
        if owner is None:
            raise Http404
    try:
        count = domain.set_owner_of_many(chosen(request, program), owner=owner, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _said(count, "changed owner"))
    return back_to_list(request, program)


def choose_owner(request: StaffRequest, program: Program) -> HttpResponse:
    rows = chosen(request, program)
    names = list(
        rows.order_by("organization__name", "pk").values_list("organization__name", flat=True)[:5]
    )
    if not names:
        messages.error(request, "Choose at least one partner first.")
        return back_to_list(request, program)
    context = {
        "count": rows.count(),
        "names": names,
        "people": staff_people(program).only("name"),
        "all": request.POST.get("all") == "1",
        "chosen": [one for one in request.POST.getlist("chosen")[:1000] if one.isdecimal()],
        "query": QueryDict(request.POST.get("query", "")).urlencode(),
    }
    return render(request, "partnerships/organization_bulk_owner.html", context)


def _said(count: int, what: str) -> str:
    if not count:
        return "Nothing to change: choose partners that differ."
    return f"1 partner {what}." if count == 1 else f"{count} partners {what}."


@require_POST
@staff_of_program(roles=LETTER_WRITERS)
def organization_bulk_letters(request: StaffRequest, program: Program) -> HttpResponse:
    """On to the letters, with those chosen."""
    rows = chosen(request, program).order_by("organization__name", "pk")
    ids = list(rows.values_list("organization", flat=True)[: LETTERS_MAX + 1])
    if len(ids) > LETTERS_MAX:
        messages.error(request, f"Letters go to {LETTERS_MAX} partners at a time: narrow the list.")
        return back_to_list(request, program)
    wanted = [("organization", str(pk)) for pk in ids]
    if not wanted:
        messages.error(request, "Choose at least one partner first.")
        return back_to_list(request, program)
    try:
        address = reverse("letters:letter_new", args=[program.slug])
    except NoReverseMatch as missing:
        raise Http404 from missing
    return redirect(f"{address}?{urlencode(wanted)}")


@require_POST
@staff_of_program
def organization_bulk_export(request: StaffRequest, program: Program) -> HttpResponse:
    """Those chosen, as a file. Changes nothing; a POST because the choice may be long."""
    rows = chosen(request, program).order_by("organization__name", "pk")
    return export_response(
        "csv" if request.POST.get("format") == "csv" else "xlsx",
        OrganizationList.file_name,
        OrganizationList.columns,
        rows_for_export(rows),
    )
