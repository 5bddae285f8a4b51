"""The board of a case: everything that its page, `manage.py match` and others show, as data. It knows nothing of pages.

The register is read narrowly, with the first hard stop of each said by SQL and without reasons, and whoever is not stopped is scored. Then the
rows of those who are shown are read, with their reasons. Of those who are not on the list the first are named, and all are counted.
"""

import datetime as dt
import heapq
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case as Cases
from django.db.models import Expression, F, TextField, When
from django.db.models.functions import Cast

from cases.loads import (
    Place,
    client_of,
    mentor_facts,
    mentors_with_load,
    places_at,
    weights_in,
    with_experience,
    with_spans_away,
    with_stop,
)
from cases.loads.mentors import experience_of
from cases.models import Case, Decision, MatchWeights, Need, Proposal, Wishes
from cases.rules.matching import ClientFacts, Fit, MentorFacts, Scorer, Verdict, Weights, fit, hard_stops, rank_key
from core.verdicts import Refused
from mentors.enums import MentorType
from mentors.models import Mentor

SHOWN = 20
"""So many candidates are shown with their reasons, unless the caller asks for more."""
NAMED = 60
"""So many of those who are not on the list are named with their stops."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor on the list, with the reasons and the row of the register."""

    fit: Fit
    mentor: Mentor


@dataclass(frozen=True, slots=True)
class Excluded:
    """A mentor who is not on the list, with the stops and the row of the register."""

    facts: MentorFacts
    verdict: Verdict
    mentor: Mentor


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBoard:
    """What a board shows. `too_late` says why there is none; then the lists are empty and there is no first day.

    `count` and `stop_counts` (by the code of the first stop) are of the whole register, `candidates` and `excluded` the first of each.
    """

    weights: Weights
    weights_row: MatchWeights
    client: ClientFacts | None = None
    first_day: dt.date | None = None
    candidates: tuple[Candidate, ...] = ()
    count: int = 0
    excluded: tuple[Excluded, ...] = ()
    stop_counts: dict[str, int] = field(default_factory=dict)
    too_late: Refused | None = None

    @property
    def excluded_count(self) -> int:
        return sum(self.stop_counts.values())

    def fit_of(self, mentor_id: str) -> Fit | None:
        """The fit of a candidate that is shown."""
        return next((each.fit for each in self.candidates if str(each.mentor.pk) == mentor_id), None)


def board_of(
    case: Case,
    *,
    decision: Decision,
    proposals: Sequence[Proposal],
    today: dt.date,
    needs: Sequence[Need] | None = None,
    wishes: Wishes | None = None,
    first_day: dt.date | None = None,
    shown: int | None = SHOWN,
    also: Collection[str] = (),
) -> CaseBoard:
    """The board of a case on a day: the first `shown` candidates (None: all) and those of `also` (ids) who are candidates, too.

    `decision` comes from `first_grant`, `proposals` are all of the case. With an open rematch the days and hours are those left of the course;
    `first_day` is another first day than the suggested one. Needs and wishes are read here unless the caller has read both.
    """
    row = MatchWeights.objects.select_related("jobcentre").for_jobcentre(case.jobcentre_id, on=today)
    used = {"weights": weights_in(row), "weights_row": row}
    try:
        client = client_of(
            case=case,
            decision=decision,
            proposals=proposals,
            today=today,
            needs=needs,
            wishes=wishes,
            first_day=first_day,
        )
    except Refused as refused:
        return CaseBoard(**used, too_late=refused)
    places = places_at(workplace_id=client.workplace_id, on=client.first_day, until=client.last_day)
    found = _scan(client=client, weights=used["weights"], places=places, shown=shown, also=frozenset(also))
    rows = _rows([*found.first, *found.named], client=client, today=today)
    facts = {pk: mentor_facts(rows[pk], places.get(pk)) for pk in rows}
    fits = {pk: fit(client=client, mentor=facts[pk], weights=used["weights"]) for pk in found.first if pk in facts}
    verdicts = {pk: hard_stops(client=client, mentor=facts[pk]) for pk in facts}
    return CaseBoard(
        **used,
        client=client,
        first_day=client.first_day,
        candidates=tuple(Candidate(fits[pk], rows[pk]) for pk in fits if verdicts[pk]),
        count=found.count,
        excluded=tuple(Excluded(facts[pk], verdicts[pk], rows[pk]) for pk in found.named if pk in facts and not verdicts[pk]),
        stop_counts=dict(found.stops),
    )


