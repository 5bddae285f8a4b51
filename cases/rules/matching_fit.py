"""How well a mentor fits (R42): reasons for, against and unknown, and the two numbers that they add up to. No number without its reasons.

What is not known about a mentor counts neither way. What a wish comes to is worked out in one place for both ways of asking: `fit` with the
reasons for what is shown, and `Scorer` without them for the whole register.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cases.rules.matching_facts import MUCH, NO, ClientFacts, Experience, MentorFacts, Weights


class Side(StrEnum):
    FOR = "for"
    AGAINST = "against"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `wish` names the wish that it is about ("" when it is about needs or experience); `counts` is what it gives or takes.

    A reason that counts 0 is told and changes no order.
    """

    code: str
    side: Side
    wish: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    counts: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate with the reasons both ways. `needs` and `wishes` are what speaks for less what speaks against; they order, and are not shown."""

    mentor: MentorFacts
    reasons: tuple[Reason, ...]
    needs: int
    wishes: int

    @property
    def unmet(self) -> tuple[str, ...]:
        """The wishes that this mentor does not meet: each is named with its reason when the mentor is proposed (R44)."""
        return tuple(r.wish for r in self.reasons if r.wish and r.side is Side.AGAINST)

    @property
    def meets_all(self) -> bool:
        """Whether there is a wish and every one is met: an unknown one is not."""
        sides = [r.side for r in self.reasons if r.wish]
        return bool(sides) and all(side is Side.FOR for side in sides)


def _counted(weight: int, met: bool | None) -> int:
    return 0 if met is None else weight if met else -weight


def _shared(wished: frozenset[Any], known: frozenset[Any]) -> bool | None:
    return bool(wished & known) if known else None


def _level_counts(level: int | None, weight: int, weights: Weights) -> int:
    """What one need gives: the client's own weight times that of the level. A level that is not known gives nothing."""
    if level is None:
        return 0
    return -weight * weights.none if level == NO else weight * (weights.much if level >= MUCH else weights.some)


def _at_own_place(client: ClientFacts, colleague_at: Any) -> bool:
    return colleague_at is not None and colleague_at == client.workplace_id


def _type_counts(client: ClientFacts, type_: str, weights: Weights) -> int:
    wished = _counted(weights.type, type_ in client.mentor_types) if client.mentor_types else 0
    return wished - (weights.type if _not_granted(client, type_) else 0)


def _not_granted(client: ClientFacts, type_: str) -> bool:
    return bool(client.granted_type and type_ and type_ != client.granted_type)


def _known(wished: str, value: str) -> bool | None:
    return value == wished if value else None


class Scorer:
    """One client's numbers for any mentor, fast: what each value of a trait gives is worked out once and remembered.

    `needs` and `wishes` hold, by the name of a trait of `MentorFacts`, what a value of it gives. Traits that change nothing for this client
    are not among them, and need not be read.
    """

    def __init__(self, *, client: ClientFacts, weights: Weights) -> None:
        self.needs: dict[str, Callable[[Any], int]] = {}
        self.wishes: dict[str, Callable[[Any], int]] = {}
        areas = [(area, weight) for area, weight in client.needs if weight > 0]
        if areas:
            self.needs["experience"] = _remembered(lambda known: _needs_count(areas, known, weights))
        give = self.wishes
        if client.mentor_types or client.granted_type:
            give["type"] = _remembered(lambda value: _type_counts(client, value, weights))
        if client.language:
            wanted = frozenset({client.language})
            give["languages"] = _remembered(lambda known: _counted(weights.language, _shared(wanted, known)))
        if client.gender:
            give["gender"] = _remembered(lambda value: _counted(weights.gender, _known(client.gender, value)))
        if client.age_group:
            give["age_group"] = _remembered(lambda value: _counted(weights.age, _known(client.age_group, value)))
        if client.ways_of_meeting:
            give["ways_of_meeting"] = _remembered(lambda known: _counted(weights.ways, _shared(client.ways_of_meeting, known)))
        if client.zone:
            near = frozenset({client.zone})
            give["zones"] = _remembered(lambda known: _counted(weights.place, _shared(near, known)))
        if client.workplace_id:
            give["colleague_at"] = lambda place: weights.situation if _at_own_place(client, place) else 0
        if client.times:
            give["times"] = _remembered(lambda known: _counted(weights.times, _shared(client.times, known)))
        if client.situation:
            own = frozenset({client.situation})
            give["situations"] = _remembered(lambda known: _counted(weights.situation, _shared(own, known)))
        if client.known_mentors:
            give["id"] = lambda key: weights.continuity if key in client.known_mentors else 0

    def __call__(self, mentor: MentorFacts) -> tuple[int, int]:
        """(needs, wishes) of a mentor, as `fit` counts them."""
        needs = sum(give(getattr(mentor, trait)) for trait, give in self.needs.items())
        return needs, sum(give(getattr(mentor, trait)) for trait, give in self.wishes.items())


def _remembered(give: Callable[[Any], int]) -> Callable[[Hashable], int]:
    """A register has few different values of a trait: each is worked out once."""
    known: dict[Hashable, int] = {}

    def of(value: Hashable) -> int:
        found = known.get(value)
        if found is None:
            found = known[value] = give(value)
        return found

    return of


def _needs_count(areas: list[tuple[str, int]], experience: Experience, weights: Weights) -> int:
    levels = dict(experience)
    return sum(_level_counts(levels.get(area), weight, weights) for area, weight in areas)


