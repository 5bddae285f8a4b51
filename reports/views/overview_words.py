"""The overview in words: the finding first, each number with what it is a part of and the address of its cases."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.ui import SHORT_MONTHS, date_long, language, moment, number
from reports import words
from reports.enums import Step
from reports.figures import Figure, Spread, share
from reports.rules.suppression import TREE
from reports.shown import Shown
from reports.views.overview_chart import Bar, Chart, chart

STEPS = (Step.ASSESSED, Step.MATCHED, Step.STARTED)
IN_WORK = (*TREE["entered"], *TREE["kept"])
Link = Callable[[str], str]
"""The address of the cases behind a figure; "" for who may not open them."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question, its answer in a sentence, the chart, and the rows of the table with the same numbers. `share_of` heads its shares."""

    sentence: str
    chart: Chart | None
    rows: list[dict[str, Any]]
    share_of: str = ""


def figure(found: Figure, url: str) -> dict[str, Any]:
    """A number for a table or a card: a link to its cases where there are some."""
    return {"words": words.count(found).text, "url": url if found.value else "", "share": words.part(found).text}


def cards(shown: Shown, link: Link) -> list[dict[str, Any]]:
    """The five figures at the top."""
    whole = shown.waiting[Step.WHOLE]
    persons = _persons(shown.persons)
    extended = _extended(shown.extended)
    return [
        {"label": _("Courses that began"), **figure(shown.reached, link("reached")), "more": "", "note": persons},
        {"label": _("Courses completed"), **figure(shown.completed, link("completed")), "more": "", "note": _of_all(shown.completed)},
        {
            "label": _("Courses under way"),
            **figure(shown.ongoing, link("ongoing")),
            "more": "",
            "note": extended or _of_all(shown.ongoing),
            "note_url": link("extended") if extended else "",
        },
        {
            "label": _("In work or education"),
            **figure(shown.in_work, link("in_work")),
            "more": _("of %(base)s") % {"base": number(shown.in_work.base)} if shown.in_work.value is not None else "",
            "note": _("%(share)s of those who completed") % {"share": words.part(shown.in_work).text}
            if share(shown.in_work) is not None
            else "",
        },
        {
            "label": _("From application to start-up"),
            "words": words.measure(whole.median, whole).text,
            "url": link(f"waited_{Step.WHOLE}") if whole.base else "",
            "more": _("days, median") if whole.median is not None else "",
            "note": _of_courses(whole),
        },
    ]


def _persons(found: Figure) -> str:
    if found.value is None:
        return ""
    return ngettext("of %(n)s person", "of %(n)s persons", found.value) % {"n": number(found.value)}


def _extended(found: Figure) -> str:
    """Of those that began, whether they are over or not."""
    if not found.value:
        return ""
    return ngettext("%(n)s course in all was extended", "%(n)s courses in all were extended", found.value) % {"n": number(found.value)}


def _of_all(found: Figure) -> str:
    if share(found) is None:
        return ""
    return _("%(share)s of %(base)s") % {"share": words.part(found).text, "base": number(found.base)}


def _of_courses(found: Spread) -> str:
    return _("of %(courses)s with both days") % {"courses": words.courses(found.base)} if found.base else ""


def results(shown: Shown, link: Link) -> Told:
    """Where people are when their course ends."""
    completed, in_work, other = shown.completed, shown.in_work, shown.groups["other"]
    if not completed.value:
        return Told(_("No course of these months was completed yet.") if completed.value == 0 else _hidden(), None, [])
    sentence = _("Completed: %(courses)s.") % {"courses": words.courses(completed.value)}
    if in_work.value is None:
        sentence += " " + _hidden()
    elif in_work.value == 0:
        sentence += " " + _("Nobody who completed was in work or education when the course ended.")
    elif in_work.value == completed.value:
        sentence += " " + _("All who completed were in work or education when the course ended.")
    else:
        said = words.share_in_words(in_work)
        sentence += " " + _("%(part)s of those who completed were in work or education when the course ended.") % {"part": said}
    ways = sorted(IN_WORK, key=lambda code: (-(shown.outcomes[code].value or 0), IN_WORK.index(code)))
    bars = [_bar(words.outcome(code), shown.outcomes[code]) for code in ways]
    bars.append(_bar(_("Other or not known"), other, look="mx-rest"))
    said = "; ".join(f"{each.label}: {each.words} ({each.more})" if each.more else f"{each.label}: {each.words}" for each in bars)
    title = _("Result of %(courses)s that were completed. %(said)s.") % {"courses": words.courses(completed.value), "said": said}
    rows = [{"label": words.outcome(code), **figure(shown.outcomes[code], link(code))} for code in ways]
    rows += [{"label": _("In work or education"), "strong": True, **figure(in_work, link("in_work"))}]
    rows += [{"label": words.outcome(code), **figure(shown.outcomes[code], link(code))} for code in TREE["other"]]
    rows += [{"label": _("Other or not known"), "strong": True, **figure(other, link("other"))}]
    rows += [{"label": _("All that were completed"), "strong": True, **figure(completed, link("completed")), "share": ""}]
    share_of = _("Share of completed (%(base)s)") % {"base": words.count(completed).text}
    return Told(sentence, chart(bars, title=title, width=620, left=200, right=95), rows, share_of)


