"""A case for another jobcentre: closed here, a new application there, and each sees its own (R133)."""

import pytest

from accounts import cpr
from accounts.models import AuditEvent, Membership
from cases.actions.handover import hand_over, take_back_handover, take_handover
from cases.course_ends import reopening_of
from cases.enums import Consent, EndReason, State
from cases.models import Case, Client, Handover, Need, Period, Wishes
from cases.phrases import event
from cases.rules.deadlines import answer_due
from core.days import DAY, day_of
from core.verdicts import Refused
from mentors.models import Zone
from tests.cases.course_scene import running
from tests.cases.repair_scene import REASONS, handed, neighbour
from tests.factories import AT, CaseFactory, ClientFactory, JobcentreFactory, MembershipFactory, NeedFactory, WishesFactory, ZoneFactory
from tests.races import race

pytestmark = pytest.mark.django_db
LATER = AT.replace(day=20)
NUMBER = "6107823333"


def take(row: Handover, member: Membership, *, at=LATER) -> Case:
    return take_handover(handover_id=row.pk, member=member, by=member.user, at=at)


def described(**other) -> Case:
    case = CaseFactory(state=State.ASSESSMENT, client__cpr=NUMBER, **other)
    NeedFactory(case=case)
    WishesFactory(case=case, zone=ZoneFactory(jobcentre=case.jobcentre), words="Helst formiddag")
    return case


def test_a_step_is_left_and_a_course_ends_as_moved() -> None:
    there = neighbour()
    case, assignment, by = running()
    handed(case, there.jobcentre, by)
    case.refresh_from_db()
    assignment.refresh_from_db()
    assert (case.state, case.end_reason, case.closed_on) == (State.ENDED, EndReason.MOVED, day_of(AT))
    assert assignment.ended_on == day_of(AT), "the mentor's place is free"
    assert Period.objects.get(case=case).ended_on == day_of(AT)
    early = CaseFactory(state=State.CHALLENGES)
    handed(early, there.jobcentre, early.caseworker)
    early.refresh_from_db()
    assert (early.state, early.due_on, early.closing_words) == (State.NOT_RELEVANT, None, REASONS["reason"])
    told = AuditEvent.objects.get(subject_id=early.pk, kind="case.handed_over")
    assert REASONS["reason"] not in str(told.facts) and REASONS["ground"] not in str(told.facts)


def test_it_is_a_new_application_there_received_on_the_day_it_was_handed_over() -> None:
    there, old = neighbour(), described()
    case = take(handed(old, there.jobcentre, old.caseworker), there)
    within = there.jobcentre.answer_within_days
    assert (case.jobcentre, case.caseworker, case.state) == (there.jobcentre, there.user, State.CONTACT)
    assert (case.received_on, case.answer_due_on) == (day_of(AT), answer_due(received_on=day_of(AT), within_days=within))
    assert (case.situation, case.consent, case.partner) == (old.situation, Consent.NOT_ASKED, None)
    assert case.workplace is not None and old.workplace is not None
    assert (case.workplace.name, case.workplace.jobcentre) == (old.workplace.name, there.jobcentre)
    assert case.client.jobcentre == there.jobcentre and case.client.name == old.client.name
    assert cpr.decrypt(case.client.cpr_sealed, row_id=case.client_id) == NUMBER
    assert bytes(case.client.cpr_index) != bytes(old.client.cpr_index), "the hash is keyed for the jobcentre"


def test_needs_and_wishes_go_along_when_that_was_agreed_and_else_stay() -> None:
    there, old, other = neighbour(), described(), CaseFactory(state=State.ASSESSMENT)
    NeedFactory(case=other)
    WishesFactory(case=other)
    case = take(handed(old, there.jobcentre, old.caseworker), there)
    assert [(need.area, need.words) for need in case.needs.all()] == [(need.area, need.words) for need in old.needs.all()]
    assert (case.wishes.words, case.wishes.zone) == ("Helst formiddag", None), "a zone belongs to the jobcentre that drew it"
    assert Wishes.objects.get(case=old).zone == Zone.objects.get(jobcentre=old.jobcentre)
    without = take(handed(other, there.jobcentre, other.caseworker, with_challenges=False), there)
    assert not Need.objects.filter(case=without).exists() and not Wishes.objects.filter(case=without).exists()


def test_a_client_who_is_known_there_keeps_what_is_known_there() -> None:
    there, old = neighbour(), described()
    known = ClientFactory(jobcentre=there.jobcentre, cpr=NUMBER, given_name="Ida Marie", phone="20 99 99 99")
    case = take(handed(old, there.jobcentre, old.caseworker), there)
    assert case.client == known and Client.objects.filter(jobcentre=there.jobcentre).count() == 1
    known.refresh_from_db()
    assert known.phone == "20 99 99 99"


def test_of_the_new_case_the_old_jobcentre_learns_only_that_it_was_taken() -> None:
    there, old = neighbour(), described()
    case = take(handed(old, there.jobcentre, old.caseworker), there)
    told = AuditEvent.objects.get(subject_id=old.pk, kind="case.handover_taken")
    assert (told.by_id, told.by_name, told.facts) == (None, "", {"to": there.jobcentre.name})
    assert told.jobcentre_id == old.jobcentre_id
    assert set(AuditEvent.objects.filter(subject_id=case.pk).values_list("jobcentre_id", flat=True)) == {there.jobcentre_id}
    assert Case.objects.visible_to(MembershipFactory(jobcentre=old.jobcentre)).filter(pk=case.pk).count() == 0


