"""Versions of the agreement and the signatures on them."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_in_startup, record, save_case
from cases.enums import Party, SignedHow
from cases.models import Agreement, AgreementGoal, Assignment, Case, Decision, Signature
from cases.rules.agreements import (
    MOST_GOALS,
    Fact,
    Terms,
    changed,
    days_verdict,
    hours_verdict,
    missing_facts,
    of_substance,
    signature_verdict,
)
from cases.rules.periods import length_verdict
from cases.startup_rows import StartupRows, startup_rows, terms_of
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused, Stale

FIELD_OF_FACT: dict[Fact, str] = {
    Fact.GOALS: "goal1",
    Fact.MENTOR: "",
    Fact.TASKS: "tasks",
    Fact.DURATION: "first_day",
    Fact.HOURS: "minutes_a_week",
}


def save_agreement(
    *,
    case_id: uuid.UUID,
    based_on: int,
    goals: Sequence[tuple[str, str]],
    tasks: str,
    first_day: dt.date,
    minutes_a_week: int,
    ways_of_meeting: Sequence[str],
    when_where: str,
    cancelling: str,
    may_write_down: str,
    with_workplace: str,
    by: User,
    at: dt.datetime,
) -> Agreement:
    """Version 1, or a new version after a change of substance, which all must sign again (R51); without a change the newest stays,
    and a new phone number or e-mail of the mentor is put on it.

    Mentor, contact and last day are not typed: they come from the register and the grant. `based_on` is the version that the form was
    opened with (0: none yet). Refuses with `stale`, `not_in_this_step`, `no_mentor`, `no_grant`, `fact_missing`, `more_than_granted`,
    `starts_before_grant`, `starts_after_grant` or `period_too_long`.
    """
    with transaction.atomic():
        case, rows = _locked(case_id)
        if (rows.agreement.number if rows.agreement else 0) != based_on:
            raise Stale(**last_change(subject_id=case.pk))
        if rows.assignment is None or rows.grant is None or rows.granted is None:
            raise Refused("no_mentor" if rows.assignment is None else "no_grant")
        mentor = rows.assignment.mentor
        terms = Terms(
            goals=tuple((words.strip(), by_when.strip()) for words, by_when in goals if words.strip())[:MOST_GOALS],
            mentor=str(rows.assignment.pk),
            mentor_contact=contact(phone=mentor.phone, email=mentor.email),
            tasks=tasks.strip(),
            first_day=first_day,
            last_day=rows.granted.last_day,
            minutes_a_week=minutes_a_week,
            ways_of_meeting=tuple(ways_of_meeting),
            when_where=when_where.strip(),
            cancelling=cancelling.strip(),
            may_write_down=may_write_down.strip(),
            with_workplace=with_workplace.strip(),
        )
        _check(terms, grant=rows.grant, granted=rows.granted, first_day=first_day)
        before = terms_of(rows.agreement) if rows.agreement else None
        names = changed(before=before, after=terms) if before else ()
        if rows.agreement and not of_substance(names):
            if names:
                rows.agreement.mentor_contact = terms.mentor_contact
                rows.agreement.save(update_fields=["mentor_contact"])
                record(case, "case.agreement_contact", by=by, at=at, version=rows.agreement.number)
                save_case(case)
            return rows.agreement
        version = _write(case, based_on + 1, rows.assignment, terms, by=by, at=at)
        if rows.agreement is None:
            record(case, "case.agreement_made", by=by, at=at, version=1)
        else:
            void = sorted(str(party) for party in rows.signed)
            record(case, "case.agreement_changed", by=by, at=at, version=version.number, changed=list(of_substance(names)), void=void)
        save_case(case)
        return version


def sign(
    *,
    case_id: uuid.UUID,
    version: int,
    party: Party,
    signed_on: dt.date,
    how: SignedHow,
    on_behalf_by: str,
    on_behalf_reason: str,
    by: User,
    at: dt.datetime,
) -> Signature:
    """Record that a party signed the newest version (R55), on behalf of the party only with name and reason (R56).

    Refuses with `newer_version` when `version` is not the newest, `agreement_not_made`, `agreement_other_mentor`, and as `signature_verdict`.
    """
    with transaction.atomic():
        case, rows = _locked(case_id)
        if rows.agreement is None:
            raise Refused("agreement_not_made")
        if not rows.agreement_counts:
            raise Refused("agreement_other_mentor")
        if rows.agreement.number != version:
            raise Refused("newer_version", number=rows.agreement.number)
        answer = signature_verdict(
            party=party,
            signed_on=signed_on,
            made_on=day_of(rows.agreement.made_at),
            today=day_of(at),
            signed=rows.signed.keys(),
            on_behalf_by=on_behalf_by,
            on_behalf_reason=on_behalf_reason,
        )
        field = {"signed_already": "party", "on_behalf_needs_both": "on_behalf_reason" if on_behalf_by.strip() else "on_behalf_by"}
        Refused.unless(answer, field.get(answer.code, "signed_on"))
        with refusing(signature_once_a_party=("signed_already", "party")):
            signature = Signature.objects.create(
                agreement=rows.agreement,
                party=party,
                signed_on=signed_on,
                how=how,
                on_behalf_by=on_behalf_by.strip(),
                on_behalf_reason=on_behalf_reason.strip(),
                recorded_by=by,
                recorded_at=at,
            )
        save_case(case)
        record(
            case,
            "case.agreement_signed",
            by=by,
            at=at,
            version=version,
            party=str(party),
            how=str(how),
            day=signed_on.isoformat(),
            on_behalf=bool(on_behalf_by.strip()),
        )
        return signature


def contact(*, phone: str, email: str) -> str:
    """How the mentor is reached, as it stands in the agreement."""
    return " · ".join(part for part in (phone.strip(), email.strip()) if part)[:200]


def _locked(case_id: uuid.UUID) -> tuple[Case, StartupRows]:
    case = locked_in_startup(case_id=case_id)
    return case, startup_rows(case)


def _check(terms: Terms, *, grant: Decision, granted: DaySpan, first_day: dt.date) -> None:
    for fact in missing_facts(terms):
        raise Refused("fact_missing", FIELD_OF_FACT[fact], fact=str(fact))
    Refused.unless(hours_verdict(minutes_a_week=terms.minutes_a_week or 0, granted_minutes=grant.minutes_a_week or 0), "minutes_a_week")
    Refused.unless(days_verdict(first_day=first_day, granted=granted), "first_day")
    if granted.last_day is not None:
        longest = grant.rules.longest_months
        Refused.unless(length_verdict(first_day=first_day, last_day=granted.last_day, longest_months=longest), "first_day")


def _write(case: Case, number: int, assignment: Assignment, terms: Terms, *, by: User, at: dt.datetime) -> Agreement:
    if terms.first_day is None or terms.last_day is None or terms.minutes_a_week is None:
        raise Refused("fact_missing", "first_day", fact=str(Fact.DURATION))
    with refusing(agreement_version_once=("stale", "")):
        version = Agreement.objects.create(
            case=case,
            number=number,
            assignment=assignment,
            mentor_name=assignment.mentor.name,
            mentor_contact=terms.mentor_contact,
            tasks=terms.tasks,
            first_day=terms.first_day,
            last_day=terms.last_day,
            minutes_a_week=terms.minutes_a_week,
            ways_of_meeting=list(terms.ways_of_meeting),
            when_where=terms.when_where,
            cancelling=terms.cancelling,
            may_write_down=terms.may_write_down,
            with_workplace=terms.with_workplace,
            made_by=by,
            made_at=at,
        )
    AgreementGoal.objects.bulk_create(
        AgreementGoal(agreement=version, position=position, words=words, by_when=by_when)
        for position, (words, by_when) in enumerate(terms.goals, start=1)
    )
    return version
