"""A request for an extension: written down, changed, withdrawn, sent back, decided; and the period that comes of it."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from cases.actions.approving import approve
from cases.actions.extension_requests import change_request, refuse_pending, send_request_back, withdraw_request
from cases.course_rows import course_days
from cases.enums import DecisionKind, DecisionOutcome, State
from cases.enums_course import AskedBy, ExtensionState
from cases.models import Approval, Case, Decision, Extension, GrantStep, Period
from cases.phrases import REFUSALS, event, sentence
from cases.rules.extensions import Choice
from cases.rules.hours import Step
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases.course_scene import running
from tests.cases.extension_scene import ASKED, FIRST, LAST_DAY, LATER, LATEST, TODAY, asked, decided, limited, proposal, waiting
from tests.factories import AT, CaseFactory, MembershipFactory
from tests.races import race

pytestmark = pytest.mark.django_db


def refused(call) -> tuple[str, str]:
    """The code and field of the refusal, which has words; nothing was changed by it."""
    before = (Extension.objects.count(), Decision.objects.count(), Period.objects.count())
    with pytest.raises(Refused) as caught:
        call()
    assert before == (Extension.objects.count(), Decision.objects.count(), Period.objects.count())
    assert caught.value.code in REFUSALS and sentence(caught.value.code, caught.value.facts)
    return caught.value.code, caught.value.field


def colleague(case: Case):
    return MembershipFactory(jobcentre=case.jobcentre).user


def test_a_request_waits_to_be_decided_two_weeks_before_the_last_day() -> None:
    """R14, R112"""
    case, _assignment, by, extension = waiting()
    assert extension.state == ExtensionState.ASKED and not extension.is_late and extension.recorded_by == by
    assert extension.decide_by == dt.date(2027, 4, 30)
    told = AuditEvent.objects.get(subject_id=case.pk, kind="case.extension_asked").facts
    assert "halvt år" not in str(told) and "2 " in event("case.extension_asked", told)


def test_one_request_waits_at_a_time() -> None:
    """R112"""
    case, _assignment, by, _extension = waiting()
    assert refused(lambda: asked(case, by)) == ("extension_pending", "")
    row = Extension.objects.get()
    row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.bulk_create([row])
    with pytest.raises(Refused) as caught:
        refuse_pending(case)
    assert caught.value.code == "extension_pending"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"asked_on": TODAY + DAY}, ("asked_in_future", "asked_on")),
        ({"asked_on": dt.date(2026, 11, 15)}, ("asked_before_course", "asked_on")),
        ({"words": " "}, ("words_missing", "words")),
        ({"reached": ""}, ("reached_missing", "reached")),
        ({"why_still": ""}, ("why_still_missing", "why_still")),
        ({"minutes_a_week": 0}, ("grant_hours_out_of_range", "minutes_a_week")),
        ({"minutes_a_week": 60 * 60}, ("grant_hours_out_of_range", "minutes_a_week")),
        ({"last_day": LATEST + DAY}, ("period_too_long", "last_day")),
        ({"last_day": LAST_DAY}, ("ends_before_start", "last_day")),
    ],
)
def test_a_request_that_cannot_be_is_refused_at_its_field(typed: dict, answer: tuple[str, str]) -> None:
    """R112, R114"""
    case, _assignment, by = running()
    assert refused(lambda: asked(case, by, **typed)) == answer


def test_before_the_eight_weeks_and_long_after_the_end_nothing_can_be_asked_for() -> None:
    """R112"""
    case, _assignment, by = running()
    assert refused(lambda: asked(case, by, at=dt.datetime(2027, 3, 19, 9, tzinfo=dt.UTC))) == ("extension_too_early", "")
    long_after = dt.datetime(2027, 6, 30, 9, tzinfo=dt.UTC)
    assert refused(lambda: asked(case, by, at=long_after)) == ("extension_too_late", "asked_on")
    assert asked(case, by, at=long_after, asked_on=dt.date(2027, 6, 12)).is_late


def test_only_a_running_course_with_a_consent_is_extended() -> None:
    """R112"""
    other = CaseFactory(state=State.MATCH)
    assert refused(lambda: asked(other, other.caseworker)) == ("extension_not_running", "")
    case, _assignment, by = running()
    Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=TODAY)
    assert refused(lambda: asked(case, by)) == ("consent_withdrawn", "")


def test_a_course_without_a_period_has_nothing_to_extend() -> None:
    """R112"""
    case = CaseFactory(state=State.RUNNING)
    assert refused(lambda: asked(case, case.caseworker)) == ("extension_no_period", "")


def test_a_grant_as_wished_makes_the_next_period() -> None:
    """R31, R32, R113, R115"""
    case, assignment, by, extension = waiting()
    decision = decided(case, extension, by, version=extension.version)
    assert isinstance(decision, Decision) and decision.kind == DecisionKind.EXTENSION and decision.outcome == DecisionOutcome.GRANTED
    extension.refresh_from_db()
    case.refresh_from_db()
    period = extension.new_period
    assert period is not None and (period.number, period.first_day, period.last_day, period.minutes_a_week) == (2, FIRST, LATEST, 120)
    assert extension.state == ExtensionState.DECIDED and extension.decision == decision and extension.closed_on == TODAY
    assert decision.wished_minutes_a_week == 120 and decision.decided_by == by and not GrantStep.objects.exists()
    assert case.state == State.RUNNING
    found = course_days(case)
    assert found is not None and found.last_day == LATEST
    assignment.refresh_from_db()
    assert assignment.ended_on is None
    told = AuditEvent.objects.get(subject_id=case.pk, kind="case.extension_decided").facts
    assert "2 " in event("case.extension_decided", told)


def test_less_than_wished_keeps_its_steps_and_reasons() -> None:
    """R115"""
    case, _assignment, by, extension = waiting()
    decision = decided(case, extension, by, proposal(Choice.LESS))
    assert decision.outcome == DecisionOutcome.PARTIAL and decision.reasons == "Behovet er blevet mindre"
    assert decision.minutes_a_week == 90 and decision.last_day == dt.date(2027, 9, 11)
    steps = list(decision.steps.order_by("first_day").values_list("first_day", "minutes_a_week"))
    assert steps == [(FIRST, 90), (dt.date(2027, 7, 11), 60)]
    assert Period.objects.get(case=case, number=2).minutes_a_week == 90
    told = AuditEvent.objects.get(subject_id=case.pk, kind="case.extension_decided").facts
    assert "højst" in event("case.extension_decided", told)


def test_a_refusal_makes_no_period_and_leaves_the_course_to_its_last_day() -> None:
    """R115"""
    case, _assignment, by, extension = waiting()
    decision = decided(case, extension, by, proposal(Choice.REFUSE))
    case.refresh_from_db()
    assert decision.outcome == DecisionOutcome.REFUSED and decision.offered_instead == "En samtale om tre måneder"
    assert Period.objects.filter(case=case).count() == 1 and case.state == State.RUNNING
    assert event("case.extension_decided", AuditEvent.objects.get(subject_id=case.pk, kind="case.extension_decided").facts)
    assert asked(case, by), "a new request can be made"


def test_what_is_missing_is_refused_at_its_field() -> None:
    """R115"""
    case, _assignment, by, extension = waiting()
    assert refused(lambda: decided(case, extension, by, proposal(Choice.REFUSE, reasons=""))) == ("reasons_missing", "reasons")
    assert refused(lambda: decided(case, extension, by, proposal(purpose=""))) == ("grant_purpose_missing", "purpose")
    too_long = proposal(Choice.LESS, last_day=LATEST + DAY)
    assert refused(lambda: decided(case, extension, by, too_long)) == ("period_too_long", "last_day")
    past = proposal(Choice.LESS, last_day=TODAY - DAY, steps=(Step(FIRST, 60),))
    assert refused(lambda: decided(case, extension, by, past)) == ("ends_before_start", "last_day")
    Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=TODAY)
    assert refused(lambda: decided(case, extension, by)) == ("consent_withdrawn", "")
    assert isinstance(decided(case, extension, by, proposal(Choice.REFUSE)), Decision)


def test_who_asks_does_not_decide() -> None:
    """R116"""
    case, _assignment, by = running()
    extension = asked(case, by, asked_by=AskedBy.CASEWORKER)
    assert refused(lambda: decided(case, extension, by)) == ("decided_by_requester", "")
    assert refused(lambda: decided(case, extension, by, proposal(Choice.REFUSE))) == ("decided_by_requester", "")
    assert isinstance(decided(case, extension, colleague(case)), Decision)


def test_it_is_decided_once() -> None:
    """R116"""
    case, _assignment, by, extension = waiting()
    decided(case, extension, by)
    assert refused(lambda: decided(case, extension, by)) == ("extension_over", "")
    with pytest.raises(Refused) as caught:
        withdraw_request(case_id=case.pk, extension_id=extension.pk, version=None, by=by, at=LATER)
    assert caught.value.code == "extension_over"


def test_a_late_request_leaves_the_gap_visible() -> None:
    """R113"""
    case, _assignment, by = running()
    on = dt.datetime(2027, 5, 25, 9, tzinfo=dt.UTC)
    extension = asked(case, by, at=on, last_day=dt.date(2027, 11, 24))
    assert extension.is_late and extension.decide_by == on.date()
    later = dt.datetime(2027, 5, 31, 9, tzinfo=dt.UTC)
    decided(case, extension, by, proposal(sent_on=later.date()), at=later)
    new = Period.objects.get(case=case, number=2)
    assert new.first_day == later.date() and new.last_day == dt.date(2027, 11, 24)
    assert Period.objects.get(case=case, number=1).last_day == LAST_DAY


def test_it_is_sent_back_with_what_is_missing_and_the_deadline_stands() -> None:
    """R116"""
    case, _assignment, by, extension = waiting()

    def back(words: str = "Mentors syn", answers: str = "Mentor", version: int | None = None) -> Extension:
        return send_request_back(case_id=case.pk, extension_id=extension.pk, version=version, words=words, answers=answers, by=by, at=LATER)

    assert refused(lambda: back(words=" ")) == ("back_words_missing", "back_words")
    assert refused(lambda: back(answers="")) == ("back_to_missing", "back_to")
    sent = back(version=1)
    assert sent.state == ExtensionState.SENT_BACK and sent.decide_by == extension.decide_by and sent.is_pending
    with pytest.raises(Stale):
        back(version=1)
    known = {**ASKED, "asked_on": TODAY, "why_still": "Mentor ser det samme"}
    answered = change_request(case_id=case.pk, extension_id=extension.pk, version=2, by=by, at=LATER, **known)
    assert answered.state == ExtensionState.ASKED and answered.why_still == "Mentor ser det samme"
    assert answered.decide_by == extension.decide_by
    for kind in ("case.extension_sent_back", "case.extension_changed"):
        assert event(kind, AuditEvent.objects.get(subject_id=case.pk, kind=kind).facts)


def test_a_request_is_changed_by_version_and_withdrawn() -> None:
    """R116"""
    case, _assignment, by, extension = waiting()
    known = {**ASKED, "asked_on": TODAY, "minutes_a_week": 60}
    change_request(case_id=case.pk, extension_id=extension.pk, version=1, by=by, at=LATER, **known)
    with pytest.raises(Stale):
        change_request(case_id=case.pk, extension_id=extension.pk, version=1, by=by, at=LATER, **known)
    gone = withdraw_request(case_id=case.pk, extension_id=extension.pk, version=2, by=by, at=LATER)
    assert gone.state == ExtensionState.WITHDRAWN and gone.closed_on == day_of(LATER) and not gone.is_pending
    assert event("case.extension_withdrawn", {})
    assert asked(case, by)


def test_a_request_that_becomes_a_colleagues_own_is_the_one_of_who_writes_that() -> None:
    """R116"""
    case, _assignment, by, extension = waiting()
    other = colleague(case)
    known = {**ASKED, "asked_on": TODAY, "asked_by": AskedBy.CASEWORKER}
    change_request(case_id=case.pk, extension_id=extension.pk, version=1, by=other, at=LATER, **known)
    assert refused(lambda: decided(case, extension, other)) == ("decided_by_requester", "")
    assert isinstance(decided(case, extension, by), Decision)


@pytest.mark.parametrize("to", [AskedBy.CLIENT, AskedBy.MENTOR])
def test_an_own_request_does_not_become_that_of_another_and_who_asks_never_decides(to: AskedBy) -> None:
    """R116"""
    case, _assignment, by = running()
    extension = asked(case, by, asked_by=AskedBy.CASEWORKER)
    other = colleague(case)
    for who in (by, other):
        with pytest.raises(Refused) as caught:
            change_request(
                case_id=case.pk, extension_id=extension.pk, version=1, by=who, at=LATER, **{**ASKED, "asked_on": TODAY, "asked_by": to}
            )
        assert (caught.value.code, caught.value.field) == ("own_request_stays", "asked_by")
    known = {**ASKED, "asked_on": TODAY, "asked_by": AskedBy.CASEWORKER, "why_still": "Det samme"}
    change_request(case_id=case.pk, extension_id=extension.pk, version=1, by=other, at=LATER, **known)
    assert refused(lambda: decided(case, extension, by)) == ("decided_by_requester", "")
    limited(case.jobcentre)
    waits = decided(case, extension, other)
    assert isinstance(waits, Approval)
    with pytest.raises(Refused) as caught:
        approve(case_id=case.pk, approval_id=waits.pk, version=None, by=by, at=LATER)
    assert caught.value.code == "decided_by_requester"


def test_periods_of_ten_extensions_never_overlap() -> None:
    """R32: one after the other, each by the month rule from its own first day"""
    case, _assignment, by = running()
    at = LATER
    for _round in range(9):
        found = Period.objects.filter(case=case).order_by("-number").first()
        assert found is not None
        at = dt.datetime.combine(found.last_day - 21 * DAY, dt.time(9), dt.UTC)
        latest = found.last_day + 30 * DAY
        extension = asked(case, by, at=at, last_day=latest)
        decided(case, extension, by, proposal(sent_on=at.date()), at=at)
    assert Period.objects.filter(case=case).count() == 10
    spans = list(Period.objects.filter(case=case).order_by("first_day").values_list("first_day", "last_day"))
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_make_one_period() -> None:
    """R116"""
    case, _assignment, by, extension = waiting()
    other = colleague(case)
    ends = race([lambda: decided(case, extension, by, version=1), lambda: decided(case, extension, other, version=1)])
    assert ends == {"won": 1, "extension_over": 1}
    assert Period.objects.filter(case=case).count() == 2 and Decision.objects.filter(case=case).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_make_one_request() -> None:
    """R112"""
    case, _assignment, by = running(at=AT)
    assert race([lambda: asked(case, by), lambda: asked(case, by)]) == {"won": 1, "extension_pending": 1}
    assert Extension.objects.filter(case=case).count() == 1
