"""The desk says which mentors of one's courses have a declaration of confidentiality that has expired."""

import datetime as dt

import pytest
from django.test import Client as Browser

from accounts.enums import Role, SubjectKind
from accounts.models import AccessEvent
from cases.enums import State
from core import clock
from tests.factories import AssignmentFactory, CaseFactory, MembershipFactory, MentorFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MembershipFactory(user__language="en")


def desk_of(member):
    browser = Browser()
    browser.force_login(member.user)
    return browser.get("/desk/")


def mentor_until(member, days, **more):
    until = clock.today() + dt.timedelta(days=days)
    return MentorFactory(jobcentre=member.jobcentre, confidentiality_valid_until=until, **more)


def course(member, mentor, **more):
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.RUNNING)
    return AssignmentFactory(case=case, mentor=mentor, **{"first_day": clock.today()} | more)


def test_mentors_of_my_courses_without_a_valid_declaration_stand_on_my_desk(member):
    expired = mentor_until(member, -1, name="Karin Toft")
    course(member, expired)
    course(member, expired)
    course(member, mentor_until(member, 0))
    course(member, mentor_until(member, -1, name="Slut"), ended_on=clock.today())
    mentor_until(member, -1, name="Uden borgere")
    page = desk_of(member)
    assert [(row["name"], row["url"]) for row in page.context["declarations"]] == [("Karin Toft", f"/mentors/{expired.pk}/")]
    words = page.content.decode()
    assert "Declarations that have expired" in words
    assert "2 courses go on" in words
    assert AccessEvent.objects.filter(subject_kind=SubjectKind.MENTOR, subject_id=expired.pk).exists()


def test_a_colleagues_courses_stand_on_the_managers_desk_and_not_on_mine(member):
    colleague = MembershipFactory(jobcentre=member.jobcentre, user__language="en")
    course(colleague, mentor_until(member, -1, name="Karin Toft"))
    assert desk_of(member).context["declarations"] == []
    manager = MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER)
    assert [row["name"] for row in desk_of(manager).context["declarations"]] == ["Karin Toft"]
    assert desk_of(MembershipFactory(role=Role.MANAGER)).context["declarations"] == []


def test_the_desk_takes_no_statement_more_for_them(member):
    course(member, mentor_until(member, 30))
    browser = Browser()
    browser.force_login(member.user)
    with statements() as without:
        browser.get("/desk/")
    course(member, mentor_until(member, -1))
    with statements() as with_one:
        browser.get("/desk/")
    assert len(with_one) == len(without) <= 8, "\n".join(with_one)
