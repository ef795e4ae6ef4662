"""The places of a program: eight in the rail, the first four in the bar of a phone. A place that
holds others shows them while one is inside; on a phone all stand behind "More"."""

from typing import NamedTuple

from django import template
from django.template import Context

from core.templatetags.frame import place_of

register = template.Library()


class Place(NamedTuple):
    """``name`` is the address; ``covers`` the beginnings of the names of pages that lie within, by
    spaces; ``needs`` the word of the context without which it is not shown."""

    name: str
    icon: str
    label: str
    covers: str = ""
    needs: str = ""
    inner: tuple["Place", ...] = ()


PLACES = (
    Place(
        "home:today",
        "house",
        "Home",
        inner=(Place("home:message_list", "send", "Outbox", "home:message"),),
    ),
    Place(
        "partnerships:organization_list",
        "building",
        "Partners",
        "partnerships:organization partnerships:contact partnerships:person",
        inner=(
            Place("partnerships:pipeline", "kanban", "Pipeline", "partnerships:pipeline"),
            Place("letters:letter_list", "envelope-paper", "Letters", "letters:"),
            Place("postsecondary:college_list", "mortarboard", "Colleges", "postsecondary:"),
            Place(
                "handover:organization_thin",
                "exclamation-triangle",
                "One contact only",
                "handover:",
            ),
            Place(
                "partnerships:import_list",
                "upload",
                "Import",
                "partnerships:import",
                "may_keep_data",
            ),
            Place(
                "partnerships:duplicate_list",
                "intersect",
                "Duplicates",
                "partnerships:duplicate",
                "may_keep_data",
            ),
        ),
    ),
    Place(
        "advisory:board_list",
        "people",
        "Board",
        "advisory:",
        inner=(
            Place(
                "advisory:recommendation_list", "journal-text", "Advice", "advisory:recommendation"
            ),
            Place("reviews:review_list", "search", "Student work", "reviews:"),
        ),
    ),
    Place(
        "calendar_app:activity_list",
        "calendar3",
        "Calendar",
        "calendar_app:activity calendar_app:participation calendar_app:closure calendar_app:feed "
        "calendar_app:checkpoint visits:roll visits:shadow visits:host visits:site "
        "visits:classroom visits:competency_align mentors:session concerns:activity",
        inner=(
            Place("calendar_app:task_list", "check-circle", "Tasks", "calendar_app:task"),
            Place("visits:thanks_list", "heart", "Thank-yous", "visits:thanks"),
            Place("visits:afterthought_list", "info-circle", "How it went", "visits:afterthought"),
        ),
    ),
    Place(
        "visits:offer_list",
        "signpost",
        "Visits",
        "visits:offer",
        inner=(
            Place("visits:request_list", "compass", "Speakers", "visits:request"),
            Place("visits:idea_list", "plus-lg", "Ideas", "visits:idea"),
        ),
    ),
    Place(
        "mentors:mentor_list",
        "person-plus",
        "Mentors",
        "mentors:mentor mentors:clearance",
        inner=(
            Place("mentors:group_list", "people", "Groups", "mentors:group"),
            Place(
                "mentors:cohort_match", "arrow-repeat", "Match", "mentors:cohort mentors:student"
            ),
            Place(
                "mentors:exchange_list",
                "envelope-paper",
                "Mentor mail",
                "mentors:exchange mentors:questionset",
            ),
            Place("mentors:plan_detail", "file-earmark-text", "Plan", "mentors:plan"),
            Place("mentors:evaluation_list", "bookmark", "Evaluation", "mentors:evaluation"),
        ),
    ),
    Place(
        "students:student_list",
        "person-circle",
        "Students",
        "students:",
        inner=(
            Place(
                "visits:milestone_list", "bookmark", "Milestones", "visits:milestone visits:student"
            ),
            Place("visits:continuum_detail", "arrow-up", "Grade 9 to 12", "visits:continuum"),
            Place(
                "visits:competency_matrix", "check-lg", "Competencies", "visits:competency_matrix"
            ),
        ),
    ),
    Place(
        "partnerships:program_settings",
        "gear",
        "Staff & settings",
        "partnerships:program partnerships:invitation partnerships:role partnerships:staff",
        "may_manage_program",
        inner=(
            Place("concerns:guideline_list", "shield-lock", "Guidelines", "concerns:guideline"),
        ),
    ),
)


class Group(NamedTuple):
    """A place as it is drawn, with those inside."""

    link: str
    label: str
    inner: list[str]
    is_open: bool


@register.simple_tag(takes_context=True)
def places(context: Context) -> list[Group]:
    """All that this person has, in order, each with what lies inside."""
    found = []
    for one in PLACES:
        if one.needs and not context.get(one.needs):
            continue
        inner = [
            drawn
            for two in one.inner
            if not two.needs or context.get(two.needs)
            if (drawn := place_of(context, two.name, two.icon, two.label, two.covers))
        ]
        is_inside = any("aria-current" in drawn for drawn in inner)
        covers = "" if is_inside else one.covers  # marked once
        if link := place_of(context, one.name, one.icon, one.label, covers):
            is_open = is_inside or "aria-current" in link
            found.append(Group(link, one.label, inner, is_open))
    return found
