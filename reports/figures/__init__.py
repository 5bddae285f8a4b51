"""Every number of any report is born here (ADR 0024)."""

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

__all__ = ["Again", "Benefit", "Change", "Cost", "Figure", "Figures", "Hours", "Point", "Row", "Spread", "Table", "Wish", "share"]
