"""The few figures of the overview, when somebody waits for them: the same numbers as `figures` has, for a third of the work."""

import datetime as dt

from reports.figures.build import again_of, persons_of, row_of, splits_of, waiting_of
from reports.figures.statement import read
from reports.scope import Scope
from reports.shown import Shown

SECTIONS = ("counts", "persons", "waiting", "extensions")


def brief(*, scope: Scope, on: dt.date) -> Shown:
    """What the overview tells of the scope as of the end of the day, exact: for those who may open the cases. Three statements."""
    sections = read(scope, on=on, sections=SECTIONS)
    row = row_of("", "", splits_of({**sections, "groups": []})[""][""])
    reached = row.reached.value or 0
    return Shown(
        reached=row.reached,
        persons=persons_of(sections, reached),
        completed=row.completed,
        ongoing=row.ongoing,
        dropped_out=row.dropped_out,
        in_work=row.in_work,
        extended=again_of(sections["extensions"], reached).courses,
        outcomes=row.outcomes,
        groups=row.groups,
        waiting=waiting_of(sections, reached),
    )
