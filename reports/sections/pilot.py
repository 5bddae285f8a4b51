"""The report's own numbers beside those of the pilot [1]."""

from django.utils.translation import gettext as _

from core.templatetags.ui import number
from reports import charts, words
from reports.about import Facts
from reports.enums import Section
from reports.figures import Figure, share
from reports.parts import Cell, Chart, Line, Part, Piece, Table, Text
from reports.pilot import FIGURES, REACHED


def beside_the_pilot(facts: Facts) -> Part:
    figures = facts.figures
    rows: list[tuple[str, Figure, Figure]] = [
        (_("Completed"), FIGURES["completed"], figures.completed),
        (_("Under way on the data day"), FIGURES["ongoing"], figures.ongoing),
        (_("In work or education"), FIGURES["in_work"], figures.in_work),
        *(
            (words.outcome(code), FIGURES[code], figures.outcomes.get(code, Figure(None, None)))
            for code in ("ordinary_job", "flexible_job", "ordinary_education", "kept_job")
        ),
    ]
    drawn = []
    for name, pilot, own in rows:
        if own.value is not None and own.base:
            drawn.append(charts.Bar(_("%(what)s, the pilot") % {"what": name}, share(pilot) or 0, words.out_of(pilot), pale=True))
            drawn.append(charts.Bar(_("%(what)s, this report") % {"what": name}, share(own) or 0, words.out_of(own)))
    drawn = [bar for n, bar in enumerate(drawn) if n < 2 or 4 <= n < 6] if len(drawn) >= 6 else drawn[:4]
    pieces: list[Piece] = []
    if drawn:
        said = "; ".join(f"{bar.label}: {bar.words}" for bar in drawn)
        pieces.append(
            Chart(
                _("Shares in the pilot and in this report"),
                charts.bars(drawn, title=_("Beside the pilot. %(said)s.") % {"said": said}, top=100),
            )
        )
    lines = [Line(_("Reached"), (Cell(number(REACHED), REACHED), Cell(words.NONE), words.count(figures.reached), Cell(words.NONE)))]
    lines += [Line(name, (words.count(pilot), words.part(pilot), words.count(own), words.part(own))) for name, pilot, own in rows]
    heads = (_("What"), _("The pilot, courses"), _("Share"), _("This report, courses"), _("Share"))
    note = _("Completed and under way are shares of those reached, the rest are shares of those completed.")
    pieces.append(Table(_("The pilot of 2007 to 2010 and this report"), heads, tuple(lines), note))
    pieces.append(
        Text(
            _(
                "The pilot was for people with a temporary mental illness in Odense, Herlev and Viborg. Other people, another time and another labour "
                "market: a difference says nothing about who worked better."
            ),
            heading=_("What can be compared?"),
        )
    )
    source = _(
        "The Danish National Labour Market Authority (Arbejdsmarkedsstyrelsen): practice sheet on the mentors of Odense, Herlev and Viborg, made "
        "together with LAP, the National Organisation of Danish (Ex-) Users of Psychiatry."
    )
    pieces.append(Text(source, heading=_("Source of the pilot's numbers")))
    return Part(Section.PILOT, _("Beside the pilot"), _heading(figures.in_work), "", tuple(pieces))


def _heading(own: Figure) -> str:
    pilot = words.out_of(FIGURES["in_work"])
    if own.value is None or not own.base:
        return _("In the pilot %(pilot)s were in work or education at the end") % {"pilot": pilot}
    return _("In work or education at the end: %(own)s, in the pilot %(pilot)s") % {"own": words.out_of(own), "pilot": pilot}
