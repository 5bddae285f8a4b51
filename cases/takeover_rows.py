"""What a running course costs with a new mentor, and how much of that somebody has approved (R118)."""

import datetime as dt

from django.db.models import Q

from cases.course_settings import settings_of
from cases.enums_course import ApprovalKind, ApprovalState, Limit
from cases.extension_rows import extensions_granted
from cases.hours import granted_periods
from cases.models import Approval, Case, Rematch
from cases.rules.extension_sums import parts_of, total_of
from cases.rules.hours import minutes_between
from cases.rules.second_person import Figures, cost_with, price_verdict
from core.days import DaySpan
from core.verdicts import YES, Answer
from mentors.models import Mentor


def figures_of_takeover(case: Case, *, rematch: Rematch, mentor: Mentor, first_day: dt.date) -> Figures:
    """What the case comes to when the mentor takes over on this day. Three statements."""
    periods = granted_periods(case)[0]
    minutes, left = total_of(parts_of(periods)).minutes, 0
    for each in periods:
        if each.days is not None and each.days.last_day is not None and each.days.last_day >= first_day:
            left += minutes_between(each.granted, span=DaySpan(max(each.days.first_day, first_day), each.days.last_day))
    before = rematch.assignment.mentor.cost_an_hour
    cost = cost_with(minutes_before=minutes - left, cost_before=before, minutes_left=left, cost_an_hour=mentor.cost_an_hour)
    return Figures(minutes=minutes, cost=cost, extensions=extensions_granted(case))


def takeover_price(case: Case, *, rematch: Rematch, mentor: Mentor, first_day: dt.date) -> tuple[Answer, Figures | None]:
    """Whether the mentor can take over for this price, and the figures; one statement where the jobcentre has no limit of cost."""
    limit = settings_of(case.jobcentre).second_cost
    if limit is None:
        return YES, None
    figures = figures_of_takeover(case, rematch=rematch, mentor=mentor, first_day=first_day)
    return price_verdict(limit=limit, cost=figures.cost, approved=approved_cost(case), takeover=True), figures


def approved_cost(case: Case) -> int | None:
    """The most that a second person has approved for the case as a whole, in a decision that stands or for a new mentor. One statement."""
    rows = Approval.objects.filter(
        Q(decision__isnull=True) | Q(decision__annulled_on__isnull=True),
        case=case,
        state=ApprovalState.APPROVED,
        limits__contains=[Limit.COST],
    )
    return max((figures.get("cost") or 0 for figures in rows.values_list("figures", flat=True)), default=None)


def waiting_price(case: Case) -> Approval | None:
    """The price of a new mentor that waits for a second person."""
    rows = Approval.objects.filter(case=case, state=ApprovalState.WAITING, kind=ApprovalKind.TAKEOVER)
    return rows.select_related("prepared_by").first()
