from django.apps import AppConfig


class MentorsConfig(AppConfig):
    name = "mentors"

    def ready(self) -> None:
        # Merging of partners, who stands in, who may not come, and a link on the page of an
        # activity.
        from calendar_app.domain.answers import register_refusals  # noqa: PLC0415
        from calendar_app.models import PREPARATIONS, Kind  # noqa: PLC0415 - models must be there
        from mentors import receivers  # noqa: F401, PLC0415
        from mentors.domain import merge_rules  # noqa: F401, PLC0415
        from mentors.domain.uncleared import may_not_come  # noqa: PLC0415

        register_refusals(Kind.MENTOR_SESSION, may_not_come)

        session = ("Mentors, hours, notes", "mentors:session_detail")
        PREPARATIONS.setdefault(Kind.MENTOR_SESSION, []).insert(0, session)
