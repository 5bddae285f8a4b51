"""A decision that needs a second person (R118, R119): prepared, sent back with words, or taken back. `approving.py` issues it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record, save_case
from cases.actions.renewing import renews
from cases.course_settings import settings_of
from cases.enums import DecisionKind
from cases.enums_course import ApprovalKind, ApprovalState, ExtensionState, Limit
from cases.models import Approval, Case, CourseSettings, Extension
from cases.rules.second_person import Figures, Limits, limits_passed, still_waiting
from core.constraints import refusing
from core.verdicts import Refused, Stale


def needs_second(*, case: Case, figures: Figures, own: CourseSettings | None = None) -> tuple[Limit, ...]:
    """The jobcentre's limits that the case passes with this decision (R118); empty: one person decides. `own` saves the reading of them."""
    own = own or settings_of(case.jobcentre)
    limits = Limits(minutes=own.second_minutes, cost=own.second_cost, extensions=own.second_extensions)
    return limits_passed(limits=limits, figures=figures)


def prepare(
    *,
    case: Case,
    kind: DecisionKind | ApprovalKind,
    limits: Sequence[Limit],
    figures: Figures,
    proposed: dict[str, Any],
    by: User,
    at: dt.datetime,
    extension: Extension | None = None,
) -> Approval:
    """Within an action on the locked case: the decision waits for a second person. `proposed` is the decision as it will be issued, as JSON.

    What the decision is about is checked by the caller, and again when it is issued. Refuses with `approval_waiting` when one waits already.
    """
    with refusing(approval_one_waiting_a_case=("approval_waiting", "")):
        approval = Approval.objects.create(
            case=case,
            kind=kind,
            extension=extension,
            limits=[str(limit) for limit in limits],
            figures=asdict(figures),
            proposed=proposed,
            prepared_by=by,
            prepared_at=at,
        )
    record(case, "case.approval_asked", by=by, at=at, decision=str(kind), limits=[str(limit) for limit in limits])
    return approval


def waiting_approval(case: Case) -> Approval | None:
    """The decision of the case that waits for a second person."""
    return Approval.objects.filter(case=case, state=ApprovalState.WAITING).select_related("prepared_by").first()


def refuse_waiting(case: Case) -> None:
    """What a waiting decision builds on does not change under it (R119): take it back first. Refuses with `approval_waiting`."""
    if Approval.objects.filter(case=case, state=ApprovalState.WAITING).exists():
        raise Refused("approval_waiting")


def locked_approval(*, case: Case, approval_id: uuid.UUID, version: int | None) -> Approval:
    """The approval of the locked case, locked, waiting, and of the version on the page. Refuses with `approval_over` or `stale`."""
    approval = Approval.objects.select_for_update(of=("self",)).get(pk=approval_id, case=case)
    Refused.unless(still_waiting(state=ApprovalState(approval.state)))
    if version is not None and version != approval.version:
        raise Stale(**last_change(subject_id=case.pk))
    return approval


def close(*, approval: Approval, state: ApprovalState, by: User, at: dt.datetime, words: str = "") -> None:
    """Within an action: the locked approval gets its end."""
    approval.state, approval.words = state, words
    approval.closed_by, approval.closed_at = by, at
    approval.version += 1
    approval.save()


def drop_price(*, case: Case, by: User, at: dt.datetime, proposal_id: uuid.UUID | None = None) -> None:
    """Within an action on the locked case: the price of a mentor (of this proposal) who does not take over any more waits for nobody."""
    rows = Approval.objects.filter(case=case, state=ApprovalState.WAITING, kind=ApprovalKind.TAKEOVER)
    if proposal_id is not None:
        rows = rows.filter(proposed__proposal=str(proposal_id))
    rows.update(state=ApprovalState.CANCELLED, closed_by=by, closed_at=at, version=F("version") + 1)


@transaction.atomic
@renews
def send_back(*, case_id: uuid.UUID, approval_id: uuid.UUID, version: int | None, words: str, by: User, at: dt.datetime) -> Approval:
    """The second person does not approve, and says why (R119): it is the preparer's again. Refuses with `return_words_missing`, `approval_over` or `stale`."""
    case = locked_open_or_closed(case_id=case_id)
    approval = locked_approval(case=case, approval_id=approval_id, version=version)
    if not words.strip():
        raise Refused("return_words_missing", "words")
    _to_the_preparer(case, approval, ApprovalState.RETURNED, by=by, at=at, words=words.strip())
    record(case, "case.approval_returned", by=by, at=at, decision=str(approval.kind))
    return approval


@transaction.atomic
@renews
def take_back(*, case_id: uuid.UUID, approval_id: uuid.UUID, version: int | None, by: User, at: dt.datetime) -> Approval:
    """The preparer takes the decision back (R119), to change it or to make none. Refuses with `approval_over`, `taken_back_by_other` or `stale`."""
    case = locked_open_or_closed(case_id=case_id)
    approval = locked_approval(case=case, approval_id=approval_id, version=version)
    if approval.prepared_by_id != by.pk:
        raise Refused("taken_back_by_other")
    _to_the_preparer(case, approval, ApprovalState.CANCELLED, by=by, at=at)
    record(case, "case.approval_taken_back", by=by, at=at, decision=str(approval.kind))
    return approval


def _to_the_preparer(case: Case, approval: Approval, state: ApprovalState, *, by: User, at: dt.datetime, words: str = "") -> None:
    close(approval=approval, state=state, by=by, at=at, words=words)
    if approval.extension_id is not None:
        rows = Extension.objects.select_for_update().filter(pk=approval.extension_id, state=ExtensionState.SECOND)
        for extension in rows:
            extension.state = ExtensionState.ASKED
            extension.version += 1
            extension.save(update_fields=["state", "version"])
    save_case(case)
