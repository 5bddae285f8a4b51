"""Who is told when somebody is away or does not answer (R170): the substitute, and the managers. Keys in, keys out."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.days import DAY, add_working_days


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of a jobcentre who may sign in and reads cases, as far as reminders ask. `member` is the key of the membership."""

    member: int
    user: uuid.UUID
    team: uuid.UUID | None = None
    manages: bool = False


def stand_in(*, member: int, away: Mapping[int, int | None], here: Collection[int]) -> int | None:
    """Who stands in for a member who is away: the substitute, or the substitute's, and so on; never in a circle (R170).

    `away`: who is away on the day, with the substitute that was named. `here`: who works here at all. None: nobody does.
    """
    met = {member}
    found = away.get(member)
    while found is not None and found in away and found not in met:
        met.add(found)
        found = away[found]
    return found if found is not None and found in here and found not in met else None


def managers_told(
    *, colleagues: Sequence[Colleague], team: uuid.UUID | None, away: Collection[int] = (), but: Collection[uuid.UUID] = ()
) -> tuple[uuid.UUID, ...]:
    """The managers of the team, or else of the whole jobcentre; those who are away only where nobody else is left (R170).

    `but`: never these, such as who prepared what waits for a second person.
    """
    every = [each for each in colleagues if each.manages and each.user not in but]
    ours = [each for each in every if team is not None and each.team == team]
    for some in ([each for each in ours if each.member not in away], [each for each in every if each.member not in away], ours, every):
        if some:
            return tuple(each.user for each in some)
    return ()


def told_by(*, on: dt.date, after_days: int) -> dt.date:
    """The last day of telling that is so many working days ago on this day (R170)."""
    day = on - DAY
    while add_working_days(day, after_days) > on:
        day -= DAY
    return day
