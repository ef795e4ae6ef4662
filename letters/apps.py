from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"

    def ready(self) -> None:
        # They register their jobs, and what becomes of letters when partners are merged.
        from letters.domain import batches, merge_rules  # noqa: F401, PLC0415
