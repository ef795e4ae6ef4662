"""The table of dual credit on paper, for families, counselors and the college (SPEC 10.2, 0.6)."""

from datetime import date
from itertools import groupby

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.exceptions import DomainError
from core.pdf import render_pdf
from partnerships.domain.letterhead import letterhead
from partnerships.domain.school_years import school_year_words
from partnerships.models import Organization, Program
from postsecondary.models import DualCredit


def table_pdf(
    program: Program, *, year: int, language: str, college: Organization | None = None
) -> bytes:
    """What holds in the school year that begins in ``year``, by college, or of one college, in
    English or Spanish. Refuses an empty table. Two queries, whatever the number of rows."""
    rows = DualCredit.objects.for_program(program).valid_in(year).select_related("organization")
    if college is not None:
        rows = rows.filter(organization=college)
    found = list(rows.order_by("organization__name", "organization_id", "our_course", "pk"))
    if not found:
        raise DomainError(f"Nothing in the table holds in {school_year_words(year)}.", field="year")
    with translation.override(language):
        context = {
            "paper": letterhead(program),
            "language": language,
            "title": _("Dual credit %(year)s") % {"year": school_year_words(year)},
            "colleges": [
                (name, [(row, spoken_years(row), spoken_day(row.signed_on)) for row in group])
                for (_pk, name), group in groupby(
                    found, lambda row: (row.organization_id, row.organization.name)
                )
            ],
            "made_on": spoken_day(timezone.localdate(timezone=program.zone)),
        }
        return render_pdf("print/dual_credit.html", context)


def spoken_day(day: date | None) -> str:
    """ "March 1, 2027" in the language that is active; empty for none."""
    return date_format(day, "DATE_FORMAT") if day else ""


def spoken_years(row: DualCredit) -> str:
    """ "2025-26 to 2027-28" in the language that is active."""
    first = school_year_words(row.first_year)
    if row.last_year is None:
        return _("from %(year)s on") % {"year": first}
    if row.last_year == row.first_year:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": school_year_words(row.last_year)}
