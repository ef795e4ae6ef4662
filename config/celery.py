import logging
import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("partnerships")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def make_broker_folders(sender: Celery, **kwargs: Any) -> None:
    """The broker of files does not make its own folders, and stops without them."""
    for name, value in sender.conf.broker_transport_options.items():
        if "folder" in name:
            Path(value).mkdir(parents=True, exist_ok=True)


@worker_ready.connect
def look_at_once(**kwargs: Any) -> None:
    """After a start, take up at once what the last worker left: beat's turn is a while off."""
    for name in ("notifications.sweep_messages", "core.sweep_jobs", "calendar_app.send_reminders"):
        try:
            app.send_task(name)
        except app.connection_for_write().connection_errors:
            logging.getLogger(__name__).warning("The broker did not take %s", name)
