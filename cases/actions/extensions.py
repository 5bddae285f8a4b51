"""Extension (R112-R117): a request is written down, changed, withdrawn, sent back, or decided. A grant makes the next period."""

import datetime as dt
import uuid
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.agreement_versions import check_room
from cases.actions.approvals import needs_second, prepare, refuse_waiting
from cases.actions.base import locked_case, record, save_case
from cases.actions.changed_wishes import answer_wish
from cases.actions.decisions import letter_days, rules_in_force
from cases.actions.periods import add_period
from cases.actions.renewing import renews
from cases.actions.startup import lock_mentor, refuse_other_mentor
from cases.course_rows import due_of_course
from cases.enums import Channel, DecisionKind, State
from cases.enums_course import PENDING_EXTENSIONS, ApprovalState, AskedBy, ExtensionState, GivenHow
from cases.extension_rows import ToExtend, earlier_parts, extensions_granted, figures_with, to_extend
from cases.models import Approval, Case, Decision, Extension, GrantStep, SchemeRules
from cases.rules import extensions as rules
from cases.rules.extensions import Proposed, Wished
from cases.rules.hours import Step
from cases.startup_rows import current_assignment
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused, Stale


@transaction.atomic
@renews
def request_extension(
    *,
    case_id: uuid.UUID,
    asked_by: AskedBy,
    asked_on: dt.date,
    asked_how: GivenHow,
    words: str,
    reached: str,
    why_still: str,
    minutes_a_week: int,
    last_day: dt.date,
    by: User,
    at: dt.datetime,
) -> Extension:
    """Write down who asks for a new period, and why (R112, R114). It waits to be decided: silence never decides.

    Refuses as `opening_verdict`, `asked_verdict` and `wish_verdict`, with `words_missing`, `reached_missing`, `why_still_missing`, or `case_closed`.
    """
    case = locked_case(case_id=case_id)
    today, found = day_of(at), to_extend(case)
    answer = rules.opening_verdict(
        state=State(case.state),
        consent_withdrawn=case.consent_withdrawn_on is not None,
        is_pending=Extension.objects.filter(case=case, state__in=PENDING_EXTENSIONS).exists(),
        last_day=found.last_day if found else None,
        days=found.days if found else None,
        today=today,
    )
    Refused.unless(answer)
    if found is None:
        raise Refused("extension_no_period")
    extension = Extension(case=case, period=found.period, recorded_by=by, recorded_at=at)
    told: dict[str, Any] = {"words": words, "reached": reached, "why_still": why_still}
    _put(extension, found, today=today, asked=(asked_by, asked_on, asked_how), wish=Wished(minutes_a_week, last_day), **told)
    with refusing(extension_one_pending_a_case=("extension_pending", "")):
        extension.save(force_insert=True)
    case.due_on = due_of_course(case)
    save_case(case)
    record(case, "case.extension_asked", by=by, at=at, **_facts(extension))
    return extension


@transaction.atomic
@renews
def change_request(
    *,
    case_id: uuid.UUID,
    extension_id: uuid.UUID,
    version: int | None,
    asked_by: AskedBy,
    asked_on: dt.date,
    asked_how: GivenHow,
    words: str,
    reached: str,
    why_still: str,
    minutes_a_week: int,
    last_day: dt.date,
    by: User,
    at: dt.datetime,
) -> Extension:
    """Change what was written of the request; one that was sent back waits to be decided again. The day to decide by stands.

    A caseworker's own request stays that one's, whoever corrects it. Refuses as `request_extension`, and with `own_request_stays`, `extension_over`,
    `approval_waiting` or `stale`.
    """
    case, extension = _locked(case_id, extension_id, version)
    _refuse_second(extension)
    Refused.unless(rules.asker_verdict(before=AskedBy(extension.asked_by), after=asked_by), "asked_by")
    found = to_extend(case)
    if found is None:
        raise Refused("extension_no_period")
    if asked_by == AskedBy.CASEWORKER and extension.asked_by != AskedBy.CASEWORKER:
        extension.recorded_by = by  # now it is the own request of who writes this
    told: dict[str, Any] = {"words": words, "reached": reached, "why_still": why_still}
    _put(extension, found, today=day_of(at), asked=(asked_by, asked_on, asked_how), wish=Wished(minutes_a_week, last_day), **told)
    extension.state = ExtensionState.ASKED
    extension.version += 1
    extension.save()
    save_case(case)
    record(case, "case.extension_changed", by=by, at=at, **_facts(extension))
    return extension


@transaction.atomic
@renews
def withdraw_request(*, case_id: uuid.UUID, extension_id: uuid.UUID, version: int | None, by: User, at: dt.datetime) -> Extension:
    """Nobody asks any more (R116): nothing is decided, and a decision that waits for a second person is taken back with it.

    Refuses with `extension_over` or `stale`.
    """
    case, extension = _locked(case_id, extension_id, version)
    Approval.objects.filter(extension=extension, state=ApprovalState.WAITING).update(
        state=ApprovalState.CANCELLED, closed_by=by, closed_at=at
    )
    extension.state, extension.closed_on = ExtensionState.WITHDRAWN, day_of(at)
    extension.version += 1
    extension.save()
    case.due_on = due_of_course(case)
    save_case(case)
    record(case, "case.extension_withdrawn", by=by, at=at)
    return extension


