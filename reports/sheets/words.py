"""What practice sheet and leaflet say alike: what the scheme is, and the findings, each with its base. In the language that is active."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import Funding
from core.templatetags.ui import date_long, number
from reports import words
from reports.enums import Step
from reports.figures import Figure
from reports.pilot import FIGURES
from reports.rules.suppression import TREE
from reports.sheets.facts import SheetFacts

OUTCOMES = (*TREE["entered"], *TREE["kept"])


def months(facts: SheetFacts) -> str:
    known = {"first": date_long(facts.scope.first_day), "last": date_long(min(facts.scope.last_day, facts.on))}
    return _("Courses that began from %(first)s to %(last)s") % known


def counted(facts: SheetFacts) -> str:
    """How the numbers are counted, for the foot."""
    return _("Data as of %(day)s") % {"day": date_long(facts.on)} + ". " + hidden_note()


def hidden_note() -> str:
    return _("Small numbers are hidden, so that nobody can be recognised.")


def nothing(facts: SheetFacts) -> str:
    """Why there are no numbers; "" where there are."""
    shown = facts.shown
    if shown.is_small or shown.reached.hidden:
        return _("So few courses began that no number may be shown.")
    return _("No course began in these months.") if not shown.reached.value else ""


def reached(facts: SheetFacts) -> list[str]:
    """How many, and what became of their courses."""
    if none := nothing(facts):
        return [none]
    shown = facts.shown
    lines = [_("Courses that began: %(n)s.") % {"n": number(shown.reached.value)}]
    if shown.persons.value is not None:
        lines.append(
            ngettext("They are of %(n)s person.", "They are of %(n)s people.", shown.persons.value) % {"n": number(shown.persons.value)}
        )
    parts = ((_("Completed"), shown.completed), (_("Under way"), shown.ongoing), (_("Broken off"), shown.dropped_out))
    lines += [_("%(outcome)s: %(said)s") % {"outcome": name, "said": words.out_of(found)} for name, found in parts if not found.hidden]
    if any(found.hidden for _name, found in parts):
        lines.append(too_small())
    return lines


def too_small() -> str:
    """Of the numbers that are missing in a list."""
    return _("What is missing here is hidden, because the numbers are small.")


def outcomes(facts: SheetFacts) -> list[tuple[str, Figure]]:
    """The four outcomes in work or education, of those who completed."""
    return [(words.outcome(code), facts.shown.outcomes.get(code, Figure(None, None))) for code in OUTCOMES]


def in_work(facts: SheetFacts) -> str:
    """The finding; "" where nothing may be told."""
    found = facts.shown.in_work
    if found.value is None or not found.base:
        return ""
    if found.value == 0:
        return _("Nobody who completed was in work or education when the course ended.")
    if found.value == found.base:
        return _("All who completed were in work or education when the course ended.")
    return _("%(part)s of those who completed were in work or education when the course ended.") % {"part": words.share_in_words(found)}


def lessons(facts: SheetFacts) -> list[str]:
    """What the figures teach, and what they do not."""
    found = [in_work(facts)] if not nothing(facts) else []
    steps = [(spread.median, code) for code, spread in facts.shown.waiting.items() if code != Step.WHOLE and spread.median is not None]
    if steps and not nothing(facts):
        median, code = max(steps)
        found.append(
            _("Clients wait longest from %(step)s: half of them %(days)s or less.")
            % {"step": words.step(code).lower(), "days": words.days(median)}
        )
    if facts.shown.extended.value and not nothing(facts):
        found.append(_("Many need more than one period: %(said)s were extended.") % {"said": words.out_of(facts.shown.extended)})
    found.append(
        _("In the pilot with three jobcentres, %(said)s were in work or education when their course ended.")
        % {"said": words.out_of(FIGURES["in_work"])}
    )
    found.append(_("There is no group to compare with. The figures show how it went, and not what would have happened without a mentor."))
    return [each for each in found if each]


def steps() -> list[tuple[str, str]]:
    """The five steps of the guide [2]."""
    return [
        (_("Contact"), _("The client, or somebody who knows the client, tells a caseworker about the situation.")),
        (_("Challenges"), _("Together they write down what is hard, when and where, and what the client wishes.")),
        (_("Assessment"), _("The jobcentre decides whether a mentor is the right help, and says why.")),
        (_("Match"), _("A mentor is proposed who fits the needs and wishes. The client says yes or no.")),
        (_("Start-up"), _("Client and mentor meet and agree on goals, hours and how they work together.")),
    ]


def areas() -> list[tuple[str, str]]:
    """What a mentor helps with [2]."""
    return [
        (_("Practical support"), _("to keep an overview of tasks and deadlines")),
        (_("Social navigation"), _("to read the unwritten rules among colleagues")),
        (_("Emotional support"), _("to talk about worries and hard days")),
        (_("Daily routines"), _("to get up in the morning and keep appointments")),
        (_("Work tasks"), _("to learn new tasks and routines")),
    ]


def funding(facts: SheetFacts) -> str:
    """Where the money comes from, as decisions name it [1]."""
    said = {
        Funding.NATIONAL: _("The state (taxes)"),
        Funding.MUNICIPAL: _("The municipality (taxes)"),
        Funding.SHARED: _("State and municipality together (taxes)"),
    }
    return "; ".join(said[Funding(code)] for code in facts.funding) or _("Not stated")
