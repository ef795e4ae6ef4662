from django.apps import AppConfig


class CalendarAppConfig(AppConfig):
    name = "calendar_app"
    verbose_name = "calendar"

    def ready(self) -> None:
        # What becomes of rows when partners are merged.
        from calendar_app.domain import merge_rules  # noqa: F401, PLC0415
