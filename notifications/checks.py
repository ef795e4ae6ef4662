from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning

#: Sending one mail is about ten questions to the server, each of which may take EMAIL_TIMEOUT.
QUESTIONS = 10


def check_claim_outlasts_sending(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A claim must not end while its worker still sends, or the mail goes out twice."""
    safe = QUESTIONS * settings.EMAIL_TIMEOUT
    if safe <= settings.MESSAGE_CLAIM_SECONDS:
        return []
    return [
        CheckWarning(
            f"MESSAGE_CLAIM_SECONDS ({settings.MESSAGE_CLAIM_SECONDS}) is short: sending may last "
            f"{safe} seconds, and a mail that takes longer than its claim goes out twice.",
            hint=f"Set it to {safe} or more, or lower EMAIL_TIMEOUT.",
            id="notifications.W001",
        )
    ]
