"""What every page of a course shows of it, read with the case itself: which period it is in, and the numbers on the tabs."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Field
from django.db.models.expressions import RawSQL

from cases.enums import DecisionOutcome
from cases.models import Case
from cases.querysets import CaseQuerySet
from cases.rules.course import PeriodDays, period_shown

_SHOWN = """CASE WHEN cases_case.state IN ('running', 'ended') THEN json_build_object(
'periods', (SELECT json_agg(json_build_array(p.number, p.first_day, p.last_day, p.ended_on) ORDER BY p.first_day, p.number)
              FROM cases_period AS p WHERE p.case_id = cases_case.id),
'contacts', (SELECT count(*) FROM cases_contact AS c WHERE c.case_id = cases_case.id AND c.state <> 'struck'),
'feedback', (SELECT count(*) FROM cases_feedback AS f WHERE f.case_id = cases_case.id),
'notes', (SELECT count(*) FROM cases_note AS n WHERE n.case_id = cases_case.id),
'benefit', EXISTS (SELECT FROM cases_benefit AS b WHERE b.case_id = cases_case.id AND b.point = '' AND b.replaced_on IS NULL),
'documents', (SELECT count(*) FROM cases_document AS d WHERE d.case_id = cases_case.id AND d.struck_on IS NULL)) END"""

_DECIDED = """(SELECT d.outcome FROM cases_decision AS d
  WHERE d.case_id = cases_case.id AND d.kind = 'first' AND d.annulled_on IS NULL ORDER BY d.created_at DESC LIMIT 1)"""

_MEETS = "EXISTS (SELECT FROM cases_meeting AS m WHERE m.case_id = cases_case.id)"


@dataclass(frozen=True, slots=True)
class CourseShown:
    """The periods by their first day, and how many rows stand behind each tab."""

    periods: Sequence[PeriodDays] = ()
    contacts: int = 0
    feedback: int = 0
    notes: int = 0
    """Notes and documents together."""
    knows_benefit: bool = True
    """Whether the benefit at the start is written down."""

    def period(self, today: dt.date) -> PeriodDays | None:
        """The period that pages speak of."""
        return period_shown(periods=self.periods, today=today)

    def tab_counts(self) -> dict[str, int]:
        return {"case_log": self.contacts, "case_feedback": self.feedback, "case_notes": self.notes}


def with_course(cases: CaseQuerySet) -> CaseQuerySet:
    """The facts of `course_shown`, which has none of a case without a course yet, of `decided` and `has_meetings` in the statement that reads the case."""
    shown, outcome = RawSQL(_SHOWN, (), output_field=Field()), RawSQL(_DECIDED, (), output_field=Field())  # noqa: S611 (nothing typed stands in them)
    meets = RawSQL(_MEETS, (), output_field=BooleanField())  # noqa: S611 (nothing typed stands in it)
    return cases.annotate(course_facts=shown, first_outcome=outcome, any_meeting=meets)


def has_meetings(case: Case) -> bool:
    """Whether a meeting of the case was ever arranged; False where nothing was read."""
    return bool(vars(case).get("any_meeting"))


def decided(case: Case) -> DecisionOutcome | None:
    """The outcome of the first decision that stands; None where there is none, or nothing was read."""
    found = vars(case).get("first_outcome")
    return DecisionOutcome(found) if found else None


def course_shown(case: Case) -> CourseShown:
    """What was read beside the case; empty where nothing was."""
    known: dict[str, Any] = vars(case).get("course_facts") or {}
    if not known:
        return CourseShown()
    periods = [
        PeriodDays(number, _day(first), _day(last), _day(ended) if ended else None) for number, first, last, ended in known["periods"] or []
    ]
    return CourseShown(periods, known["contacts"], known["feedback"], known["notes"] + known["documents"], known["benefit"])


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
