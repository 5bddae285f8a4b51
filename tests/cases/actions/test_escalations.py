"""What nobody answers goes to the substitute and the managers (R170): further recipients of the same reminder, once."""

import datetime as dt
from typing import Any

import pytest

from accounts.enums import MailRhythm, Role
from accounts.models import AuditEvent, Jobcentre, MemberAbsence, Membership, Message
from cases.actions.escalations import escalate
from cases.enums_course import ApprovalState, Limit
from cases.enums_notice import NoticeKind, NoticeState, ToldAs
from cases.models import Approval, CourseSettings, Notice, NoticeRecipient
from cases.phrases import event
from core.days import DAY as ONE_DAY
from core.days import add_working_days
from tests.cases.notice_scene import recipients, told
from tests.factories import (
    AT,
    DAY,
    CaseFactory,
    MembershipFactory,
    MentorFactory,
    NoticeRecipientFactory,
    TeamFactory,
)
from tests.races import race
from tests.statements import statements

pytestmark = pytest.mark.django_db
THURSDAY = dt.date(2026, 11, 19)
"""Three working days after DAY, a Monday."""


@pytest.fixture
def mette(here: Jobcentre) -> Membership:
    return MembershipFactory(jobcentre=here)


@pytest.fixture
def anne(here: Jobcentre) -> Membership:
    return MembershipFactory(jobcentre=here, role=Role.MANAGER)


def up(here: Jobcentre, on: dt.date = THURSDAY) -> int:
    return escalate(jobcentre_id=here.pk, on=on, at=AT + (on - DAY))


def test_the_manager_is_told_after_three_working_days_and_once_r170(here: Jobcentre, mette: Membership, anne: Membership) -> None:
    notice = told(mette)
    assert up(here, THURSDAY - ONE_DAY) == 0
    assert up(here) == 1
    assert recipients(notice) == {mette.user_id: ToldAs.CASEWORKER, anne.user_id: ToldAs.MANAGER}
    new = NoticeRecipient.objects.get(user=anne.user)
    assert (new.to_mail, new.told_at) == (True, AT + (THURSDAY - DAY))
    assert up(here) == 0
    assert up(here, THURSDAY + 30 * ONE_DAY) == 0
    found = AuditEvent.objects.get(kind="case.reminder_went_up")
    assert (found.subject_id, found.by_id) == (notice.case_id, None)
    assert "Nobody had answered" in event(found.kind, found.facts) or "Ingen" in event(found.kind, found.facts)


def test_the_number_of_days_is_the_jobcentres(here: Jobcentre, mette: Membership, anne: Membership) -> None:
    """R170"""
    CourseSettings.objects.create(jobcentre=here, escalate_days=5)
    told(mette)
    assert up(here, add_working_days(DAY, 4)) == 0
    assert up(here, add_working_days(DAY, 5)) == 1


def test_the_substitute_of_that_day_is_told_too(here: Jobcentre, mette: Membership, anne: Membership) -> None:
    """R170: she fell ill after she was told."""
    ove = MembershipFactory(jobcentre=here)
    MemberAbsence.objects.create(member=mette, substitute=ove, first_day=DAY + ONE_DAY, last_day=THURSDAY)
    notice = told(mette)
    up(here)
    assert recipients(notice) == {
        mette.user_id: ToldAs.CASEWORKER,
        ove.user_id: ToldAs.SUBSTITUTE,
        anne.user_id: ToldAs.MANAGER,
    }


def test_a_case_with_a_new_caseworker_is_told_to_the_new_one(here: Jobcentre, mette: Membership, anne: Membership) -> None:
    ove = MembershipFactory(jobcentre=here)
    notice = told(mette)
    notice.case.caseworker = ove.user
    notice.case.save()
    up(here)
    assert recipients(notice)[ove.user_id] == ToldAs.CASEWORKER


@pytest.mark.parametrize(
    "how",
    [
        {"state": NoticeState.SEEN, "seen_at": AT},
        {"state": NoticeState.DONE, "closed_at": AT},
        {"state": NoticeState.SUPERSEDED, "closed_at": AT},
        {"state": NoticeState.PLANNED, "told_at": None},
    ],
    ids=lambda how: str(how["state"]),
)
def test_what_somebody_has_seen_or_what_is_closed_stays(here: Jobcentre, mette: Membership, anne: Membership, how: dict[str, Any]) -> None:
    told(mette, **how)
    assert up(here) == 0


