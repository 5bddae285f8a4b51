"""A new mentor who makes a running course dearer than one person decides alone (R118): a second person approves the price before the take-over."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.models import User
from cases.actions.approvals import prepare
from cases.actions.base import save_case
from cases.actions.proposals import locked_proposal
from cases.actions.renewing import renews
from cases.course_rows import course_days, open_rematch
from cases.enums import ProposalState
from cases.enums_course import ApprovalKind, Limit
from cases.models import Approval, Case, Proposal
from cases.rules.rematches import takeover_verdict
from cases.takeover_rows import takeover_price
from core.days import day_of
from core.verdicts import Refused


@transaction.atomic
@renews
def ask_for_price(*, proposal_id: uuid.UUID, version: int | None, first_day: dt.date | None, by: User, at: dt.datetime) -> Approval:
    """Ask a second person to approve what the rest of the course costs with this mentor, from the day on which the mentor would begin.

    Nothing else changes: when it is approved, the mentor is assigned as every other. Refuses with `proposal_closed`, `not_both_yes`,
    `rematch_not_open`, as `takeover_verdict`, with `price_needs_nobody` where one person may decide, `approval_waiting` or `stale`.
    """
    case, proposal = locked_proposal(proposal_id=proposal_id, version=version)
    if proposal.state != ProposalState.ACCEPTED:
        raise Refused("not_both_yes", state=proposal.state)
    rematch, course, today = open_rematch(case), course_days(case), day_of(at)
    if rematch is None or course is None:
        raise Refused("rematch_not_open")
    starts = first_day or today
    Refused.unless(takeover_verdict(first_day=starts, today=today, course=course, old_first_day=rematch.assignment.first_day), "first_day")
    answer, figures = takeover_price(case, rematch=rematch, mentor=proposal.mentor, first_day=starts)
    if answer or figures is None:
        raise Refused("price_needs_nobody")
    proposed = {"proposal": str(proposal.pk), "mentor": str(proposal.mentor_id), "first_day": starts.isoformat()}
    approval = prepare(case=case, kind=ApprovalKind.TAKEOVER, limits=[Limit.COST], figures=figures, proposed=proposed, by=by, at=at)
    save_case(case)
    return approval


def refuse_over(*, case: Case, approval: Approval) -> None:
    """Within `approve`, on the locked case: the mentor can still take over. Refuses with `takeover_over`."""
    accepted = Proposal.objects.filter(case=case, pk=approval.proposed["proposal"], state=ProposalState.ACCEPTED)
    if open_rematch(case) is None or not accepted.exists():
        raise Refused("takeover_over")
