"""The board of a case: everything that its page, `manage.py match` and others show, as data. It knows nothing of pages.

The register is read narrowly, with the first hard stop of each said by SQL and without reasons, and whoever is not stopped is scored. Then the
rows of those who are shown are read, with their reasons. Of those who are not on the list the first are named, and all are counted.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from operator import getitem
from typing import Any

from cases.course_rows import Takeover
from cases.loads import Face, client_of, faces, scan, scanned, weights_in, weights_row
from cases.models import Case, Decision, MatchWeights, Need, Proposal, Wishes
from cases.rules.matching import ClientFacts, Fit, MentorFacts, Scorer, Verdict, Weights, fit, hard_stops, rank_key
from core.verdicts import Refused

SHOWN = 10
"""So many candidates are shown with their reasons, unless the caller asks for more."""
NAMED = 60
"""So many of those who are not on the list are named with their stops, unless the caller asks for others."""
FIRST_TRAIT = 4
"""Before the traits of a row of `scan` stand id, stop, free minutes and clients taken."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor on the list, with the reasons and what a list says of the mentor."""

    fit: Fit
    mentor: Face


@dataclass(frozen=True, slots=True)
class Excluded:
    """A mentor who is not on the list, with the stops and what a list says of the mentor."""

    facts: MentorFacts
    verdict: Verdict
    mentor: Face


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
    named: int | None = NAMED,
    also: Collection[str] = (),
    coming: Takeover | None = None,
) -> CaseBoard:
    """The board of a case on a day: the first `shown` candidates (None: all) and those of `also` (ids) who are candidates, too.

    Of those who are not on the list the first `named` are named (None: all); where nobody is on it, always the first `NAMED`.

    `decision` comes from `first_grant`, `proposals` are all of the case. With an open rematch the days and hours are those left of the course;
    `first_day` is another first day than the suggested one. Needs and wishes are read here unless the caller has read both, and so is `coming`,
    what a new mentor takes over.
    """
    row = weights_row(case.jobcentre_id, today)
    weights = weights_in(row)
    try:
        client = client_of(
            case=case,
            decision=decision,
            proposals=proposals,
            today=today,
            needs=needs,
            wishes=wishes,
            first_day=first_day,
            coming=coming,
        )
    except Refused as refused:
        return CaseBoard(weights=weights, weights_row=row, too_late=refused)
    found = _scan(client=client, weights=weights, shown=shown, named=named, also=frozenset(also))
    known = faces(ids=[*found.first, *found.named], client=client, since=today)
    verdicts = {pk: hard_stops(client=client, mentor=facts) for pk, (facts, _face) in known.items()}
    fits = {pk: fit(client=client, mentor=known[pk][0], weights=weights) for pk in found.first if pk in known}
    return CaseBoard(
        weights=weights,
        weights_row=row,
        client=client,
        first_day=client.first_day,
        candidates=tuple(Candidate(fits[pk], known[pk][1]) for pk in fits if verdicts[pk]),
        count=found.count,
        excluded=tuple(Excluded(known[pk][0], verdicts[pk], known[pk][1]) for pk in found.named if pk in known and not verdicts[pk]),
        stop_counts=dict(found.stops),
    )


@dataclass(slots=True)
class _Found:
    first: list[uuid.UUID] = field(default_factory=list)
    named: list[uuid.UUID] = field(default_factory=list)
    stops: Counter[str] = field(default_factory=Counter)
    count: int = 0


def _scan(*, client: ClientFacts, weights: Weights, shown: int | None, named: int | None, also: frozenset[str]) -> _Found:
    """Once through the register in the order of names: the ids of who is shown, in their order, and the counts."""
    scorer = Scorer(client=client, weights=weights)
    tables = [_Table(trait, give, client) for trait, give in (scorer.needs | scorer.wishes).items()]
    of_needs, of_wishes = tables[: len(scorer.needs)], tables[len(scorer.needs) :]
    first_wish = FIRST_TRAIT + len(of_needs)
    found, candidates, wanted, stopped = _Found(), [], [], []
    for number, row in enumerate(scan(client=client, traits=[table.trait for table in tables])):
        pk, stop, free, taken = row[:FIRST_TRAIT]
        if stop:
            stopped.append((stop, pk))
            continue
        needs = sum(map(getitem, of_needs, row[FIRST_TRAIT:first_wish]))
        wishes = sum(map(getitem, of_wishes, row[first_wish:]))
        key = (rank_key(needs=needs, wishes=wishes, free_minutes=free, taken=taken), number, pk)
        candidates.append(key)
        if pk in also:
            wanted.append(key)
    best = sorted(candidates) if shown is None else nsmallest(shown, candidates)
    found.first = [uuid.UUID(pk) for _rank, _number, pk in best + sorted(set(wanted).difference(best))]
    found.count = len(candidates)
    found.stops.update(stop for stop, _pk in stopped)
    if named is not None and not candidates:
        named = max(named, NAMED)
    found.named = [uuid.UUID(pk) for _stop, pk in stopped[:named]]
    return found


class _Table(dict[Any, int]):
    """What each value of a trait gives, by the value as it is read: worked out when it is met first."""

    def __init__(self, trait: str, give: Callable[[Any], int], client: ClientFacts) -> None:
        super().__init__()
        self.trait, self.give, self.client = trait, give, client

    def __missing__(self, read: Any) -> int:
        self[read] = self.give(scanned(self.trait, read, client=self.client))
        return self[read]
