"""How an action asks for a task: by name, after the transaction, and without failing or waiting long when the broker is gone.

What must happen is a row that a sweep finds again; the task is only the nudge.
"""

import logging
import time
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

REST_SECONDS = 10.0
logger = logging.getLogger(__name__)
_rest_until = 0.0


def enqueue(task_name: str, **ids: Any) -> None:
    """Ask for `task_name` with ids and ISO dates by keyword when the transaction has been committed."""
    transaction.on_commit(lambda: _send(task_name, ids))


def _send(task_name: str, ids: dict[str, Any]) -> None:
    """A broker that did not answer is left alone for a while, so that a page with several nudges waits for it once."""
    global _rest_until  # noqa: PLW0603 - one a process, like the connection it is about
    if time.monotonic() < _rest_until:
        return
    try:
        current_app.send_task(task_name, kwargs=ids, retry=False)
    except (OperationalError, OSError) as error:
        _rest_until = time.monotonic() + REST_SECONDS
        logger.warning("broker does not answer, %s waits for the sweep (%s)", task_name, type(error).__name__)
