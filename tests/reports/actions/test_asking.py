"""Asking for a report, once for the same choices; stopping it; asking again; and having looked at it."""

import datetime as dt
from typing import Any

import pytest

from accounts.enums import SubjectKind
from accounts.models import AuditEvent
from core import clock
from core.days import DAY
from core.verdicts import Refused
from reports.actions.asking import MOST_UNDER_WAY, ask_again, ask_for_report, note_seen, stop_report
from reports.enums import ReportState
from reports.models import ReportFile, ReportJob
from reports.phrases import EVENTS, REFUSALS
from reports.scope import Scope
from tests.factories import JobcentreFactory, MembershipFactory, UserFactory
from tests.races import race
from tests.reports.actions.scene import choices

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(db: None) -> Any:
    return MembershipFactory()


def ask(member: Any, **changes: Any) -> ReportJob:
    return ask_for_report(jobcentre_id=member.jobcentre_id, choices=choices(member, **changes), by=member.user, at=clock.now())


def refused(member: Any, **changes: Any) -> str:
    with pytest.raises(Refused) as error:
        ask(member, **changes)
    assert error.value.code in REFUSALS
    return error.value.code


def of_year(member: Any, year: int) -> Scope:
    return Scope.months(dt.date(year, 1, 1), dt.date(year, 12, 31), jobcentres=(member.jobcentre_id,))


def test_a_report_waits_for_a_worker_with_its_choices_r216(member: Any) -> None:
    job = ask(member)
    assert (job.state, job.jobcentre_id, job.asked_by) == (ReportState.WAITING, member.jobcentre_id, member.user)
    assert Scope.from_json(job.scope).jobcentres == (member.jobcentre_id,)
    assert job.sections == ["summary", "reached", "definitions", "method"]
    event = AuditEvent.objects.get(kind="report.asked")
    assert (event.subject_kind, event.subject_id, event.by_id) == (SubjectKind.JOBCENTRE, member.jobcentre_id, member.user.pk)
    assert EVENTS["report.asked"](event.facts)


def test_the_same_choices_while_one_is_made_are_one_report_r216(member: Any) -> None:
    first = ask(member, sections=["waiting", "reached"], formats=["csv", "pdf"])
    colleague = MembershipFactory(jobcentre=member.jobcentre)
    again = ask_for_report(
        jobcentre_id=member.jobcentre_id,
        choices=choices(member, sections=["reached", "waiting"], formats=["pdf", "csv"]),
        by=colleague.user,
        at=clock.now(),
    )
    assert again == first
    assert AuditEvent.objects.filter(kind="report.asked").count() == 1
    assert ask(member, language="da") != first
    ReportJob.objects.filter(pk=first.pk).update(state=ReportState.STOPPED)
    assert ask(member, sections=["reached", "waiting"], formats=["pdf", "csv"]) != first


@pytest.mark.django_db(transaction=True)
def test_two_presses_in_the_same_second_are_one_report_r216() -> None:
    member = MembershipFactory()
    assert race([lambda: ask(member)] * 4) == {"won": 4}
    assert ReportJob.objects.count() == 1
    assert AuditEvent.objects.filter(kind="report.asked").count() == 1


def test_what_cannot_be_reported_is_refused_with_a_reason(member: Any) -> None:
    today = clock.today()
    assert refused(member, scope=Scope.months(today, today)) == "report_of_another"
    assert refused(member, scope=Scope.months(today, today, jobcentres=(JobcentreFactory().pk,))) == "report_of_another"
    assert refused(member, on=today + DAY) == "report_day_ahead"
    assert refused(member, formats=[]) == "report_without_file"
    assert refused(member, scope=of_year(member, today.year + 1)) == "report_months_ahead"
    for n in range(MOST_UNDER_WAY):
        ask(member, scope=of_year(member, 2010 + n))
    assert refused(member) == "report_too_many"
    assert ReportJob.objects.count() == MOST_UNDER_WAY


