"""What became of the client, for the case page of an ended course and for the page of the follow-up: rows that `cases/_ending.html` shows."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.follow_up_rows import Lives
from cases.course_ends import Ending, Reopening
from cases.enums import Outcome, OutcomePoint, State
from cases.enums_course import BenefitKind
from cases.models import Case, CourseOutcome, CourseReopening
from cases.rules.closing import Became
from cases.rules.followup import MONTHS
from cases.views.closing_words import became_words, lives_words
from core.templatetags.ui import date_long


def outcome_words(row: CourseOutcome) -> str:
    """Ordinary job, Egebæk Bibliotek, from 1 December 2026, 30 hours a week; or that nobody was reached."""
    if not row.reached:
        return _("Not reached")
    return became_words(Became(Outcome(row.outcome), row.where, row.since, row.minutes_a_week))


def point_rows(case: Case, found: Ending, *, today: dt.date, may_write: bool) -> list[dict[str, Any]]:
    """The end and each follow-up: its day, what was said, and what can be done with it now. `state` is answered, due, later or missing."""
    rows = []
    for point in (OutcomePoint.END, *MONTHS):
        outcome, asked, lives = found.outcomes.get(point), found.follow_ups.get(point), found.benefits.get(point)
        if outcome is None and asked is None and point != OutcomePoint.END:
            continue
        due_on = asked.due_on if asked else case.closed_on
        state = "answered" if outcome else "missing" if asked is None else "due" if asked.due_on <= today else "later"
        answer, move = (reverse(name, args=[case.ref, point]) for name in ("case_followup_answer", "case_followup_day"))
        rows.append(
            {
                "point": str(point),
                "label": str(point.label),
                "day": due_on,
                "state": state,
                "words": _state_words(outcome, state, asked.due_on if asked else None),
                "lives": lives_words(Lives(BenefitKind(lives.kind), lives.since)) if lives else "",
                "said": outcome.words if outcome else "",
                "recorded": _("Written down on %(day)s") % {"day": date_long(outcome.recorded_on)} if outcome else "",
                "answer_url": answer if may_write and state != "later" else "",
                "answer_label": _("Correct the answer") if outcome else _("Write down the answer"),
                "day_url": move if may_write and asked is not None and outcome is None else "",
            }
        )
    return rows


def _state_words(outcome: CourseOutcome | None, state: str, due_on: dt.date | None) -> str:
    if outcome is not None:
        return outcome_words(outcome)
    if state == "missing":
        return _("Missing")
    if state == "due":
        return _("To be asked now")
    return _("Is asked on %(day)s") % {"day": date_long(due_on)}


def next_words(found: Ending, *, today: dt.date) -> str:
    """What the case needs next, or that it needs nothing more."""
    waiting = found.next_follow_up
    if waiting is None:
        return _("All follow-ups are answered. The case needs nothing more.") if found.follow_ups else _("No follow-up is planned.")
    if waiting.due_on <= today:
        return _("The follow-up %(point)s was to be asked on %(day)s.") % {
            "point": str(OutcomePoint(waiting.point).label).lower(),
            "day": date_long(waiting.due_on),
        }
    return _("The next follow-up is on %(day)s.") % {"day": date_long(waiting.due_on)}


def reopening_words(case: Case, found: Reopening, *, today: dt.date) -> dict[str, str]:
    """Until when and how the course can be opened again: text, and url where it can."""
    if case.state != State.ENDED:
        return {"text": "", "url": ""}
    if found.handed_over:
        return {"text": _("The case was handed over to another jobcentre, which goes on with it."), "url": ""}
    url = reverse("case_reopen", args=[case.ref])
    if found.again:
        last_day = date_long(found.again[-1].days.last_day)
        return {"text": _("The course can be opened again within what is granted, until %(day)s.") % {"day": last_day}, "url": url}
    if found.latest is not None and found.latest >= today:
        text = _("The granted days are over. Until %(day)s the course can be opened again for a late request for an extension.")
        return {"text": text % {"day": date_long(found.latest)}, "url": url}
    return {"text": _("The granted days are over. A new period needs a new application."), "url": ""}


def earlier_ends(rows: list[CourseReopening]) -> list[dict[str, str]]:
    """The ends of before, which were opened again."""
    found = []
    for row in rows:
        why = row.get_end_reason_display() if row.end_reason else ""
        label = _("Ended on %(day)s") % {"day": date_long(row.closed_on)}
        note = _("Opened again on %(day)s: %(words)s") % {"day": date_long(row.opened_on), "words": row.words}
        found.append({"label": label, "value": ". ".join(part for part in (str(why), row.closing_words) if part), "note": note})
    return found


def ending(case: Case, found: Ending, again: Reopening, *, today: dt.date, may_write: bool) -> dict[str, Any]:
    """Context `ending` of `cases/_ending.html`."""
    return {
        "rows": point_rows(case, found, today=today, may_write=may_write),
        "next": next_words(found, today=today),
        "follow_up_url": reverse("case_followup", args=[case.ref]),
        "again": reopening_words(case, again, today=today) if may_write else {"text": "", "url": ""},
        "due": found.next_follow_up is not None and found.next_follow_up.due_on <= today,
    }
