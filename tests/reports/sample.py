"""Figures made by hand, with the pilot's numbers [1]: a report can be looked at without a case."""

import datetime as dt
from dataclasses import replace
from typing import Any

from reports.about import About, Facts
from reports.enums import Section
from reports.figures import Again, Benefit, Change, Cost, Figure, Figures, Hours, Point, Row, Spread, Table, Wish
from reports.scope import Scope

HIDDEN = Figure(None, None, hidden=True)
ALL_SECTIONS = tuple(map(str, Section))
END = {
    "ordinary_job": 23, "flexible_job": 4, "ordinary_education": 24, "kept_job": 20, "wage_subsidy": 9, "other_measure": 20,
    "sickness": 12, "pension": 3, "moved": 0, "stopped": 7, "unknown": 10, "not_recorded": 10,
}  # fmt: skip


def part(value: int | None, base: int | None) -> Figure:
    return HIDDEN if value is None else Figure(value, base)


def row(key: str, name: str, reached: int, completed: int, became: dict[str, int | None], other: int | None = None) -> Row:
    entered = None if None in became.values() else sum(v or 0 for k, v in became.items() if k != "kept_job")
    kept = became.get("kept_job")
    return Row(
        key=key,
        name=name,
        reached=Figure(reached, reached),
        completed=Figure(completed, reached),
        ongoing=Figure(reached - completed, reached),
        dropped_out=Figure(0, reached),
        in_work=HIDDEN if entered is None or kept is None else Figure(entered + kept, completed),
        outcomes={code: part(value, completed) for code, value in became.items()},
        groups={"entered": part(entered, completed), "kept": part(kept, completed), "other": part(other, completed)},
    )


def four(job: int | None, flexible: int | None, education: int | None, kept: int | None) -> dict[str, int | None]:
    return {"ordinary_job": job, "flexible_job": flexible, "ordinary_education": education, "kept_job": kept}


def figures(**changes: Any) -> Figures:
    """208 reached, 142 completed, 66 under way; 71 of 142 in work or education."""
    found = Figures(
        scope=Scope.months(dt.date(2007, 10, 1), dt.date(2010, 9, 30)),
        on=dt.date(2010, 9, 30),
        outward=True,
        is_small=False,
        reached=Figure(208, 208),
        persons=Figure(205, 208),
        completed=Figure(142, 208),
        ongoing=Figure(66, 208),
        dropped_out=Figure(0, 208),
        withdrawn=Figure(5, None),
        in_work=Figure(71, 142),
        outcomes={code: Figure(value, 142) for code, value in END.items()},
        groups={"entered": Figure(51, 142), "kept": Figure(20, 142), "other": Figure(71, 142)},
        later={
            "m3": Point(Figure(142, 142), Figure(101, 142), Figure(41, 142), {}, groups_of(45, 15, 41)),
            "m6": Point(Figure(120, 142), Figure(70, 120), Figure(50, 120), {}, groups_of(30, 10, 30)),
            "m12": Point(Figure(60, 142), Figure(20, 60), Figure(40, 60), {}, dict.fromkeys(("entered", "kept", "other"), HIDDEN)),
        },
        tables={
            "target_group": Table(
                "target_group",
                True,
                (
                    row("unemployed", "", 150, 109, four(18, None, 21, 0)),
                    row("on_leave", "", 48, 33, four(5, None, 3, 20)),
                    row("physical", "", 12, 9, four(None, None, None, None)),
                ),
            ),
            "situation": Table(
                "situation", False, (row("job", "", 80, 55, four(10, None, 9, 10)), row("education", "", 128, 87, four(13, None, 15, 10)))
            ),
            "mentor_type": Table(
                "mentor_type", False, (row("external", "", 128, 87, four(13, None, 15, 10)), row("", "", 80, 55, four(10, None, 9, 10)))
            ),
            "jobcentre": Table(
                "jobcentre",
                False,
                tuple(row(name, name, 70, 47, four(8, None, 8, None), 24) for name in ("Jobcenter Odense", "Jobcenter Herlev")),
            ),
            "funding": Table("funding", False, (row("national", "", 208, 142, four(23, 4, 24, 20), 71),)),
            "year": Table("year", False, tuple(row(year, "", 104, 71, four(11, None, 12, 10), None) for year in ("2008", "2009"))),
        },
        waiting={
            "assessed": Spread(6, 9, 13, 196, 208),
            "matched": Spread(11, 16.5, 23, 196, 208),
            "started": Spread(4, 6, 9, 208, 208),
            "whole": Spread(24, 31, 41, 208, 208),
        },
        hours=Hours(Figure(9000, 120), Figure(7800, 120), Figure(540000, 208), Figure(390000, 208)),
        extensions=Again(Figure(40, 208), Figure(55, 208)),
        rematches=Again(Figure(12, 208), Figure(13, 208)),
        wishes=(Wish("type", "", Figure(80, 120)), Wish("language", "", Figure(12, 12)), Wish("type", "external", HIDDEN)),
        goals={"client": Spread(45.0, 52.5, 60.0, 90, 208), "mentor": Spread(None, None, None, None, 208, hidden=True)},
        measured={"who5": Change(Spread(-4, 12, 24, 100, 142), Figure(60, 100))},
        benefit=Benefit(Spread(10, 30.5, 52, 180, 208), Spread(0, 12, 40, 60, 142)),
        costs=(Cost("national", Figure(150_000_000, 300_000), Figure(360_000, 360_000)), Cost("", HIDDEN, HIDDEN)),
    )
    return replace(found, **changes)


