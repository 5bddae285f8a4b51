"""Who is told of a case's reminders on a day (R170): read for any number of cases in one statement."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.db.models import FilteredRelation, Q

from accounts.enums import CASE_READERS, Role
from accounts.models import Membership
from cases.enums_notice import ToldAs
from cases.rules.escalation import Colleague, managers_told, stand_in


class OfACase(Protocol):
    """A case, or what stands in for one: who deals with it, in which team and jobcentre."""

    @property
    def pk(self) -> uuid.UUID: ...
    @property
    def caseworker_id(self) -> uuid.UUID: ...
    @property
    def team_id(self) -> uuid.UUID | None: ...
    @property
    def jobcentre_id(self) -> uuid.UUID: ...


@dataclass(frozen=True, slots=True)
class Who:
    """Keys of users. `substitute` is there only when the caseworker is away and somebody stands in who is not; `away` is so when the caseworker
    has left the jobcentre, too."""

    caseworker: uuid.UUID
    substitute: uuid.UUID | None = None
    managers: tuple[uuid.UUID, ...] = ()
    away: bool = False

    def told(self) -> list[tuple[uuid.UUID, ToldAs]]:
        """Who is told at once: the caseworker, and who stands in on a day of absence; where nobody does, the managers. Nobody twice."""
        found = {self.caseworker: ToldAs.CASEWORKER}
        if self.substitute is not None:
            found.setdefault(self.substitute, ToldAs.SUBSTITUTE)
        elif self.away:
            for each in self.managers:
                found.setdefault(each, ToldAs.MANAGER)
        return list(found.items())

    def further(self) -> list[tuple[uuid.UUID, ToldAs]]:
        """Who is told, too, of what nobody answers: the substitute, if there is one, and the managers."""
        found = {self.substitute: ToldAs.SUBSTITUTE} if self.substitute is not None else {}
        for each in self.managers:
            found.setdefault(each, ToldAs.MANAGER)
        return [(user, told_as) for user, told_as in found.items() if user != self.caseworker]


@dataclass(slots=True)
class _Jobcentre:
    colleagues: dict[int, Colleague]
    by_user: dict[uuid.UUID, int]
    away: dict[int, int | None]


def recipients_of(
    cases: Iterable[OfACase], on: dt.date, *, but: Mapping[uuid.UUID, Collection[uuid.UUID]] | None = None
) -> dict[uuid.UUID, Who]:
    """By the key of the case, who is told of it on this day; one statement for any number of cases, none for none.

    `but`: by the same key, users who are not told as managers, such as who prepared what waits for a second person.
    """
    rows = list(cases)
    known = _jobcentres({each.jobcentre_id for each in rows}, on)
    return {each.pk: _who(each, known[each.jobcentre_id], (but or {}).get(each.pk, ())) for each in rows}


def stand_ins_of(*, jobcentre_id: uuid.UUID, on: dt.date) -> dict[uuid.UUID, uuid.UUID | None]:
    """Users who are away on the day, with who stands in; None where nobody does. One statement."""
    here = _jobcentres({jobcentre_id}, on)[jobcentre_id]
    found = {member: stand_in(member=member, away=here.away, here=here.colleagues.keys()) for member in here.away}
    return {here.colleagues[member].user: None if other is None else here.colleagues[other].user for member, other in found.items()}


def _who(case: OfACase, here: _Jobcentre, but: Collection[uuid.UUID]) -> Who:
    member = here.by_user.get(case.caseworker_id)
    away = member is None or member in here.away
    stands_in = stand_in(member=member, away=here.away, here=here.colleagues.keys()) if member is not None and away else None
    return Who(
        caseworker=case.caseworker_id,
        substitute=here.colleagues[stands_in].user if stands_in is not None else None,
        managers=managers_told(colleagues=list(here.colleagues.values()), team=case.team_id, away=here.away.keys(), but=but),
        away=away,
    )


def _jobcentres(ids: set[uuid.UUID], on: dt.date) -> dict[uuid.UUID, _Jobcentre]:
    """The colleagues of these jobcentres, with who is away on the day; absences of a member never overlap, so each stands here once."""
    found: dict[uuid.UUID, _Jobcentre] = defaultdict(lambda: _Jobcentre({}, {}, {}))
    if not ids:
        return found
    today = Q(absences__first_day__lte=on, absences__last_day__gte=on)
    members = (
        Membership.objects.filter(jobcentre_id__in=ids, role__in=CASE_READERS, user__is_active=True)
        .annotate(absent=FilteredRelation("absences", condition=today))
        .order_by("pk")
        .values_list("jobcentre_id", "pk", "user_id", "team_id", "role", "absent__pk", "absent__substitute_id")
    )
    for jobcentre, member, user, team, role, absence, substitute in members:
        here = found[jobcentre]
        here.colleagues[member] = Colleague(member=member, user=user, team=team, manages=role == Role.MANAGER)
        here.by_user[user] = member
        if absence is not None:
            here.away[member] = substitute
    return found
