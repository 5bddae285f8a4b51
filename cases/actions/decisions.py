"""Step 3, second half: the decision. Issued once, complete, under the rules in force that day, and never edited afterwards."""

import datetime as dt
import uuid
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from cases.actions.approvals import needs_second, prepare, refuse_waiting
from cases.actions.assessments import stored_answers
from cases.actions.base import locked_case, move, record, save_case
from cases.actions.renewing import renews
from cases.course_settings import settings_of
from cases.enums import Channel, DecisionKind, DecisionOutcome, State
from cases.models import Approval, Assessment, Case, CaseTargetGroup, CourseSettings, Decision, SchemeRules, Wishes
from cases.rules import decisions as rules
from cases.rules.agreements import minutes_in_all
from cases.rules.deadlines import appeal_until, counts_as_received, mentor_due
from cases.rules.lifecycle import Event
from cases.rules.second_person import Figures, cost_of
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused
from mentors.models import Mentor


def wish_of(*, case: Case, wishes: Wishes | None) -> rules.Wish:
    """The client's wish as facts for the rules (R35)."""
    return rules.Wish(
        minutes_a_week=wishes.minutes_a_week if wishes else None,
        months=wishes.months if wishes else None,
        first_day=rules.wished_first_day(situation_starts_on=case.situation_starts_on, received_on=case.received_on),
        mentor_types=frozenset(wishes.mentor_types) if wishes else frozenset(),
    )


def wish_when_decided(decision: Decision, *, now: rules.Wish) -> rules.Wish:
    """The wish that the decision answered (R64); of one that was made before this was kept, the wish of now."""
    if decision.wished_mentor_types is None:
        return now
    return rules.Wish(
        minutes_a_week=decision.wished_minutes_a_week,
        months=decision.wished_months,
        first_day=decision.wished_first_day,
        mentor_types=frozenset(decision.wished_mentor_types),
    )


def letter_days(*, sent_on: dt.date, channel: Channel, scheme: SchemeRules) -> tuple[dt.date, dt.date]:
    """(the day the letter counts as received, the last day to complain), by the dated rules (R12, R13)."""
    received_on = counts_as_received(sent_on=sent_on, channel=channel, letter_working_days=scheme.letter_working_days)
    return received_on, appeal_until(received_on=received_on, weeks=scheme.appeal_weeks)


def rules_in_force(*, case: Case, on: dt.date) -> SchemeRules:
    """The dated rules of the day, locked: nobody changes the row between reading its numbers and the decision that keeps it from change.

    Refuses with `no_rules_in_force`.
    """
    try:
        found: SchemeRules = SchemeRules.objects.select_for_update(no_key=True).for_jobcentre(case.jobcentre_id, on=on)
    except SchemeRules.DoesNotExist:
        raise Refused("no_rules_in_force") from None
    return found


@transaction.atomic
@renews
def decide(*, case_id: uuid.UUID, version: int | None = None, by: User, at: dt.datetime, proposed: rules.Proposed) -> Decision | Approval:
    """Issue the first decision of the case and move it: a grant to the match, a refusal or another scheme to its end.

    A grant that passes a limit of the jobcentre is prepared instead (R118): the case stays in step 3 until a second person has approved it.
    Everything is checked again under the lock: the step, the stored assessment, the decision against the wish and against the rules in
    force today, which the decision keeps. Refuses with `stale`, `case_closed`, `decide_later`, `decided_already`, `approval_waiting`,
    `no_rules_in_force`, or with the code and field of the first thing that is missing (R25-R29, R36-R38).
    """
    case = locked_case(case_id=case_id, version=version)
    Refused.unless(rules.decidable(state=State(case.state)))
    refuse_waiting(case)
    checked = _checked(case, proposed, on=day_of(at))
    own = settings_of(case.jobcentre)
    figures = first_figures(proposed=checked[0], own=own)
    limits = needs_second(case=case, figures=figures, own=own) if figures is not None else ()
    if figures is not None and limits:
        prepared = prepare(
            case=case, kind=DecisionKind.FIRST, limits=limits, figures=figures, proposed=proposed_json(checked[0]), by=by, at=at
        )
        save_case(case)
        return prepared
    return _issue(case, *checked, decided_by=by, by=by, at=at)


def issue_first(*, case: Case, approval: Approval, by: User, at: dt.datetime) -> Decision:
    """Within `approve`, on the locked case: the prepared grant is issued as without a second person, under the rules of this day.

    The letter is sent on this day at the earliest. Who prepared it has decided it; the second person stands on the approval.
    """
    Refused.unless(rules.decidable(state=State(case.state)))
    proposed, on = proposed_from_json(approval.proposed), day_of(at)
    proposed = replace(proposed, sent_on=max(proposed.sent_on or on, on))
    return _issue(case, *_checked(case, proposed, on=on), decided_by=approval.prepared_by, by=by, at=at)


