"""What ends with a case, or with the decision that it stands on: places, periods, proposals, meetings, requests. For exits, the end, putting right."""

import datetime as dt
import uuid

from django.db.models import F, Q

from accounts.audit import last_change
from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.proposals import withdraw_open
from cases.enums_course import PENDING_EXTENSIONS, ApprovalState, ExtensionState
from cases.models import Approval, Assignment, Case, ChangedWish, Extension, Meeting, Pause, Period, Rematch
from cases.models.plan import OPEN_WISH
from cases.rules.exits import last_used_day
from core.days import DAY, day_of
from core.verdicts import Stale
from mentors.models import Mentor


def still_held(on: dt.date) -> Q:
    """Places and periods that have no end yet, or one that lies after the day."""
    return Q(ended_on__isnull=True) | Q(ended_on__gt=on)


def lock_mentors(*, case_id: uuid.UUID, on: dt.date) -> set[uuid.UUID]:
    """Lock the mentors whose places the case holds, before the case itself: whoever assigns a mentor locks in this order too."""
    mentor_ids = Assignment.objects.filter(still_held(on), case_id=case_id).values("mentor_id")
    return {mentor.pk for mentor in Mentor.objects.select_for_update(no_key=True).filter(pk__in=mentor_ids).order_by("pk")}


def let_go(case: Case, *, mentors: set[uuid.UUID], by: User, at: dt.datetime, began: bool = True) -> dict[str, int]:
    """End today what the locked case has under way (R08); returns how much of it, as facts for the time line.

    Open proposals are withdrawn, meetings not held yet are cancelled, the mentor's place and the period end today, an open rematch is closed,
    what waits to be decided (a request for an extension, a decision for a second person) is taken back, a pause ends (R107), and a changed wish is closed (R110). `mentors` are those that
    `lock_mentors` locked. `began` False: nothing of the grant was used, so the places end on the day before their first. Refuses with `stale`
    when a mentor was assigned between the two locks.
    """
    today = day_of(at)
    places = list(Assignment.objects.filter(still_held(today), case=case))
    if not {place.mentor_id for place in places} <= mentors:
        raise Stale(**last_change(subject_id=case.pk))
    withdrawn = withdraw_open(case=case)
    Meeting.objects.filter(case=case, held_on__isnull=True, cancelled_on__isnull=True).update(cancelled_on=today)
    for place in places:
        place.ended_on = last_used_day(first_day=place.first_day, today=today) if began else place.first_day - DAY
        place.save(update_fields=["ended_on"])
        record_event(
            kind="mentor.place_freed" if began else "mentor.unassigned",
            subject=(SubjectKind.MENTOR, place.mentor_id),
            jobcentre_id=case.jobcentre_id,
            by=by,
            at=at,
            case=case.ref,
            last_day=place.ended_on.isoformat(),
        )
    periods = list(Period.objects.select_for_update().filter(still_held(today), case=case, last_day__gt=today))
    for period in periods:
        period.ended_on = last_used_day(first_day=period.first_day, today=today)
        period.save(update_fields=["ended_on"])
    Rematch.objects.filter(case=case, closed_on__isnull=True).update(closed_on=today, version=F("version") + 1)
    waiting = take_back_requests(case, by=by, at=at)
    pauses = _end_pauses(case, on=today)
    wishes = ChangedWish.objects.filter(OPEN_WISH, case=case).update(ended_on=today)
    return {
        "proposals_withdrawn": withdrawn,
        "places_freed": len(places),
        "periods_ended": len(periods),
        "requests_taken_back": waiting,
        "wishes_ended": wishes,
        "pauses_ended": pauses,
    }


def _end_pauses(case: Case, *, on: dt.date) -> int:
    """A pause ends with its course (R107), and one that has not begun does not come to be; returns how many."""
    later = Q(last_day__isnull=True) | Q(last_day__gt=on)
    planned = Pause.objects.filter(case=case, first_day__gt=on).delete()[0]
    return planned + Pause.objects.filter(later, case=case).update(last_day=on, version=F("version") + 1)


def take_back_requests(case: Case, *, by: User, at: dt.datetime) -> int:
    """A pending extension is withdrawn and a prepared decision is taken back; returns how many. The case is locked."""
    pending = Extension.objects.filter(case=case, state__in=PENDING_EXTENSIONS)
    asked = pending.update(state=ExtensionState.WITHDRAWN, closed_on=day_of(at), version=F("version") + 1)
    prepared = Approval.objects.filter(case=case, state=ApprovalState.WAITING)
    waiting = prepared.update(state=ApprovalState.CANCELLED, closed_by=by, closed_at=at, version=F("version") + 1)
    return max(asked, waiting)
