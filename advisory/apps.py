from django.apps import AppConfig


class AdvisoryConfig(AppConfig):
    name = "advisory"
    verbose_name = "advisory board"

    def ready(self) -> None:
        # What becomes of rows when partners are merged.
        from advisory.domain import merge_rules  # noqa: F401, PLC0415
