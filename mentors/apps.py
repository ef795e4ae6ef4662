from django.apps import AppConfig


class MentorsConfig(AppConfig):
    name = "mentors"

    def ready(self) -> None:
        # What becomes of rows when partners are merged.
        from mentors.domain import merge_rules  # noqa: F401, PLC0415 - models must be there
