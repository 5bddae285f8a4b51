"""The Celery application: workers and beat start from here (`celery -A mentorcase ...`)."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_ready
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorcase.settings")

app = Celery("mentorcase")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def say_worker_is_ready(**kwargs: Any) -> None:
    _sign("worker-ready")


@beat_init.connect
def tick_at_once(sender: Any, **kwargs: Any) -> None:
    """The first heartbeat goes out now, not after a minute: whoever started us waits for it, and the page of the jobs shows it.

    So does the nightly run, which does nothing when today is done: after days without beat nobody waits for the next five o'clock.
    """
    for task in ("accounts.heartbeat", "cases.nightly"):
        sender.app.send_task(task, retry=False)
    _sign("beat-ticked")


def _sign(name: str) -> None:
    """A file for script/server, which waits for it."""
    folder = settings.VAR / "run"
    if folder.is_dir():
        (folder / name).touch()
