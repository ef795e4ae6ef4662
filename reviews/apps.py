from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self) -> None:
        # Merging of partners and people, and files that go with their works.
        from reviews import receivers  # noqa: F401, PLC0415 - models must be there
        from reviews.domain import merge_rules  # noqa: F401, PLC0415