def groups_of(entered: int, kept: int, other: int) -> dict[str, Figure]:
    base = entered + kept + other
    return {"entered": Figure(entered, base), "kept": Figure(kept, base), "other": Figure(other, base)}


def about(**changes: Any) -> About:
    found = About(
        authority="Jobcenter Egebæk",
        place="Egebæk Kommune",
        made_at="2026-11-17T09:42:00+00:00",
        made_by="Anne Bruun",
        role="leder",
        report="R-1a2b3c4d",
        groups={
            "unemployed": {"da": "Midlertidig psykisk sygdom, ledig", "en": "Temporary mental illness, unemployed"},
            "on_leave": {"da": "Midlertidig psykisk sygdom, sygemeldt fra job", "en": "Temporary mental illness, on sick leave"},
        },
        goals={"assessed": 21, "matched": 14},
    )
    return replace(found, **changes)


def facts(found: Figures | None = None, told: About | None = None) -> Facts:
    found = found or figures()
    return Facts(found, told or about(), found.checksum())


def nothing() -> Figures:
    """Months to which no course belongs."""
    none, nobody = Figure(0, 0), Spread(None, None, None, 0, 0)
    return figures(
        **dict.fromkeys(("reached", "persons", "completed", "ongoing", "dropped_out", "withdrawn", "in_work"), none),
        outcomes=dict.fromkeys(END, none),
        groups=dict.fromkeys(("entered", "kept", "other"), none),
        later={code: Point(none, none, none, {}, dict.fromkeys(("entered", "kept", "other"), none)) for code in ("m3", "m6", "m12")},
        tables={"target_group": Table("target_group", True, ()), "jobcentre": Table("jobcentre", False, ())},
        waiting=dict.fromkeys(("assessed", "matched", "started", "whole"), nobody),
        hours=Hours(none, none, none, none),
        extensions=Again(none, none),
        rematches=Again(none, none),
        wishes=(),
        goals={"client": nobody, "mentor": nobody},
        measured={"who5": Change(nobody, none), "motivation": Change(nobody, none)},
        benefit=Benefit(nobody, nobody),
        costs=(),
    )


def all_hidden() -> Figures:
    """The headline is told, and nothing else."""
    spread = Spread(None, None, None, None, None, hidden=True)
    groups = dict.fromkeys(("entered", "kept", "other"), HIDDEN)
    return figures(
        **dict.fromkeys(("persons", "completed", "ongoing", "dropped_out", "withdrawn", "in_work"), HIDDEN),
        reached=Figure(12, 12),
        outcomes=dict.fromkeys(END, HIDDEN),
        groups=groups,
        later={code: Point(HIDDEN, HIDDEN, HIDDEN, {}, groups) for code in ("m3", "m6", "m12")},
        tables={},
        waiting=dict.fromkeys(("assessed", "matched", "started", "whole"), spread),
        hours=Hours(HIDDEN, HIDDEN, HIDDEN, HIDDEN),
        extensions=Again(HIDDEN, HIDDEN),
        rematches=Again(HIDDEN, HIDDEN),
        wishes=(Wish("type", "", HIDDEN),),
        goals={"client": spread},
        measured={"who5": Change(spread, HIDDEN)},
        benefit=Benefit(spread, spread),
        costs=(Cost("national", HIDDEN, HIDDEN),),
    )
