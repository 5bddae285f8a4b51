"""The practice sheet: the scheme and its results under the headings of the state's own sheet [1], in own words (R248)."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.pdf import make_pdf
from core.templatetags.ui import date_long
from reports import words as of_numbers
from reports.sheets import words
from reports.sheets.facts import SheetFacts

Row = tuple[str, list[str], bool]
"""A heading, its lines, and whether they are a list."""


def sheet(facts: SheetFacts) -> bytes:
    """The sheet as a tagged PDF in its language. Refuses with `pdf_not_possible`."""
    return make_pdf(html=html(facts), style="sheet")


def html(facts: SheetFacts) -> str:
    with translation.override(facts.language):
        return render_to_string(
            "pdf/practice.html",
            {
                "language": facts.language,
                "title": _("Practice sheet: the mentor scheme"),
                "authority": facts.authority,
                "intro": _(
                    "A mentor is somebody in the client’s corner for a time: while a job, a work trial, a programme or an education begins, and "
                    "until the client manages alone."
                ),
                "foot": words.counted(facts),
                "rows": rows(facts),
            },
        )


def rows(facts: SheetFacts) -> list[Row]:
    """The headings in the order of the source."""
    return [
        (_("Authority"), [", ".join(filter(None, (facts.authority, facts.place)))], False),
        (
            _("Since when"),
            [_("Since %(day)s, and still going on") % {"day": date_long(facts.since)} if facts.since else _("Not begun yet")],
            False,
        ),
        (
            pgettext("sheet", "Partners"),
            list(facts.partners) or [_("No partner organisation took part in these months.")],
            bool(facts.partners),
        ),
        (_("Target groups"), list(facts.groups), True),
        (
            pgettext("sheet", "Objectives"),
            [
                _(
                    "People with a disability, an illness or a temporary mental illness get into work or education, come back to it, or keep what they have. "
                    "Motivation and goals of their own are the way there."
                ),
                _("Support builds on what is there nearby: jobcentre, municipality, schools, companies and the health service."),
            ],
            False,
        ),
        (
            pgettext("sheet", "Activities"),
            [
                _("One mentor for one client, for at most six months at a time, with a plan for fewer hours towards the end."),
                _("It is voluntary. The client’s needs and wishes shape what they do; the jobcentre grants hours and length."),
                _("It goes together with other help, such as wage subsidy, education or personal assistance."),
            ],
            True,
        ),
        (
            pgettext("sheet", "Resources"),
            [
                _(
                    "Caseworkers assess, match and follow up. Mentors are colleagues at the workplace, external mentors or professional mentors."
                )
            ],
            False,
        ),
        (_("Funding"), [words.funding(facts)], False),
        (_("People reached"), [words.months(facts) + ".", *words.reached(facts)], False),
        (pgettext("sheet", "Outcomes"), _outcomes(facts), True),
        (_("What we have learned"), words.lessons(facts), True),
        (pgettext("sheet", "Contact"), list(facts.contact) or [_("The jobcentre in your municipality")], False),
    ]


def _outcomes(facts: SheetFacts) -> list[str]:
    if none := words.nothing(facts):
        return [none]
    told = [*words.outcomes(facts), (_("In work or education, together"), facts.shown.in_work)]
    lines = [_("%(outcome)s: %(said)s") % {"outcome": name, "said": of_numbers.out_of(found)} for name, found in told if not found.hidden]
    return lines + [words.too_small()] if any(found.hidden for _name, found in told) else lines
