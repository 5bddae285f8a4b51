"""What waits beside the next thing of each case stands on the desk (R146)."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import Membership
from cases.course_rows import due_of_course
from cases.enums import DecisionKind, OutcomePoint, State
from cases.enums_course import ApprovalState, ContactState, GivenHow
from cases.models import Appeal, Approval, Case, Contact, Feedback, FollowUp, Handover
from core import clock
from core.days import DAY, WEEK
from tests.cases.course_page_scene import met, told, under_way
from tests.factories import CaseFactory, DecisionFactory, JobcentreFactory, MembershipFactory, RematchFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


def desk(user: Any) -> Any:
    user.language = "en"
    user.save()
    browser = Browser()
    browser.force_login(user)
    return browser.get("/desk/")


def titles(user: Any) -> list[str]:
    with override("en"):
        return _titles(user)


def _titles(user: Any) -> list[str]:
    return [
        str(task["title"]) for group in desk(user).context["groups"] for task in group["tasks"] if str(task["button"]) != "Open the case"
    ]


@pytest.fixture
def member() -> Membership:
    return MembershipFactory()


def ended(member: Membership, **other: Any) -> Case:
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.ENDED, due_on=None, **other)


def follow_up(case: Case, *, in_days: int) -> None:
    FollowUp.objects.create(case=case, point=OutcomePoint.MONTHS_3, due_on=clock.today() + in_days * DAY)


def test_what_waits_stands_among_the_cases(member: Membership) -> None:
    """By its day, in its group, counted."""
    case = ended(member)
    follow_up(case, in_days=-1)
    CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, due_on=clock.today() - 3 * DAY)
    found = desk(member.user).context
    (group,) = found["groups"]
    with override("en"):
        assert [str(task["title"]) for task in group["tasks"]] == ["Describe the challenges", "Follow up: 3 months after"]
    assert (group["count"], found["intro"]) == (2, "2 tasks are over the deadline.")
    assert group["tasks"][1]["url"] == reverse("case_followup", args=[case.ref])


def test_a_follow_up_is_shown_a_week_before_its_day_and_not_sooner(member: Membership) -> None:
    follow_up(ended(member), in_days=8)
    assert titles(member.user) == []
    follow_up(ended(member), in_days=7)
    assert titles(member.user) == ["Follow up: 3 months after"]


def test_feedback_of_an_ended_course_waits_too(member: Membership) -> None:
    told(ended(member), member.user, not_working=True, words="Nej", answer_by=clock.today())
    assert titles(member.user) == ["Something does not work: write what was done"]


def test_something_that_does_not_work_in_a_running_course_stands_there_once_whatever_is_due_sooner(member: Membership) -> None:
    """R146"""
    case, assignment, by = under_way()
    one = "Something does not work: write what was done"
    told(case, by, not_working=True, words="Nej", answer_by=clock.today() + DAY)
    told(case, by, not_working=True, words="Heller ikke", answer_by=clock.today() + 2 * DAY)
    Case.objects.filter(pk=case.pk).update(due_on=clock.today() + DAY)
    assert titles(by).count(one) == 1, "it is the next thing of the case"
    RematchFactory(case=case, assignment=assignment, stops_on=clock.today())
    Case.objects.filter(pk=case.pk).update(due_on=due_of_course(case))
    assert due_of_course(case) == clock.today()
    found = titles(by)
    assert found.count(one) == 1 and "Find a new mentor" in found, "the search is next, and the feedback is a row of its own"
    Feedback.objects.update(dealt_with_on=clock.today(), dealt_with_by=by, dealt_with_words="Talt om det")
    assert one not in titles(by)


def test_a_complaint_waits_until_it_is_looked_at(member: Membership) -> None:
    decision = DecisionFactory(case=ended(member))
    appeal = Appeal.objects.create(
        case=decision.case,
        decision=decision,
        received_on=decision.decided_on,
        how=GivenHow.PHONE,
        by_whom="Ida",
        words="Nej",
        reassess_by=clock.today() + WEEK,
        recorded_by=member.user,
        recorded_at=clock.now(),
    )
    assert titles(member.user) == ["Look at a decision again after a complaint"]
    Appeal.objects.filter(pk=appeal.pk).update(reassessed_on=clock.today(), reassessment="upheld")
    assert titles(member.user) == ["Pass a complaint on to the board"]
    Appeal.objects.filter(pk=appeal.pk).update(forwarded_on=clock.today())
    assert titles(member.user) == []
    Appeal.objects.filter(pk=appeal.pk).update(forwarded_on=None, reassessment="changed")
    assert titles(member.user) == ["Make the new decision after a complaint"], "the complaint is open until it is made (R135)"


def test_contacts_that_waited_a_week_are_counted_by_case() -> None:
    case, _assignment, by = under_way()
    waits = {"state": ContactState.WAITING, "approved_by": None, "approved_at": None}
    met(case, by, number=2, **waits)
    assert "Approve 2 contacts" not in titles(by)
    Contact.objects.filter(case=case).update(written_at=clock.now() - 8 * DAY)
    assert "Approve 2 contacts" in titles(by)
    Case.objects.filter(pk=case.pk).update(state=State.ENDED, due_on=None, closed_on=clock.today())
    assert "Approve 2 contacts" in titles(by), "a client can withdraw while hours wait; they are settled afterwards"


def test_a_case_that_is_handed_over_is_told_without_a_name(member: Membership) -> None:
    elsewhere = CaseFactory(jobcentre=JobcentreFactory(), state=State.ENDED)
    Handover.objects.create(
        case=elsewhere,
        from_jobcentre=elsewhere.jobcentre,
        to_jobcentre=member.jobcentre,
        reason="Flytter",
        ground="Samtykke",
        handed_by=elsewhere.caseworker,
        handed_on=clock.today(),
        handed_at=clock.now(),
    )
    page = desk(member.user)
    assert titles(member.user) == ["1 case is handed over to your jobcentre"]
    assert elsewhere.client.family_name not in page.content.decode()
    assert titles(MembershipFactory().user) == []


def test_a_second_person_sees_what_waits_and_never_the_own(member: Membership) -> None:
    manager = MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER)
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.ASSESSMENT)
    Approval.objects.create(
        case=case,
        kind=DecisionKind.FIRST,
        limits=["hours"],
        proposed={},
        state=ApprovalState.WAITING,
        prepared_by=member.user,
        prepared_at=clock.now(),
    )
    assert "Approve as the second person: first decision" in titles(manager.user)
    assert "Approve as the second person: first decision" not in titles(member.user)
    Approval.objects.update(prepared_by=manager.user)
    assert "Approve as the second person: first decision" not in titles(manager.user)


def test_another_caseworkers_and_another_jobcentres_rows_are_not_mine(member: Membership) -> None:
    follow_up(ended(MembershipFactory()), in_days=0)
    follow_up(ended(MembershipFactory(jobcentre=member.jobcentre)), in_days=0)
    assert titles(member.user) == []


def test_the_desk_costs_the_same_for_one_and_for_three(member: Membership) -> None:
    def cost() -> int:
        with statements() as asked:
            desk(member.user)
        return len(asked)

    follow_up(ended(member), in_days=0)
    cost()
    one = cost()
    for n in range(3):
        follow_up(ended(member), in_days=-n)
        told(ended(member), member.user, not_working=True, words="Nej", answer_by=clock.today() - dt.timedelta(days=n))
    assert cost() == one


def walked(user: Any) -> tuple[list[list[str]], list[str]]:
    """The refs and titles of the rows by page, from the top to the end, and what each page says of the next."""
    user.language = "en"
    user.save()
    browser = Browser()
    browser.force_login(user)
    pages, nexts, address = [], [], "/desk/"
    while address:
        found = browser.get(address).context
        pages.append([f"{task['ref']} {task['title']}" for group in found["groups"] for task in group["tasks"]])
        address = found["next_url"]
        nexts.append(found["next_words"] if address else "")
    return pages, nexts


def test_cases_and_what_waits_are_one_list_walked_by_25(member: Membership) -> None:
    for n in range(30):
        CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, due_on=clock.today() + n * DAY)
    for days in (0, 3, 7):
        follow_up(ended(member), in_days=days)
    follow_up(ended(member), in_days=-90)
    pages, nexts = walked(member.user)
    assert [len(page) for page in pages] == [25, 9]
    assert sum("Follow up: 3 months after" in row for page in pages for row in page) == 4
    assert len({row for page in pages for row in page}) == 34
    assert nexts == ["Show the last 9", ""]


def test_more_of_a_kind_than_a_page_holds_is_counted_and_walked(member: Membership) -> None:
    for _ in range(28):
        follow_up(ended(member), in_days=-1)
    with override("en"):
        found = desk(member.user).context
    assert (found["groups"][0]["count"], found["intro"]) == (28, "28 tasks are over the deadline.")
    pages, nexts = walked(member.user)
    assert [len(page) for page in pages] == [25, 3] and nexts == ["Show the last 3", ""]
    assert len({row for page in pages for row in page}) == 28


def test_two_rows_of_one_case_and_one_day_are_not_parted_by_a_page(member: Membership) -> None:
    """A case that is due on the day its contacts wait for: both rows have the key of the case."""
    case, _assignment, by = under_way()
    met(case, by, number=2, state=ContactState.WAITING, approved_by=None, approved_at=None)
    Contact.objects.filter(case=case).update(written_at=clock.now() - 8 * DAY)
    Case.objects.filter(pk=case.pk).update(due_on=clock.today() - DAY)
    for _ in range(23):
        CaseFactory(jobcentre=case.jobcentre, caseworker=by, due_on=clock.today() - 2 * DAY)
    CaseFactory(jobcentre=case.jobcentre, caseworker=by, due_on=clock.today() + DAY)
    pages, nexts = walked(by)
    assert [len(page) for page in pages] == [26, 1] and nexts == ["Show the last one", ""]
    assert [row.startswith(case.ref) for row in pages[0]] == [True] + [False] * 23 + [True] * 2, "the first is a reminder about it"


def test_the_counts_at_the_top_stay_when_a_step_is_chosen(member: Membership) -> None:
    follow_up(ended(member), in_days=-1)
    CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH, due_on=clock.today())
    member.user.language = "en"
    member.user.save()
    browser = Browser()
    browser.force_login(member.user)
    found = browser.get("/desk/?step=match").context
    assert found["intro"] == "1 task is over the deadline. 1 task is due today."
    assert [(group["count"], len(group["tasks"])) for group in found["groups"]] == [(1, 1)]