def score(*, client: ClientFacts, mentor: MentorFacts, weights: Weights) -> tuple[int, int]:
    """The two numbers of `fit`, (needs, wishes), without the reasons. For many mentors of one client make one `Scorer`."""
    return Scorer(client=client, weights=weights)(mentor)


def _wish(wish: str, met: bool | None, weight: int, **facts: Any) -> Reason:
    side = Side.UNKNOWN if met is None else Side.FOR if met else Side.AGAINST
    return Reason(f"{wish}_{'unknown' if met is None else 'met' if met else 'unmet'}", side, wish, facts, _counted(weight, met))


def _need_reasons(client: ClientFacts, mentor: MentorFacts, weights: Weights) -> list[Reason]:
    needs = sorted(((a, w) for a, w in client.needs if w > 0), key=lambda each: (-each[1], each[0]))
    if not needs:
        return []
    levels = dict(mentor.experience)
    unknown = [area for area, _weight in needs if area not in levels]
    if len(unknown) == len(needs):
        return [Reason("needs_unknown", Side.UNKNOWN, facts={"of": len(needs)})]
    reasons = []
    covered = [(area, weight) for area, weight in needs if levels.get(area, NO) != NO]
    if covered:
        facts = {
            "covered": len(covered),
            "of": len(needs),
            "areas": [area for area, _weight in covered],
            "much": [area for area, _weight in covered if levels[area] >= MUCH],
        }
        counts = sum(_level_counts(levels[area], weight, weights) for area, weight in covered)
        reasons.append(Reason("needs_covered", Side.FOR, facts=facts, counts=counts))
    for area, weight in needs:
        if levels.get(area) == NO:
            counts = _level_counts(NO, weight, weights)
            reasons.append(Reason("area_missing", Side.AGAINST, facts={"area": area, "weight": weight}, counts=counts))
    return reasons + ([Reason("areas_unknown", Side.UNKNOWN, facts={"areas": unknown})] if unknown else [])


def _wish_reasons(client: ClientFacts, mentor: MentorFacts, weights: Weights) -> list[Reason]:
    found = []
    if client.mentor_types:
        wished = sorted(client.mentor_types)
        found.append(_wish("type", mentor.type in client.mentor_types, weights.type, type=mentor.type, wished=wished))
    if client.language:
        speaks = _shared(frozenset({client.language}), mentor.languages)
        found.append(_wish("language", speaks, weights.language, language=client.language, interpreter=client.needs_interpreter))
    if client.gender:
        found.append(_wish("gender", _known(client.gender, mentor.gender), weights.gender, wished=client.gender))
    if client.age_group:
        found.append(_wish("age", _known(client.age_group, mentor.age_group), weights.age, wished=client.age_group))
    if client.ways_of_meeting:
        shared, wished = client.ways_of_meeting & mentor.ways_of_meeting, sorted(client.ways_of_meeting)
        met = _shared(client.ways_of_meeting, mentor.ways_of_meeting)
        found.append(_wish("ways", met, weights.ways, ways=sorted(shared), wished=wished))
    if client.zone:
        found.append(_wish("place", _shared(frozenset({client.zone}), mentor.zones), weights.place))
    if client.times:
        met = _shared(client.times, mentor.times)
        found.append(_wish("times", met, weights.times, times=sorted(client.times & mentor.times), of=len(client.times)))
    return found


def _other_reasons(client: ClientFacts, mentor: MentorFacts, weights: Weights) -> list[Reason]:
    found = []
    if _not_granted(client, mentor.type):
        found.append(Reason("type_not_granted", Side.AGAINST, facts={"granted": client.granted_type}, counts=-weights.type))
    if _at_own_place(client, mentor.colleague_at):
        found.append(Reason("knows_the_place", Side.FOR, counts=weights.situation))
    if client.situation:
        met = _shared(frozenset({client.situation}), mentor.situations)
        code, side = {
            None: ("situation_unknown", Side.UNKNOWN),
            True: ("situation_known", Side.FOR),
            False: ("situation_new", Side.AGAINST),
        }[met]
        found.append(Reason(code, side, counts=_counted(weights.situation, met)))
    if mentor.id in client.known_mentors:
        found.append(Reason("knows_the_client", Side.FOR, counts=weights.continuity))
    return found


def _period_reasons(client: ClientFacts, mentor: MentorFacts) -> list[Reason]:
    """What happens to the mentor within the granted period: told, and not counted, as a later grant or a new declaration can mend it."""
    last, found = client.last_day, []
    if last is None:
        return []
    if mentor.available_until is not None and mentor.available_until < last:
        found.append(Reason("leaves_early", Side.AGAINST, facts={"day": mentor.available_until.isoformat()}))
    if mentor.declaration_until is not None and mentor.declaration_until < last:
        found.append(Reason("declaration_ends", Side.AGAINST, facts={"day": mentor.declaration_until.isoformat()}))
    for span in mentor.away:
        if client.first_day < span.first_day <= last:
            facts = {"first": span.first_day.isoformat(), "until": span.last_day.isoformat() if span.last_day else ""}
            found.append(Reason("away_later", Side.AGAINST, facts=facts))
    return found


def fit(*, client: ClientFacts, mentor: MentorFacts, weights: Weights) -> Fit:
    """What speaks for this mentor, what against, and what is not known (R42), with the numbers that these reasons add up to."""
    needs = _need_reasons(client, mentor, weights)
    wishes = [*_wish_reasons(client, mentor, weights), *_other_reasons(client, mentor, weights)]
    reasons = (*needs, *wishes, *_period_reasons(client, mentor))
    return Fit(mentor=mentor, reasons=reasons, needs=sum(r.counts for r in needs), wishes=sum(r.counts for r in wishes))
