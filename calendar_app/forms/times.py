"""When something is, as people type it: in the program's zone."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from calendar_app.domain.times import local_instant
from core.exceptions import DomainError
from core.forms import DateInput

__all__ = ["TimeInput", "WhenFieldsMixin", "local_instant", "when_initial"]


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class WhenFieldsMixin(forms.Form):
    """Fields ``on``, ``begins``, ``ends`` and ``until`` (the last day, where it is another one).
    A valid form has ``starts_at`` and ``ends_at`` in ``cleaned_data`` instead of them. The form
    sets ``zone`` before it is validated."""

    zone: ZoneInfo

    on = forms.DateField(label="Date", widget=DateInput())
    begins = forms.TimeField(label="From", widget=TimeInput())
    ends = forms.TimeField(label="To", widget=TimeInput())
    until = forms.DateField(
        label="Last day", required=False, widget=DateInput(), help_text="If it is another day."
    )

    WHEN = ("on", "begins", "ends", "until")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        on, begins, ends = given.get("on"), given.get("begins"), given.get("ends")
        starts_at = self._instant(on, begins, "begins")
        ends_at = self._instant(given.get("until") or on, ends, "ends")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends", "It must end after it begins.")
        given["starts_at"], given["ends_at"] = starts_at, ends_at
        if not self.errors:
            for name in self.WHEN:
                given.pop(name, None)
        return given

    def _instant(self, day: date | None, at: time | None, field: str) -> datetime | None:
        if day is None or at is None:
            return None
        try:
            return local_instant(day, at, self.zone, field=field)
        except DomainError as error:
            self.add_error(field, error.message)
            return None

    def add_domain_error(self, error: DomainError) -> None:
        """A domain verb speaks of instants; people typed days and times."""
        field = {"starts_at": "begins", "ends_at": "ends"}.get(error.field or "", error.field)
        super().add_domain_error(  # type: ignore[misc]  # of HouseForm, which comes after
            DomainError(error.message, field=field)
        )


def when_initial(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """What the fields show for something that has a time."""
    first, last = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return {
        "on": first.date(),
        "begins": first.time(),
        "ends": last.time(),
        "until": last.date() if last.date() != first.date() else None,
    }
