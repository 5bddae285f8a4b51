"""Proposals: who is proposed, what client and mentor answer. A proposal reserves nothing, and the mentor hears nothing before the client's yes."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F

from accounts.audit import last_change
from accounts.models import User
from cases.actions.approvals import drop_price
from cases.actions.base import locked_case, record, save_case
from cases.actions.renewing import renews
from cases.course_rows import due_of_course, in_match
from cases.enums import OPEN_PROPOSALS, AskedHow, ProposalState, State
from cases.loads import client_of, facts_of, first_grant, weights_of
from cases.models import Case, MatchWeights, Proposal
from cases.rules.deadlines import due_of_match
from cases.rules.matching import (
    can_propose,
    fit,
    hard_stops,
    missing_wish_reason,
)
from cases.rules.proposals import AWAITED, answer_in_time, new_day_verdict
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused, Stale

CLIENT_IS_ASKED = (ProposalState.CLIENT_ASKED, ProposalState.CLIENT_THINKING)


def open_match(case: Case) -> None:
    """Whether somebody can be proposed in the locked case: in step 4, or with an open rematch (R71). Refuses with `not_in_this_step`."""
    if not in_match(case):
        raise Refused("not_in_this_step", state=case.state)


def move_deadline(case: Case) -> None:
    """Write the locked case with its next deadline: the first answer that is awaited, else the granted first day; of a running course, R71."""
    if case.state == State.RUNNING:
        case.due_on = due_of_course(case)
        save_case(case)
        return
    answers = Proposal.objects.filter(case=case, state__in=AWAITED)
    decision = first_grant(case)
    case.due_on = due_of_match(
        granted_first_day=decision.first_day if decision else None, open_answers=list(answers.values_list("answer_by", flat=True))
    )
    save_case(case)


@transaction.atomic
@renews
def propose(
    *,
    case_id: uuid.UUID,
    mentor_id: uuid.UUID,
    reason: str,
    no_conflict: bool,
    conflict_asked: AskedHow | None = None,
    unmet_wishes: dict[str, str],
    asked_how: AskedHow,
    answer_by: dt.date,
    by: User,
    at: dt.datetime,
) -> Proposal:
    """Propose a mentor to the client (R43, R44). `no_conflict` says that a conflict of interest was asked about and there is none, `conflict_asked` how.

    Refuses with `not_in_this_step`, `no_grant`, `too_many_proposals`, the stops of R40, `conflict_not_asked`, `answer_by_past`,
    `wish_reason_missing`, `weights_missing`.
    """
    case = locked_case(case_id=case_id)
    today = day_of(at)
    open_match(case)
    decision = first_grant(case)
    if decision is None:
        raise Refused("no_grant")
    proposals = list(Proposal.objects.filter(case=case))
    Refused.unless(can_propose(open_proposals=sum(p.is_open for p in proposals)))
    client = client_of(case=case, decision=decision, proposals=proposals, today=today)
    mentor = facts_of(mentor_id=mentor_id, client=client, since=today)
    if mentor is None:
        raise Refused("mentor_other_jobcentre", "mentor")
    Refused.unless(hard_stops(client=client, mentor=mentor).answer(), "mentor")
    if not no_conflict:
        raise Refused("conflict_not_asked", "conflict")
    Refused.unless(new_day_verdict(answer_by=answer_by, today=today), "answer_by")
    try:
        weights = weights_of(case.jobcentre_id, today)
    except MatchWeights.DoesNotExist:
        raise Refused("weights_missing") from None
    unmet = fit(client=client, mentor=mentor, weights=weights).unmet
    if missing := missing_wish_reason(unmet=unmet, reasons=unmet_wishes):
        raise Refused("wish_reason_missing", f"unmet_{missing}")
    with refusing(proposal_open_once_a_mentor=("mentor_proposed_already", "mentor")):
        proposal = Proposal.objects.create(
            case=case,
            mentor_id=mentor_id,
            reason=reason,
            no_conflict=True,
            conflict_asked=conflict_asked or "",
            unmet_wishes={wish: unmet_wishes[wish].strip() for wish in unmet},
            weights_id=weights.id,
            asked_how=asked_how,
            answer_by=answer_by,
            proposed_by=by,
            proposed_at=at,
        )
    move_deadline(case)
    record(case, "case.mentor_proposed", by=by, at=at, mentor=str(mentor_id), proposal=str(proposal.pk), unmet=list(unmet))
    return proposal


def locked_proposal(*, proposal_id: uuid.UUID, version: int | None) -> tuple[Case, Proposal]:
    """The case and then the proposal, locked.

    Refuses with `proposal_closed` when it is over, with `not_in_this_step` when nobody is looked for, with Stale when somebody saved it since.
    """
    case_id = Proposal.objects.values_list("case_id", flat=True).get(pk=proposal_id)
    case = locked_case(case_id=case_id)
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    if not proposal.is_open:
        raise Refused("proposal_closed", state=proposal.state)
    open_match(case)
    if version is not None and version != proposal.version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, proposal


def _expect(proposal: Proposal, states: tuple[ProposalState, ...]) -> None:
    if proposal.state not in states:
        raise Refused("proposal_answered", state=proposal.state)


def _check_day(day: dt.date, *, earliest: dt.date, answer_by: dt.date | None, today: dt.date) -> None:
    """`answer_by` None: the answer brings a new day of its own."""
    if day > today:
        raise Refused("answer_in_future", "answered_on")
    if day < earliest:
        raise Refused("answer_too_early", "answered_on", day=earliest.isoformat())
    if answer_by is not None:
        Refused.unless(answer_in_time(answered_on=day, answer_by=answer_by), "answered_on")


def _next_day(day: dt.date | None, *, today: dt.date, answer: str) -> dt.date:
    """The day by which the next answer is there: the mentor's after a yes, the client's own after "thinking"."""
    if day is None:
        raise Refused("mentor_answer_by_missing", "mentor_answer_by") if answer == "yes" else Refused("answer_by_missing", "answer_by")
    Refused.unless(new_day_verdict(answer_by=day, today=today), "mentor_answer_by" if answer == "yes" else "answer_by")
    return day


@transaction.atomic
@renews
def client_answers(
    *,
    proposal_id: uuid.UUID,
    version: int | None,
    answer: str,
    words: str,
    answered_on: dt.date,
    answer_by: dt.date | None,
    by: User,
    at: dt.datetime,
) -> Proposal:
    """The client's yes, no (in the client's words) or wish to think. After a yes the mentor is asked, and not before.

    `answer_by` is the day of the next answer: the mentor's after a yes, the client's own after "thinking". Refuses with `proposal_closed`,
    `not_in_this_step`, `proposal_answered`, `answer_in_future`, `answer_too_early`, `answer_after_expiry` (R69; a wish to think brings its
    own new day), `words_missing`, `mentor_answer_by_missing`, `answer_by_missing`, `answer_by_past`.
    """
    case, proposal = _open_for(proposal_id, version, CLIENT_IS_ASKED)
    today = day_of(at)
    in_time = None if answer == "thinking" else proposal.answer_by
    _check_day(answered_on, earliest=day_of(proposal.proposed_at), answer_by=in_time, today=today)
    if answer == "no" and not words.strip():
        raise Refused("words_missing", "words")
    if answer != "no":
        proposal.answer_by = _next_day(answer_by, today=today, answer=answer)
    proposal.state = {"yes": ProposalState.MENTOR_ASKED, "no": ProposalState.CLIENT_DECLINED, "thinking": ProposalState.CLIENT_THINKING}[
        answer
    ]
    proposal.client_words = words
    proposal.client_answered_on = None if answer == "thinking" else answered_on
    return _saved(case, proposal, "case.client_answered", by=by, at=at, answer=answer)


@transaction.atomic
@renews
def mentor_answers(
    *, proposal_id: uuid.UUID, version: int | None, answer: str, words: str, answered_on: dt.date, by: User, at: dt.datetime
) -> Proposal:
    """The mentor's yes or no (in words). Refuses as `client_answers` does."""
    case, proposal = _open_for(proposal_id, version, (ProposalState.MENTOR_ASKED,))
    earliest = proposal.client_answered_on or day_of(proposal.proposed_at)
    _check_day(answered_on, earliest=earliest, answer_by=proposal.answer_by, today=day_of(at))
    if answer == "no" and not words.strip():
        raise Refused("words_missing", "words")
    proposal.state = {"yes": ProposalState.ACCEPTED, "no": ProposalState.MENTOR_DECLINED}[answer]
    proposal.mentor_words = words
    proposal.mentor_answered_on = answered_on
    return _saved(case, proposal, "case.mentor_answered", by=by, at=at, answer=answer)


