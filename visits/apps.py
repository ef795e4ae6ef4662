from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "visits"

    def ready(self) -> None:
        # What becomes of rows when partners are merged.
        from calendar_app.domain.partner_people import register_partner_people  # noqa: PLC0415
        from calendar_app.models import (  # noqa: PLC0415 - models must be there
            PREPARATIONS,
            WITHOUT_STUDENTS,
            Kind,
        )
        from visits import receivers  # noqa: F401, PLC0415
        from visits.domain import classroom_merging, merge_rules  # noqa: F401, PLC0415
        from visits.domain.shadows import people_of_hosts  # noqa: PLC0415
        from visits.domain.sites import PLANNED_AS_VISIT  # noqa: PLC0415

        register_partner_people(Kind.JOB_SHADOW, people_of_hosts)
        classroom = ("Speaker, sheet, feedback", "visits:classroom_detail")
        PREPARATIONS.setdefault(Kind.CLASSROOM_PRESENTATION, []).append(classroom)
        shadow = ("Hosts, students, handout", "visits:shadow_detail")
        PREPARATIONS.setdefault(Kind.JOB_SHADOW, []).append(shadow)
        for kind in PLANNED_AS_VISIT:
            PREPARATIONS.setdefault(kind, []).append(("Plan the visit", "visits:site_detail"))
        for other in Kind.values:
            if other not in WITHOUT_STUDENTS:
                PREPARATIONS.setdefault(other, []).extend(
                    [
                        ("Students and roll", "visits:roll_detail"),
                        ("Competencies", "visits:competency_align"),
                    ]
                )