def test_a_client_with_an_open_case_there_waits_until_it_is_closed() -> None:
    there, old = neighbour(), described()
    busy = CaseFactory(jobcentre=there.jobcentre, client=ClientFactory(jobcentre=there.jobcentre, cpr=NUMBER))
    row = handed(old, there.jobcentre, old.caseworker)
    with pytest.raises(Refused, match="client_has_open_case"):
        take(row, there)
    Case.objects.filter(pk=busy.pk).update(state=State.WITHDRAWN, closed_on=day_of(AT))
    assert take(row, there).client == busy.client


def test_nobody_else_can_take_it() -> None:
    there, old = neighbour(), described()
    row = handed(old, there.jobcentre, old.caseworker)
    with pytest.raises(Handover.DoesNotExist):
        take(row, neighbour())
    take(row, there)
    with pytest.raises(Refused, match="handover_taken"):
        take(row, there)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"reason": " "}, "handover_reason_missing"),
        ({"ground": ""}, "handover_ground_missing"),
        ({"to_id": "own"}, "handover_to_itself"),
        ({"to_id": "nobody"}, "handover_to_nobody"),
    ],
)
def test_what_is_missing_is_told_and_nothing_changes(other: dict, code: str) -> None:
    case, there = described(), neighbour()
    own = {"own": case.jobcentre_id, "nobody": case.pk}
    known = {"to_id": there.jobcentre_id, "with_challenges": True, **REASONS, **other}
    known["to_id"] = own.get(known["to_id"], known["to_id"])
    with pytest.raises(Refused, match=code):
        hand_over(case_id=case.pk, version=None, by=case.caseworker, at=AT, **known)
    case.refresh_from_db()
    assert case.state == State.ASSESSMENT and not Handover.objects.exists()


def test_a_closed_case_is_not_handed_over() -> None:
    case, there = described(), neighbour()
    handed(case, there.jobcentre, case.caseworker)
    with pytest.raises(Refused, match="case_closed"):
        handed(case, JobcentreFactory(), case.caseworker)


def test_who_has_a_protected_address_has_it_there_too() -> None:
    there, old = neighbour(), described(client__address_protected=True, client__protected_until=day_of(AT) + 90 * DAY)
    case = take(handed(old, there.jobcentre, old.caseworker), there)
    assert (case.client.address_protected, case.client.protected_until) == (True, day_of(AT) + 90 * DAY)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_at_once_open_one_case() -> None:
    there, old = neighbour(), described()
    row = handed(old, there.jobcentre, old.caseworker)
    ends = race([lambda: take(row, there), lambda: take(row, there)])
    assert dict(ends) == {"won": 1, "handover_taken": 1}
    assert Case.objects.filter(jobcentre=there.jobcentre).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_it_over_at_once_hand_it_over_once() -> None:
    one, other, old = neighbour(), neighbour(), described()
    calls = [lambda to=to: handed(old, to.jobcentre, old.caseworker) for to in (one, other)]
    assert dict(race(calls)) == {"won": 1, "case_closed": 1}
    assert Handover.objects.count() == 1


class TestTakenBack:
    """R173: until somebody there has taken it."""

    def test_it_is_offered_to_nobody_any_more_and_stays_closed_here(self) -> None:
        there = neighbour()
        case, _assignment, by = running()
        row = handed(case, there.jobcentre, by)
        assert reopening_of(case, on=day_of(LATER)).handed_over
        take_back_handover(case_id=case.pk, why="Hun bliver alligevel boende", by=by, at=LATER)
        row.refresh_from_db()
        case.refresh_from_db()
        assert (row.taken_back_on, row.taken_back_by, case.state) == (day_of(LATER), by, State.ENDED)
        assert not reopening_of(case, on=day_of(LATER)).handed_over, "the course can be opened again"
        with pytest.raises(Refused, match="handover_taken_back"):
            take(row, there)
        told = AuditEvent.objects.get(subject_id=case.pk, kind="case.handover_taken_back")
        assert told.facts == {"to": there.jobcentre.name} and there.jobcentre.name in event(told.kind, told.facts)

    def test_with_a_reason_once_and_not_after_it_was_taken(self) -> None:
        there, old, other = neighbour(), described(), CaseFactory(state=State.CHALLENGES)
        row = handed(old, there.jobcentre, old.caseworker)
        handed(other, there.jobcentre, other.caseworker)

        def code(case: Case, why: str = "En fejl") -> str:
            with pytest.raises(Refused) as refused:
                take_back_handover(case_id=case.pk, why=why, by=case.caseworker, at=LATER)
            return refused.value.code

        assert code(other, " ") == "handover_why_missing"
        take(row, there)
        assert code(old) == "handover_taken_there"
        take_back_handover(case_id=other.pk, why="En fejl", by=other.caseworker, at=LATER)
        assert code(other) == "handover_not_there"

    @pytest.mark.django_db(transaction=True)
    def test_of_one_who_takes_it_back_and_one_who_takes_it_one_wins(self) -> None:
        there, old = neighbour(), described()
        row = handed(old, there.jobcentre, old.caseworker)
        ends = race(
            [
                lambda: take(row, there),
                lambda: take_back_handover(case_id=old.pk, why="En fejl", by=old.caseworker, at=LATER),
            ]
        )
        row.refresh_from_db()
        assert dict(ends)["won"] == 1 and (row.new_case_id is None) != (row.taken_back_on is None)