def test_a_report_of_all_is_told_in_each_jobcentre() -> None:
    here, there, admin = JobcentreFactory(), JobcentreFactory(), UserFactory(is_superuser=True)
    job = ask_for_report(jobcentre_id=None, choices=choices(None), by=admin, at=clock.now())
    assert job.jobcentre_id is None
    assert {here.pk, there.pk} <= set(AuditEvent.objects.filter(kind="report.asked").values_list("subject_id", flat=True))


def test_with_a_filter_only_what_may_be_told_is_made(member: Any) -> None:
    """What a report with a filter tells is R193."""
    today = clock.today()
    scope = Scope.months(today, today, jobcentres=(member.jobcentre_id,), situation="job")
    assert ask(member, scope=scope, sections=["reached", "cost", "jobcentres"]).sections == ["summary", "reached", "definitions", "method"]


def test_a_waiting_report_stops_at_once_and_a_running_one_before_its_next_section_r218(member: Any) -> None:
    waiting, running = ask(member), ask(member, language="da")
    ReportJob.objects.filter(pk=running.pk).update(state=ReportState.RUNNING, beat_at=clock.now())
    assert stop_report(report_id=waiting.pk, by=member.user, at=clock.now()).state == ReportState.STOPPED
    stopping = stop_report(report_id=running.pk, by=member.user, at=clock.now())
    assert (stopping.state, stopping.stop_asked) == (ReportState.RUNNING, True)
    with pytest.raises(Refused, match="report_is_over"):
        stop_report(report_id=waiting.pk, by=member.user, at=clock.now())
    assert AuditEvent.objects.filter(kind="report.stopped").count() == 2


def test_what_broke_off_can_be_asked_for_again_and_keeps_its_figures_r219(member: Any) -> None:
    job = ask(member)
    ReportJob.objects.filter(pk=job.pk).update(
        state=ReportState.FAILED, code="report_fell_silent", attempts=2, figures={"a": 1}, seen_at=clock.now(), stop_asked=True
    )
    again = ask_again(report_id=job.pk, by=member.user, at=clock.now())
    assert (again.pk, again.state, again.code, again.attempts, again.stop_asked, again.seen_at) == (job.pk, "waiting", "", 0, False, None)
    assert again.figures == {"a": 1}
    assert ask_again(report_id=job.pk, by=member.user, at=clock.now()) == again


def test_again_is_refused_where_it_changes_nothing(member: Any) -> None:
    job = ask(member)
    ReportJob.objects.filter(pk=job.pk).update(state=ReportState.FAILED, code="report_too_small")
    with pytest.raises(Refused, match="report_too_small"):
        ask_again(report_id=job.pk, by=member.user, at=clock.now())
    ReportJob.objects.filter(pk=job.pk).update(state=ReportState.DONE, code="", checksum="a")
    ReportFile.objects.create(job=job, format="csv", content=b"a", size=1, sha256="a" * 64)
    with pytest.raises(Refused, match="report_is_there"):
        ask_again(report_id=job.pk, by=member.user, at=clock.now())


def test_again_while_the_same_is_being_made_is_that_one(member: Any) -> None:
    old = ask(member)
    ReportJob.objects.filter(pk=old.pk).update(state=ReportState.STOPPED)
    new = ask(member)
    assert ask_again(report_id=old.pk, by=member.user, at=clock.now()) == new


def test_only_whoever_asked_takes_a_report_from_the_desk_by_looking(member: Any) -> None:
    job, colleague = ask(member), MembershipFactory(jobcentre=member.jobcentre)

    def look(by: Any) -> Any:
        note_seen(report_id=job.pk, by=by.user, at=clock.now())
        return ReportJob.objects.get(pk=job.pk).seen_at

    assert look(member) is None  # it is not finished
    ReportJob.objects.filter(pk=job.pk).update(state=ReportState.DONE, checksum="a")
    assert look(colleague) is None
    assert look(member) is not None
