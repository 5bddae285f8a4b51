"""What became of people after the end: follow-up with its response rate, weeks on benefit; and what the hours cost."""

from django.utils.translation import gettext as _

from core.templatetags.ui import number
from reports import charts, words
from reports.about import Facts
from reports.enums import Dimension, Section
from reports.figures import Cost, Figure, Point, Spread, share
from reports.figures.sections import POINTS
from reports.part_words import point_words
from reports.parts import Chart, Line, Part, Piece, Table, Text
from reports.sections.delivery import _explained


def follow_up(facts: Facts) -> Part:
    figures = facts.figures
    points = [(point_words(code), figures.later[code]) for code in POINTS if code in figures.later]
    drawn = (
        [
            charts.Bar(
                _("At the end, of those who completed"),
                share(figures.in_work) or 0,
                words.out_of(figures.in_work),
                whole=100,
            )
        ]
        if (figures.in_work.value is not None and figures.in_work.base)
        else []
    )
    for name, point in points:
        found = in_work(point)
        if found.value is not None and found.base:
            drawn.append(
                charts.Bar(_("%(point)s, of those who answered") % {"point": name}, share(found) or 0, words.out_of(found), whole=100)
            )
    pieces: list[Piece] = []
    if len(drawn) > 1 or (drawn and figures.in_work.value is None):
        said = "; ".join(f"{bar.label}: {bar.words}" for bar in drawn)
        pieces.append(
            Chart(_("In work or education"), charts.bars(drawn, title=_("In work or education. %(said)s.") % {"said": said}, top=100))
        )
    pieces.append(_points(points))
    if any(point.answered.value is not None for _name, point in points):
        pieces.append(
            Text(_("Who could not be reached is shown as unknown and is not guessed. The fewer answer, the less the share says of all."))
        )
    return Part(Section.FOLLOW_UP, _("Follow-up"), _heading(points), "", _explained(facts, pieces))


def in_work(point: Point) -> Figure:
    """Entered and kept together, of those who answered."""
    entered, kept = point.groups.get("entered"), point.groups.get("kept")
    if not entered or not kept or entered.value is None or kept.value is None:
        return Figure(None, point.answered.value, hidden=bool((entered and entered.hidden) or (kept and kept.hidden)))
    return Figure(entered.value + kept.value, point.answered.value)


def _points(points: list[tuple[str, Point]]) -> Table:
    heads = (
        _("When"),
        _("Completed whose day has come"),
        _("Answered"),
        _("Response rate"),
        _("Unknown"),
        _("In work or education"),
        _("Share of answered"),
    )
    lines = [
        Line(
            name,
            (
                words.count(point.due),
                words.count(point.answered),
                words.part(point.answered),
                words.count(point.unknown),
                words.count(in_work(point)),
                words.part(in_work(point)),
            ),
        )
        for name, point in points
    ]
    return Table(_("Follow-up after the end of completed courses"), heads, tuple(lines))


def _heading(points: list[tuple[str, Point]]) -> str:
    answered = [(name, point) for name, point in points if point.answered.value]
    if not answered and any(point.answered.hidden for _name, point in points):
        return _("What became of the clients later is hidden")
    if not answered:
        return _("No follow-up has been answered yet")
    name, point = next((each for each in reversed(answered) if in_work(each[1]).value is not None), answered[-1])
    found = in_work(point)
    if found.value is None:
        return _("%(point)s, %(said)s were reached") % {"point": name, "said": words.out_of(point.answered)}
    return _("%(point)s, %(said)s of those who answered are in work or education") % {"point": name, "said": words.out_of(found)}


def cost(facts: Facts) -> Part:
    figures = facts.figures
    pieces: list[Piece] = []
    drawn = [
        charts.Bar(_funding(each), each.cost.value, _("DKK %(kroner)s") % {"kroner": number(round(each.cost.value / 100))})
        for each in figures.costs
        if each.cost.value is not None
    ]
    if any(bar.value for bar in drawn):
        said = "; ".join(f"{bar.label}: {bar.words}" for bar in drawn)
        pieces.append(Chart(_("Estimated cost by funding"), charts.bars(drawn, title=_("Estimated cost. %(said)s.") % {"said": said})))
    lines = tuple(
        Line(
            _funding(each),
            (
                words.in_kroner(each.cost.value, is_hidden=each.cost.hidden),
                words.in_hours(each.cost.base, is_hidden=each.cost.hidden),
                words.in_hours(each.minutes.value, is_hidden=each.minutes.hidden),
            ),
        )
        for each in figures.costs
    )
    heads = (_("Funding"), _("Estimate in DKK"), _("Hours with a known price"), _("Hours used"))
    if lines:
        note = _("An estimate: hours used, times what the mentor costs an hour. Hours of mentors without a price are not in it.")
        pieces.append(Table(_("Estimated cost by funding"), heads, lines, note))
    else:
        pieces.append(Text(_("There are no hours of which a cost could be estimated.")))
    pieces += _benefit(facts)
    return Part(Section.COST, _("Cost and weeks on benefit"), _heading_of_cost(figures.costs), "", _explained(facts, pieces))


def _funding(each: Cost) -> str:
    return words.row_name(Dimension.FUNDING, each.funding, groups={})


def _heading_of_cost(costs: tuple[Cost, ...]) -> str:
    if not costs or any(each.cost.value is None for each in costs):
        return _("Estimated cost, and weeks on benefit")
    kroner = sum(each.cost.value or 0 for each in costs) / 100
    return _("The hours used are estimated to have cost DKK %(kroner)s") % {"kroner": number(round(kroner))}


def _benefit(facts: Facts) -> list[Piece]:
    rows = [(_("Before the first day"), facts.figures.benefit.before), (_("After the end"), facts.figures.benefit.after)]
    if all(spread.base == 0 for _name, spread in rows):
        return []

    def line(name: str, spread: Spread) -> Line:
        base = (
            _("%(value)s of %(base)s") % {"value": number(spread.base), "base": number(spread.of)}
            if spread.base is not None
            else words.NONE
        )
        return Line(
            name, (words.of_courses(spread, base), *(words.measure(value, spread) for value in (spread.lower, spread.median, spread.upper)))
        )

    heads = (_("When"), _("Courses where it is known"), _("Lower quartile"), _("Median"), _("Upper quartile"))
    note = _("Of 52 weeks. After the end only where it is known at the end and a year later.")
    return [Table(_("Weeks on a public benefit"), heads, tuple(line(*row) for row in rows), note)]
