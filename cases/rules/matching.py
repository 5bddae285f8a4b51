"""Who can be a client's mentor, and in which order they are shown (rules R40-R45). Facts in, reasons out: no score without its reasons.

Hard stops first (`matching_stops`): a stopped mentor is never ranked. Then the fit (`matching_fit`), as reasons for, against and unknown.
Nothing here assigns anybody: a caseworker proposes, and client and mentor answer. This module is the one from which all of it is imported.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cases.rules.matching_facts import ClientFacts, Experience, MentorFacts, Weights, names, words_of
from cases.rules.matching_fit import Fit, Reason, Scorer, Side, fit, score
from cases.rules.matching_stops import STOPS, Stop, Verdict, conflict_stop, hard_stops, is_contact_person
from core.days import DAY, DaySpan
from core.verdicts import YES, Answer, no

__all__ = [
    "MOST_OPEN_PROPOSALS",
    "STOPS",
    "Board",
    "ClientFacts",
    "Experience",
    "Fit",
    "MentorFacts",
    "RankKey",
    "Reason",
    "Scorer",
    "Side",
    "Stop",
    "Verdict",
    "Weights",
    "assignment_first_day",
    "board",
    "can_propose",
    "conflict_stop",
    "first_possible_day",
    "fit",
    "hard_stops",
    "is_contact_person",
    "missing_wish_reason",
    "names",
    "rank_key",
    "score",
    "sort_key",
    "words_of",
]

MOST_OPEN_PROPOSALS = 3
"""So many mentors can be asked about at the same time (R43)."""

RankKey = tuple[int, int, int, int]


def first_possible_day(*, mentor: MentorFacts, on: dt.date) -> dt.date | None:
    """The first day from `on` on which the mentor is available and not away (R41); None when there is none in sight."""
    day = max(on, mentor.available_from or on)
    for span in sorted(mentor.away, key=lambda s: s.first_day):
        if day in span:
            if span.last_day is None:
                return None
            day = span.last_day + DAY
    return None if mentor.available_until is not None and day > mentor.available_until else day


def rank_key(*, needs: int, wishes: int, free_minutes: int, taken: int) -> RankKey:
    """Needs covered by weight, then wishes and experience by weight, then free time; then who has fewest clients (R42). Then come name and id."""
    return (-needs, -wishes, -free_minutes, taken)


def sort_key(found: Fit) -> tuple[RankKey, str, str]:
    """The place of a candidate on the board (R42)."""
    of = found.mentor
    rank = rank_key(needs=found.needs, wishes=found.wishes, free_minutes=of.free_minutes, taken=of.taken)
    return rank, of.sort_key, str(of.id)


@dataclass(frozen=True, slots=True)
class Board:
    """The candidates in order, and who is not on the list with the reasons."""

    candidates: tuple[Fit, ...]
    excluded: tuple[tuple[MentorFacts, Verdict], ...]


def board(*, client: ClientFacts, mentors: Iterable[MentorFacts], weights: Weights) -> Board:
    """Hard stops, then the order (R40, R42). A mentor of another jobcentre is in neither list."""
    candidates, excluded = [], []
    for mentor in mentors:
        if mentor.jobcentre_id != client.jobcentre_id:
            continue
        verdict = hard_stops(client=client, mentor=mentor)
        if verdict:
            candidates.append(fit(client=client, mentor=mentor, weights=weights))
        else:
            excluded.append((mentor, verdict))
    excluded.sort(key=lambda pair: (pair[0].sort_key, str(pair[0].id)))
    return Board(candidates=tuple(sorted(candidates, key=sort_key)), excluded=tuple(excluded))


def can_propose(*, open_proposals: int) -> Answer:
    """At most three open proposals a case (R43). Refuses with `too_many_proposals`."""
    return YES if open_proposals < MOST_OPEN_PROPOSALS else no("too_many_proposals", most=MOST_OPEN_PROPOSALS)


def missing_wish_reason(*, unmet: Iterable[str], reasons: dict[str, str]) -> str:
    """The first unmet wish without a reason (R44), or ""."""
    return next((wish for wish in unmet if not reasons.get(wish, "").strip()), "")


def assignment_first_day(*, granted: DaySpan, today: dt.date, last_ended_on: dt.date | None) -> dt.date | None:
    """The first day of an assignment (R45): the granted one, or today, or the day after the last mentor if those are later. None: past the grant."""
    day = max(granted.first_day, today, last_ended_on + DAY if last_ended_on else today)
    return day if day in granted or granted.last_day is None else None
