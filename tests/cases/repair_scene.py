"""Decisions to annul, two records of one client, cases handed over, complaints and discharges, as far as a test wants them."""

import datetime as dt
from typing import Any

from accounts.enums import Role
from accounts.models import Jobcentre, Membership, User
from cases.actions.appeals import ComplaintFacts, receive_appeal
from cases.actions.discharge import tell_discharge
from cases.actions.handover import hand_over
from cases.actions.merging import merge_clients
from cases.enums import Channel, DecisionKind, DecisionOutcome, State
from cases.enums_course import GivenHow
from cases.models import Appeal, Case, Client, ClientMerge, Decision, Discharge, Handover, Period
from core.days import DAY, add_months, day_of, last_day_of_months
from tests.factories import AT, CaseFactory, ClientFactory, DecisionFactory, JobcentreFactory, MembershipFactory, PeriodFactory

REASONS: dict[str, Any] = {"reason": "Borgeren er flyttet til kommunen", "ground": "Samtykke givet ved samtalen"}


def extension(case: Case, *, begins: dt.date, months: int = 3, outcome: str = DecisionOutcome.GRANTED) -> tuple[Decision, Period | None]:
    """A decision about an extension of a running course, and the period that it granted."""
    granted = outcome == DecisionOutcome.GRANTED
    none = {"minutes_a_week": None, "first_day": None, "last_day": None, "mentor_type": "", "purpose": "", "tasks": "", "funding": ""}
    refused = {**none, "reasons": "Målene er nået", "offered_instead": "Samtaler i jobcentret"}
    days = {"first_day": begins, "last_day": last_day_of_months(begins, months)}
    decision = DecisionFactory(case=case, kind=DecisionKind.EXTENSION, outcome=outcome, **(days if granted else refused))
    if not granted:
        return decision, None
    number = Period.objects.filter(case=case).count() + 1
    return decision, PeriodFactory(case=case, decision=decision, number=number, minutes_a_week=120, **days)


def change_of_hours(case: Case, period: Period, *, begins: dt.date, minutes: int = 240) -> Decision:
    """A decision about more hours from a day on, within the period."""
    return DecisionFactory(
        case=case, kind=DecisionKind.CHANGE, changes=period, first_day=begins, last_day=period.last_day, minutes_a_week=minutes
    )


def refused_case(**case: Any) -> tuple[Case, Decision]:
    """A case that ended with a refusal."""
    found = CaseFactory(state=State.REFUSED, due_on=None, closing_words="Uden for målgruppen", **case)
    none = {"minutes_a_week": None, "first_day": None, "last_day": None, "mentor_type": "", "purpose": "", "tasks": "", "funding": ""}
    outcome = {"outcome": DecisionOutcome.REFUSED, "reasons": "Uden for målgruppen", "offered_instead": "Vejledning"}
    return found, DecisionFactory(case=found, **none, **outcome)


def twin(case: Case, *, state: State = State.WITHDRAWN, **client: Any) -> Case:
    """A case of a second record of the same person."""
    other: Client = ClientFactory(jobcentre=case.jobcentre, given_name=case.client.given_name, family_name="Skovgård", **client)
    return CaseFactory(jobcentre=case.jobcentre, client=other, caseworker=case.caseworker, state=state)


def merged(case: Case, other: Case, by: User, *, keep_other: bool = False, at: dt.datetime = AT) -> ClientMerge:
    return merge_clients(
        case_id=case.pk, version=None, other_id=other.client_id, keep_other=keep_other, reason="Samme person", by=by, at=at
    )


def neighbour(role: Role = Role.CASEWORKER) -> Membership:
    """A colleague in another jobcentre."""
    found: Membership = MembershipFactory(jobcentre=JobcentreFactory(), role=role)
    return found


def handed(case: Case, to: Jobcentre, by: User, *, with_challenges: bool = True, at: dt.datetime = AT) -> Handover:
    return hand_over(case_id=case.pk, version=None, to_id=to.pk, with_challenges=with_challenges, by=by, at=at, **REASONS)


def complaint(received_on: dt.date, **other: Any) -> ComplaintFacts:
    known = {"received_on": received_on, "how": GivenHow.LETTER, "by_whom": "Borgeren", "words": "Jeg har brug for flere timer"}
    return ComplaintFacts(**{**known, **other})


def complained(decision: Decision, by: User, *, on: dt.date | None = None, at: dt.datetime = AT, **other: Any) -> Appeal:
    """A complaint about the decision, received on a day (today)."""
    facts = complaint(on or day_of(at), **other)
    return receive_appeal(case_id=decision.case_id, decision_id=decision.pk, facts=facts, by=by, at=at)


def decided(case: Case, *, sent_on: dt.date, appeal_until: dt.date, **other: Any) -> Decision:
    """A first decision that was sent by Digital Post on a day."""
    days = {"decided_on": sent_on, "sent_on": sent_on, "received_on": sent_on, "appeal_until": appeal_until}
    found: Decision = DecisionFactory(case=case, channel=Channel.DIGITAL_POST, **{**days, **other})
    return found


def told(case: Case, by: User, *, expected_on: dt.date | None = None, at: dt.datetime = AT) -> Discharge:
    """The ward has told of a discharge, expected in two months."""
    day = day_of(at)
    return tell_discharge(
        case_id=case.pk, notified_on=day, notified_by="Afsnit P3", expected_on=expected_on or add_months(day, 2), by=by, at=at
    )


def addresses(case: Case, by: User) -> dict[str, Any]:
    """Everything that an address of these pages can name."""
    decision = decided(case, sent_on=day_of(AT), appeal_until=day_of(AT) + 28 * DAY)
    there = neighbour()
    strange = CaseFactory(jobcentre=there.jobcentre, caseworker=there.user)
    return {
        "decision": decision.pk,
        "merge": merged(case, twin(case), by).pk,
        "handover": handed(strange, case.jobcentre, there.user).pk,
        "appeal": complained(decision, by).pk,
        "discharge": told(case, by).pk,
    }
