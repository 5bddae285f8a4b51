"""A file of mentors as the form of a mentor reads it: each line goes through `MentorForm` and the register's own checks (R82, R83)."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core.cells import as_csv
from core.reference import in_language
from core.verdicts import Refused
from core.words import listed
from mentors.actions import Around, Details, check_details
from mentors.actions_imports import MentorLine, check_lines
from mentors.enums import (
    TIMES,
    AgeGroup,
    Experience,
    Gender,
    MentorSubtype,
    MentorType,
    OrganisationKind,
    SpokenLanguage,
    SupportArea,
    WayOfMeeting,
    time_label,
)
from mentors.forms import MentorForm
from mentors.models import SituationKind, Zone
from mentors.phrases import sentence
from mentors.rules.imports import COLUMNS, Fault, Row, Table, beginning, levels_of, many_of, one_of, plain, read_table

FIELDS = {
    "organisation": "organisation_name",
    "workplace": "workplace_name",
    "age": "age_group",
    "hours_a_week": "most_minutes",
    "kroner_an_hour": "cost_an_hour",
    "declaration_signed": "confidentiality_signed_on",
    "declaration_valid_until": "confidentiality_valid_until",
    "record_checked": "record_checked_on",
}
"""The form's field of a column, where it has another name."""
COLUMN_OF = {FIELDS.get(column.key, column.key): column.key for column in COLUMNS}
PLACE = {column.key: n for n, column in enumerate(COLUMNS)}
EXTRA_LEVELS = {"ingen": 0, "nogen": 1, "noget": 1, "stor": 2, "meget": 2}

