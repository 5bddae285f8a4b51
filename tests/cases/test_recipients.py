"""Who is told of a case's reminders on a day (R170): one statement for any number of cases."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import Jobcentre, MemberAbsence, Membership
from cases.enums_notice import ToldAs
from cases.models import Case
from cases.recipients import Who, recipients_of
from tests.factories import DAY, CaseFactory, JobcentreFactory, MembershipFactory, TeamFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


def colleague(here: Jobcentre, role: Role = Role.CASEWORKER, **more: object) -> Membership:
    return MembershipFactory(jobcentre=here, role=role, **more)


def away(member: Membership, substitute: Membership | None = None, *, days: int = 0) -> None:
    MemberAbsence.objects.create(member=member, substitute=substitute, first_day=DAY, last_day=DAY + dt.timedelta(days=days))


def who(case: Case, on: dt.date = DAY) -> Who:
    return recipients_of([case], on)[case.pk]


def test_the_caseworker_alone_when_nobody_is_away(here: Jobcentre) -> None:
    mette, anne = colleague(here), colleague(here, Role.MANAGER)
    found = who(CaseFactory(jobcentre=here, caseworker=mette.user))
    assert found.told() == [(mette.user_id, ToldAs.CASEWORKER)]
    assert found.further() == [(anne.user_id, ToldAs.MANAGER)]


def test_the_substitute_on_the_days_of_absence_and_on_no_other(here: Jobcentre) -> None:
    mette, ove = colleague(here), colleague(here)
    away(mette, ove, days=1)
    case = CaseFactory(jobcentre=here, caseworker=mette.user)
    both = [(mette.user_id, ToldAs.CASEWORKER), (ove.user_id, ToldAs.SUBSTITUTE)]
    assert [who(case, DAY + dt.timedelta(days=n)).told() for n in (-1, 0, 1, 2)] == [both[:1], both, both, both[:1]]


def test_a_substitute_who_is_away_too_passes_it_on(here: Jobcentre) -> None:
    """R170"""
    mette, ove, ida = colleague(here), colleague(here), colleague(here)
    away(mette, ove)
    away(ove, ida)
    assert who(CaseFactory(jobcentre=here, caseworker=mette.user)).substitute == ida.user_id


def test_where_nobody_stands_in_the_managers_are_told_at_once(here: Jobcentre) -> None:
    """R170"""
    mette, ove, anne = colleague(here), colleague(here), colleague(here, Role.MANAGER)
    away(mette, ove)
    away(ove, mette)
    found = who(CaseFactory(jobcentre=here, caseworker=mette.user))
    assert found.told() == [(mette.user_id, ToldAs.CASEWORKER), (anne.user_id, ToldAs.MANAGER)]


def test_a_manager_who_stands_in_is_told_once_and_as_the_substitute(here: Jobcentre) -> None:
    mette, anne = colleague(here), colleague(here, Role.MANAGER)
    away(mette, anne)
    found = who(CaseFactory(jobcentre=here, caseworker=mette.user))
    assert found.told() == [(mette.user_id, ToldAs.CASEWORKER), (anne.user_id, ToldAs.SUBSTITUTE)]
    assert found.further() == [(anne.user_id, ToldAs.SUBSTITUTE)]


@pytest.mark.parametrize("how", ["account closed", "moved to another jobcentre", "reads no cases any more"])
def test_who_has_left_counts_as_away(here: Jobcentre, how: str) -> None:
    mette, anne = colleague(here), colleague(here, Role.MANAGER)
    case = CaseFactory(jobcentre=here, caseworker=mette.user)
    if how == "account closed":
        mette.user.is_active = False
        mette.user.save()
    elif how == "reads no cases any more":
        Membership.objects.filter(pk=mette.pk).update(role=Role.AUDITOR)
    else:
        Membership.objects.filter(pk=mette.pk).update(jobcentre=JobcentreFactory())
    assert [user for user, _told_as in who(case).told()] == [mette.user_id, anne.user_id]


def test_a_substitute_who_has_left_stands_in_for_nobody(here: Jobcentre) -> None:
    mette, ove, anne = colleague(here), colleague(here), colleague(here, Role.MANAGER)
    away(mette, ove)
    ove.user.is_active = False
    ove.user.save()
    assert [user for user, _told_as in who(CaseFactory(jobcentre=here, caseworker=mette.user)).told()] == [mette.user_id, anne.user_id]


def test_the_managers_are_those_of_the_team_and_of_no_other_jobcentre(here: Jobcentre) -> None:
    """R170"""
    north = TeamFactory(jobcentre=here)
    mette, anne, lars = colleague(here, team=north), colleague(here, Role.MANAGER, team=north), colleague(here, Role.MANAGER)
    colleague(JobcentreFactory(), Role.MANAGER)
    case = CaseFactory(jobcentre=here, caseworker=mette.user, team=north)
    assert who(case).managers == (anne.user_id,)
    assert recipients_of([case], DAY, but={case.pk: {anne.user_id}})[case.pk].managers == (lars.user_id,)


@pytest.mark.parametrize("number", [1, 3])
def test_one_statement_for_any_number_of_cases(number: int) -> None:
    cases = []
    for _each in range(number):
        mette = MembershipFactory()
        away(mette, colleague(mette.jobcentre))
        cases.append(CaseFactory(jobcentre=mette.jobcentre, caseworker=mette.user))
    with statements() as found:
        assert len(recipients_of(cases, DAY)) == number
    assert len(found) == 1


def test_no_statement_for_no_case() -> None:
    with statements() as found:
        assert recipients_of([], DAY) == {}
    assert found == []
