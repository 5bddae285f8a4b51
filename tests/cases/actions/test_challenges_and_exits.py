"""Step 2 is saved as far as it goes and completed when nothing is missing; exits end what is under way and delete nothing."""

import datetime as dt

import pytest
from django.utils import translation

from accounts.models import AuditEvent
from cases.actions.challenges import WishFacts, describe_challenges
from cases.actions.exits import close_case
from cases.enums import EndReason, MeetingKind, ProposalState, State, Weight
from cases.models import Case, Meeting, Need, Wishes
from cases.phrases import sentence
from cases.rules.challenges import AreaAnswer
from cases.rules.lifecycle import Event
from core.verdicts import Refused, Stale
from mentors.enums import SupportArea
from tests.factories import AT, DAY, AssignmentFactory, CaseFactory, NeedFactory, PeriodFactory, ProposalFactory, WishesFactory, ZoneFactory

pytestmark = pytest.mark.django_db

WORDS = "Jeg mister overblikket"


def answers(**weights: int | None) -> list[AreaAnswer]:
    return [
        AreaAnswer(area, None if value is None else Weight(value), WORDS if value is not None else "")
        for area in SupportArea
        for value in [weights.get(area.value, 0)]
    ]


def describe(
    case: Case, rows: list[AreaAnswer], *, complete: bool = False, version: int | None = None, wishes: WishFacts | None = None
) -> Case:
    return describe_challenges(
        case_id=case.pk,
        version=case.version if version is None else version,
        answers=rows,
        wishes=wishes or WishFacts(),
        complete=complete,
        by=case.caseworker,
        at=AT,
    )


def test_a_part_can_be_saved_and_stays_in_the_step() -> None:
    case = describe(CaseFactory(), answers(practical=3, social=None, emotional=None, routines=None, tasks=None))
    assert (case.state, case.version) == (State.CHALLENGES, 2)
    assert list(Need.objects.values_list("area", "weight", "words")) == [("practical", 3, WORDS)]


def test_words_about_what_is_not_a_need_are_not_kept() -> None:
    describe(CaseFactory(), answers())
    assert set(Need.objects.values_list("weight", "words")) == {(0, "")}


def test_a_zone_is_the_jobcentres_own_and_in_force_and_nothing_else_is_written() -> None:
    case = CaseFactory()
    over = ZoneFactory(jobcentre=case.jobcentre, last_day=DAY - dt.timedelta(days=1))
    for zone in (ZoneFactory(), over):
        with pytest.raises(Refused) as refused:
            describe(case, answers(), wishes=WishFacts(zone=zone.pk))
        assert (refused.value.code, refused.value.field) == ("zone_not_here", "zone")
        with translation.override("en"):
            assert "Choose among those that are shown" in sentence(refused.value.code, refused.value.facts)
    assert not Need.objects.exists()
    WishesFactory(case=case, zone=over)
    describe(case, answers(), wishes=WishFacts(zone=over.pk, times=["1_morning"]))
    assert Wishes.objects.values_list("zone", "times").get(case=case) == (over.pk, ["1_morning"])


def test_the_step_is_completed_when_nothing_is_missing_r20_r21() -> None:
    case = describe(CaseFactory(), answers(practical=3), complete=True)
    assert (case.state, case.challenges_on) == (State.ASSESSMENT, DAY)
    assert AuditEvent.objects.get(subject_id=case.pk).facts == {"needs": 1}


def test_with_gaps_nothing_is_saved_and_every_gap_is_named_r20() -> None:
    case = CaseFactory()
    with pytest.raises(Refused) as refused:
        describe(case, answers(practical=3, social=None, tasks=None), complete=True)
    assert (refused.value.code, refused.value.field) == ("area_unanswered", "social_weight")
    assert refused.value.facts["also"] == [("area_unanswered", "tasks_weight", SupportArea.TASKS)]
    assert not Need.objects.exists()


def test_early_the_step_is_written_but_not_completed_r24() -> None:
    early = CaseFactory(state=State.CONTACT)
    assert describe(early, answers(practical=3)).state == State.CONTACT
    early.refresh_from_db()
    with pytest.raises(Refused) as refused:
        describe(early, answers(practical=3), complete=True)
    assert refused.value.code == "not_in_this_step"


def test_later_it_is_corrected_without_moving_the_case_and_stays_complete_r24() -> None:
    case = CaseFactory(state=State.MATCH)
    NeedFactory(case=case)
    case = describe(case, answers(social=2))
    assert case.state == State.MATCH
    assert Need.objects.get(case=case, area="practical").weight == Weight.NONE
    assert AuditEvent.objects.get(subject_id=case.pk).kind == "case.challenges_corrected"
    with pytest.raises(Refused):
        describe(case, answers(practical=None))