@transaction.atomic
@renews
def give_new_day(*, proposal_id: uuid.UUID, version: int | None, answer_by: dt.date, by: User, at: dt.datetime) -> Proposal:
    """A new day by which the awaited answer is there, for a proposal that ran out or soon will (R69).

    Refuses with `proposal_closed`, `not_in_this_step`, `proposal_answered` or `answer_by_past`.
    """
    case, proposal = _open_for(proposal_id, version, AWAITED)
    Refused.unless(new_day_verdict(answer_by=answer_by, today=day_of(at)), "answer_by")
    proposal.answer_by = answer_by
    return _saved(case, proposal, "case.proposal_prolonged", by=by, at=at, day=answer_by.isoformat())


@transaction.atomic
@renews
def withdraw_proposal(*, proposal_id: uuid.UUID, version: int | None, by: User, at: dt.datetime) -> Proposal:
    """Take an open proposal back. Refuses with `proposal_closed`."""
    case, proposal = locked_proposal(proposal_id=proposal_id, version=version)
    proposal.state = ProposalState.WITHDRAWN
    drop_price(case=case, by=by, at=at, proposal_id=proposal.pk)
    return _saved(case, proposal, "case.proposal_withdrawn", by=by, at=at)


def withdraw_open(*, case: Case) -> int:
    """Take back all open proposals of the locked case; returns how many. No proposal is written without the case's lock."""
    return Proposal.objects.filter(case=case, state__in=OPEN_PROPOSALS).update(state=ProposalState.WITHDRAWN, version=F("version") + 1)


def _open_for(proposal_id: uuid.UUID, version: int | None, states: tuple[ProposalState, ...]) -> tuple[Case, Proposal]:
    """As `locked_proposal`, but an answer that is given already is told as that, not as a stale form."""
    case, proposal = locked_proposal(proposal_id=proposal_id, version=None)
    _expect(proposal, states)
    if version is not None and version != proposal.version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, proposal


def _saved(case: Case, proposal: Proposal, kind: str, *, by: User, at: dt.datetime, **facts: str) -> Proposal:
    proposal.version += 1
    proposal.save()
    move_deadline(case)
    record(case, kind, by=by, at=at, mentor=str(proposal.mentor_id), proposal=str(proposal.pk), **facts)
    return proposal