Choices = Iterable[tuple[Any, Any]]
ONE: dict[str, Callable[[], Choices]] = {
    "type": lambda: MentorType.choices,
    "subtype": lambda: MentorSubtype.choices,
    "organisation_kind": lambda: OrganisationKind.choices,
    "gender": lambda: Gender.choices,
    "age": lambda: AgeGroup.choices,
}
MANY: dict[str, Callable[[], Choices]] = {
    "languages": lambda: SpokenLanguage.choices,
    "ways_of_meeting": lambda: WayOfMeeting.choices,
    "times": lambda: [(code, time_label(code)) for code in TIMES],
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: the lines that can be imported, or what is wrong. `text` is the file as it is kept."""

    lines: tuple[MentorLine, ...]
    faults: tuple[Fault, ...]
    encoding: str
    text: str


def read_mentors(content: bytes, *, jobcentre_id: uuid.UUID, on: dt.date) -> Reading:
    """Read a file and check each line for the jobcentre. Every fault by line and column; nothing is written."""
    table = read_table(content)
    return _checked(table, jobcentre_id=jobcentre_id, on=on) if table.rows else Reading((), table.faults, table.encoding, "")


def _checked(table: Table, *, jobcentre_id: uuid.UUID, on: dt.date) -> Reading:
    reader = _LineReader(
        situations=list(SituationKind.objects.in_force(on).order_by("position", "code")),
        zones=list(Zone.objects.filter(jobcentre_id=jobcentre_id).in_force(on).order_by("position", "name")),
        on=on,
    )
    wrong: dict[int, set[str]] = {}
    for fault in table.faults:
        wrong.setdefault(fault.line, set()).add(fault.column)
    lines, faults = [], list(table.faults)
    for row in table.rows:
        line, found = reader.read(row, wrong.get(row.line, set()))
        lines += [line] if line else []
        faults += found
    cells = {row.line: row.cells for row in table.rows}
    for fault in check_lines(jobcentre_id=jobcentre_id, lines=lines, on=on):
        faults.append(in_column(fault, cells[fault.line]))
    faults.sort(key=lambda fault: (fault.line, PLACE.get(fault.column, -1)))
    return Reading(tuple(lines), tuple(faults), table.encoding, table.text)


def in_column(fault: Fault, cells: Mapping[str, str]) -> Fault:
    """What the register says of a field of the form, at the column of the file and with the beginning of its cell."""
    key = COLUMN_OF.get(fault.column, fault.column)
    return Fault(code=fault.code, line=fault.line, column=key, value=fault.value or beginning(cells.get(key, "")), facts=fault.facts)


class _LineReader:
    """One form for all lines of a file: to make it anew for each would take most of the time."""

    def __init__(self, *, situations: Sequence[SituationKind], zones: Sequence[Zone], on: dt.date) -> None:
        self.on = on
        self.form = MentorForm({}, situations=[(kind.code, str(kind)) for kind in situations], zones=zones)
        for key in (*ONE, *MANY):  # the labels cost more than all the rest, and nobody reads them here
            field = cast(forms.ChoiceField, self.form.fields[FIELDS.get(key, key)])
            field.choices = [(code, code) for code, _label in {**ONE, **MANY}[key]()]
        self.one = {key: _words(key) for key in ONE}
        self.many = {key: _words(key) for key in MANY}
        self.many["situations"] = {plain(word): k.code for k in situations for word in (k.code, k.name_da, k.name_en)}
        self.many["zones"] = {plain(zone.name): str(zone.pk) for zone in zones}
        self.labels = {key: [str(label) for _code, label in {**ONE, **MANY}[key]()] for key in (*ONE, *MANY)}
        self.labels["situations"] = [str(kind) for kind in situations]
        self.labels["zones"] = [zone.name for zone in zones]

    def read(self, row: Row, wrong: set[str]) -> tuple[MentorLine | None, list[Fault]]:
        """The line as the form would give it; None with what is wrong. `wrong` are columns of which that is said already."""
        data: dict[str, Any] = {}
        faults: list[Fault] = []

        def refuse(code: str, key: str, cell: str, **facts: Any) -> None:
            faults.append(Fault(code=code, line=row.line, column=key, value=beginning(cell), facts=facts))

        for key, cell in row.cells.items():
            field = FIELDS.get(key, key)
            if key in self.one:
                data[field] = one_of(cell, words=self.one[key])
                if data[field] is None:
                    refuse("value_unknown", key, cell, choices=self.labels[key])
            elif key in self.many:
                data[field], rest = many_of(cell, words=self.many[key])
                if rest:
                    refuse("value_unknown", key, rest, choices=self.labels[key])
            elif key == "experience":
                levels, rest = levels_of(cell, areas=_words("areas"), levels=_levels())
                data |= {f"level_{area}": str(level) for area, level in levels.items()}
                if rest:
                    refuse("experience_unreadable", key, rest, choices=SupportArea.labels, example=experience_example())
            else:
                data[field] = cell
        told = wrong | {fault.column for fault in faults}
        self.form.data = data
        self.form.full_clean()
        for field, errors in self.form.errors.items():
            key = COLUMN_OF.get(field, field)
            if key not in told:
                refuse("value_refused", key, row.cells.get(key, ""), sentence=" ".join(str(error) for error in errors))
        if faults or wrong:
            faults += self.together(row, told | {fault.column for fault in faults})
            return None, faults
        return MentorLine(line=row.line, details=self.form.details(), around=self.form.around()), []

    def together(self, row: Row, told: set[str]) -> list[Fault]:
        """What does not go together in a line that has other faults, too: nobody should have to read the file twice to be told."""
        if "type" in told:
            return []
        known = {name: value for name, value in self.form.cleaned_data.items() if name in Details.__dataclass_fields__}
        try:
            check_details(
                details=Details(**{"name": "", **known}), around=Around(workplace_name=row.cells.get("workplace", "")), on=self.on
            )
        except Refused as refused:
            found = in_column(Fault(code=refused.code, line=row.line, column=refused.field, facts=refused.facts), row.cells)
            return [found] if found.column not in told else []
        return []


@cache
def _words(key: str) -> dict[str, str]:
    """Code by code and by label in every language."""
    choices = {**ONE, **MANY, "areas": lambda: SupportArea.choices}[key]
    found = {plain(str(code)): str(code) for code, _label in choices()}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in choices():
                found.setdefault(plain(str(label)), str(code))
    return found


@cache
def _levels() -> dict[str, int]:
    found = {str(level.value): level.value for level in Experience} | EXTRA_LEVELS
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {plain(str(level.label)): level.value for level in Experience}
    return found


def heading(key: str) -> str:
    """A column's heading in the reader's language; one that is unknown as it was typed."""
    column = COLUMNS[PLACE[key]] if key in PLACE else None
    return in_language(da=column.da, en=column.en) if column else key


def experience_example() -> str:
    much, some = (str(level.label).lower() for level in (Experience.MUCH, Experience.SOME))
    return f"{SupportArea.PRACTICAL.label}: {much}, {SupportArea.SOCIAL.label}: {some}"


def column_words() -> list[dict[str, Any]]:
    """The columns as the page describes them: heading, whether each mentor needs it, and what may stand there."""
    lists = {key: _("Separated by commas: %(choices)s") for key in MANY}
    words = {
        "organisation": _("A new one needs its kind in one line of the file."),
        "workplace": _("For a colleague: where the mentor works."),
        "zones": _("Names of your jobcentre's zones, separated by commas."),
        "situations": _("Names of kinds of situation, separated by commas."),
        "experience": _("Support areas and how much, such as “%(example)s”.") % {"example": experience_example()},
        "most_clients": _("A number from 1 to 99."),
        "hours_a_week": _("As 10, 2,5 or 2:30. For all clients together."),
        "kroner_an_hour": _("As 410 or 410,50."),
    }
    days = ("available_from", "available_until", "declaration_signed", "declaration_valid_until", "record_checked")
    words |= {key: _("A day, such as 16-11-2026.") for key in days}
    for key in (*ONE, *MANY):
        choices = ", ".join(plain(str(label)) if key == "times" else str(label) for _code, label in {**ONE, **MANY}[key]())
        words[key] = lists.get(key, _("One of: %(choices)s")) % {"choices": choices}
    return [{"heading": heading(column.key), "needed": column.needed, "how": words.get(column.key, _("Text"))} for column in COLUMNS]


def said(fault: Fault) -> dict[str, Any]:
    """A fault as its row in the list: where, what stands there, and what to write instead."""
    facts = {**fault.facts, "value": fault.value, "column": heading(fault.column)}
    if "choices" in facts:
        facts["choices"] = listed(facts["choices"])
    return {"line": fault.line or "", "column": heading(fault.column), "value": fault.value, "words": sentence(fault.code, facts)}


def faults_file(faults: Sequence[Fault]) -> bytes:
    """The faults as a file of their own; a cell that a spreadsheet would compute gets an apostrophe in front."""
    rows = [[row["line"], row["column"], row["value"], row["words"]] for row in map(said, faults)]
    return as_csv([[_("Line"), _("Column"), _("Cell"), _("What is wrong")], *rows])


def example_file() -> bytes:
    """A file with all columns and two invented mentors, in the reader's language. It can be imported as it is."""
    rows = [[heading(column.key) for column in COLUMNS]]
    for line in _example_lines():
        rows.append([line.get(column.key, "") for column in COLUMNS])
    return as_csv(rows, is_inert=False)


def _example_lines() -> list[dict[str, str]]:
    return [
        {
            "name": "Karla Eksempel",
            "type": str(MentorType.EXTERNAL.label),
            "subtype": str(MentorSubtype.VOLUNTEER.label),
            "profession": _("Social worker"),
            "organisation": "Brugerforeningen Eksempel",
            "organisation_kind": str(OrganisationKind.USERS.label),
            "phone": "+45 20 00 00 01",
            "email": "karla@example.org",
            "area": "Nordby",
            "gender": str(Gender.WOMAN.label),
            "age": str(AgeGroup.FROM_30_TO_50.label),
            "languages": ", ".join(str(each.label) for each in (SpokenLanguage.DANISH, SpokenLanguage.ENGLISH)),
            "experience": experience_example(),
            "ways_of_meeting": ", ".join(str(each.label) for each in (WayOfMeeting.AT_THE_PLACE, WayOfMeeting.PHONE)),
            "times": ", ".join(plain(time_label(code)) for code in ("1_morning", "4_afternoon")),
            "most_clients": "3",
            "hours_a_week": "10",
            "kroner_an_hour": "410,50",
            "available_from": "01-01-2026",
            "declaration_signed": "05-01-2026",
            "record_checked": "05-01-2026",
        },
        {
            "name": "Kaj Eksempel",
            "type": str(MentorType.COLLEAGUE.label),
            "subtype": str(MentorSubtype.WORKPLACE.label),
            "workplace": "Bageriet Eksempel",
            "email": "kaj@example.org",
            "languages": str(SpokenLanguage.DANISH.label),
            "most_clients": "1",
            "hours_a_week": "2,5",
        },
    ]
