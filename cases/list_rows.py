"""Rows of cases as a list shows them: 25 at a time, newest first by case number, from the last row seen, so that page 400 is as quick as page 1."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cases.enums import CLOSED_STATES, OPEN_STATES, State
from cases.models import Assignment
from core.reference import in_language
from core.templatetags.ui import day as written_day
from core.templatetags.ui import due_state

ROWS = 25
_REF = re.compile(r"(\d{4})-(\d{4,9})")
_COLUMNS = (
    "id",
    "year",
    "number",
    "state",
    "due_on",
    "client__given_name",
    "client__family_name",
    "caseworker__name",
    "situation__name_da",
    "situation__name_en",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What one page of a list shows. `newer` and `older` are the marks of the pages beside it, "" where there is none; `is_known`: the mark was one."""

    rows: list[dict[str, Any]]
    ids: list[Any]
    newer: str
    older: str
    is_known: bool


def piece(cases: QuerySet, marks: Mapping[str, str], *, today: dt.date) -> Piece:
    """The rows behind the mark `after` or before the mark `before` of an address. Two statements."""
    back = "before" in marks and "after" not in marks
    mark = marks.get("before" if back else "after", "")
    found = _beside(cases, mark, older=not back) if mark else cases
    is_known = found is not None
    if found is None:
        found, mark, back = cases, "", False
    order = ("year", "number") if back else ("-year", "-number")
    rows = list(found.order_by(*order).values(*_COLUMNS)[: ROWS + 1])
    more, rows = len(rows) > ROWS, rows[:ROWS]
    newer, older = (more and bool(rows), bool(rows)) if back else (bool(mark) and bool(rows), more)
    rows = rows[::-1] if back else rows
    mentors = _mentor_names(rows)
    return Piece(
        [_row(each, mentors, today) for each in rows],
        [each["id"] for each in rows],
        _ref(rows[0]) if newer else "",
        _ref(rows[-1]) if older else "",
        is_known,
    )


def _beside(cases: QuerySet, mark: str, *, older: bool) -> QuerySet | None:
    """The cases with a lower (older) or higher number than the one in the mark; None when the mark is no case number."""
    found = _REF.fullmatch(mark)
    if not found or int(found[2]) > 2_000_000_000:
        return None
    year, serial = int(found[1]), int(found[2])
    if older:  # the first condition lets the index start at the right place
        return cases.filter(Q(year__lt=year) | Q(number__lt=serial), year__lte=year)
    return cases.filter(Q(year__gt=year) | Q(number__gt=serial), year__gte=year)


def _mentor_names(rows: list[dict[str, Any]]) -> dict[Any, str]:
    """The mentor of each case, or the last one of a closed case, in one statement."""
    assignments = Assignment.objects.filter(case_id__in=[row["id"] for row in rows]).filter(
        Q(ended_on__isnull=True) | Q(case__state__in=CLOSED_STATES)
    )
    return dict(assignments.order_by("first_day", "assigned_at").values_list("case_id", "mentor__name"))


def _ref(row: dict[str, Any]) -> str:
    return f"{row['year']}-{row['number']:04d}"


def _row(each: dict[str, Any], mentors: dict[Any, str], today: dt.date) -> dict[str, Any]:
    ref, due_on = _ref(each), each["due_on"]
    is_open = each["state"] in OPEN_STATES
    return {
        "ref": ref,
        "url": f"/cases/{ref}/",
        "name": f"{each['client__given_name']} {each['client__family_name']}".strip(),
        "step": State(each["state"]).label,
        "situation": in_language(da=each["situation__name_da"], en=each["situation__name_en"]),
        "mentor": mentors.get(each["id"], ""),
        "due": written_day(due_on) if due_on and is_open else "",
        "over": bool(due_on and is_open and due_state(due_on, today) == "over"),
        "caseworker": each["caseworker__name"],
    }