def _bar(label: str, found: Figure, *, look: str = "mx-mentor") -> Bar:
    return Bar(label, found.value, words.count(found).text, words.part(found).text if share(found) is not None else "", look)


def _hidden() -> str:
    return _("Small numbers are hidden, so that nobody can be recognised.")


def waiting(shown: Shown, goals: Mapping[str, int], link: Link) -> Told:
    """Where people wait: medians beside the goals that the jobcentre has."""
    found = [(step, shown.waiting[step], goals.get(step)) for step in STEPS]
    known = [(step, spread, goal) for step, spread, goal in found if spread.median is not None]
    rows = [
        {
            "label": words.step(step),
            "strong": step == Step.WHOLE,
            "words": words.of_courses(spread, number(spread.base)).text,
            "url": link(f"waited_{step}") if spread.base else "",
            "median": words.measure(spread.median, spread).text,
            "middle": _middle(spread),
            "goal": number(goal) if goal is not None else words.NONE,
        }
        for step, spread, goal in (*found, (Step.WHOLE, shown.waiting[Step.WHOLE], goals.get(Step.WHOLE)))
    ]
    if not known:
        return Told(_("No step has both of its days yet.") if not shown.waiting[Step.WHOLE].hidden else _hidden(), None, rows)
    bars = [
        Bar(
            words.step(step),
            spread.median,
            words.days(spread.median or 0),
            look="mx-late" if goal is not None and (spread.median or 0) > goal else "mx-mentor",
            goal=goal,
            goal_words=_("goal %(n)s") % {"n": number(goal)} if goal is not None else "",
        )
        for step, spread, goal in known
    ]
    said = "; ".join(f"{each.label}: {each.words}" + (f", {each.goal_words}" if each.goal_words else "") for each in bars)
    title = _("Median waiting time of each step. %(said)s.") % {"said": said}
    return Told(_late(known), chart(bars, title=title, width=470, left=170, right=80), rows)


def _middle(spread: Spread) -> str:
    if spread.lower is None or spread.upper is None:
        return words.NONE
    return _("%(lower)s to %(upper)s") % {"lower": number(words.plain(spread.lower)), "upper": number(words.plain(spread.upper))}


def _late(known: list[tuple[Step, Spread, int | None]]) -> str:
    """Which steps take longer than their goal; without goals the longest one."""
    median = _("Median waiting time.")
    late = [
        (spread.median - goal, step)
        for step, spread, goal in known
        if goal is not None and spread.median is not None and spread.median > goal
    ]
    if late:
        facts = [
            _("%(step)s takes %(days)s longer than the goal.") % {"step": words.step(step), "days": words.days(days)}
            for days, step in sorted(late, reverse=True)
        ]
        return " ".join([median, *facts])
    if any(goal is not None for _step, _spread, goal in known):
        return f"{median} " + _("Every step that has a goal is within it.")
    longest, step = max((spread.median or 0, step) for step, spread, _goal in known)
    return f"{median} " + _("The longest step is %(step)s: %(days)s.") % {"step": words.step(step).lower(), "days": words.days(longest)}


def prepared_words(*, on: dt.date, prepared_at: dt.datetime | None) -> str:
    """As of when the figures are."""
    if prepared_at is None:
        return _("The figures were counted just now.")
    return _("The figures are as of the end of %(day)s. They were counted %(time)s.") % {"day": date_long(on), "time": moment(prepared_at)}


def period_words(code: str, first: dt.date, last: dt.date) -> str:
    """The last 3 years (Dec 2023 – Nov 2026)"""
    if code.startswith("y"):
        return _("The year %(year)s") % {"year": first.year}
    label = {"12": _("The last 12 months"), "36": _("The last 3 years"), "60": _("The last 5 years")}[code]
    return f"{label} ({_short(first)} – {_short(last)})"


def _short(day: dt.date) -> str:
    """nov. 2026"""
    return f"{SHORT_MONTHS[language()][day.month - 1]} {day.year}"
