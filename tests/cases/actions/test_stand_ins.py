"""Who stands in is told of what is open (R170), also where the absence is entered after the reminder was told."""

import datetime as dt

import pytest

from accounts.actions_profile import ABSENCE_TASK, add_absence, change_absence
from accounts.enums import MailRhythm, Role
from accounts.models import Jobcentre, MemberAbsence, Membership, Message
from cases import tasks
from cases.actions.nightly import run_nightly
from cases.actions.stand_ins import tell_stand_ins
from cases.enums_course import ApprovalState, Limit
from cases.enums_notice import NOTICED, NoticeKind, NoticeState, ToldAs
from cases.models import Approval, NoticeRecipient
from cases.night_rows import jobcentres_to_visit
from core.days import DAY as ONE_DAY
from tests.cases.notice_scene import recipients, told
from tests.factories import AT, DAY, CaseFactory, MembershipFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def mette(here: Jobcentre) -> Membership:
    return MembershipFactory(jobcentre=here)


@pytest.fixture
def ove(here: Jobcentre) -> Membership:
    return MembershipFactory(jobcentre=here)


def away(member: Membership, substitute: Membership | None, first_day: dt.date = DAY, last_day: dt.date = DAY) -> MemberAbsence:
    return MemberAbsence.objects.create(member=member, substitute=substitute, first_day=first_day, last_day=last_day)


def stand_ins(here: Jobcentre, on: dt.date = DAY) -> int:
    return tell_stand_ins(jobcentre_id=here.pk, on=on, at=AT)


@pytest.mark.parametrize("state", NOTICED)
def test_the_substitute_is_told_what_is_open_and_once_r170(here: Jobcentre, mette: Membership, ove: Membership, state: NoticeState) -> None:
    notice = told(mette, state=state)
    away(mette, ove)
    assert stand_ins(here) == 1
    assert recipients(notice) == {mette.user_id: ToldAs.CASEWORKER, ove.user_id: ToldAs.SUBSTITUTE}
    assert NoticeRecipient.objects.get(user=ove.user).to_mail
    assert stand_ins(here) == 0


def test_only_on_a_day_of_the_absence(here: Jobcentre, mette: Membership, ove: Membership) -> None:
    told(mette)
    away(mette, ove, first_day=DAY + ONE_DAY, last_day=DAY + 2 * ONE_DAY)
    assert [stand_ins(here, DAY + n * ONE_DAY) for n in (0, 3, 1)] == [0, 0, 1]


def test_the_substitutes_substitute_and_nobody_where_nobody_stands_in(here: Jobcentre, mette: Membership, ove: Membership) -> None:
    notice = told(mette)
    absence = away(ove, None)
    away(mette, ove)
    assert stand_ins(here) == 0
    ida = MembershipFactory(jobcentre=here)
    MemberAbsence.objects.filter(pk=absence.pk).update(substitute=ida)
    assert stand_ins(here) == 1
    assert recipients(notice)[ida.user_id] == ToldAs.SUBSTITUTE


def test_where_nobody_stands_in_the_managers_are_told_what_is_open_also_what_was_seen_r170(here: Jobcentre, mette: Membership) -> None:
    anne = MembershipFactory(jobcentre=here, role=Role.MANAGER)
    notice = told(mette, state=NoticeState.SEEN, seen_at=AT)
    away(mette, None)
    assert jobcentres_to_visit(on=DAY, since=DAY).count() == 1
    assert stand_ins(here) == 1
    assert recipients(notice) == {mette.user_id: ToldAs.CASEWORKER, anne.user_id: ToldAs.MANAGER}
    assert stand_ins(here) == 0
    NoticeRecipient.objects.update(to_mail=False)
    assert not jobcentres_to_visit(on=DAY, since=DAY).exists()


