"""Step 2: the client's challenges and wishes, saved as far as they go, and completed when nothing is missing."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction

from accounts.models import User
from cases.actions.base import locked_case, move, record, save_case
from cases.enums import State
from cases.models import Case, Need, Wishes
from cases.rules.challenges import AreaAnswer, Gap, can_be_kept, gaps, wished_minutes_verdict
from cases.rules.lifecycle import Event, can_move
from core.days import day_of
from core.verdicts import Refused
from mentors.enums import SupportArea
from mentors.models import Zone

_DONE = frozenset(State) - {State.CONTACT, State.CHALLENGES}


@dataclass(frozen=True, slots=True, kw_only=True)
class WishFacts:
    """What the client wishes: whole minutes a week, whole months. Kept apart from what is granted (R22)."""

    mentor_types: list[str] = field(default_factory=list)
    ways_of_meeting: list[str] = field(default_factory=list)
    language: str = ""
    gender: str = ""
    age_group: str = ""
    zone: uuid.UUID | None = None
    times: list[str] = field(default_factory=list)
    place_and_time: str = ""
    words: str = ""
    not_these: str = ""
    minutes_a_week: int | None = None
    months: int | None = None


@transaction.atomic
def describe_challenges(
    *, case_id: uuid.UUID, version: int | None, answers: Sequence[AreaAnswer], wishes: WishFacts, complete: bool, by: User, at: dt.datetime
) -> Case:
    """Keep what is said about the five areas and the wishes; with `complete` the case goes on to assessment (R20, R21).

    Can be called early (in contact) and to correct later, which leaves the state as it is; once the step is done it stays complete (R24).
    Refuses with `weight_missing`, `minutes_out_of_range`, `zone_not_here`, `not_in_this_step`, `case_closed`, `stale`, or with the code of the first gap;
    `also` in its facts holds the other gaps as (code, field, area).
    """
    for answer in answers:
        if not (kept := can_be_kept(answer=answer)):
            raise Refused(kept.code, f"{answer.area}_weight", area=answer.area)
    Refused.unless(wished_minutes_verdict(minutes_a_week=wishes.minutes_a_week), "minutes_a_week")
    case = locked_case(case_id=case_id, version=version)
    state = State(case.state)
    if complete:
        Refused.unless(can_move(state=state, event=Event.CHALLENGES_DONE))
    if complete or state in _DONE:
        _refuse_gaps(answers)
    _write_needs(case, answers)
    _write_wishes(case, wishes, on=day_of(at))
    answered = sum(answer.weight is not None for answer in answers)
    if complete:
        move(case, Event.CHALLENGES_DONE, at=at)
        record(case, "case.challenges_done", by=by, at=at, needs=sum(bool(answer.weight) for answer in answers))
    elif state in _DONE:
        record(case, "case.challenges_corrected", by=by, at=at)
    else:
        record(case, "case.challenges_saved", by=by, at=at, answered=answered, areas=len(SupportArea))
    save_case(case)
    return case


def _refuse_gaps(answers: Sequence[AreaAnswer]) -> None:
    """Refuses while something is missing, naming all of it."""
    missing = gaps(answers=answers)
    if missing:
        first, *rest = missing
        raise Refused(first.code, _field_of(first), area=first.area, also=[(gap.code, _field_of(gap), gap.area) for gap in rest])


def _field_of(gap: Gap) -> str:
    """Where a gap is put right."""
    part = "words" if gap.code == "need_without_words" else "weight"
    return f"{gap.area or SupportArea.PRACTICAL}_{part}"


def _write_wishes(case: Case, wishes: WishFacts, *, on: dt.date) -> None:
    """A zone is one of the jobcentre's in force; the one that the client has wished before may stay."""
    values = asdict(wishes)
    zone = values.pop("zone")
    row = Wishes.objects.filter(case=case).first() or Wishes(case=case)
    if zone and zone != row.zone_id and not Zone.objects.in_force(on).filter(jobcentre_id=case.jobcentre_id, pk=zone).exists():
        raise Refused("zone_not_here", "zone")
    row.zone_id = zone
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _write_needs(case: Case, answers: Sequence[AreaAnswer]) -> None:
    """One row an answered area; words about what is not a need are not kept. Two statements, whatever the number of areas."""
    unanswered = [answer.area for answer in answers if answer.weight is None]
    if unanswered:
        Need.objects.filter(case=case, area__in=unanswered).delete()
    rows = [
        Need(
            case=case,
            area=answer.area,
            weight=answer.weight,
            words=answer.words.strip() if answer.weight else "",
            when_where=answer.when_where.strip() if answer.weight else "",
        )
        for answer in answers
        if answer.weight is not None
    ]
    Need.objects.bulk_create(rows, update_conflicts=True, unique_fields=["case", "area"], update_fields=["weight", "words", "when_where"])
