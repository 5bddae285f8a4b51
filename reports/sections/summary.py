"""The summary: one finding after the other, each with its base, and how all of them are to be read."""

from django.utils.translation import gettext as _

from core.templatetags.ui import number
from reports import words
from reports.about import Facts
from reports.enums import Section, Step
from reports.figures import Figure, share
from reports.parts import Finding, Part, Text

NEW_PATHS = ("ordinary_job", "ordinary_education", "flexible_job")


def summary(facts: Facts) -> Part:
    found = [each(facts) for each in (_in_work, _completed, _reached, _paths, _longest_step, _answered, _hours)]
    read = Text(
        _("The report shows how it went. It does not show what would have happened without a mentor: there is no group to compare with."),
        heading=_("How the numbers are to be read."),
        boxed=True,
    )
    intro = "" if facts.figures.reached.value != 0 else nothing(facts)
    return Part(Section.SUMMARY, _("The most important"), _("The most important"), intro, (read,), tuple(each for each in found if each))


def nothing(facts: Facts) -> str:
    return _("No course belongs to these months with these choices. All numbers are 0.")


def key(facts: Facts) -> Finding | None:
    """What stands on the title page."""
    found = _in_work(facts) or _completed(facts) or _reached(facts)
    return found or (Finding("", "", nothing(facts), "") if facts.figures.reached.value == 0 else None)


def _of(found: Figure, who: str) -> str:
    percent = share(found)
    return who % {"base": number(found.base)} + (f" = {words.percents(percent)}" if percent is not None else "")


def _in_work(facts: Facts) -> Finding | None:
    figures = facts.figures
    found = figures.in_work
    if found.value is None or not found.base:
        return None
    if found.value == 0:
        sentence = _("Nobody who completed was in work or education when the course ended.")
    elif found.value == found.base:
        sentence = _("All who completed were in work or education when the course ended.")
    else:
        sentence = _("%(part)s of those who completed were in work or education when the course ended.") % {
            "part": words.share_in_words(found)
        }
    more = []
    if figures.reached.value:
        more.append(_("Of all courses it is %(said)s.") % {"said": words.out_of(Figure(found.value, figures.reached.value))})
    if figures.ongoing.value:
        more.append(_("Courses that were still under way cannot count yet: %(n)s.") % {"n": number(figures.ongoing.value)})
    return Finding(number(found.value), _of(found, _("of %(base)s completed")), sentence, " ".join(more))


def _completed(facts: Facts) -> Finding | None:
    figures = facts.figures
    found = figures.completed
    if found.value is None or not found.base:
        return None
    if found.value == 0:
        sentence = _("No course was completed yet.")
    elif found.value == found.base:
        sentence = _("All courses were completed.")
    else:
        sentence = _("%(part)s of the courses were completed.") % {"part": words.share_in_words(found)}
    if figures.dropped_out.value == 0:
        sentence += " " + _("None was broken off.")
    more = ""
    if None not in (figures.ongoing.value, figures.dropped_out.value, figures.reached.value):
        more = _("%(completed)s completed + %(ongoing)s under way + %(dropped)s broken off = %(reached)s.") % {
            "completed": number(found.value),
            "ongoing": number(figures.ongoing.value),
            "dropped": number(figures.dropped_out.value),
            "reached": number(figures.reached.value),
        }
    return Finding(number(found.value), _of(found, _("of %(base)s reached")), sentence, more)


def _reached(facts: Facts) -> Finding | None:
    """Where what became of them is hidden."""
    figures = facts.figures
    if not figures.reached.value or figures.completed.value is not None:
        return None
    sentence = _("The results are hidden, because some of the numbers are small.")
    return Finding(number(figures.reached.value), _("courses reached"), sentence, _("Choose more months, and more can be shown."))


def _paths(facts: Facts) -> Finding | None:
    outcomes = facts.figures.outcomes
    found = [(outcomes[code], code) for code in NEW_PATHS if code in outcomes and outcomes[code].value]
    if not found:
        return None
    found.sort(key=lambda each: -(each[0].value or 0))
    first, code = found[0]
    sentence = _("The most frequent new path is: %(outcome)s.") % {"outcome": words.outcome(code).lower()}
    rest = [(words.outcome(each), figure) for figure, each in found[1:]]
    if kept := outcomes.get("kept_job"):
        rest.append((words.outcome("kept_job"), kept))
    more = "; ".join(
        _("%(outcome)s: %(said)s") % {"outcome": words.inside(name), "said": words.out_of(figure)}
        for name, figure in rest
        if figure.value is not None
    )
    return Finding(number(first.value), _of(first, _("of %(base)s completed")), sentence, more[:1].upper() + more[1:] + "." if more else "")


def _longest_step(facts: Facts) -> Finding | None:
    waiting = facts.figures.waiting
    steps = [(spread.median, code) for code, spread in waiting.items() if code != Step.WHOLE and spread.median is not None]
    if not steps:
        return None
    median, code = max(steps)
    goal = facts.about.goals.get(code)
    base = _("median, goal %(days)s") % {"days": words.days(goal)} if goal is not None else _("median")
    more = ""
    whole = waiting.get(Step.WHOLE)
    if whole and whole.median is not None:
        more = _("All the way from application to start-up takes %(days)s (median).") % {"days": words.days(whole.median)}
    sentence = _("The waiting time is longest from %(step)s.") % {"step": words.step(code).lower()}
    return Finding(words.days(median), base, sentence, more)


def _answered(facts: Facts) -> Finding | None:
    """The latest follow-up that anybody answered."""
    later = [(code, point) for code, point in facts.figures.later.items() if point.answered.value]
    if not later:
        return None
    code, point = later[-1]
    entered, kept = point.groups.get("entered"), point.groups.get("kept")
    if not (entered and kept) or entered.value is None or kept.value is None:
        return None
    found = Figure(entered.value + kept.value, point.answered.value)
    sentence = {
        "m3": _("So many were in work or education 3 months after the end."),
        "m6": _("So many were in work or education 6 months after the end."),
        "m12": _("So many were in work or education 12 months after the end."),
    }.get(code, "")
    more = _("Reached were %(said)s of those whose day had come. Of the others nothing is known.") % {"said": words.out_of(point.answered)}
    return Finding(number(found.value), _of(found, _("of %(base)s who answered")), sentence, more)


def _hours(facts: Facts) -> Finding | None:
    found = facts.figures.hours
    if not found.granted.value or found.used.value is None:
        return None
    percent = share(Figure(found.used.value, found.granted.value)) or 0
    sentence = _("%(percent)s of the hours that were granted were used.") % {"percent": words.percents(percent)}
    base = _("of %(hours)s hours granted") % {"hours": words.hours_said(found.granted.value)}
    return Finding(words.hours_said(found.used.value), base, sentence, _("What is granted and not needed costs nothing."))
