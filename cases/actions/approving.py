"""The second person approves (R119): the prepared decision is issued by the same code as without a second person."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from cases.actions.approvals import close, locked_approval
from cases.actions.base import locked_case, record, save_case
from cases.actions.decisions import issue_first
from cases.actions.extensions import issue_extension
from cases.actions.hour_changes import issue_change
from cases.actions.renewing import renews
from cases.actions.startup import lock_mentor, refuse_other_mentor
from cases.actions.takeover_price import refuse_over
from cases.enums_course import ApprovalKind, ApprovalState, AskedBy
from cases.models import Decision
from cases.rules.second_person import approver_verdict
from core.verdicts import Refused

ISSUE: dict[ApprovalKind, Callable[..., Decision]] = {
    ApprovalKind.FIRST: issue_first,
    ApprovalKind.EXTENSION: issue_extension,
    ApprovalKind.CHANGE: issue_change,
}
"""What issues a prepared decision: `issue(case=, approval=, by=, at=)`, with mentor and case locked."""


@transaction.atomic
@renews
def approve(*, case_id: uuid.UUID, approval_id: uuid.UUID, version: int | None, by: User, at: dt.datetime) -> Decision | None:
    """Approve the prepared decision of another and issue it, once (R119). The price of a new mentor is approved, and nothing is issued (R118).

    Locks the mentor, the case, the approval. Refuses with `approval_over` (two who press at once: one), `second_is_first`, `decided_by_requester`,
    `case_closed`, `takeover_over`, `stale`, and with whatever the decision lacks by now.
    """
    mentor_id = lock_mentor(case_id=case_id)
    case = locked_case(case_id=case_id)
    refuse_other_mentor(case, locked=mentor_id)
    approval = locked_approval(case=case, approval_id=approval_id, version=version)
    request = approval.extension
    asked_by = request.recorded_by_id if request is not None and request.asked_by == AskedBy.CASEWORKER else None
    Refused.unless(approver_verdict(prepared_by=approval.prepared_by_id, asked_by=asked_by, approver=by.pk))
    record(case, "case.approval_given", by=by, at=at, decision=str(approval.kind))
    if approval.kind == ApprovalKind.TAKEOVER:
        refuse_over(case=case, approval=approval)
        save_case(case)
    else:
        approval.decision = ISSUE[ApprovalKind(approval.kind)](case=case, approval=approval, by=by, at=at)
    close(approval=approval, state=ApprovalState.APPROVED, by=by, at=at)
    return approval.decision
