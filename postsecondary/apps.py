from django.apps import AppConfig


class PostsecondaryConfig(AppConfig):
    name = "postsecondary"

    def ready(self) -> None:
        # What becomes of rows when partners are merged.
        from postsecondary.domain import merge_rules  # noqa: F401, PLC0415 - models must be there
