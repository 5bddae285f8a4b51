"""Extension (R115-R117): a request is decided. A grant makes the next period; what is asked for stands in `extension_requests.py`."""

import datetime as dt
import uuid
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.actions.agreement_versions import check_room
from cases.actions.approvals import needs_second, prepare, refuse_waiting
from cases.actions.base import record, save_case
from cases.actions.changed_wishes import answer_wish
from cases.actions.decisions import letter_days, rules_in_force
from cases.actions.extension_requests import locked_request
from cases.actions.periods import add_period
from cases.actions.renewing import renews
from cases.actions.startup import lock_mentor, refuse_other_mentor
from cases.course_rows import due_of_course
from cases.enums import Channel, DecisionKind
from cases.enums_course import AskedBy, ExtensionState
from cases.extension_rows import earlier_parts, extensions_granted, figures_with, to_extend
from cases.models import Approval, Case, Decision, Extension, GrantStep, SchemeRules
from cases.rules import extensions as rules
from cases.rules.extension_sums import part_of
from cases.rules.extensions import Proposed, Wished
from cases.rules.hours import Step
from cases.startup_rows import current_assignment
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused


@transaction.atomic
@renews
def decide_extension(
    *, case_id: uuid.UUID, extension_id: uuid.UUID, version: int | None, proposed: Proposed, by: User, at: dt.datetime
) -> Decision | Approval:
    """Decide the request (R115-R119): a grant makes the next period, a refusal leaves the course to its last day.

    A grant that passes a limit of the jobcentre is prepared instead, and waits for a second person. Locks the mentor, the case, the request.
    Refuses with `decided_by_requester`, `extension_over`, `approval_waiting`, `stale`, `consent_withdrawn`, `no_rules_in_force`, or with the code and
    field of the first thing that is missing, and with `mentor_no_more_hours`.
    """
    mentor_id = lock_mentor(case_id=case_id)
    case, extension = locked_request(case_id=case_id, extension_id=extension_id, version=version)
    refuse_other_mentor(case, locked=mentor_id)
    checked, scheme = _checked(case, extension, proposed, by=by, on=day_of(at))
    if checked.is_grant:
        refuse_waiting(case)  # a change of hours, too: its second person has read what the course comes to without this
    if checked.is_grant and checked.span is not None:
        assignment = current_assignment(case)
        figures = figures_with(
            case,
            parts=earlier_parts(case),
            new=part_of(steps=checked.steps, span=checked.span),
            mentor=assignment.mentor if assignment else None,
            extensions=extensions_granted(case) + 1,
        )
        limits = needs_second(case=case, figures=figures)
        if limits:
            kept = proposed_json(checked)
            prepared = prepare(
                case=case, kind=DecisionKind.EXTENSION, limits=limits, figures=figures, proposed=kept, by=by, at=at, extension=extension
            )
            extension.state = ExtensionState.SECOND
            extension.version += 1
            extension.save()
            save_case(case)
            return prepared
    return _issue(case, extension, checked, scheme, decided_by=by, by=by, at=at)


def issue_extension(*, case: Case, approval: Approval, by: User, at: dt.datetime) -> Decision:
    """Within `approve`, with mentor and case locked: the prepared grant is issued as without a second person, under the rules of this day.

    Approved after the last day, the new period begins on this day, and with it the hours that were to hold on it.
    """
    if approval.extension is None:
        raise Refused("extension_over")
    extension = Extension.objects.select_for_update(of=("self",)).select_related("period").get(pk=approval.extension.pk)
    on, proposed = day_of(at), proposed_from_json(approval.proposed)
    found = to_extend(case)
    if extension.state != ExtensionState.SECOND or found is None:
        raise Refused("extension_over")
    first_day = rules.new_first_day(last_day=found.last_day, decided_on=on)
    steps = rules.steps_from(steps=proposed.steps, first_day=first_day)
    proposed = replace(proposed, steps=steps, sent_on=max(proposed.sent_on or on, on))
    extension.state = ExtensionState.ASKED
    checked, scheme = _checked(case, extension, proposed, by=approval.prepared_by, on=on)
    return _issue(case, extension, checked, scheme, decided_by=approval.prepared_by, by=by, at=at)


def proposed_json(proposed: Proposed) -> dict[str, Any]:
    """A prepared grant as it is kept until it is approved: codes, numbers, texts and ISO days."""
    kept = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in asdict(proposed).items()}
    return {**kept, "steps": [[step.first_day.isoformat(), step.minutes_a_week] for step in proposed.steps]}