def first_figures(*, proposed: rules.Proposed, own: CourseSettings) -> Figures | None:
    """What a first grant comes to (R118): its minutes, and their cost at most; None for what grants nothing.

    There is no mentor yet: where the jobcentre has a limit of cost, it is that of the dearest mentor of the granted type, and `assign` holds to it.
    """
    first, last = proposed.first_day, proposed.last_day
    if not proposed.is_grant or first is None or last is None or last < first:
        return None
    minutes = minutes_in_all(minutes_a_week=proposed.minutes_a_week or 0, span=DaySpan(first, last))
    if own.second_cost is None:
        return Figures(minutes=minutes)
    mentors = Mentor.objects.filter(jobcentre=own.jobcentre_id, type=proposed.mentor_type).exclude(available_until__lt=first)
    dearest = mentors.aggregate(most=Max("cost_an_hour"))["most"]
    return Figures(minutes=minutes, cost=cost_of(minutes=minutes, cost_an_hour=dearest))


def proposed_json(proposed: rules.Proposed) -> dict[str, Any]:
    """A prepared decision as it is kept until it is approved: codes, numbers, texts and ISO days."""
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in asdict(proposed).items()}


def proposed_from_json(stored: dict[str, Any]) -> rules.Proposed:
    """What `proposed_json` kept."""
    days = {name: dt.date.fromisoformat(stored[name]) if stored[name] else None for name in ("first_day", "last_day", "sent_on")}
    return rules.Proposed(**{**stored, **days, "outcome": DecisionOutcome(stored["outcome"])})


def _checked(case: Case, proposed: rules.Proposed, *, on: dt.date) -> tuple[rules.Proposed, rules.Wish, SchemeRules]:
    """The decision as it will be issued, with the wish that it answers and the rules that it follows; refuses what is missing."""
    scheme = rules_in_force(case=case, on=on)
    wish = wish_of(case=case, wishes=Wishes.objects.filter(case=case).first())
    proposed = rules.as_taken(proposed=proposed, wish=wish)
    missing = rules.gaps_of_all(
        answers=stored_answers(Assessment.objects.filter(case=case).first()),
        groups=dict(CaseTargetGroup.objects.filter(case=case).values_list("group_id", "since")),
        proposed=proposed,
        wish=wish,
        on=on,
        longest_months=scheme.longest_months,
    )
    if missing:
        raise Refused(missing[0].code, missing[0].field, **missing[0].facts)
    return proposed, wish, scheme


def _issue(
    case: Case, proposed: rules.Proposed, wish: rules.Wish, scheme: SchemeRules, *, decided_by: User, by: User, at: dt.datetime
) -> Decision:
    on = day_of(at)
    received_on, complain_until = letter_days(sent_on=proposed.sent_on or on, channel=Channel(case.client.channel), scheme=scheme)
    with refusing(
        decision_one_first_a_case=("decided_already", ""),
        decision_at_most_six_months=("period_longer_than_law", "last_day"),
    ):
        decision = Decision.objects.create(
            case=case,
            kind=DecisionKind.FIRST,
            rules=scheme,
            channel=case.client.channel,
            received_on=received_on,
            appeal_until=complain_until,
            decided_on=on,
            decided_by=decided_by,
            created_at=at,
            wished_minutes_a_week=wish.minutes_a_week,
            wished_months=wish.months,
            wished_first_day=wish.first_day,
            wished_mentor_types=sorted(wish.mentor_types),
            **asdict(proposed),
        )
    if decision.is_grant:
        move(case, Event.GRANTED, at=at)
        case.due_on = mentor_due(sent_on=decision.sent_on, usual_days=case.jobcentre.usual_days_to_match)
    else:
        move(case, Event.REFUSED, at=at)
        case.due_on = None
        case.closed_on = on
        case.closing_words = decision.reasons
    save_case(case)
    below = rules.deviations(wish=wish, proposed=proposed)
    record(
        case,
        "case.decided",
        by=by,
        at=at,
        outcome=str(decision.outcome),
        minutes_a_week=decision.minutes_a_week,
        first_day=decision.first_day.isoformat() if decision.first_day else None,
        last_day=decision.last_day.isoformat() if decision.last_day else None,
        mentor_type=str(decision.mentor_type),
        below=[str(each.item) for each in below],
        also_assistance=decision.also_assistance,
        sent_on=decision.sent_on.isoformat(),
        received_on=decision.received_on.isoformat(),
        appeal_until=decision.appeal_until.isoformat(),
        rules=scheme.pk,
    )
    return decision
