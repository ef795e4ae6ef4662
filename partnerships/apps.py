from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self) -> None:
        # They register their jobs, and what becomes of rows when partners are merged.
        from partnerships.domain import duplicates, merge_rules, search_index  # noqa: F401, PLC0415
        from partnerships.domain.imports import jobs  # noqa: F401, PLC0415

        pre_migrate.connect(search_index.set_aside, sender=self)
        post_migrate.connect(search_index.keep_search_index, sender=self)
