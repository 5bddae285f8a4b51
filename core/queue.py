"""How an action asks for a task: by name, after the transaction, and without failing when the broker is gone.

What must happen is a row that a sweep finds again; the task is only the nudge.
"""

import logging
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(task_name: str, **ids: Any) -> None:
    """Ask for `task_name` with ids and ISO dates by keyword when the transaction has been committed."""
    transaction.on_commit(lambda: _send(task_name, ids))


def _send(task_name: str, ids: dict[str, Any]) -> None:
    try:
        current_app.send_task(task_name, kwargs=ids, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("broker does not answer, %s waits for the sweep (%s)", task_name, type(error).__name__)
