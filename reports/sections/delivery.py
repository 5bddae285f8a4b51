"""What was given: hours and extensions; and how well it fitted: wishes, new mentors, goals and well-being."""

from django.utils.translation import gettext as _

from core.templatetags.ui import number
from reports import charts, words
from reports.about import Facts
from reports.enums import Section
from reports.figures import Again, Figure, Spread, share
from reports.parts import Cell, Chart, Kind, Line, Part, Piece, Table, Text
from reports.sections.groups import what_hidden_means


def hours(facts: Facts) -> Part:
    found = facts.figures.hours
    rows = [(_("Granted in all periods that have begun"), found.granted), (_("Used, as the logs say"), found.used)]
    weekly = [(_("Wished a week, together"), found.wished_a_week), (_("Granted a week to the same clients"), found.granted_a_week)]
    pieces: list[Piece] = []
    drawn = [
        charts.Bar(name, each.value, _("%(hours)s hours") % {"hours": words.hours_said(each.value)})
        for name, each in rows
        if each.value is not None
    ]
    if len(drawn) == len(rows) and any(bar.value for bar in drawn):
        said = "; ".join(f"{bar.label}: {bar.words}" for bar in drawn)
        pieces.append(Chart(_("Hours granted and used"), charts.bars(drawn, title=_("Hours. %(said)s.") % {"said": said})))
    lines = [Line(name, (words.in_hours(each.value, is_hidden=each.hidden),)) for name, each in [*rows, *weekly]]
    pieces.append(
        Table(_("Hours"), (_("What"), _("Hours")), tuple(lines), _("A week: only courses whose client has said how many hours are wished."))
    )
    again = [(_("Extensions"), facts.figures.extensions), (_("New mentor in a running course"), facts.figures.rematches)]
    pieces.append(
        Table(
            _("Extensions and new mentors"),
            (_("What"), _("Courses with at least one"), _("Share of reached"), _("Times in all")),
            tuple(_again(name, each) for name, each in again),
        )
    )
    return Part(Section.HOURS, _("Hours and extensions"), _heading_of_hours(facts), "", _explained(facts, pieces))


def _again(name: str, found: Again) -> Line:
    return Line(name, (words.count(found.courses), words.part(found.courses), words.count(found.times)))


def _heading_of_hours(facts: Facts) -> str:
    found = facts.figures.hours
    percent = share(Figure(found.used.value, found.granted.value)) if found.granted.value else None
    if percent is None:
        return _("Hours that were granted and used")
    return _("%(used)s of %(granted)s granted hours were used (%(share)s)") % {
        "used": words.hours_said(found.used.value or 0),
        "granted": words.hours_said(found.granted.value or 0),
        "share": words.percents(percent),
    }


def wishes(facts: Facts) -> Part:
    pieces: list[Piece] = []
    all_types = [each for each in facts.figures.wishes if not each.mentor_type]
    types = sorted({each.mentor_type for each in facts.figures.wishes} - {""})
    drawn = [
        charts.Bar(words.wish(each.wish), share(each.met) or 0, words.out_of(each.met), whole=100)
        for each in all_types
        if each.met.value is not None and each.met.base
    ]
    if drawn:
        said = "; ".join(f"{bar.label}: {bar.words}" for bar in drawn)
        pieces.append(
            Chart(
                _("Wishes that were met, of those who had the wish and were matched"),
                charts.bars(drawn, title=_("Wishes met. %(said)s.") % {"said": said}, top=100),
            )
        )
    of_type = {(each.wish, each.mentor_type): each.met for each in facts.figures.wishes}
    lines = tuple(Line(words.wish(each.wish), tuple(_met(of_type.get((each.wish, kind))) for kind in ["", *types])) for each in all_types)
    bases: tuple[Table, ...] = ()
    if lines:
        heads = (_("Wish"), _("All"), *(words.row_name("mentor_type", kind, groups={}) for kind in types))
        pieces.append(Table(_("Wishes met, by type of mentor"), heads, lines))
        had = tuple(Line(words.wish(each.wish), tuple(_had(of_type.get((each.wish, kind))) for kind in ["", *types])) for each in all_types)
        bases = (Table(_("Had the wish and were matched, by type of mentor"), heads, had),)
    pieces += _measures(facts)
    if not pieces:
        pieces.append(Text(_("No wishes, goals or measurements are recorded for these courses.")))
    return Part(Section.WISHES, _("Wishes, match and goals"), _heading_of_wishes(drawn), "", _explained(facts, pieces), only_in_files=bases)


def _met(found: Figure | None) -> Cell:
    if found is None or (found.value is None and not found.hidden):
        return Cell(words.NONE)
    return words.hidden() if found.hidden else Cell(words.out_of(found), found.value)


def _had(found: Figure | None) -> Cell:
    """The base of a wish, which a workbook cannot tell in one number with those of whom it was met."""
    return words.hidden() if found is not None and found.hidden else words.count(Figure(found.base if found else None, None))


def _heading_of_wishes(drawn: list[charts.Bar]) -> str:
    if not drawn:
        return _("Wishes, match and goals")
    best = max(drawn, key=lambda bar: bar.value)
    return _("The wish that was met most often: %(wish)s, %(said)s") % {"wish": best.label.lower(), "said": best.words}


def _measures(facts: Facts) -> list[Piece]:
    figures = facts.figures
    names = {"client": _("Goals, as the client sees it (T-score)"), "mentor": _("Goals, as the mentor sees it (T-score)")}
    rows: list[tuple[str, Spread, Cell]] = [(names.get(view, view), spread, Cell(words.NONE)) for view, spread in figures.goals.items()]
    changes = {"who5": _("Well-being (WHO-5), change in points"), "motivation": _("Motivation, change in points")}
    for code, change in figures.measured.items():
        better = Cell(words.out_of(change.better), change.better.value) if change.better.value is not None else words.count(change.better)
        rows.append((changes.get(code, code), change.change, better))
    if all(spread.base == 0 for _name, spread, _better in rows):
        return []
    lines = []
    for name, spread, better in rows:
        if spread.base == 0:
            continue
        base = words.of_courses(spread, number(spread.base))
        numbers = [words.measure(value, spread, Kind.POINTS) for value in (spread.lower, spread.median, spread.upper)]
        lines.append(Line(name, (base, *numbers, better)))
    heads = (_("Measure"), _("Courses that have it"), _("Lower quartile"), _("Median"), _("Upper quartile"), _("Clearly better"))
    note = _("A T-score of 50 is what was agreed as the goal. WHO-5 counts as clearly better from 10 points.")
    return [Table(_("Goals and well-being"), heads, tuple(lines), note)]


def _explained(facts: Facts, pieces: list[Piece]) -> tuple[Piece, ...]:
    hides = any(piece.has_hidden for piece in pieces if isinstance(piece, Table))
    return (*pieces, what_hidden_means(facts)) if hides else tuple(pieces)
