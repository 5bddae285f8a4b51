"""The results leaflet: two pages of A4, the findings with one chart, and what the scheme is (R249)."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.pdf import make_pdf
from core.templatetags.ui import number
from reports import charts
from reports import words as of_numbers
from reports.figures import Figure
from reports.sheets import words
from reports.sheets.facts import SheetFacts


def sheet(facts: SheetFacts) -> bytes:
    """The leaflet as a tagged PDF in its language. Refuses with `pdf_not_possible`."""
    return make_pdf(html=html(facts), style="sheet")


def html(facts: SheetFacts) -> str:
    with translation.override(facts.language):
        return render_to_string(
            "pdf/results.html",
            {
                "language": facts.language,
                "title": _("What comes of having a mentor?"),
                "authority": facts.authority,
                "foot": words.counted(facts),
                "months": words.months(facts),
                "nothing": words.nothing(facts),
                "finding": words.in_work(facts),
                "numbers": _numbers(facts),
                "too_small": words.too_small() if _is_something_hidden(facts) else "",
                "chart": _chart(facts),
                "lessons": words.lessons(facts)[1 if words.in_work(facts) else 0 :],
                "steps": words.steps(),
                "areas": words.areas(),
                "contact": facts.contact,
            },
        )


def _numbers(facts: SheetFacts) -> list[dict[str, str]]:
    shown = facts.shown
    rows = ((shown.reached, _("courses began")), (shown.completed, _("were completed")), (shown.in_work, _("led to work or education")))
    return [
        {"number": of_numbers.count(found).text, "words": label, "base": _base(found) if n else ""}
        for n, (found, label) in enumerate(rows)
        if found.value is not None
    ]


def _is_something_hidden(facts: SheetFacts) -> bool:
    """Whether a number or a bar is missing because it is small."""
    told = (facts.shown.completed, facts.shown.in_work, *(found for _name, found in words.outcomes(facts)))
    return not words.nothing(facts) and any(each.hidden for each in told)


def _base(found: Figure) -> str:
    return _("of %(base)s") % {"base": number(found.base)} + f" ({of_numbers.part(found).text})" if found.base else ""


def _chart(facts: SheetFacts) -> dict[str, Any] | None:
    """The outcomes as bars, of those who completed; where one is hidden, beside the room that all of them take. None where there is none to show."""
    base = facts.shown.completed.value
    found = [(name, each) for name, each in words.outcomes(facts) if each.value is not None]
    if not base or not found or words.nothing(facts):
        return None
    bars = [charts.Bar(name, each.value or 0, of_numbers.out_of(each)) for name, each in found]
    said = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    room = facts.shown.in_work.value or 0 if _is_something_hidden(facts) else 0
    caption = _("In work or education when the course ended, of %(base)s completed courses") % {"base": number(base)}
    return {"caption": caption, "drawing": charts.bars(bars, title=f"{caption}. {said}.", top=room)}