def test_the_managers_are_told_where_the_substitute_is_away_too(here: Jobcentre, mette: Membership, ove: Membership) -> None:
    anne = MembershipFactory(jobcentre=here, role=Role.MANAGER)
    notice = told(mette)
    away(ove, None)
    away(mette, ove)
    assert stand_ins(here) == 1
    assert recipients(notice)[anne.user_id] == ToldAs.MANAGER


def test_the_managers_are_not_told_of_a_case_that_somebody_else_has_by_now(here: Jobcentre, mette: Membership, ove: Membership) -> None:
    MembershipFactory(jobcentre=here, role=Role.MANAGER)
    told(mette, case=CaseFactory(jobcentre=here, caseworker=ove.user))
    away(mette, None)
    assert stand_ins(here) == 0


def test_a_manager_who_is_away_is_not_told_as_the_manager_of_what_is_the_managers_own(here: Jobcentre) -> None:
    anne = MembershipFactory(jobcentre=here, role=Role.MANAGER)
    told(anne)
    away(anne, None)
    assert stand_ins(here) == 0


@pytest.mark.parametrize("state", [NoticeState.PLANNED, NoticeState.DONE])
def test_nothing_of_what_is_to_come_or_closed(here: Jobcentre, mette: Membership, ove: Membership, state: NoticeState) -> None:
    told(mette, state=state, closed_at=AT if state == NoticeState.DONE else None)
    away(mette, ove)
    assert stand_ins(here) == 0


def test_never_to_who_prepared_what_waits_for_a_second_person(here: Jobcentre, mette: Membership, ove: Membership) -> None:
    case = CaseFactory(jobcentre=here, caseworker=mette.user)
    waits = Approval.objects.create(
        case=case, kind="extension", limits=[Limit.HOURS], proposed={}, prepared_by=ove.user, prepared_at=AT, state=ApprovalState.WAITING
    )
    told(mette, case=case, kind=NoticeKind.SECOND_PERSON, about=waits.pk)
    away(mette, ove)
    assert stand_ins(here) == 0


def test_who_wants_mails_at_once_has_one(here: Jobcentre, mette: Membership, ove: Membership) -> None:
    Membership.objects.filter(pk=ove.pk).update(mail_rhythm=MailRhythm.AT_ONCE)
    told(mette)
    away(mette, ove)
    stand_ins(here)
    assert Message.objects.get().user_id == ove.user_id


def test_an_absence_that_is_entered_asks_for_it(
    here: Jobcentre, mette: Membership, ove: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entered by the member or by an administrator; the task has the key of the jobcentre alone."""
    asked: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr("accounts.actions_profile.enqueue", lambda task, **ids: asked.append((task, ids)))
    boss = MembershipFactory(jobcentre=here, role=Role.ADMINISTRATOR).user
    absence = add_absence(member_id=mette.pk, first_day=DAY, last_day=DAY, substitute_id=ove.pk, by=mette.user, at=AT)
    absence.last_day = DAY + ONE_DAY
    change_absence(absence=absence, by=boss, at=AT)
    assert asked == [(ABSENCE_TASK, {"jobcentre_id": str(here.pk)})] * 2
    assert tasks.tell_stand_ins.name == ABSENCE_TASK


@pytest.mark.django_db(transaction=True)
def test_the_night_does_it_where_the_nudge_got_lost() -> None:
    mette = MembershipFactory()
    ove = MembershipFactory(jobcentre=mette.jobcentre)
    notice = told(mette)
    type(notice.case).objects.update(notices_on=None)
    away(mette, ove, last_day=DAY + 3 * ONE_DAY)
    run_nightly(on=DAY + ONE_DAY, now=lambda: AT + ONE_DAY)
    assert recipients(notice)[ove.user_id] == ToldAs.SUBSTITUTE


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_statements_for_one_as_for_three(here: Jobcentre, mette: Membership, ove: Membership, number: int) -> None:
    away(mette, ove)
    for _each in range(number):
        told(mette)
    with statements() as found:
        assert stand_ins(here) == number
    assert len(found) == 5  # who is away, what is open, its locks, the new rows, mails at once
