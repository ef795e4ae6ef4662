from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "concerns"

    def ready(self) -> None:
        # What becomes of rows when partners are merged, and a link on the page of an activity.
        from calendar_app.models import PREPARATIONS, Kind  # noqa: PLC0415 - models must be there
        from concerns.domain import merge_rules  # noqa: F401, PLC0415
        from concerns.domain.guidelines import WITHOUT_GUIDELINES  # noqa: PLC0415

        for kind in Kind.values:
            if kind not in WITHOUT_GUIDELINES:
                guidelines = ("Guidelines", "concerns:activity_guidelines")
                PREPARATIONS.setdefault(kind, []).append(guidelines)
