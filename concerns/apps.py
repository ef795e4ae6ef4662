from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "concerns"

    def ready(self) -> None:
        # What becomes of rows when partners are merged, and a link on the page of an activity.
        from calendar_app.models import (  # noqa: PLC0415 - models must be there
            PREPARATIONS,
            WITHOUT_STUDENTS,
            Kind,
        )
        from concerns.domain import merge_rules  # noqa: F401, PLC0415

        for kind in Kind.values:
            if kind not in WITHOUT_STUDENTS:
                guidelines = ("Guidelines", "concerns:activity_guidelines")
                PREPARATIONS.setdefault(kind, []).append(guidelines)
