from typing import Any

from core.exceptions import DomainError
from mentors.domain.versions import Histories, version_of


class SeenFormMixin:
    """A form with a hidden field ``seen``: the version that was on the page. Where somebody else
    has saved meanwhile, what was typed stands there still, and saving again is meant."""

    histories: Histories = ()

    def look_at(self, histories: Histories) -> None:
        """What the form changes is there already."""
        self.histories = histories
        self.initial["seen"] = version_of(histories)  # type: ignore[attr-defined]  # of the form

    def add_domain_error(self, error: DomainError) -> None:
        super().add_domain_error(error)  # type: ignore[misc]  # of the form
        if error.field == "seen":
            bound: Any = self.data  # type: ignore[has-type]  # a QueryDict
            given = bound.copy()
            given["seen"] = version_of(self.histories)
            self.data = given