def test_the_wishes_are_kept_and_can_be_changed_r22() -> None:
    case = CaseFactory()
    WishesFactory(case=case, minutes_a_week=180)
    describe(case, answers(), wishes=WishFacts(mentor_types=["external"], minutes_a_week=150, months=6, not_these="Min nabo"))
    wishes = Wishes.objects.get(case=case)
    assert (wishes.minutes_a_week, wishes.months, wishes.mentor_types, wishes.not_these) == (150, 6, ["external"], "Min nabo")


def test_more_than_full_time_cannot_be_wished_r23() -> None:
    with pytest.raises(Refused) as refused:
        describe(CaseFactory(), answers(), wishes=WishFacts(minutes_a_week=2221))
    assert (refused.value.code, refused.value.field) == ("minutes_out_of_range", "minutes_a_week")


def test_who_saves_second_is_told() -> None:
    case = CaseFactory()
    describe(case, answers())
    with pytest.raises(Stale):
        describe(case, answers(), version=1)


def close(case: Case, event: Event = Event.WITHDRAWN, version: int | None = None) -> Case:
    return close_case(
        case_id=case.pk, version=case.version if version is None else version, event=event, words="Vil ikke mere", by=case.caseworker, at=AT
    )


@pytest.mark.parametrize("event", [Event.WITHDRAWN, Event.NOT_RELEVANT])
@pytest.mark.parametrize("state", [State.CONTACT, State.CHALLENGES, State.ASSESSMENT, State.MATCH, State.STARTUP])
def test_every_step_has_both_exits_r02_r03(state: State, event: Event) -> None:
    case = close(CaseFactory(state=state), event)
    assert (case.state, case.closed_on, case.due_on, case.closing_words) == (State(event.value), DAY, None, "Vil ikke mere")
    assert case.end_reason == ""
    assert AuditEvent.objects.get(subject_id=case.pk).kind == f"case.{event}"


def test_a_place_that_has_not_begun_is_free_and_open_proposals_are_withdrawn_r08() -> None:
    case = CaseFactory(state=State.STARTUP)
    place = AssignmentFactory(case=case, first_day=DAY + dt.timedelta(days=15))
    asked, said_no = ProposalFactory(case=case), ProposalFactory(case=case, state=ProposalState.CLIENT_DECLINED)
    close(case, Event.NOT_RELEVANT)
    for row in (place, asked, said_no):
        row.refresh_from_db()
    assert place.ended_on == DAY + dt.timedelta(days=14)
    assert (asked.state, asked.version) == (ProposalState.WITHDRAWN, 2)
    assert said_no.state == ProposalState.CLIENT_DECLINED
    event = AuditEvent.objects.get(subject_id=place.mentor_id)
    assert (event.kind, event.facts) == ("mentor.place_freed", {"case": case.ref, "last_day": place.ended_on.isoformat()})


def test_withdrawing_from_a_running_course_ends_course_period_and_place_today_r02_r08() -> None:
    case = CaseFactory(state=State.RUNNING)
    past = PeriodFactory(case=case, number=1, first_day=dt.date(2026, 4, 1), last_day=dt.date(2026, 9, 30))
    running = PeriodFactory(case=case, decision=past.decision, number=2, first_day=dt.date(2026, 10, 1), last_day=dt.date(2027, 3, 31))
    place = AssignmentFactory(case=case, first_day=dt.date(2026, 4, 1))
    case = close(case)
    for row in (past, running, place):
        row.refresh_from_db()
    assert (case.state, case.end_reason, case.closed_on) == (State.ENDED, EndReason.WITHDRAWN, DAY)
    assert (past.ended_on, running.ended_on, place.ended_on) == (None, DAY, DAY)
    facts = AuditEvent.objects.get(subject_id=case.pk).facts
    assert (facts["places_freed"], facts["periods_ended"]) == (1, 1)


def test_closing_cancels_the_meetings_that_were_not_held_r02() -> None:
    case = CaseFactory(state=State.STARTUP)
    place = AssignmentFactory(case=case)
    planned, held = (
        Meeting.objects.create(case=case, assignment=place, kind=MeetingKind.STARTUP, at=AT, place="Her", held_on=day)
        for day in (None, DAY)
    )
    close(case)
    for row in (planned, held):
        row.refresh_from_db()
    assert (planned.cancelled_on, held.cancelled_on) == (DAY, None)


def test_a_running_course_is_not_left_as_no_longer_relevant_r03() -> None:
    case = CaseFactory(state=State.RUNNING)
    with pytest.raises(Refused) as refused:
        close(case, Event.NOT_RELEVANT)
    assert refused.value.code == "not_in_this_step"
    with pytest.raises(Refused):
        close(case, Event.GRANTED)


def test_a_case_is_closed_once() -> None:
    case = CaseFactory()
    close(case)
    with pytest.raises(Refused) as refused:
        close(case, version=2)
    assert refused.value.code == "case_closed"


def test_who_opened_the_page_before_a_change_looks_again() -> None:
    case = CaseFactory()
    describe(case, answers())
    with pytest.raises(Stale):
        close(case, version=1)
    case.refresh_from_db()
    assert case.is_open
