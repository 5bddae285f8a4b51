"""How long people waited, step by step."""

from django.utils.translation import gettext as _

from core.templatetags.ui import number
from reports import charts, words
from reports.about import Facts
from reports.enums import Section, Step
from reports.figures import Spread
from reports.parts import Cell, Chart, Kind, Line, Part, Piece, Table, Text

STEPS = (Step.ASSESSED, Step.MATCHED, Step.STARTED, Step.WHOLE)


def waiting(facts: Facts) -> Part:
    found = [(step, facts.figures.waiting[step]) for step in STEPS if step in facts.figures.waiting]
    pieces: list[Piece] = []
    if drawing := _boxes(found, facts):
        pieces.append(Chart(_("Waiting time for each step in calendar days"), drawing))
    pieces.append(_table(found, facts))
    if any(spread.hidden for _step, spread in found):
        pieces.append(Text(_("A waiting time is hidden where fewer than %(n)s courses have it.") % {"n": facts.about.least_base}))
    return Part(Section.WAITING, _("Waiting time"), _heading(found, facts), _intro(found), tuple(pieces))


def _heading(found: list[tuple[Step, Spread]], facts: Facts) -> str:
    goals = facts.about.goals
    over = [step for step, spread in found if step in goals and spread.median is not None and spread.median > goals[step]]
    known = [step for step, spread in found if step in goals and spread.median is not None]
    if len(over) == 1:
        return _("One step takes longer than its goal: %(step)s") % {"step": words.step(over[0]).lower()}
    if known and not over:
        return _("Every step that has a goal is within it")
    steps = [(spread.median, step) for step, spread in found if step != Step.WHOLE and spread.median is not None]
    if not steps:
        return _("How long people waited")
    median, step = max(steps)
    return _("The waiting time is longest from %(step)s: %(days)s") % {"step": words.step(step).lower(), "days": words.days(median)}


def _intro(found: list[tuple[Step, Spread]]) -> str:
    whole = dict(found).get(Step.WHOLE)
    if whole is None or whole.median is None or whole.upper is None:
        return ""
    return _("Half of the clients had their start-up within %(median)s of the application. One in four waited more than %(upper)s.") % {
        "median": words.days(whole.median),
        "upper": words.days(whole.upper),
    }


def _boxes(found: list[tuple[Step, Spread]], facts: Facts) -> charts.Drawing | None:
    rows = [
        charts.Box(
            words.step(step),
            spread.lower,
            spread.median,
            spread.upper,
            words.days(spread.median),
            goal=facts.about.goals.get(step),
            strong=step == Step.WHOLE,
        )
        for step, spread in found
        if spread.lower is not None and spread.median is not None and spread.upper is not None
    ]
    if not rows:
        return None
    said = "; ".join(_("%(step)s: median %(days)s") % {"step": each.label, "days": each.words} for each in rows)
    return charts.boxes(
        rows,
        title=_("Waiting time. %(said)s.") % {"said": said},
        half=_("the middle half"),
        median=_("median"),
        goal=_("goal"),
        unit=_("Calendar days"),
    )


def _table(found: list[tuple[Step, Spread]], facts: Facts) -> Table:
    goals = facts.about.goals if any(spread.median is not None for _step, spread in found) else {}
    heads = (_("Step"), _("Courses with both dates"), _("Lower quartile"), _("Median"), _("Upper quartile"))
    lines = []
    for step, spread in found:
        base = _("%(value)s of %(base)s") % {"value": number(spread.base), "base": number(spread.of)} if spread.base is not None else ""
        cells = [words.of_courses(spread, base)]
        cells += [words.measure(value, spread) for value in (spread.lower, spread.median, spread.upper)]
        if goals:
            goal = goals.get(step)
            cells.append(Cell(words.NONE) if goal is None else Cell(number(goal), goal, Kind.DAYS))
        lines.append(Line(words.step(step), tuple(cells), strong=step == Step.WHOLE))
    note = _("A course without one of the two dates is not in the step. The medians of the steps cannot be added.")
    return Table(_("Waiting time in calendar days"), (*heads, *((_("Goal"),) if goals else ())), tuple(lines), note)