def _rows(ids: Collection[uuid.UUID], *, client: ClientFacts, today: dt.date) -> dict[uuid.UUID, Mentor]:
    mentors = mentors_with_load(jobcentre_id=client.jobcentre_id, on=client.first_day).filter(pk__in=ids)
    return with_spans_away(mentors.select_related("organisation", "workplace").defer("about"), since=today).in_bulk()


@dataclass(slots=True)
class _Found:
    first: list[uuid.UUID] = field(default_factory=list)
    named: list[uuid.UUID] = field(default_factory=list)
    stops: Counter[str] = field(default_factory=Counter)
    count: int = 0


def _scan(*, client: ClientFacts, weights: Weights, places: dict[uuid.UUID, Place], shown: int | None, also: frozenset[str]) -> _Found:
    """Once through the register in the order of names: the ids of who is shown, in their order, and the counts."""
    tables = _tables(Scorer(client=client, weights=weights))
    mentors = with_stop(mentors_with_load(jobcentre_id=client.jobcentre_id, on=client.first_day), client=client, places=places)
    rows = with_experience(mentors).order_by("sort_key", "pk")
    columns = [Cast("pk", TextField()), F("stop"), F("most_minutes") - F("taken_minutes"), F("taken"), *(t.column for t, _is in tables)]
    at_place = {str(pk): place for pk, place in places.items()}
    found, candidates, wanted = _Found(), [], []
    for number, (pk, stop, free, taken, *values) in enumerate(rows.values_list(*columns)):
        if stop:
            found.stops[stop] += 1
            if len(found.named) < NAMED:
                found.named.append(uuid.UUID(pk))
            continue
        needs = wishes = 0
        for (table, is_need), value in zip(tables, values, strict=True):
            if is_need:
                needs += table[value]
            else:
                wishes += table[value]
        if pk in at_place:
            free, taken = at_place[pk].most_minutes - at_place[pk].taken_minutes, at_place[pk].taken
        key = (rank_key(needs=needs, wishes=wishes, free_minutes=max(0, free), taken=taken), number, pk)
        candidates.append(key)
        if pk in also:
            wanted.append(key)
    best = sorted(candidates) if shown is None else heapq.nsmallest(shown, candidates)
    found.first = [uuid.UUID(pk) for _rank, _number, pk in best + sorted(set(wanted).difference(best))]
    found.count = len(candidates)
    return found


class _Table(dict[Any, int]):
    """What each value of a trait gives, by the value as it is read: worked out when it is met first."""

    def __init__(self, column: Expression, parse: Callable[[Any], Any], give: Callable[[Any], int]) -> None:
        super().__init__()
        self.column, self.parse, self.give = column, parse, give

    def __missing__(self, value: Any) -> int:
        self[value] = self.give(self.parse(value))
        return self[value]


def _set(text: str) -> frozenset[str]:
    """A PostgreSQL array of codes, read as text: the driver would make a list of each."""
    return frozenset(filter(None, text.strip("{}").split(",")))


def _keys(text: str) -> frozenset[uuid.UUID]:
    return frozenset(map(uuid.UUID, _set(text)))


def _text(name: str) -> Cast:
    return Cast(name, TextField())


TRAITS: dict[str, tuple[Expression, Callable[[Any], Any]]] = {
    "experience": (_text("experience"), lambda text: experience_of(tuple(_set(text)))),
    "type": (F("type"), str),
    "languages": (_text("languages"), _set),
    "gender": (F("gender"), str),
    "age_group": (F("age_group"), str),
    "ways_of_meeting": (_text("ways_of_meeting"), _set),
    "zones": (_text("zones"), _keys),
    "times": (_text("times"), _set),
    "situations": (_text("situations"), _set),
    "colleague_at": (Cases(When(type=MentorType.COLLEAGUE, then=F("workplace_id"))), lambda key: key),
    "id": (_text("pk"), uuid.UUID),
}
"""How a trait of `MentorFacts` is read narrowly, and how what was read becomes its value."""


def _tables(scorer: Scorer) -> list[tuple[_Table, bool]]:
    """A table for each trait that matters to this client, and whether it is about needs. Other traits are not read."""

    def of(traits: dict[str, Callable[[Any], int]]) -> Iterator[_Table]:
        for trait, give in traits.items():
            column, parse = TRAITS[trait]
            yield _Table(column, parse, give)

    return [(table, True) for table in of(scorer.needs)] + [(table, False) for table in of(scorer.wishes)]
