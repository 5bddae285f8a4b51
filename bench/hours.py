"""The hours account of a long course: 10 periods, 500 entries, the rules alone.

    .venv/bin/python -m bench.hours [--entries 500] [--periods 10] [--rounds 200]

No database: the facts are made here. Prints the median of the rounds; goal: under 5 ms. The reading is part of `bench/pages.py`.
"""

import argparse
import datetime as dt
import statistics
import time

from cases.rules.hours import GrantedPeriod, Step, Use, account
from core.days import DAY, DaySpan, last_day_of_months

GOAL_MS = 5.0


def course(*, periods: int, entries: int) -> tuple[list[GrantedPeriod], list[Use], list[DaySpan]]:
    """Periods of six months one after the other, each with a change of hours and a plan of four steps, and entries spread over all their days."""
    first, rows = dt.date(2021, 9, 15), []
    for number in range(1, periods + 1):
        last = last_day_of_months(first, 6)
        plan = tuple(Step(first + 42 * k * DAY, 180 - 40 * k) for k in range(4))
        rows.append(GrantedPeriod(number, first, last, None, (Step(first, 240), Step(first + 60 * DAY, 180)), plan))
        first = last + DAY
    days = (first - rows[0].first_day).days
    uses = [Use(rows[0].first_day + (k * days // entries) * DAY, 60, 60 if k % 3 else 0) for k in range(entries)]
    pauses = [DaySpan(row.first_day + 90 * DAY, row.first_day + 96 * DAY) for row in rows]
    return rows, uses, pauses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--entries", type=int, default=500)
    parser.add_argument("--periods", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    periods, uses, pauses = course(periods=options.periods, entries=options.entries)
    on = periods[-1].last_day - 30 * DAY
    taken = []
    for _round in range(options.rounds):
        begun = time.process_time()
        found = account(periods=periods, uses=uses, pauses=pauses, on=on)
        taken.append((time.process_time() - begun) * 1000)
    weeks = len(found.weeks)
    said = "met" if statistics.median(taken) < GOAL_MS else "missed"
    print(f"hours account of {options.entries} entries in {options.periods} periods ({weeks} weeks), rules alone")
    print(f"  median {statistics.median(taken):.2f} ms of CPU, slowest {max(taken):.2f} ms, goal under {GOAL_MS:.0f} ms: {said}")


if __name__ == "__main__":
    main()
