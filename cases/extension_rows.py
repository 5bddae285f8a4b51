"""Which rows an extension stands on: the last period with the rules of its decision, the request that waits, and what was granted so far."""

import datetime as dt
from dataclasses import dataclass

from cases.enums import GRANTS, DecisionKind
from cases.enums_course import PENDING_EXTENSIONS
from cases.hours import granted_periods
from cases.models import Case, Decision, Extension, Period
from cases.rules.extension_sums import Part, parts_of, total_of
from cases.rules.extensions import window
from cases.rules.second_person import Figures, cost_of
from core.days import DaySpan
from mentors.models import Mentor


@dataclass(frozen=True, slots=True)
class ToExtend:
    """The last period of a course, by the days on which it holds, and when its extension can be asked for."""

    period: Period
    last_day: dt.date
    course: DaySpan
    days: DaySpan


def to_extend(case: Case) -> ToExtend | None:
    """The period that an extension would follow; None where there is none. A period that was ended before it began is none. One statement."""
    rows = Period.objects.filter(case=case).select_related("decision__rules").order_by("first_day")
    held = [period for period in rows if (period.ended_on or period.last_day) >= period.first_day]
    if not held:
        return None
    period = held[-1]
    last_day, rules = period.ended_on or period.last_day, period.decision.rules
    days = window(last_day=last_day, request_weeks=rules.request_weeks, late_request_days=rules.late_request_days)
    return ToExtend(period=period, last_day=last_day, course=DaySpan(held[0].first_day, last_day), days=days)


def pending_extension(case: Case) -> Extension | None:
    """The request that waits; a case has at most one."""
    rows = Extension.objects.filter(case=case, state__in=PENDING_EXTENSIONS)
    return rows.select_related("recorded_by", "period__decision__rules").first()


def earlier_parts(case: Case) -> list[Part]:
    """Days and granted minutes of all periods so far. One statement."""
    return parts_of(granted_periods(case)[0])


def figures_with(case: Case, *, parts: list[Part], new: Part | None, mentor: Mentor | None, extensions: int) -> Figures:
    """What the case comes to with a new part (R117, R118): minutes of all periods, their cost at the mentor's price, and so many extensions."""
    minutes = total_of([*parts, new] if new else parts).minutes
    cost = cost_of(minutes=minutes, cost_an_hour=mentor.cost_an_hour if mentor else None)
    return Figures(minutes=minutes, cost=cost, extensions=extensions)


def extensions_granted(case: Case) -> int:
    """How often the course was extended; what was annulled does not count. One statement."""
    return Decision.objects.filter(case=case, kind=DecisionKind.EXTENSION, outcome__in=GRANTS, annulled_on__isnull=True).count()
