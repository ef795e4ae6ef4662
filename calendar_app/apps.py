from django.apps import AppConfig


class CalendarAppConfig(AppConfig):
    name = "calendar_app"
    verbose_name = "calendar"

    def ready(self) -> None:
        # What becomes of rows when partners are merged, and of the next step of a contact.
        from calendar_app import receivers  # noqa: F401, PLC0415
        from calendar_app.domain import merge_rules  # noqa: F401, PLC0415
