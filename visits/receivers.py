"""What the visits hear from the floors below."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from calendar_app.domain.tasks import make_task
from calendar_app.models import Activity
from calendar_app.signals import activity_ended
from partnerships.models import Affiliation
from students.models import Student
from students.signals import release_withdrawn
from visits.domain.confirming import ask_for_other_hosts
from visits.domain.thanks import draft_thanks
from visits.models import Placement


@receiver(activity_ended)
def on_activity_ended(
    sender: type[Activity], activity: Activity, now: datetime, **kwargs: Any
) -> None:
    draft_thanks(activity, now=now)


@receiver(post_save, sender=Affiliation)
def on_affiliation_saved(
    sender: type[Affiliation], instance: Affiliation, raw: bool = False, **kwargs: Any
) -> None:
    if instance.ended_on is not None and not raw:
        ask_for_other_hosts(instance, now=timezone.now())


@receiver(release_withdrawn)
def on_release_withdrawn(sender: type[Student], student: Student, **kwargs: Any) -> None:
    """A host may have the name on paper already: somebody must ask for it back."""
    rows = Placement.objects.filter(
        student=student, host__sent_at__isnull=False, activity__ends_at__gt=timezone.now()
    ).select_related("activity__program", "activity__organizer", "host__organization")
    for row in rows:
        assert row.host is not None  # noqa: S101 - the filter asks for it
        make_task(
            row.activity.program,
            key=f"release:{row.pk}:{row.host.sent_at:%Y%m%d%H%M}",
            title=f"Ask {row.host} to destroy a printed handout"[:200],
            note=(
                "The release of a student was withdrawn after the handout went out. Its link does "
                "not show the name any more; a printed copy may."
            ),
            owner=row.activity.organizer,
            due_on=timezone.localdate(timezone=row.activity.program.zone),
            organization=row.host.organization,
            activity=row.activity,
        )
