"""The same numbers split: by target group and situation, by type of mentor, funding, year and partner, and by jobcentre."""

from dataclasses import replace

from django.utils.translation import gettext as _

from core.templatetags.ui import number
from reports import charts, words
from reports.about import Facts
from reports.enums import Dimension, Section
from reports.figures import Figure, Row, Table
from reports.parts import Cell, Chart, Kind, Line, Part, Piece, Text
from reports.parts import Table as PartTable

SHOWN = ("ordinary_job", "flexible_job", "ordinary_education", "kept_job")
MOST_BARS = 14
"""More bars than fit on half a page are left to the table."""
MOST_PARTNERS = 15
"""So many partner organisations are printed, the largest first."""


def groups(facts: Facts) -> Part | None:
    captions = {
        Dimension.TARGET_GROUP: _("Courses by target group. The groups overlap: a course can stand in several rows"),
        Dimension.SITUATION: _("Courses by situation"),
    }
    return _part(facts, Section.GROUPS, _("Target groups"), _("target groups"), captions)


def splits(facts: Facts) -> Part | None:
    captions = {
        Dimension.MENTOR_TYPE: _("Courses by type of mentor"),
        Dimension.FUNDING: _("Courses by funding"),
        Dimension.YEAR: _("Courses by year"),
        Dimension.PARTNER: _("Courses by partner organisation"),
    }
    return _part(facts, Section.SPLITS, _("Mentor, funding, year"), _("types of mentor"), captions)


def jobcentres(facts: Facts) -> Part | None:
    captions = {Dimension.JOBCENTRE: _("Courses by jobcentre")}
    return _part(facts, Section.JOBCENTRES, _("By jobcentre"), _("jobcentres"), captions)


def _part(facts: Facts, section: Section, short: str, what: str, captions: dict[Dimension, str]) -> Part | None:
    tables = [(facts.figures.tables[each], caption) for each, caption in captions.items() if each in facts.figures.tables]
    tables = [(table, caption) for table, caption in tables if table.rows]
    if not tables:
        return None
    pieces: list[Piece] = []
    if drawing := _bars(tables[0][0], facts, tables[0][1]):
        pieces.append(Chart(_("Courses reached, and the part of them that was completed"), drawing))
    pieces += [split_table(table, facts, caption) for table, caption in tables]
    if any(piece.has_hidden for piece in pieces if isinstance(piece, PartTable)):
        pieces.append(what_hidden_means(facts))
    pieces.append(_differences(section))
    return Part(section, short, _heading(tables[0][0], facts, what), "", tuple(pieces))


def _heading(table: Table, facts: Facts, what: str) -> str:
    """The largest row, if it is one alone and no hidden one could be larger."""
    rows = sorted((row for row in table.rows if row.key), key=lambda row: -(row.reached.value or 0))
    if not rows or not rows[0].reached.value or any(row.reached.hidden for row in rows):
        return _("The courses by %(what)s") % {"what": what}
    if len(rows) > 1 and rows[1].reached.value == rows[0].reached.value:
        return _("The courses by %(what)s") % {"what": what}
    return _("Most courses: %(name)s, %(said)s") % {
        "name": words.inside(_name(table, rows[0], facts)) if not rows[0].name else rows[0].name,
        "said": words.out_of(Figure(rows[0].reached.value, facts.figures.reached.value)),
    }


def _differences(section: Section) -> Text:
    """What must not be read out of the shares."""
    heading = _("What can be said of the differences?")
    if section == Section.JOBCENTRES:
        said = _(
            "Jobcentres have different clients and different labour markets. So the shares must not be compared as a measure of who works best."
        )
        return Text(said, heading=heading)
    said = _(
        "Who comes into a group is not decided by lot. So the shares must not be compared as a measure of whom the mentor helped most."
    )
    return Text(said, heading=heading)


def _name(table: Table, row: Row, facts: Facts) -> str:
    return row.name or words.row_name(table.dimension, row.key, groups=facts.about.groups)


def _bars(table: Table, facts: Facts, caption: str) -> charts.Drawing | None:
    rows = [row for row in table.rows if row.reached.value is not None and row.completed.value is not None]
    if not rows or len(rows) > MOST_BARS:
        return None
    found = [
        charts.Bar(
            _name(table, row, facts),
            row.completed.value or 0,
            _("%(completed)s of %(reached)s") % {"completed": number(row.completed.value), "reached": number(row.reached.value)},
            whole=row.reached.value or 0,
        )
        for row in rows
    ]
    said = "; ".join(f"{each.label}: {each.words}" for each in found)
    return charts.bars(found, title=_("%(caption)s. Completed of reached: %(said)s.") % {"caption": caption, "said": said})


def split_table(table: Table, facts: Facts, caption: str) -> PartTable:
    heads = (
        _head(table.dimension),
        _("Reached"),
        _("Completed"),
        *(words.outcome(code) for code in SHOWN),
        _("Other or not known"),
    )
    lines = [replace(_line(_name(table, row, facts), row, facts), always=not row.key) for row in table.rows]
    figures = facts.figures
    if not table.overlapping or figures.reached.value is not None:
        every = (figures.reached, figures.completed, *(figures.outcomes.get(code, Figure(None, None)) for code in SHOWN))
        lines.append(
            Line(
                _("All courses"),
                (*map(words.count, every), words.count(figures.groups.get("other", Figure(None, None)))),
                strong=True,
                always=True,
            )
        )
    return PartTable(caption, heads, tuple(lines), most=MOST_PARTNERS if table.dimension == Dimension.PARTNER else 0)


def _head(dimension: str) -> str:
    return str(Dimension(dimension).label)


def _line(name: str, row: Row, facts: Facts) -> Line:
    cells = [words.count(row.reached), words.count(row.completed)]
    became = [*(row.outcomes.get(code, Figure(None, None)) for code in SHOWN), row.groups.get("other", Figure(None, None))]
    few = row.completed.value is not None and row.completed.value < facts.about.least_base
    if few and all(each.value is None for each in became):
        said = _("fewer than %(n)s completed courses: results are not shown") % {"n": facts.about.least_base}
        return Line(name, (*cells, Cell(said, kind=Kind.WORDS, hidden=True, span=len(became))))
    return Line(name, (*cells, *map(words.count, became)))


def what_hidden_means(facts: Facts) -> Text:
    said = _(
        "The number is smaller than %(smallest)s, or it could be used to compute such a number. 0 is shown. Results of fewer than %(base)s "
        "completed courses are not shown."
    ) % {"smallest": facts.about.smallest, "base": facts.about.least_base}
    if facts.figures.scope.filters:
        said += " " + with_a_filter()
    return Text(said, heading=_("“%(hidden)s”:") % {"hidden": words.hidden_word()}, boxed=True)


def with_a_filter() -> str:
    """R193."""
    return _(
        "With a filter a report tells its results and waiting times only. All else could be held against the report without the filter."
    )
