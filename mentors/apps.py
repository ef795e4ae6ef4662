from django.apps import AppConfig


class MentorsConfig(AppConfig):
    name = "mentors"

    def ready(self) -> None:
        # Merging of partners, who stands in, and a link on the page of an activity.
        from calendar_app.models import PREPARATIONS, Kind  # noqa: PLC0415 - models must be there
        from mentors import receivers  # noqa: F401, PLC0415
        from mentors.domain import merge_rules  # noqa: F401, PLC0415

        session = ("Mentors, hours, notes", "mentors:session_detail")
        PREPARATIONS.setdefault(Kind.MENTOR_SESSION, []).insert(0, session)
