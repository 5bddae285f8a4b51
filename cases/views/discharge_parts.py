"""What the page of a decision says of a coming discharge from a psychiatric hospital. For first decisions and extensions alike."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Discharge, Period
from cases.rules.discharge import Coming, Notice, NoticeCode, notices
from core.days import DaySpan
from core.words import day_in


def as_coming(row: Discharge) -> Coming:
    return Coming(expected_on=row.expected_on, discharged_on=row.discharged_on, asked_on=row.asked_on, answer=row.answer)


def newest_discharge(case: Case) -> Discharge | None:
    """The coming discharge, else the last one."""
    return Discharge.objects.filter(case=case).order_by("-recorded_at", "pk").first()


def course_spans(case: Case) -> list[DaySpan]:
    """The days of the course so far: what each period had or has, without those that were taken back before they began."""
    rows = Period.objects.filter(case=case).values_list("first_day", "last_day", "ended_on")
    return [DaySpan(first, ended or last) for first, last, ended in rows if (ended or last) >= first]


def notice_words(notice: Notice) -> str:
    facts = notice.facts
    if notice.code == NoticeCode.RIGHT:
        return _("Discharge on %(day)s: the client has a right to a mentor from %(earliest)s, and at least until %(until)s.") % {
            "day": day_in(facts, "day"),
            "earliest": day_in(facts, "earliest"),
            "until": day_in(facts, "until"),
        }
    if notice.code == NoticeCode.NOT_ASKED:
        return _("The client has not been asked about a mentor yet.")
    if notice.code == NoticeCode.TOO_EARLY:
        return _("The course would begin more than three months before the discharge. The right begins on %(day)s.") % {
            "day": day_in(facts, "earliest")
        }
    return _(
        "Counted from the discharge, the course has less than six months. It would need to go on until %(day)s: extend it in time."
    ) % {"day": day_in(facts, "last_day")}


def discharge_notices(case: Case, *, proposed: DaySpan | None = None, periods: bool = True) -> dict[str, Any]:
    """For `cases/_discharge_notices.html`: what is said beside a grant of these days; empty without a discharge. It warns and never blocks.

    At most two statements; `periods` False where the case has none yet: then one.
    """
    row = newest_discharge(case)
    if row is None:
        return {}
    spans = course_spans(case) if periods else []
    if proposed is not None:
        spans.append(proposed)
    found = notices(coming=as_coming(row), spans=spans)
    if not found:
        return {}
    return {
        "right": [notice_words(notice) for notice in found if not notice.warns],
        "warnings": [notice_words(notice) for notice in found if notice.warns],
        "url": reverse("case_discharge", args=[case.ref]),
    }
