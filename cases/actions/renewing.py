"""`@renews`: an action whose reminders follow in its own transaction, after its last save."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from cases.actions.notices import renew
from cases.models import Case
from core.days import day_of

P = ParamSpec("P")
R = TypeVar("R")


def renews(action: Callable[P, R]) -> Callable[P, R]:
    """Under `transaction.atomic`: when the action has done its work, the ledger of its case is made what the rules want now.

    The case is the one that the action was called with (`case_id`), or that of what it returns; its lock is held. What the action saved is
    all there by then, so that it never writes over `Case.notices_on`.
    """

    @wraps(action)
    def renewing(*args: P.args, **kwargs: P.kwargs) -> R:
        made = action(*args, **kwargs)
        at: Any = kwargs["at"]
        renew(case_ids=[_case_of(kwargs, made)], on=_day(at), at=at, by=kwargs.get("by"), held=True)  # type: ignore[arg-type]
        return made

    return renewing


def _case_of(kwargs: dict[str, Any], made: Any) -> uuid.UUID:
    if "case_id" in kwargs:
        return uuid.UUID(str(kwargs["case_id"]))
    return made.pk if isinstance(made, Case) else uuid.UUID(str(made.case_id))


def _day(at: dt.datetime) -> dt.date:
    return day_of(at)
