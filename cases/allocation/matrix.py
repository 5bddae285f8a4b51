"""Every pair of waiting client and mentor at once, by NumPy: the first hard stop, and the two numbers of the fit.

The same as `hard_stops` and `score` of `cases/rules/matching.py` for every pair; tests/cases/allocation/test_matrix.py compares them. The rules
stay the authority: what is accepted is asked of them again.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cases.allocation.facts import Register
from cases.rules.matching import STOPS, ClientFacts, MentorFacts, Weights, conflict_stop, is_contact_person, names
from cases.rules.matching_facts import MUCH, NO, words_of

Ints = NDArray[np.int32]
Signs = NDArray[np.int8]
"""1, 0 or -1; times a weight (0 to 10) it still fits."""
CODES: dict[str, int] = {code: number for number, code in enumerate(STOPS, start=1)}
"""How a stop stands in the matrix; 0 is none."""
FAR = dt.date.max.toordinal()


@dataclass(slots=True)
class Pairs:
    """Clients down, mentors across. Of a pair that the client's workplace has a place mentor for, capacity is the place's, and `seat` is the place.

    `seat` is the column of the capacity that the pair draws on: a mentor's own number, or that of a place behind the last mentor.
    """

    stop: NDArray[np.int8]
    needs: Ints
    wishes: Ints
    free_minutes: Ints
    free_places: Ints
    taken: Ints
    seat: Ints

    @classmethod
    def joined(cls, blocks: Sequence["Pairs"]) -> "Pairs":
        return cls(*(np.concatenate([getattr(block, name) for block in blocks]) for name in cls.__slots__))


@dataclass(slots=True)
class _Day:
    """What holds of the mentors and places on one first day."""

    stop: NDArray[np.int8]
    free_minutes: Ints
    most: Ints
    taken: Ints
    places_of: dict[Hashable, list[int]]


def _ordinal(day: dt.date | None, default: int) -> int:
    return day.toordinal() if day else default


def _each(mentors: Sequence[MentorFacts], value: Any) -> Ints:
    return np.fromiter((value(mentor) for mentor in mentors), dtype=np.int32, count=len(mentors))


class Matrix:
    """The register as arrays, made once; `rows` gives the pairs of some clients."""

    def __init__(self, *, register: Register, weights: Weights) -> None:
        self.mentors, self.weights, self.register = register.mentors, weights, register
        self.number = {mentor.id: n for n, mentor in enumerate(self.mentors)}
        self.colleagues: dict[Any, list[int]] = defaultdict(list)
        self.by_first_word: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
        for n, mentor in enumerate(self.mentors):
            if mentor.colleague_at is not None:
                self.colleagues[mentor.colleague_at].append(n)
            if words := words_of(mentor.name):
                self.by_first_word[words[0]].append((n, frozenset(words)))
        self.of_jobcentre: dict[Any, list[int]] = defaultdict(list)
        for n, mentor in enumerate(self.mentors):
            self.of_jobcentre[mentor.jobcentre_id].append(n)
        self.is_colleague = np.array([mentor.colleague_at is not None for mentor in self.mentors], dtype=bool)
        self._capacity()
        self._traits()
        self.on = cache(self._on)

    def _capacity(self) -> None:
        mentors, register = self.mentors, self.register
        self.most_minutes = _each(mentors, lambda m: m.most_minutes)
        self.most_clients = _each(mentors, lambda m: m.most_clients)
        self.declared = _each(mentors, lambda m: _ordinal(m.declared_on, FAR))
        self.declared_until = _each(mentors, lambda m: _ordinal(m.declaration_until, FAR))
        self.since = _each(mentors, lambda m: _ordinal(m.available_from, 0))
        self.until = _each(mentors, lambda m: _ordinal(m.available_until, FAR))
        away = [(n, span) for n, mentor in enumerate(mentors) for span in mentor.away]
        self.away_who = np.array([n for n, _span in away], dtype=np.int32)
        self.away_first = np.array([span.first_day.toordinal() for _n, span in away], dtype=np.int32)
        self.away_last = np.array([_ordinal(span.last_day, FAR) for _n, span in away], dtype=np.int32)
        seats = self.number | {place.id: len(mentors) + n for n, place in enumerate(register.places)}
        held = [each for each in register.held if (each.place_id or each.mentor_id) in seats]
        self.held_seat = np.array([seats[each.place_id or each.mentor_id] for each in held], dtype=np.int32)
        self.held_minutes = np.array([each.minutes for each in held], dtype=np.int32)
        self.held_last = np.array([_ordinal(each.ended_on, FAR) for each in held], dtype=np.int32)
        places = register.places
        self.place_mentor = np.array([self.number[place.mentor_id] for place in places], dtype=np.int32)
        self.place_minutes = np.array([place.minutes for place in places], dtype=np.int32)
        self.place_most = np.array([place.most_clients for place in places], dtype=np.int32)
        self.place_first = np.array([place.first_day.toordinal() for place in places], dtype=np.int32)
        self.place_last = np.array([_ordinal(place.last_day, FAR) for place in places], dtype=np.int32)

    def _traits(self) -> None:
        w = self.weights
        self.areas = {area: n for n, area in enumerate(sorted({a for m in self.mentors for a, _level in m.experience}))}
        self.helps = np.zeros((len(self.areas), len(self.mentors)), dtype=np.float32)
        for n, mentor in enumerate(self.mentors):
            for area, level in mentor.experience:
                self.helps[self.areas[area], n] = -w.none if level == NO else w.much if level >= MUCH else w.some
        self.types, self.type_of = _numbered([mentor.type for mentor in self.mentors])
        self.languages = _Known([mentor.languages for mentor in self.mentors])
        self.genders = _Known([{mentor.gender} - {""} for mentor in self.mentors])
        self.ages = _Known([{mentor.age_group} - {""} for mentor in self.mentors])
        self.situations = _Known([mentor.situations for mentor in self.mentors])
        self.zones = _Known([mentor.zones for mentor in self.mentors])
        self.ways = _Known([mentor.ways_of_meeting for mentor in self.mentors])
        self.times = _Known([mentor.times for mentor in self.mentors])

    def _on(self, day: dt.date) -> _Day:
        on, mentors = day.toordinal(), len(self.mentors)
        stop = np.zeros(mentors, dtype=np.int8)
        stop[self.away_who[(self.away_first <= on) & (on <= self.away_last)]] = CODES["mentor_absent"]
        stop[self.until < on] = CODES["mentor_no_longer"]
        stop[self.since > on] = CODES["mentor_not_yet"]
        stop[self.declared_until < on] = CODES["mentor_declaration_expired"]
        stop[self.declared > on] = CODES["mentor_no_declaration"]

        holds, seats = self.held_last >= on, mentors + len(self.place_most)
        taken = np.bincount(self.held_seat[holds], minlength=seats).astype(np.int32)
        minutes = np.bincount(self.held_seat[holds], weights=self.held_minutes[holds], minlength=seats).astype(np.int32)
        # What is granted to a mentor's places is not the mentor's own to give.
        granted = np.bincount(
            self.place_mentor[self.place_last >= on], weights=self.place_minutes[self.place_last >= on], minlength=mentors
        ).astype(np.int32)
        most_minutes = np.concatenate([self.most_minutes - granted, self.place_minutes])
        places_of: dict[Hashable, list[int]] = defaultdict(list)
        for n in np.flatnonzero((self.place_first <= on) & (on <= self.place_last)):
            places_of[self.register.places[n].workplace_id].append(int(n))
        return _Day(
            stop=stop,
            free_minutes=np.maximum(most_minutes - minutes, 0),
            most=np.concatenate([self.most_clients, self.place_most]),
            taken=taken,
            places_of=places_of,
        )

    def rows(self, clients: Sequence[ClientFacts]) -> Pairs:
        """The pairs of these clients with every mentor."""
        days = [self.on(client.first_day) for client in clients]
        mentors = len(self.mentors)
        seat = np.tile(np.arange(mentors, dtype=np.int32), (len(clients), 1))
        for n, (client, day) in enumerate(zip(clients, days, strict=True)):
            stays_until = (client.last_day or client.first_day).toordinal()
            for place in day.places_of.get(client.workplace_id, ()):
                if self.place_last[place] >= stays_until:
                    seat[n, self.place_mentor[place]] = mentors + place

        rows, columns = np.nonzero(seat >= mentors)
        places = seat[rows, columns]

        def of_seat(values: list[Ints]) -> Ints:
            every = np.stack(values)
            found = every[:, :mentors].copy()
            found[rows, columns] = every[rows, places]
            return found

        free_minutes = of_seat([day.free_minutes for day in days])
        most, taken = of_seat([day.most for day in days]), of_seat([day.taken for day in days])
        at_place = seat >= mentors
        needed = np.array([client.minutes for client in clients], dtype=np.int32)[:, None]
        full, short = taken >= most, free_minutes < needed
        stop = np.where(short, np.where(at_place, CODES["place_no_hours"], CODES["mentor_no_hours"]), 0).astype(np.int8)
        stop[full] = np.where(at_place, CODES["place_full"], CODES["mentor_full"])[full]
        of_day = np.stack([day.stop for day in days])
        stop[of_day > 0] = of_day[of_day > 0]
        self._between(clients, stop, at_place)
        return Pairs(
            stop=stop,
            needs=self._needs(clients),
            wishes=self._wishes(clients),
            free_minutes=free_minutes,
            free_places=np.maximum(most - taken, 0),
            taken=taken,
            seat=seat,
        )

    def _between(self, clients: Sequence[ClientFacts], stop: NDArray[np.int8], at_place: NDArray[np.bool_]) -> None:
        """The stops that lie between the two, written over what stands there: the last written is the first told."""

        def mark(n: int, who: Iterable[Any], code: str) -> None:
            stop[n, [self.number[each] for each in who if each in self.number]] = CODES[code]

        for n, client in enumerate(clients):
            mark(n, client.proposed, "mentor_proposed_already")
            elsewhere = self.is_colleague & ~at_place[n]
            here = self.colleagues.get(client.workplace_id, [])
            elsewhere[here] = False
            stop[n, elsewhere] = CODES["mentor_other_workplace"]
            mark(n, client.refused_by, "mentor_refused_before")
            mark(n, client.failed_mentors, "mentor_did_not_work")
            unwanted = {*words_of(client.unwanted)}
            for word in unwanted:
                for other, words in self.by_first_word.get(word, ()):
                    if words <= unwanted and names(text=client.unwanted, name=self.mentors[other].name):
                        stop[n, other] = CODES["mentor_not_wanted"]
            mark(n, client.said_no_to, "mentor_client_said_no")
            for other in here:
                if is_contact_person(client=client, mentor=self.mentors[other]):
                    stop[n, other] = CODES["mentor_is_teacher" if client.place_is_school else "mentor_is_manager"]
            for who, kind in client.conflicts.items():
                mark(n, [who], conflict_stop(kind).code)
            for jobcentre, others in self.of_jobcentre.items():
                if jobcentre != client.jobcentre_id:
                    stop[n, others] = CODES["mentor_other_jobcentre"]

    def _needs(self, clients: Sequence[ClientFacts]) -> Ints:
        wanted = np.zeros((len(clients), len(self.areas)), dtype=np.float32)
        for n, client in enumerate(clients):
            for area, weight in client.needs:
                if weight > 0 and area in self.areas:
                    wanted[n, self.areas[area]] += weight
        return (wanted @ self.helps).astype(np.int32)  # whole numbers far below what a float32 holds exactly

    def _wishes(self, clients: Sequence[ClientFacts]) -> Ints:
        w = self.weights
        found = np.zeros((len(clients), len(self.mentors)), dtype=np.int32)
        types = np.array([[_type_counts(client, type_, w) for type_ in self.types] for client in clients], dtype=np.int32)
        if self.types:
            found += types[:, self.type_of]
        found += w.language * self.languages.one([client.language for client in clients])
        found += w.gender * self.genders.one([client.gender for client in clients])
        found += w.age * self.ages.one([client.age_group for client in clients])
        found += w.situation * self.situations.one([client.situation for client in clients])
        found += w.ways * self.ways.any([client.ways_of_meeting for client in clients])
        found += w.times * self.times.any([client.times for client in clients])
        found += w.place * self.zones.one([client.zone for client in clients])
        for n, client in enumerate(clients):
            if client.workplace_id is not None:
                found[n, self.colleagues.get(client.workplace_id, [])] += w.situation
            known = [self.number[each] for each in client.known_mentors if each in self.number]
            found[n, known] += w.continuity
        return found


def _type_counts(client: ClientFacts, type_: str, weights: Weights) -> int:
    wished = 0 if not client.mentor_types else weights.type if type_ in client.mentor_types else -weights.type
    return wished - (weights.type if client.granted_type and type_ and type_ != client.granted_type else 0)


def _numbered(values: Sequence[str]) -> tuple[list[str], Ints]:
    different = sorted(set(values))
    number = {value: n for n, value in enumerate(different)}
    return different, np.array([number[value] for value in values], dtype=np.int32)


class _Known:
    """A trait of every mentor as a set of values; an empty set is not known, and counts neither way."""

    def __init__(self, sets: Sequence[Iterable[Hashable]]) -> None:
        held = [(value, n) for n, each in enumerate(sets) for value in frozenset(each)]
        self.known = np.zeros(len(sets), dtype=np.int8)
        self.known[[n for _value, n in held]] = 1
        self.number = {value: n for n, value in enumerate({value: None for value, _n in held})}
        self.has = np.zeros((len(self.number), len(sets)), dtype=np.float32)
        self.has[[self.number[value] for value, _n in held], [n for _value, n in held]] = 1
        # A line for each value, then one for a value that no mentor has, then one for no wish.
        lines = [np.where(self.has > 0, self.known, -self.known), -self.known, np.zeros_like(self.known)]
        self.counted = np.vstack(lines)

    def one(self, wanted: Sequence[Hashable | None]) -> Signs:
        """1 where the mentor has the client's value, -1 where not, 0 where there is no wish or nothing is known."""
        return self.counted[[-1 if value in (None, "") else self.number.get(value, -2) for value in wanted]]

    def any(self, wanted: Sequence[Collection[Hashable]]) -> Signs:
        """1 where the mentor has any of the client's values, -1 where none, 0 where there is no wish or nothing is known."""
        wishes = np.zeros((len(wanted), len(self.number)), dtype=np.float32)
        for n, values in enumerate(wanted):
            wishes[n, [self.number[value] for value in values if value in self.number]] = 1
        found = ((wishes @ self.has) > 0).view(np.int8)
        found *= 2
        found -= 1
        found *= self.known
        found[[not values for values in wanted]] = 0
        return found
