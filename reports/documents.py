"""A report as a document: its sections put together, as the HTML that becomes a PDF, in the language of the report."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.pdf import make_pdf
from core.templatetags.ui import date_long, moment
from reports.about import Facts
from reports.enums import Section
from reports.parts import Part, numbered
from reports.printed import printed
from reports.sections import MAKERS, in_order, words_of_numbers
from reports.sections.definitions import filters, in_groups
from reports.sections.summary import key
from reports.words import which_courses

STYLE = "report"

Told = Callable[[Section], None]


@dataclass(frozen=True, slots=True)
class Document:
    """The sections in one language, with tables and charts counted through."""

    facts: Facts
    language: str
    parts: tuple[Part, ...]


def document(*, facts: Facts, sections: Iterable[str], language: str, before: Told = lambda section: None) -> Document:
    """Put the sections together. `before` is called before each of them; what it raises ends the work."""
    with translation.override(language):
        found = []
        for section in in_order(sections):
            before(section)
            if part := MAKERS[section](facts):
                found.append(part)
        return Document(facts, language, tuple(numbered(found, **words_of_numbers())))


def title() -> str:
    return _("Evaluation of the mentor scheme")


def html(made: Document) -> str:
    """The page that WeasyPrint draws. All text in it is escaped by the template."""
    facts = made.facts
    with translation.override(made.language):
        about, figures = facts.about, facts.figures
        foot = [
            _("Data as of %(day)s") % {"day": date_long(figures.on)},
            _("Checksum %(start)s") % {"start": in_groups(facts.checksum[:12])},
        ]
        if about.report:
            foot.insert(1, _("Report %(number)s") % {"number": about.report})
        scope = figures.scope
        return render_to_string(
            "pdf/report.html",
            {
                "language": made.language,
                "title": title(),
                "under": _unbroken_days(which_courses(scope.basis, scope.first_day, scope.last_day), scope.first_day, scope.last_day),
                "about": about,
                "key": key(facts),
                "rows": _title_rows(facts),
                "foot": " · ".join(foot),
                "parts": printed(made.parts),
            },
        )


def _unbroken_days(said: str, *days: dt.date) -> str:
    """The sentence, with each of the days on one line."""
    for day in days:
        said = said.replace(date_long(day), date_long(day).replace(" ", "\u00a0"))
    return said


def _title_rows(facts: Facts) -> list[tuple[str, str]]:
    about, figures = facts.about, facts.figures
    by = f"{about.made_by}, {about.role}" if about.role else about.made_by
    made = _("%(time)s by %(name)s") % {"time": moment(about.at), "name": by} if by else moment(about.at)
    rows = [*filters(about), (_("Data as of"), date_long(figures.on)), (_("Made"), made)]
    start = in_groups(facts.checksum[:12])
    if about.report:
        rows.append((_("Report"), f"{about.report} · " + _("checksum %(start)s") % {"start": start}))
    else:
        rows.append((_("Checksum"), start))
    if about.is_demo:
        rows.append((_("Demo data"), _("All persons and cases are invented.")))
    return rows


def pdf(made: Document) -> bytes:
    """The document as a tagged PDF. Refuses with `pdf_not_possible` where the machine lacks Pango. Some seconds of CPU: for a worker."""
    return make_pdf(html=html(made), style=STYLE)
