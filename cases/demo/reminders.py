"""The reminders of the demo's cases: told on the nights on which they would have been, through the action that the nightly run calls."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import F, Q

from accounts.jobs import NIGHTLY, note
from accounts.models import Jobcentre
from cases.actions.notices import renew, renew_clients, renew_mentors
from cases.enums import OPEN_STATES, State
from cases.enums_notice import NoticeState
from cases.models import Case, Notice, NoticeRecipient
from cases.night_rows import due_clients, due_mentors
from core.days import COPENHAGEN, DAY
from core.db import jobcentre_transaction

BATCH = 500
NIGHTS = (*range(56, 3, -7), 3, 2, 1, 0)
"""Days before today on which somebody looked; a night between them is caught up by the next."""
LOOKED_AFTER = 400 * DAY
"""An ended course has follow-ups and measurements for so long."""
UNSEEN = 6
"""One of so many that were told some days ago has not been seen by anybody."""


def remind(*, today: dt.date, nights: Sequence[int] = NIGHTS) -> int:
    """Fill the ledger; returns how many reminders there are. What was told before today is seen, most of it, and waits for no mail.

    The last of these nights is the one of today, so the pages do not say that it is missing.
    """
    wanted = Q(state__in=OPEN_STATES) | Q(state=State.ENDED, closed_on__gte=today - LOOKED_AFTER)
    with jobcentre_transaction(None):
        cases = list(Case.objects.filter(wanted).order_by("jobcentre", "year", "number").values_list("pk", flat=True))
        jobcentres = list(Jobcentre.objects.order_by("name").values_list("pk", flat=True))
    for ago in nights:
        on = today - ago * DAY
        at = dt.datetime.combine(on, dt.time(5), COPENHAGEN)
        for batch in _batches(cases):
            with jobcentre_transaction(None):
                renew(case_ids=batch, on=on, at=at)
        for jobcentre in jobcentres:
            with jobcentre_transaction(None):
                renew_clients(client_ids=due_clients(jobcentre_id=jobcentre, on=on), on=on, at=at)
                renew_mentors(mentor_ids=due_mentors(jobcentre_id=jobcentre, on=on), on=on, at=at)
    with jobcentre_transaction(None):
        _seen(today)
        number = Notice.objects.count()
        note(name=NIGHTLY, at=dt.datetime.combine(today, dt.time(5), COPENHAGEN), took=0, counts={"created": number})
        return number


def _seen(today: dt.date) -> None:
    """What was told until yesterday is mailed, and what was told three days ago or earlier is seen but for some."""
    last_night = dt.datetime.combine(today, dt.time(), COPENHAGEN)
    NoticeRecipient.objects.filter(to_mail=True, told_at__lt=last_night).update(to_mail=False)
    told = Notice.objects.filter(state=NoticeState.TOLD, told_at__lt=last_night - 2 * DAY)
    order = told.order_by("due_on", "kind", "case__year", "case__number", "level").values_list("pk", flat=True)
    keys = [key for number, key in enumerate(order) if number % UNSEEN]
    later = dt.timedelta(hours=4)
    Notice.objects.filter(pk__in=keys).update(state=NoticeState.SEEN, seen_at=F("told_at") + later)
    NoticeRecipient.objects.filter(notice_id__in=keys).update(seen_at=F("told_at") + later)


def _batches(keys: Sequence[Any]) -> Iterator[list[Any]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch
