"""Who was reached, and where they were when the course ended."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.ui import number
from reports import charts, words
from reports.about import Facts
from reports.enums import Section
from reports.figures import Figure
from reports.parts import Chart, Line, Part, Piece, Table, Text
from reports.sections.groups import what_hidden_means
from reports.sections.summary import nothing

IN_WORK = ("ordinary_job", "flexible_job", "ordinary_education", "kept_job")


def reached(facts: Facts) -> Part:
    figures = facts.figures
    pieces: list[Piece] = []
    if drawing := _flow(facts):
        pieces.append(Chart(_("From reached to result. The height is the number of courses"), drawing))
    elif figures.reached.value and not figures.completed.hidden:
        pieces.append(Text(_("The chart is left out, because numbers in it are hidden or none is there yet.")))
    pieces.append(_table(facts))
    if figures.persons.value is not None and figures.reached.value:
        pieces.append(Text(_beside(facts)))
    if any(piece.has_hidden for piece in pieces if isinstance(piece, Table)):
        pieces.append(what_hidden_means(facts))
    others = [(words.outcome(code), found) for code, found in figures.outcomes.items() if code not in IN_WORK]
    apart = Table(
        _("Other or not known"),
        (_("Result"), _("Courses"), _("Share of completed (%(base)s)") % {"base": words.count(figures.completed).text}),
        tuple(Line(name, (words.count(found), words.part(found))) for name, found in others),
    )
    return Part(Section.REACHED, _("From reached to result"), _heading(facts), "", tuple(pieces), only_in_files=(apart,))


def _heading(facts: Facts) -> str:
    figures = facts.figures
    if figures.reached.value == 0:
        return nothing(facts)
    if not figures.completed.value or not figures.reached.value:
        return _("From reached to result")
    known = {"completed": number(figures.completed.value), "reached": number(figures.reached.value)}
    if figures.in_work.value is None:
        return _("%(completed)s of %(reached)s courses were completed") % known
    return _("%(completed)s of %(reached)s courses were completed, and %(work)s of them ended in work or education") % (
        known | {"work": number(figures.in_work.value)}
    )


def _beside(facts: Facts) -> str:
    figures = facts.figures
    said = ngettext(
        "The courses are of %(n)s person.", "The courses are of %(n)s persons, told apart in each jobcentre.", figures.persons.value or 0
    ) % {"n": number(figures.persons.value)}
    if figures.withdrawn.value:
        said += " " + ngettext(
            "%(n)s case was withdrawn before a course began. It does not count as reached.",
            "%(n)s cases were withdrawn before a course began. They do not count as reached.",
            figures.withdrawn.value,
        ) % {"n": number(figures.withdrawn.value)}
    return said


def _other(facts: Facts) -> Figure:
    return facts.figures.groups.get("other", Figure(None, None))


def _flow(facts: Facts) -> charts.Drawing | None:
    figures = facts.figures
    ends = {code: figures.outcomes.get(code, Figure(None, None)) for code in IN_WORK}
    shown = (figures.reached, figures.completed, figures.ongoing, figures.dropped_out, figures.in_work, _other(facts), *ends.values())
    if any(each.value is None for each in shown) or not figures.completed.value:
        return None

    def node(found: Figure, label: str, *, of: str = "", dark: bool = True) -> charts.Node:
        percent = words.part(found).text
        said = of % {"share": percent, "base": number(found.base)} if of else percent
        return charts.Node(found.value or 0, label, said, dark, number(found.value))

    of_reached, of_completed = _("%(share)s of %(base)s"), _("%(share)s of %(base)s completed")
    title = (
        _(
            "Flow. Of %(reached)s courses reached, %(completed)s were completed, %(ongoing)s are under way and %(dropped)s were broken off. "
            "Of those completed, %(work)s were in work or education and %(other)s were not, or it is not known."
        )
        % {
            "reached": number(figures.reached.value),
            "completed": number(figures.completed.value),
            "ongoing": number(figures.ongoing.value),
            "dropped": number(figures.dropped_out.value),
            "work": number(figures.in_work.value),
            "other": number(_other(facts).value),
        }
        + " "
        + "; ".join(f"{words.outcome(code)}: {number(found.value)}" for code, found in ends.items())
        + "."
    )
    return charts.flow(
        title=title,
        heads=(_("Reached"), _("On the data day"), _("At the end")),
        reached=charts.Node(figures.reached.value or 0, _("courses reached"), words=number(figures.reached.value)),
        middle=[
            node(figures.completed, _("completed"), of=of_reached),
            node(figures.ongoing, _("still under way"), of=of_reached, dark=False),
            node(figures.dropped_out, _("broken off"), of=of_reached, dark=False),
        ],
        ends=[node(found, words.outcome(code)) for code, found in ends.items()],
        sum_of_ends=node(figures.in_work, _("in work or education"), of=of_completed),
        rest=node(_other(facts), _("other or not known"), of=of_completed, dark=False),
    )


def _table(facts: Facts) -> Table:
    figures = facts.figures
    base = figures.reached.value

    def line(name: str, found: Figure, *, of_completed: bool, strong: bool = False, part: bool = False) -> Line:
        of_all = words.part(Figure(found.value, base, found.hidden)) if base else words.Cell(words.NONE)
        first = words.part(found) if of_completed else words.Cell(words.NONE)
        return Line(name, (words.count(found), first, of_all), strong, part)

    lines = [
        line(_("Reached"), figures.reached, of_completed=False),
        line(_("Under way on the data day"), figures.ongoing, of_completed=False),
        line(_("Broken off"), figures.dropped_out, of_completed=False),
        line(_("Completed"), Figure(figures.completed.value, figures.completed.value, figures.completed.hidden), of_completed=True),
        line(_("In work or education"), figures.in_work, of_completed=True, strong=True),
        *(line(words.outcome(code), figures.outcomes[code], of_completed=True, part=True) for code in IN_WORK if code in figures.outcomes),
        line(_("Other or not known"), _other(facts), of_completed=True, strong=True),
    ]
    note = _("Shares are rounded to whole per cent, so their sum can differ by 1.")
    others = ((words.outcome(code), found) for code, found in figures.outcomes.items() if code not in IN_WORK and found.value)
    if said := "; ".join(_("%(outcome)s: %(n)s") % {"outcome": words.inside(name), "n": words.count(found).text} for name, found in others):
        note = _("Other or not known is: %(outcomes)s.") % {"outcomes": said} + " " + note
    return Table(
        _("Courses by result"),
        (
            _("Group"),
            _("Courses"),
            _("Share of completed (%(base)s)") % {"base": words.count(figures.completed).text},
            _("Share of all reached (%(base)s)") % {"base": words.count(figures.reached).text},
        ),
        tuple(lines),
        note,
    )
