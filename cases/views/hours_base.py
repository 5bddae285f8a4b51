"""What the pages about the hours of a course share: when they wait, where they lead, and hours in rows."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.enums import State
from cases.enums_course import PauseReason
from cases.hour_rows import periods_of, spans_of
from cases.models import Case, ChangedWish, Pause, Period
from cases.rules.hours import Step
from cases.views.base import CaseFormPage
from core.days import DaySpan
from core.forms import Form
from core.templatetags.ui import date_long, day, hours, minutes_words
from core.words import listed


class HoursPage(CaseFormPage):
    """A page about the hours of a course, which has its periods at hand. It waits until the course runs, and is read after its end."""

    tab = "case_goals"
    creates = True
    template = ""
    periods: list[Period]

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.periods = periods_of(self.case)

    @property
    def is_running(self) -> bool:
        return self.case.state == State.RUNNING

    @property
    def spans(self) -> list[DaySpan]:
        return spans_of(self.periods)

    def back(self) -> str:
        return reverse("case_plan", args=[self.case.ref])

    def waits(self) -> dict[str, Any] | None:
        """What the page says while there is no course."""
        if self.periods:
            return None
        if not self.case.is_open:
            text, hint = _("The case was closed before the course began."), ""
        else:
            text = _("The hours are planned here when the course is running.")
            hint = _("The case is now in the step “%(step)s”.") % {"step": State(self.case.state).label}
        return {"text": text, "hint": hint, "actions": []}

    def context(self) -> dict[str, Any]:
        return {"waits": self.waits(), "running": self.is_running, "back": self.back()}


def without_optional(form: Form, *names: str) -> None:
    """What the action asks for all at once is not called optional, though the form lets it be empty. For a form that is only shown any more."""
    for name in names:
        if name in form.fields:
            form.fields[name].required = True


def days_words(first_day: dt.date, last_day: dt.date | None) -> str:
    """8. juni 2026 til 6. december 2026"""
    if last_day is None:
        return _("from %(first)s until further notice") % {"first": date_long(first_day)}
    return _("%(first)s to %(last)s") % {"first": date_long(first_day), "last": date_long(last_day)}


def steps_words(steps: tuple[Step, ...]) -> str:
    """3 – 2 – 1,5 – 1 hours a week: a comma between the steps would be read as one in a number."""
    return _("%(hours)s hours a week") % {"hours": " – ".join(hours(step.minutes_a_week) for step in steps)}


def wish_words(wish: ChangedWish) -> str:
    """What the client wishes changed, in one line."""
    wished = []
    if wish.minutes_a_week is not None:
        wished.append(_("%(hours)s a week") % {"hours": minutes_words(wish.minutes_a_week)})
    if wish.last_day is not None:
        wished.append(_("a course until %(day)s") % {"day": date_long(wish.last_day)})
    return listed(wished)


def wish_state(wish: ChangedWish, *, case: Case) -> str:
    """Whether the wish is answered, taken back, closed with the course and why that ended, or waits."""
    if wish.ended_on is not None:
        told = {"day": date_long(wish.ended_on), "why": str(case.get_end_reason_display()).lower()}
        if case.closed_on == wish.ended_on and case.end_reason:
            return _("closed with the course on %(day)s: %(why)s") % told
        return _("closed with the course on %(day)s") % told
    if wish.withdrawn_on is not None:
        return _("taken back on %(day)s") % {"day": date_long(wish.withdrawn_on)}
    if wish.decision is not None:
        return _("answered by the decision of %(day)s: %(outcome)s") % {
            "day": date_long(wish.decision.decided_on),
            "outcome": str(wish.decision.get_outcome_display()).lower(),
        }
    return _("waits for an answer")


def pause_row(case: Case, pause: Pause, *, lapses: int, today: dt.date) -> dict[str, Any]:
    """A pause in a list: its days, why, what lapses, and where it is ended or taken back."""
    if pause.first_day > today:
        state = pgettext("pause", "to come")
    else:
        state = pgettext("pause", "now") if pause.last_day is None or pause.last_day >= today else pgettext("pause", "over")
    return {
        "days": days_words(pause.first_day, pause.last_day),
        "state": state,
        "is_over": state == pgettext("pause", "over"),
        "reason": str(PauseReason(pause.reason).label),
        "words": pause.words,
        "lapses": minutes_words(lapses) if lapses else "",
        "url": reverse("case_pause_end", args=[case.ref, pause.pk]),
    }


def wish_rows(case: Case, wishes: list[ChangedWish]) -> list[dict[str, Any]]:
    return [
        {
            "day": day(wish.day),
            "what": wish_words(wish),
            "words": wish.words,
            "state": wish_state(wish, case=case),
            "is_open": wish.decision_id is None and wish.withdrawn_on is None and wish.ended_on is None,
            "id": wish.pk,
        }
        for wish in wishes
    ]