def proposed_from_json(stored: dict[str, Any]) -> Proposed:
    """What `proposed_json` kept."""
    days = {name: dt.date.fromisoformat(stored[name]) if stored[name] else None for name in ("first_day", "last_day", "sent_on")}
    steps = tuple(Step(dt.date.fromisoformat(day), minutes) for day, minutes in stored["steps"])
    return Proposed(**{**stored, **days, "steps": steps, "choice": rules.Choice(stored["choice"])})


def _checked(case: Case, extension: Extension, proposed: Proposed, *, by: User, on: dt.date) -> tuple[Proposed, SchemeRules]:
    """The decision as it will be issued, with the rules that it follows; refuses what is missing."""
    asked_by = rules.requester(asked_by=AskedBy(extension.asked_by), recorded_by=extension.recorded_by_id)
    Refused.unless(rules.decider_verdict(state=ExtensionState(extension.state), asked_by=asked_by, decider=by.pk))
    scheme = rules_in_force(case=case, on=on)
    found = to_extend(case)
    if found is None:
        raise Refused("extension_no_period")
    wished = Wished(extension.minutes_a_week, extension.last_day)
    first_day = rules.new_first_day(last_day=found.last_day, decided_on=on)
    proposed = rules.as_taken(proposed=proposed, wished=wished, first_day=first_day)
    if proposed.is_grant and case.consent_withdrawn_on is not None:
        raise Refused("consent_withdrawn")
    missing = rules.gaps(proposed=proposed, wished=wished, on=on, longest_months=scheme.longest_months)
    if missing:
        raise Refused(missing[0].code, missing[0].field, **missing[0].facts)
    _refuse_no_room(case, proposed, on=on)
    return proposed, scheme


def _refuse_no_room(case: Case, proposed: Proposed, *, on: dt.date) -> None:
    """More hours than the mentor gives now need room, as in R75; the place goes on with the hours that are agreed. Refuses with `mentor_no_more_hours`."""
    assignment = current_assignment(case)
    if assignment is None or proposed.minutes_a_week is None or (assignment.ended_on is not None and assignment.ended_on < on):
        return
    try:
        check_room(assignment=assignment, minutes_a_week=proposed.minutes_a_week, today=on)
    except Refused as refused:
        raise Refused(refused.code, "steps", **refused.facts) from None


def _issue(
    case: Case, extension: Extension, proposed: Proposed, scheme: SchemeRules, *, decided_by: User, by: User, at: dt.datetime
) -> Decision:
    on = day_of(at)
    channel = Channel(case.client.channel)
    sent_on = proposed.sent_on or on
    received_on, complain_until = letter_days(sent_on=sent_on, channel=channel, scheme=scheme)
    minutes = proposed.minutes_a_week
    with refusing(decision_at_most_six_months=("period_longer_than_law", "last_day")):
        decision = Decision.objects.create(
            case=case,
            kind=DecisionKind.EXTENSION,
            outcome=rules.OUTCOMES[rules.Choice(proposed.choice or "")],
            minutes_a_week=minutes,
            first_day=proposed.first_day,
            last_day=proposed.last_day,
            mentor_type=proposed.mentor_type,
            purpose=proposed.purpose,
            tasks=proposed.tasks,
            funding=proposed.funding,
            less_reason=proposed.less_reason,
            reasons=proposed.reasons,
            offered_instead=proposed.offered_instead,
            wished_minutes_a_week=extension.minutes_a_week,
            wished_mentor_types=[],
            rules=scheme,
            channel=channel,
            sent_on=sent_on,
            received_on=received_on,
            appeal_until=complain_until,
            decided_on=on,
            decided_by=decided_by,
            created_at=at,
        )
    if len(proposed.steps) > 1:
        GrantStep.objects.bulk_create(
            GrantStep(decision=decision, first_day=step.first_day, minutes_a_week=step.minutes_a_week) for step in proposed.steps
        )
    record(
        case,
        "case.extension_decided",
        by=by,
        at=at,
        outcome=str(decision.outcome),
        minutes_a_week=minutes,
        steps=len(proposed.steps),
        first_day=proposed.first_day.isoformat() if proposed.first_day else None,
        last_day=proposed.last_day.isoformat() if proposed.last_day else None,
        sent_on=sent_on.isoformat(),
        received_on=received_on.isoformat(),
        appeal_until=complain_until.isoformat(),
        rules=scheme.pk,
    )
    if proposed.span is not None and minutes is not None:
        days = DaySpan(proposed.span.first_day, proposed.span.last_day)
        extension.new_period = add_period(case=case, decision=decision, days=days, minutes_a_week=minutes, by=by, at=at)
    extension.decision, extension.state, extension.closed_on = decision, ExtensionState.DECIDED, on
    extension.version += 1
    extension.save()
    answer_wish(case=case, decision=decision)
    case.due_on = due_of_course(case)
    save_case(case)
    return decision
