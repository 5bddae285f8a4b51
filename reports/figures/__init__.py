"""Every number of any report is born here (docs/adr/0024): `figures(scope=..., on=...)`, exact, or as it may leave the system."""

import datetime as dt

from reports.figures.build import build
from reports.figures.shapes import (
    Again,
    Benefit,
    Change,
    Cost,
    Figure,
    Figures,
    Hours,
    Point,
    Row,
    Spread,
    Table,
    Wish,
    share,
)
from reports.figures.statement import read
from reports.scope import Scope

__all__ = [
    "Again",
    "Benefit",
    "Change",
    "Cost",
    "Figure",
    "Figures",
    "Hours",
    "Point",
    "Row",
    "Spread",
    "Table",
    "Wish",
    "figures",
    "share",
]


def figures(*, scope: Scope, on: dt.date) -> Figures:
    """The figures of the scope as of the end of the day, exact: for those who may open the cases. Four statements.

    For everything that leaves the system, and for everybody else: `reports.figures.outward.outward_figures`.
    """
    return build(scope, on=on, sections=read(scope, on=on))
