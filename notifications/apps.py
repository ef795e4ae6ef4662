from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from anymail.signals import tracking  # noqa: PLC0415 - once all apps are there
        from django.core.checks import register  # noqa: PLC0415

        from notifications.checks import check_claim_outlasts_sending  # noqa: PLC0415
        from notifications.receivers import hear_mail_service  # noqa: PLC0415

        tracking.connect(hear_mail_service, dispatch_uid="notifications.hear_mail_service")
        register(check_claim_outlasts_sending)
