from django.apps import AppConfig


class AdvisoryConfig(AppConfig):
    name = "advisory"
    verbose_name = "advisory board"

    def ready(self) -> None:
        # What becomes of rows when partners are merged.
        from advisory.domain import merge_rules  # noqa: F401, PLC0415

        # Who may be sent, and the agenda and papers that go with invitations and reminders.
        from advisory.domain.seats import substitutes_for  # noqa: PLC0415 - models must be there
        from advisory.exports import papers_for_mail  # noqa: PLC0415
        from calendar_app.domain.answers import register_substitutes  # noqa: PLC0415
        from calendar_app.domain.papers import register_papers  # noqa: PLC0415
        from calendar_app.models import ADDRESSES, Kind  # noqa: PLC0415

        register_papers(Kind.BOARD_MEETING, papers_for_mail)
        register_substitutes(Kind.BOARD_MEETING, substitutes_for)
        ADDRESSES[Kind.BOARD_MEETING] = "advisory:meeting_detail"
