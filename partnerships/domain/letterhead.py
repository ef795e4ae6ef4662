"""What stands on top of every paper of a program (SPEC 0.6)."""

from typing import Any

from django.utils.translation import gettext as _

from partnerships.models import Program


def letterhead(program: Program) -> dict[str, Any]:
    """For print/includes/letterhead.html, in the language that is active. Plain values, which can
    be kept as JSON."""
    school = program.school
    phone = getattr(school.phone, "as_national", "") if school.phone else ""
    return {
        "accent": program.accent,
        "logo": program.logo.url if program.logo else "",
        "logo_alt": _("Logo of %(school)s") % {"school": school.name},
        "school": school.name,
        "program": program.name,
        "place": " · ".join(part for part in (", ".join(school.address_lines), phone) if part),
    }
