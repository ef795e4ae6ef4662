from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        # They register their jobs, and what becomes of rows when partners are merged.
        from partnerships.domain import duplicates, merge_rules  # noqa: F401, PLC0415
        from partnerships.domain.imports import jobs  # noqa: F401, PLC0415
