"""What a manager is told of, because nobody answers or nobody stands in: each thing once on the desk, marked, and counted once (R146, R170)."""

import datetime as dt
from typing import Any

import pytest
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import Membership
from cases.enums import OutcomePoint, State
from cases.enums_notice import NoticeKind, NoticeState, ToldAs
from cases.models import Appeal, FollowUp, NoticeRecipient
from core import clock
from core.days import DAY
from tests.cases.course_page_scene import told as said
from tests.factories import CaseFactory, DecisionFactory, MembershipFactory, MentorFactory, NoticeFactory, NoticeRecipientFactory
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db
MARKED = "Told to you as the manager, beside Bo Krag"


@pytest.fixture
def manager() -> Membership:
    return MembershipFactory(role=Role.MANAGER, user__language="en")


def of_bo(manager: Membership, **other: Any) -> Any:
    return CaseFactory(jobcentre=manager.jobcentre, caseworker__name="Bo Krag", **other)


def told(manager: Membership, **facts: Any) -> NoticeRecipient:
    facts = {"due_on": clock.today(), "facts": {"day": clock.today().isoformat()}, "told_at": clock.now(), **facts}
    return NoticeRecipientFactory(notice=NoticeFactory(**facts), user=manager.user, told_as=ToldAs.MANAGER, told_at=facts["told_at"])


def desk(manager: Membership) -> tuple[list[tuple[str, str]], str]:
    """Title and mark of each row, and the sentence above them."""
    found = signed_in(manager).get("/desk/").context
    with override("en"):
        return [(str(task["title"]), str(task["caseworker"])) for group in found["groups"] for task in group["tasks"]], str(found["intro"])


def test_a_case_of_which_nobody_answers_stands_there_once_and_says_so(manager: Membership) -> None:
    yesterday = clock.today() - DAY
    case = of_bo(manager, due_on=yesterday)
    told(manager, case=case, due_on=yesterday, facts={"day": yesterday.isoformat()})
    assert desk(manager) == ([("Describe the challenges", MARKED)], "1 task is over the deadline.")


@pytest.mark.parametrize("state", [NoticeState.DONE, NoticeState.SNOOZED, NoticeState.SUPERSEDED])
def test_what_was_answered_is_not_marked(manager: Membership, state: NoticeState) -> None:
    more: dict[str, Any] = (
        {"snoozed_until": clock.today() + 5 * DAY, "why": "Ferie", "changed_by": manager.user}
        if state == NoticeState.SNOOZED
        else {"closed_at": clock.now()}
    )
    told(manager, case=of_bo(manager, due_on=clock.today()), state=state, **more)
    assert desk(manager)[0] == [("Describe the challenges", "Bo Krag")]


def test_what_another_manager_is_told_of_is_not_marked_for_me(manager: Membership) -> None:
    other = MembershipFactory(role=Role.MANAGER, jobcentre=manager.jobcentre)
    told(other, case=of_bo(manager, due_on=clock.today()))
    assert desk(manager)[0] == [("Describe the challenges", "Bo Krag")]


def follow_up(manager: Membership, case: Any, on: dt.date) -> None:
    row = FollowUp.objects.create(case=case, point=OutcomePoint.MONTHS_3, due_on=on)
    told(manager, case=case, kind=NoticeKind.FOLLOW_UP, about=row.pk, facts={"point": "months_3", "day": on.isoformat()})


def complaint(manager: Membership, case: Any, on: dt.date) -> None:
    decision = DecisionFactory(case=case)
    by, day = case.caseworker, decision.decided_on
    known: dict[str, Any] = {"how": "phone", "by_whom": "Ida", "words": "Nej", "recorded_by": by, "recorded_at": clock.now()}
    row = Appeal.objects.create(case=case, decision=decision, received_on=day, reassess_by=on, **known)
    told(manager, case=case, kind=NoticeKind.APPEAL, about=row.pk, level=1)
    told(manager, case=case, kind=NoticeKind.APPEAL, about=row.pk, level=0)


def feedback(manager: Membership, case: Any, on: dt.date) -> None:
    row = said(case, case.caseworker, not_working=True, words="Nej", answer_by=on)
    told(manager, case=case, kind=NoticeKind.NOT_WORKING, about=row.pk)


@pytest.mark.parametrize("make", [follow_up, complaint, feedback])
def test_what_waits_beside_the_case_is_marked_in_its_own_row(manager: Membership, make: Any) -> None:
    case = of_bo(manager, state=State.ENDED, due_on=None)
    make(manager, case, clock.today() - DAY)
    ((_title, mark),), intro = desk(manager)
    assert (mark, intro) == (MARKED, "1 task is over the deadline.")


def test_what_stands_nowhere_else_keeps_its_row(manager: Membership) -> None:
    case = of_bo(manager)
    told(manager, case=case, kind=NoticeKind.ENTRIES)
    told(manager, case=case, kind=NoticeKind.QUIET, facts={"since": "", "first_day": "2026-10-01", "days": 14})
    mentor = MentorFactory(jobcentre=manager.jobcentre)
    told(manager, case=None, mentor=mentor, jobcentre=manager.jobcentre, kind=NoticeKind.DECLARATION, level=30)
    assert sorted(mark for _title, mark in desk(manager)[0]) == ["Bo Krag", "Told to you as the manager", MARKED, MARKED]


def test_it_takes_no_statement_more(manager: Membership) -> None:
    browser = signed_in(manager)
    of_bo(manager, due_on=clock.today())
    browser.get("/desk/")
    with statements() as without:
        browser.get("/desk/")
    for _each in range(3):
        told(manager, case=of_bo(manager, due_on=clock.today()))
    with statements() as three:
        browser.get("/desk/")
    assert len(three) == len(without)