@transaction.atomic
def send_request_back(
    *, case_id: uuid.UUID, extension_id: uuid.UUID, version: int | None, words: str, answers: str, by: User, at: dt.datetime
) -> Extension:
    """Something is missing: what, and who answers (R116). Nothing is decided, and the day to decide by stands.

    Refuses with `back_words_missing`, `back_to_missing`, `extension_over`, `approval_waiting` or `stale`.
    """
    case, extension = _locked(case_id, extension_id, version)
    _refuse_second(extension)
    if not words.strip():
        raise Refused("back_words_missing", "back_words")
    if not answers.strip():
        raise Refused("back_to_missing", "back_to")
    extension.state, extension.sent_back_words, extension.sent_back_to = ExtensionState.SENT_BACK, words.strip(), answers.strip()
    extension.version += 1
    extension.save()
    save_case(case)
    record(case, "case.extension_sent_back", by=by, at=at, decide_by=extension.decide_by.isoformat())
    return extension


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
    case, extension = _locked(case_id, extension_id, version)
    refuse_other_mentor(case, locked=mentor_id)
    checked, scheme = _checked(case, extension, proposed, by=by, on=day_of(at))
    if checked.is_grant:
        refuse_waiting(case)  # a change of hours, too: its second person has read what the course comes to without this
    if checked.is_grant and checked.span is not None:
        assignment = current_assignment(case)
        figures = figures_with(
            case,
            parts=earlier_parts(case),
            new=rules.part_of(steps=checked.steps, span=checked.span),
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


def refuse_pending(case: Case) -> None:
    """For what cannot happen while a request waits, such as closing (R116). Refuses with `extension_pending`."""
    if Extension.objects.filter(case=case, state__in=PENDING_EXTENSIONS).exists():
        raise Refused("extension_pending")


def proposed_json(proposed: Proposed) -> dict[str, Any]:
    """A prepared grant as it is kept until it is approved: codes, numbers, texts and ISO days."""
    kept = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in asdict(proposed).items()}
    return {**kept, "steps": [[step.first_day.isoformat(), step.minutes_a_week] for step in proposed.steps]}


def proposed_from_json(stored: dict[str, Any]) -> Proposed:
    """What `proposed_json` kept."""
    days = {name: dt.date.fromisoformat(stored[name]) if stored[name] else None for name in ("first_day", "last_day", "sent_on")}
    steps = tuple(Step(dt.date.fromisoformat(day), minutes) for day, minutes in stored["steps"])
    return Proposed(**{**stored, **days, "steps": steps, "choice": rules.Choice(stored["choice"])})


def _locked(case_id: uuid.UUID, extension_id: uuid.UUID, version: int | None) -> tuple[Case, Extension]:
    """The locked case and its locked request, which waits. Refuses with `extension_over` or `stale`."""
    case = locked_case(case_id=case_id)
    extension = Extension.objects.select_for_update(of=("self",)).select_related("period").get(pk=extension_id, case=case)
    if not extension.is_pending:
        raise Refused("extension_over", state=str(extension.state))
    if version is not None and version != extension.version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, extension


def _refuse_second(extension: Extension) -> None:
    if extension.state == ExtensionState.SECOND:
        raise Refused("approval_waiting")


def _put(
    extension: Extension,
    found: ToExtend,
    *,
    today: dt.date,
    asked: tuple[AskedBy, dt.date, GivenHow],
    wish: Wished,
    words: str,
    reached: str,
    why_still: str,
) -> None:
    asked_by, asked_on, asked_how = asked
    Refused.unless(rules.asked_verdict(asked_on=asked_on, today=today, course=found.course, days=found.days), "asked_on")
    for name, text in (("words", words), ("reached", reached), ("why_still", why_still)):
        if not text.strip():
            raise Refused(f"{name}_missing", name)
    own = found.period.decision.rules
    try:
        scheme = SchemeRules.objects.for_jobcentre(extension.case.jobcentre_id, on=today)
    except SchemeRules.DoesNotExist:
        scheme = own
    first_day = rules.new_first_day(last_day=found.last_day, decided_on=today)
    gap = rules.wish_verdict(
        minutes_a_week=wish.minutes_a_week, last_day=wish.last_day, first_day=first_day, longest_months=scheme.longest_months
    )
    if gap:
        raise Refused(gap.code, gap.field, **gap.facts)
    extension.asked_by, extension.asked_on, extension.asked_how = asked_by, asked_on, asked_how
    extension.words, extension.reached, extension.why_still = words.strip(), reached.strip(), why_still.strip()
    extension.minutes_a_week, extension.last_day = wish.minutes_a_week, wish.last_day
    extension.is_late = rules.is_late(asked_on=asked_on, last_day=found.last_day)
    if extension._state.adding:
        extension.decide_by = rules.due(last_day=found.last_day, notice_weeks=own.notice_weeks, asked_on=asked_on)


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


def _facts(extension: Extension) -> dict[str, Any]:
    """What stands on the time line: codes, numbers and days, never the words."""
    return {
        "asked_by": str(extension.asked_by),
        "asked_on": extension.asked_on.isoformat(),
        "minutes": extension.minutes_a_week,
        "last_day": extension.last_day.isoformat(),
        "late": extension.is_late,
    }
