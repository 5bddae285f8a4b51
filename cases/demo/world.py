"""What all sizes share: the day, the chance, the numbers, and how a jobcentre is made."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cases.demo import people
from cases.demo.chance import Chance, cpr_numbers
from cases.demo.people import Office
from cases.demo.store import Store


def silent(_line: str) -> None:
    """Say nothing."""


@dataclass
class World:
    """Deterministic for size, seed and day. `password` is the hash of the demo accounts, `rules_id` and `weights_id` the national rules' and weights' rows."""

    size: str
    seed: int
    today: dt.date
    password: str
    rules_id: int
    weights_id: int
    say: Callable[[str], None] = silent
    numbers: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.cprs: Iterator[tuple[str, str]] = cpr_numbers(self.today)

    def office(self, store: Store, *, name: str, town: str, code: str, teams: tuple[str, ...]) -> Office:
        return people.office(
            store,
            chance=Chance(self.size, self.seed, name),
            name=name,
            town=town,
            code=code,
            teams=teams,
            today=self.today,
            cprs=self.cprs,
            rules_id=self.rules_id,
            weights_id=self.weights_id,
        )

    def finish(self, store: Store) -> None:
        """The counters of the case numbers, so that the next case gets the next number."""
        for year, last in sorted(self.numbers.items()):
            store.numbers.add(year, last)
        store.write()
