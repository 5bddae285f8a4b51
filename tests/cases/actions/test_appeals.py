"""Complaints from receipt to outcome (R134-R136)."""

import datetime as dt
import uuid
from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.appeals import change_appeal, end_appeal, forward_appeal, reassess, receive_appeal
from cases.enums import State
from cases.enums_course import AppealOutcome, Reassessment
from cases.models import Appeal, Decision, Letter, LetterTemplate, SchemeRules
from core.verdicts import Refused, Stale
from tests.cases.repair_scene import complained, complaint, decided, refused_case
from tests.factories import CaseFactory
from tests.races import race

pytestmark = pytest.mark.django_db
SENT = dt.date(2026, 11, 27)
UNTIL = dt.date(2026, 12, 28)


def at(month: int, day: int, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def decision() -> Decision:
    """Sent by Digital Post on Friday 27 November 2026: a complaint is in time until Monday 28 December."""
    case, _other = refused_case()
    Decision.objects.filter(case=case).update(decided_on=SENT, sent_on=SENT, received_on=SENT, appeal_until=UNTIL)
    return Decision.objects.get(case=case)


def key(row: Appeal, **other: Any) -> dict[str, Any]:
    return {"case_id": row.case_id, "appeal_id": row.pk, "version": None, "by": row.recorded_by, "at": at(12, 10), **other}


def looked(row: Appeal, led_to: Reassessment = Reassessment.UPHELD) -> Appeal:
    return reassess(**key(row), reassessed_on=dt.date(2026, 12, 9), reassessment=led_to, words="Vurderet igen")


def test_a_complaint_in_time_has_its_deadline_under_the_decisions_own_rules(decision: Decision) -> None:
    by = decision.case.caseworker
    row = complained(decision, by, on=dt.date(2026, 12, 4), at=at(12, 7))
    assert (row.is_late, row.reassess_by) == (False, dt.date(2027, 1, 4)), "four weeks end on New Year's Day, a Friday"
    assert decision.case.state == State.REFUSED, "also of a closed case"
    told = AuditEvent.objects.get(subject_id=decision.case_id, kind="case.appeal_received")
    assert row.words not in str(told.facts) and row.by_whom not in str(told.facts)
    own = SchemeRules.objects.create(
        jobcentre=decision.case.jobcentre,
        first_day=dt.date(2026, 1, 1),
        reassess_weeks=2,
        legal_basis_da="a",
        legal_basis_en="a",
        complaint_da="a",
        complaint_en="a",
    )
    Decision.objects.filter(pk=decision.pk).update(rules=own)
    changed = change_appeal(**key(row), facts=complaint(dt.date(2026, 12, 7), words="Rettet"))
    assert (changed.reassess_by, changed.words, changed.version) == (dt.date(2026, 12, 21), "Rettet", 2)


def test_the_last_day_is_in_time_and_the_day_after_is_late(decision: Decision) -> None:
    by = decision.case.caseworker
    assert not complained(decision, by, on=UNTIL, at=at(12, 28)).is_late
    Appeal.objects.all().delete()
    with pytest.raises(Refused, match="appeal_is_late") as told:
        complained(decision, by, on=dt.date(2026, 12, 29), at=at(12, 29))
    assert told.value.field == "late"
    with pytest.raises(Refused, match="appeal_late_why_missing"):
        complained(decision, by, on=dt.date(2026, 12, 29), at=at(12, 29), take_up=True)
    row = complained(decision, by, on=dt.date(2026, 12, 29), at=at(12, 29), take_up=True, late_why="Indlagt i perioden")
    assert (row.is_late, row.late_why, row.outcome) == (True, "Indlagt i perioden", "")


def test_a_letter_that_went_out_later_gives_the_client_its_own_last_day(decision: Decision) -> None:
    """R206: who read 11 January in the letter is in time until then."""
    template = LetterTemplate.objects.filter(kind="refusal", language="da").first()
    Letter.objects.create(
        case=decision.case,
        kind="refusal",
        language="da",
        recipient="client",
        template=template,
        decision=decision,
        texts={},
        facts={},
        dated_on=dt.date(2026, 12, 10),
        channel="digital_post",
        appeal_until=dt.date(2027, 1, 11),
        size=1,
        sha256="0" * 64,
        made_by=decision.decided_by,
        made_at=at(12, 10),
    )
    assert not complained(decision, decision.case.caseworker, on=dt.date(2027, 1, 8), at=at(1, 8, 2027)).is_late


def test_a_late_complaint_that_is_not_taken_up_is_dismissed_and_closed(decision: Decision) -> None:
    row = complained(
        decision, decision.case.caseworker, on=dt.date(2027, 1, 5), at=at(1, 6, 2027), take_up=False, late_why="Ingen særlig grund"
    )
    assert (row.outcome, row.outcome_on) == (AppealOutcome.DISMISSED, dt.date(2027, 1, 6))
    with pytest.raises(Refused, match="appeal_ended"):
        looked(row)


def test_what_is_upheld_goes_to_the_board_and_its_answer_closes_it(decision: Decision) -> None:
    row = complained(decision, decision.case.caseworker, on=dt.date(2026, 12, 4), at=at(12, 7))
    with pytest.raises(Refused, match="appeal_not_reassessed"):
        forward_appeal(**key(row), forwarded_on=dt.date(2026, 12, 9))
    looked(row, Reassessment.PARTLY)
    with pytest.raises(Refused, match="appeal_outcome_not_yet"):
        end_appeal(**key(row), outcome=AppealOutcome.UPHELD, outcome_on=dt.date(2026, 12, 10), effect="Intet")
    forward_appeal(**key(row), forwarded_on=dt.date(2026, 12, 10))
    done = end_appeal(
        **key(row, at=at(3, 1, 2027)), outcome=AppealOutcome.SENT_BACK, outcome_on=dt.date(2027, 2, 26), effect="Ny afgørelse"
    )
    assert (done.reassessment, done.forwarded_on, done.outcome, done.version) == ("partly", dt.date(2026, 12, 10), "sent_back", 4)
    kinds = AuditEvent.objects.filter(subject_id=row.case_id, kind__startswith="case.appeal").order_by("at", "id")
    assert list(kinds.values_list("kind", flat=True)) == [
        "case.appeal_received",
        "case.appeal_reassessed",
        "case.appeal_forwarded",
        "case.appeal_ended",
    ]
    assert complained(decision, decision.case.caseworker, on=dt.date(2026, 12, 20), at=at(3, 2, 2027)).pk != row.pk, "a new one can come"


def test_what_is_changed_stays_open_until_the_new_decision_is_made(decision: Decision) -> None:
    row = looked(complained(decision, decision.case.caseworker, on=dt.date(2026, 12, 4), at=at(12, 7)), Reassessment.CHANGED)
    with pytest.raises(Refused, match="appeal_nothing_to_pass_on"):
        forward_appeal(**key(row), forwarded_on=dt.date(2026, 12, 10))
    done = end_appeal(**key(row), outcome=AppealOutcome.CHANGED, outcome_on=dt.date(2026, 12, 10), effect="Bevilget 3 timer")
    assert done.outcome == AppealOutcome.CHANGED


def test_the_client_withdraws_without_a_reason(decision: Decision) -> None:
    row = complained(decision, decision.case.caseworker, on=dt.date(2026, 12, 4), at=at(12, 7))
    done = end_appeal(**key(row), outcome=AppealOutcome.WITHDRAWN, outcome_on=dt.date(2026, 12, 10), effect="")
    assert done.outcome == AppealOutcome.WITHDRAWN
    with pytest.raises(Refused, match="appeal_ended"):
        change_appeal(**key(row), facts=complaint(dt.date(2026, 12, 4)))


def test_what_cannot_be_is_refused(decision: Decision) -> None:
    by = decision.case.caseworker

    def code(**other: Any) -> str:
        known = {"case_id": decision.case_id, "decision_id": decision.pk, "by": by, "at": at(12, 7)}
        facts = complaint(
            other.pop("on", dt.date(2026, 12, 4)), **{name: other.pop(name) for name in ("words", "by_whom") if name in other}
        )
        with pytest.raises(Refused) as told:
            receive_appeal(**{**known, **other}, facts=facts)
        return told.value.code

    assert code(on=dt.date(2026, 11, 26)) == "appeal_before_decision"
    assert code(on=dt.date(2026, 12, 8)) == "appeal_in_future"
    assert code(words=" ") == code(by_whom="") == "appeal_words_missing"
    assert code(decision_id=uuid.uuid4()) == "appeal_decision_unknown"
    strange = decided(CaseFactory(state=State.MATCH), sent_on=SENT, appeal_until=UNTIL)
    assert code(decision_id=strange.pk) == "appeal_decision_unknown"
    complained(decision, by, on=dt.date(2026, 12, 4), at=at(12, 7))
    assert code() == "appeal_open_already"
    Decision.objects.filter(pk=decision.pk).update(annulled_on=SENT, annulled_why="Fejl", annulled_by=by)
    assert code() == "appeal_decision_annulled"


def test_who_has_an_old_page_is_told(decision: Decision) -> None:
    row = complained(decision, decision.case.caseworker, on=dt.date(2026, 12, 4), at=at(12, 7))
    with pytest.raises(Stale):
        forward_appeal(**key(row, version=7), forwarded_on=dt.date(2026, 12, 9))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_look_at_it_at_once_one_writes() -> None:
    case, found = refused_case()
    row = complained(found, case.caseworker)

    def look() -> object:
        words = {"reassessed_on": row.received_on, "reassessment": Reassessment.UPHELD, "words": "Vurderet igen"}
        return reassess(**key(row, version=1), **words)

    assert dict(race([look, look])) == {"won": 1, "stale": 1}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_it_down_at_once_one_does() -> None:
    case, found = refused_case()
    assert dict(race([lambda: complained(found, case.caseworker)] * 2)) == {"won": 1, "appeal_open_already": 1}
    assert Appeal.objects.count() == 1