def test_what_no_mail_reached_goes_up_the_next_day_and_counts_as_told_again(here: Jobcentre, mette: Membership, anne: Membership) -> None:
    """R170"""
    notice = told(mette, state=NoticeState.FAILED)
    assert up(here, DAY) == 0
    assert up(here, DAY + ONE_DAY) == 1
    notice.refresh_from_db()
    assert notice.state == NoticeState.TOLD


def test_who_wants_mails_at_once_has_one_when_it_goes_up(here: Jobcentre, mette: Membership, anne: Membership) -> None:
    Membership.objects.filter(pk=anne.pk).update(mail_rhythm=MailRhythm.AT_ONCE)
    told(mette)
    up(here)
    assert Message.objects.get().user_id == anne.user_id


def prepared(mette: Membership, by: Membership, **more: Any) -> Notice:
    case = CaseFactory(jobcentre=mette.jobcentre, caseworker=mette.user, team=mette.team)
    waits = Approval.objects.create(
        case=case, kind="extension", limits=[Limit.HOURS], proposed={}, prepared_by=by.user, prepared_at=AT, state=ApprovalState.WAITING
    )
    return told(mette, case=case, kind=NoticeKind.SECOND_PERSON, about=waits.pk, **more)


@pytest.mark.parametrize("state", [NoticeState.TOLD, NoticeState.SEEN])
def test_a_decision_that_waits_for_a_second_person_goes_up_at_once_seen_or_not_r170(
    here: Jobcentre, mette: Membership, anne: Membership, state: NoticeState
) -> None:
    notice = prepared(mette, mette, state=state)
    assert up(here, DAY) == 1
    assert recipients(notice)[anne.user_id] == ToldAs.MANAGER


def test_and_never_to_who_prepared_it(here: Jobcentre, mette: Membership, anne: Membership) -> None:
    """R170: the only manager of the team prepared it, so the managers of the jobcentre are told."""
    north = TeamFactory(jobcentre=here)
    Membership.objects.filter(pk__in=[mette.pk, anne.pk]).update(team=north)
    for each in (mette, anne):
        each.refresh_from_db()
    lars = MembershipFactory(jobcentre=here, role=Role.MANAGER)
    notice = prepared(mette, anne)
    assert up(here, DAY) == 1
    assert recipients(notice) == {mette.user_id: ToldAs.CASEWORKER, lars.user_id: ToldAs.MANAGER}


def test_what_is_about_a_mentor_goes_to_the_managers_of_the_jobcentre(here: Jobcentre, mette: Membership, anne: Membership) -> None:
    notice = Notice.objects.create(
        jobcentre=here,
        mentor=MentorFactory(jobcentre=here),
        kind=NoticeKind.DECLARATION,
        due_on=DAY,
        state=NoticeState.TOLD,
        told_at=AT,
    )
    NoticeRecipientFactory(notice=notice, user=mette.user)
    assert up(here) == 1
    assert recipients(notice)[anne.user_id] == ToldAs.MANAGER


def test_another_jobcentre_is_left_alone(here: Jobcentre, anne: Membership) -> None:
    told(MembershipFactory())
    assert up(here) == 0


def test_a_jobcentre_without_a_manager_tells_nobody_else(here: Jobcentre, mette: Membership) -> None:
    notice = told(mette)
    assert up(here) == 0
    assert len(recipients(notice)) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_statements_for_one_as_for_three(here: Jobcentre, mette: Membership, anne: Membership, number: int) -> None:
    for _each in range(number):
        told(mette)
    with statements() as found:
        assert up(here) == number
    assert len(found) == 9


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_once() -> None:
    anne = MembershipFactory(role=Role.MANAGER)
    mette = MembershipFactory(jobcentre=anne.jobcentre)
    for _each in range(5):
        told(mette)
    assert race([lambda: up(anne.jobcentre)] * 4) == {"won": 4}
    assert NoticeRecipient.objects.filter(user=anne.user).count() == 5
    assert AuditEvent.objects.filter(kind="case.reminder_went_up").count() == 5
