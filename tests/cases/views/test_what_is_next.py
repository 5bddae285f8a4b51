"""The desk and the case page say the same about what is next (R06), whatever has been done and undone in step 5."""

import datetime as dt

import pytest

from cases.actions.assignments import assign
from cases.actions.meetings import arrange_startup_meeting
from cases.actions.rematches import drop_rematch
from cases.actions.startup import unassign
from cases.enums import Party, ProposalState, State
from cases.models import Case
from cases.next_rows import next_task, with_next
from cases.rules.desk import Next
from cases.views.overview_parts import task_of
from core.days import DAY, day_of
from tests.cases.course_scene import accepted, next_mentor, raised, running
from tests.cases.startup_scene import agreed, assigned, met, ready, signs
from tests.factories import AT, AssignmentFactory, CaseFactory, MentorFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def of_desk(case: Case) -> Next | None:
    row = with_next(Case.objects.filter(pk=case.pk)).get()
    found = next_task(state=State(row.state), facts=vars(row)["next_facts"], due_on=row.due_on, today=day_of(AT))
    return found.code if found else None


def of_page(case: Case) -> Next | None:
    found = task_of(with_next(Case.objects.select_related("client")).get(pk=case.pk), today=day_of(AT))
    return found.code if found else None


def given_up() -> Case:
    """Signed with one mentor, who was given up, and then another mentor: the old version stands as the newest."""
    case, _assignment, by = ready()
    unassign(case_id=case.pk, why="Nej", by=by, at=AT)
    case.refresh_from_db()
    case.state = State.STARTUP
    case.save()
    AssignmentFactory(
        case=case, mentor=MentorFactory(jobcentre=case.jobcentre), first_day=day_of(AT), assigned_at=AT + DAY, assigned_by=case.caseworker
    )
    return case


def back_in_the_match() -> Case:
    case, _assignment, by = ready()
    unassign(case_id=case.pk, why="Nej", by=by, at=AT)
    return case


def with_proposal() -> Case:
    return ProposalFactory(case=CaseFactory(state=State.MATCH), state=ProposalState.ACCEPTED).case


def asked() -> Case:
    return ProposalFactory(case=CaseFactory(state=State.MATCH), answer_by=day_of(AT)).case


def asked_long_ago() -> Case:
    """The one that waits longest presses, whichever was made first."""
    case = ProposalFactory(case=CaseFactory(state=State.MATCH), answer_by=day_of(AT) - DAY).case
    return ProposalFactory(case=case, state=ProposalState.MENTOR_ASKED, proposed_at=AT + DAY).case


def asked_long_ago_and_accepted() -> Case:
    return ProposalFactory(case=asked_long_ago(), state=ProposalState.ACCEPTED, proposed_at=AT - DAY).case


def nothing_yet() -> Case:
    return assigned()[0]


def meeting_planned() -> Case:
    case, _assignment, by = assigned()
    arrange_startup_meeting(case_id=case.pk, starts_at=AT + DAY, place="Her", who_comes="", by=by, at=AT)
    return case


def agreement_unsigned() -> Case:
    case, _assignment, by = assigned()
    agreed(case, by)
    return case


def signed_by_one() -> Case:
    case, _assignment, by = assigned()
    met(case, by)
    agreed(case, by)
    signs(case, by, Party.CLIENT)
    return case


def all_there() -> Case:
    return ready()[0]


def given_up_and_met_again() -> Case:
    case = given_up()
    met(case, case.caseworker, at=AT + DAY)
    return case


def given_up_and_agreed_again() -> Case:
    case = given_up_and_met_again()
    agreed(case, case.caseworker, based_on=1)
    return case


def under_way() -> Case:
    return running()[0]


def does_not_work() -> Case:
    case, _assignment, by = running()
    raised(case, by)
    return case


def stops_soon() -> Case:
    case, _assignment, by = running()
    raised(case, by, stops_on=day_of(AT))
    return case


def next_one_said_yes() -> Case:
    case = does_not_work()
    accepted(case, next_mentor(case), case.caseworker)
    return case


def taken_over(first_day: dt.date | None = None) -> Case:
    case = next_one_said_yes()
    assign(proposal_id=case.proposals.get().pk, version=1, first_day=first_day, by=case.caseworker, at=AT + DAY)
    return case


def taken_over_later() -> Case:
    return taken_over(day_of(AT) + 9 * DAY)


def signed_again() -> Case:
    case = taken_over()
    for party in (Party.CLIENT, Party.MENTOR):
        signs(case, case.caseworker, party, version=2, at=AT + DAY)
    return case


def goes_on_together() -> Case:
    case = stops_soon()
    drop_rematch(case_id=case.pk, version=None, why="De går videre", by=case.caseworker, at=AT)
    return case


def changed_under_way() -> Case:
    case, _assignment, by = running()
    agreed(case, by, based_on=1, first_day=None, cancelling="Ring")
    return case


@pytest.mark.parametrize(
    ("scene", "code"),
    [
        (with_proposal, Next.ASSIGN_MENTOR),
        (asked, Next.RECORD_CLIENT_ANSWER),
        (asked_long_ago, Next.RENEW_PROPOSAL),
        (asked_long_ago_and_accepted, Next.ASSIGN_MENTOR),
        (back_in_the_match, Next.FIND_MENTOR),
        (nothing_yet, Next.PLAN_STARTUP),
        (meeting_planned, Next.WRITE_AGREEMENT),
        (agreement_unsigned, Next.SIGN_AGREEMENT),
        (signed_by_one, Next.SIGN_AGREEMENT),
        (all_there, Next.START_PERIOD),
        (given_up, Next.PLAN_STARTUP),
        (given_up_and_met_again, Next.WRITE_AGREEMENT),
        (given_up_and_agreed_again, Next.SIGN_AGREEMENT),
        (under_way, Next.FOLLOW_COURSE),
        (does_not_work, Next.FIND_NEW_MENTOR),
        (stops_soon, Next.FIND_NEW_MENTOR),
        (next_one_said_yes, Next.ASSIGN_MENTOR),
        (taken_over, Next.SIGN_AGREEMENT),
        (taken_over_later, Next.SIGN_AGREEMENT),
        (signed_again, Next.FOLLOW_COURSE),
        (goes_on_together, Next.FOLLOW_COURSE),
        (changed_under_way, Next.SIGN_AGREEMENT),
    ],
)
def test_desk_and_case_page_agree_on_what_is_next(scene, code) -> None:
    """R06, R69"""
    case = scene()
    assert (of_desk(case), of_page(case)) == (code, code)
