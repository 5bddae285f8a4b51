"""Rows of what became of a client: one answer a point, with the one before kept. For the end, the follow-up and the opening again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F

from accounts.models import User
from cases.enums import OutcomePoint
from cases.enums_course import BenefitKind
from cases.models import Benefit, Case, CourseOutcome, CourseView, FollowUp
from cases.rules.closing import Became
from core.days import day_of


@dataclass(frozen=True, slots=True)
class Lives:
    """What the client lives on, and since when; without a kind it was not said."""

    kind: BenefitKind | None = None
    since: dt.date | None = None


def plan_follow_ups(case: Case, *, days: Mapping[OutcomePoint, dt.date]) -> None:
    """The days on which the client is asked again; the case is locked."""
    FollowUp.objects.bulk_create(FollowUp(case=case, point=point, due_on=day) for point, day in days.items())


def put_outcome(
    case: Case, *, point: OutcomePoint, became: Became, reached: bool, words: str, version: int, by: User, at: dt.datetime
) -> CourseOutcome:
    """The answer that counts now; the one before stays, with the day on which it stopped counting. The case is locked."""
    CourseOutcome.objects.filter(case=case, point=point, replaced_on__isnull=True).update(replaced_on=day_of(at))
    return CourseOutcome.objects.create(
        case=case,
        point=point,
        outcome=became.outcome,
        reached=reached,
        where=became.where,
        since=became.since,
        minutes_a_week=became.minutes_a_week,
        words=words.strip(),
        recorded_on=day_of(at),
        recorded_by=by,
        version=version,
    )


def put_benefit(case: Case, *, point: OutcomePoint | None, lives: Lives, by: User, at: dt.datetime) -> Benefit | None:
    """What is known now of a point (None: the start); a changed answer keeps the one before, which counts no more. The case is locked.

    None when nothing was said: what was said before is then not known any more.
    """
    found = Benefit.objects.filter(case=case, point=point or "", replaced_on__isnull=True).first()
    if found is not None and (found.kind, found.since) == (lives.kind, lives.since):
        return found
    if found is not None:
        found.replaced_on = day_of(at)
        found.save(update_fields=["replaced_on"])
    if lives.kind is None:
        return None
    return Benefit.objects.create(case=case, point=point or "", kind=lives.kind, since=lives.since, recorded_on=day_of(at), recorded_by=by)


def put_aside(case: Case, *, on: dt.date) -> dict[str, int]:
    """The course is opened again: outcomes, benefits and views of the end stop counting and stay readable, the days to ask are dropped."""
    outcomes = CourseOutcome.objects.filter(case=case, replaced_on__isnull=True).update(replaced_on=on)
    Benefit.objects.filter(case=case, replaced_on__isnull=True).exclude(point="").update(replaced_on=on)
    CourseView.objects.filter(case=case, extension__isnull=True, replaced_on__isnull=True).update(replaced_on=on)
    asked = FollowUp.objects.filter(case=case, dropped_on__isnull=True)
    return {"outcomes": outcomes, "follow_ups": asked.update(dropped_on=on, version=F("version") + 1)}
