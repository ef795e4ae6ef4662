"""What is printed for site visits: permission slips, and the handout for the board (SPEC 7.2,
7.3)."""

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from calendar_app.domain.wording import spoken_clock, spoken_day
from calendar_app.models import Activity
from core.exceptions import DomainError
from core.pdf import render_pdf
from partnerships.domain.letterhead import letterhead
from partnerships.models import Program
from visits.domain.sites import PLANNED_AS_VISIT, VisitPlan
from visits.models import SiteOffer

#: What can be seen and done, as it stands on paper: the fields of an offer, and words.
WAYS = ("is_tour", "is_demonstration", "is_presentation", "is_hands_on")
#: So many visits with their lessons stand on the board's handout.
VISITS_MOST = 6


def way_words(offer: SiteOffer) -> str:
    """In the language that is set."""
    words = {
        "is_tour": _("tour"),
        "is_demonstration": _("demonstration"),
        "is_presentation": _("brief presentation"),
        "is_hands_on": _("hands-on"),
    }
    return ", ".join(words[name] for name in WAYS if getattr(offer, name))


def slips_pdf(plan: VisitPlan, *, language: str) -> bytes:
    """A permission slip for each student on the list, two on a page. Refuses an empty list."""
    if not plan.placements:
        raise DomainError("Nobody is on the list of students yet.")
    activity, program = plan.activity, plan.activity.program
    zone = program.zone
    rows = sorted(
        plan.placements, key=lambda row: (row.student.family_name, row.student.given_name)
    )
    times = plan.times
    with translation.override(language):
        context = {
            "paper": letterhead(program),
            "language": language,
            "title": _("Permission: %(title)s") % {"title": activity.title},
            "activity": activity,
            "visit": plan.visit,
            "names": [row.student.name for row in rows],
            "day": spoken_day(activity.starts_at.astimezone(zone)),
            "leaves": spoken_clock(
                (times.leaves if times else activity.starts_at).astimezone(zone)
            ),
            "back": spoken_clock((times.back if times else activity.ends_at).astimezone(zone)),
            "transport": transport_words(plan.visit.transport),
        }
        return render_pdf("print/permission_slips.html", context)


def transport_words(transport: str) -> str:
    """In the language that is set."""
    return {
        "bus": _("By school bus"),
        "public": _("By public transport"),
        "walk": _("On foot"),
        "cars": _("In parents' cars"),
        "online": _("Nobody travels: online"),
    }.get(transport, "")


def board_handout_pdf(program: Program, *, language: str) -> bytes:
    """What sites offer, and what lesson and follow-up surround the latest visits. Refuses where
    nothing is offered yet."""
    offers = list(
        SiteOffer.objects.for_program(program)
        .filter(is_current=True)
        .select_related("organization")
        .distinct()
    )
    if not offers:
        raise DomainError("No site offers anything yet.")
    visits = (
        Activity.objects.for_program(program)
        .standing()
        .filter(kind__in=PLANNED_AS_VISIT, site_visit__isnull=False)
        .exclude(site_visit__lesson_before="", site_visit__assignment_after="")
        .select_related("site_visit", "organization")
        .order_by("-starts_at")[:VISITS_MOST]
    )
    with translation.override(language):
        rows: list[tuple[SiteOffer, str]] = [(offer, way_words(offer)) for offer in offers]
        context: dict[str, Any] = {
            "paper": letterhead(program),
            "language": language,
            "title": _("Where our students can go"),
            "rows": rows,
            "visits": [(one, spoken_day(one.starts_at.astimezone(program.zone))) for one in visits],
            "made_on": spoken_day(timezone.localdate(timezone=program.zone)),
        }
        return render_pdf("print/sites.html", context)
