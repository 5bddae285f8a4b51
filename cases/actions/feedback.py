"""Feedback of client, mentor and workplace (R140, R141). It stays with the jobcentre: the client's words never reach mentor or workplace."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Min

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record, save_case
from cases.actions.renewing import renews
from cases.course_rows import due_of_course
from cases.enums import State
from cases.enums_course import FeedbackFrom, GivenHow
from cases.models import Case, Feedback, Period
from cases.rules.feedback import answer_by, feedback_verdict
from core.days import day_of
from core.verdicts import Refused, Stale


@transaction.atomic
@renews
def add_feedback(
    *,
    case_id: uuid.UUID,
    said_by: FeedbackFrom,
    day: dt.date,
    how: GivenHow,
    going: int | None,
    words: str,
    not_working: bool,
    by: User,
    at: dt.datetime,
) -> Feedback:
    """Write down what somebody said of the course, on any day and after its end, too. `going` is 1 (badly) to 5 (very well).

    With `not_working` it is on the desk until it is dealt with. Refuses as `feedback_verdict`. Event `case.feedback_added`.
    """
    case = locked_open_or_closed(case_id=case_id)
    today = day_of(at)
    first_day = Period.objects.filter(case=case).aggregate(first=Min("first_day"))["first"]
    verdict = feedback_verdict(day=day, today=today, course_first_day=first_day, going=going, words=words, not_working=not_working)
    Refused.unless(verdict, "words" if verdict.code in ("feedback_what_is_wrong", "feedback_says_nothing") else "day")
    feedback = Feedback.objects.create(
        case=case,
        said_by=said_by,
        day=day,
        how=how,
        going=going,
        words=words.strip(),
        not_working=not_working,
        answer_by=answer_by(recorded_on=today) if not_working else None,
        recorded_by=by,
        recorded_at=at,
    )
    _new_deadline(case)
    record(case, "case.feedback_added", by=by, at=at, said_by=str(said_by), going=going, not_working=not_working, day=day.isoformat())
    return feedback


@transaction.atomic
@renews
def deal_with_feedback(
    *, case_id: uuid.UUID, feedback_id: uuid.UUID, version: int | None, words: str, by: User, at: dt.datetime
) -> Feedback:
    """Write what was done about something that does not work: it leaves the desk (R141).

    Refuses with `feedback_dealt_already`, `feedback_what_was_done` or `stale`. Event `case.feedback_dealt`.
    """
    case = locked_open_or_closed(case_id=case_id)
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback_id, case=case)
    if not feedback.not_working or feedback.dealt_with_on is not None:
        raise Refused("feedback_dealt_already")
    if version is not None and version != feedback.version:
        raise Stale(**last_change(subject_id=case.pk))
    if not words.strip():
        raise Refused("feedback_what_was_done", "words")
    feedback.dealt_with_on, feedback.dealt_with_by, feedback.dealt_with_words = day_of(at), by, words.strip()
    feedback.version += 1
    feedback.save()
    _new_deadline(case)
    record(case, "case.feedback_dealt", by=by, at=at, said_by=str(feedback.said_by), day=feedback.day.isoformat())
    return feedback


def _new_deadline(case: Case) -> None:
    if case.state == State.RUNNING:
        case.due_on = due_of_course(case)
        save_case(case)
