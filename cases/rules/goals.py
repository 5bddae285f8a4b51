"""Goals by goal attainment scaling: when one is reached, the T-score of a review, and what a new agreement does to the goals (R96-R99)."""

import datetime as dt
from collections.abc import Sequence
from difflib import SequenceMatcher
from math import sqrt

from cases.rules.agreements import MOST_GOALS
from core.verdicts import YES, Answer, no

LOWEST, AS_AGREED, HIGHEST = -2, 0, 2
"""As at the start, as expected (what was agreed), much better than expected."""
USUAL_FEWEST = 2
"""Two to four goals at a time are usual; a single one is allowed, as the guide asks for goals and names no number, and is told where it is written."""
WEIGHTS = (1, 2, 3)
_REWORDED = 0.85
"""Words that are so alike are the same goal with a slip put right; 1 is the same text."""


def is_reached(*, client: int | None, mentor: int | None) -> bool:
    """Whether both have set the level that was agreed, or more (R97). Who has not said anything has not said yes."""
    return client is not None and mentor is not None and min(client, mentor) >= AS_AGREED


def t_score(*, scored: Sequence[tuple[int, int | None]]) -> int | None:
    """The T-score of (weight, level) of all goals, rounded to a whole number: 50 when all is as expected (R98).

    T = 50 + 10*sum(w*x) / sqrt(0.7*sum(w^2) + 0.3*(sum w)^2). None without goals, or when a goal is not set: what is missing is not 0.
    """
    if not scored or any(level is None for _weight, level in scored):
        return None
    weights = [weight for weight, _level in scored]
    reached = sum(weight * (level or 0) for weight, level in scored)
    return 50 + round(10 * reached / sqrt(0.7 * sum(w * w for w in weights) + 0.3 * sum(weights) ** 2))


def review_day_verdict(*, day: dt.date, begun_on: dt.date, today: dt.date) -> Answer:
    """A review is of a day since the goals began, and not in the future (R96). Refuses with `review_in_future` or `review_before_goals`."""
    if day > today:
        return no("review_in_future")
    return YES if day >= begun_on else no("review_before_goals", begun_on=begun_on.isoformat())


def take_up_verdict(*, goals_now: int) -> Answer:
    """Whether one more goal can be worked on: at most four at a time (R99). Refuses with `goals_too_many`."""
    return no("goals_too_many", most=MOST_GOALS) if goals_now >= MOST_GOALS else YES


def paired(*, before: Sequence[str], now: Sequence[str]) -> tuple[int | None, ...]:
    """For each goal of a new agreement which goal of before it is, by its place in `before`; None is a new goal (R99).

    The same words are the same goal; then words that differ by a slip only, so that a letter put right loses no levels.
    """
    left = dict(enumerate(_plain(words) for words in before))
    found: list[int | None] = []
    for words in now:
        same = next((n for n, other in left.items() if other == _plain(words)), None)
        found.append(same)
        if same is not None:
            del left[same]
    for place, words in enumerate(now):
        if found[place] is None and left:
            like = {n: SequenceMatcher(None, other, _plain(words)).ratio() for n, other in left.items()}
            best = max(like, key=lambda n: like[n])
            if like[best] >= _REWORDED:
                found[place] = best
                del left[best]
    return tuple(found)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".")
