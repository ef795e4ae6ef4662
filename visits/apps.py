from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "visits"

    def ready(self) -> None:
        # What becomes of rows when partners are merged.
        from calendar_app.models import PREPARATIONS, Kind  # noqa: PLC0415 - models must be there
        from visits.domain import classroom_merging, merge_rules  # noqa: F401, PLC0415

        PREPARATIONS[Kind.JOB_SHADOW] = ("Hosts, students, handout", "visits:shadow_detail")
        PREPARATIONS[Kind.CLASSROOM_PRESENTATION] = (
            "Speaker, sheet, feedback",
            "visits:classroom_detail",
        )
