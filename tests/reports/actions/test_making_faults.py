"""What goes wrong while a report is made: each ends with a reason and can be tried again, or is left to the sweep."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError

from accounts.enums import Role
from accounts.models import AuditEvent
from core import clock, pdf_engine
from core.verdicts import Refused
from reports.actions import making
from reports.actions.asking import ask_again, ask_for_report
from reports.actions.making import make_report, sweep_reports
from reports.enums import ReportState
from reports.models import ReportJob
from tests.conftest import as_owner
from tests.factories import MembershipFactory
from tests.limits import largest_file
from tests.reports.actions.scene import choices

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member(db: None) -> Any:
    return MembershipFactory(role=Role.MANAGER)


def ask(member: Any, **changes: Any) -> ReportJob:
    return ask_for_report(jobcentre_id=member.jobcentre_id, choices=choices(member, **changes), by=member.user, at=clock.now())


def make(job: ReportJob) -> str:
    return make_report(report_id=job.pk, now=clock.now)


def fresh(job: ReportJob) -> ReportJob:
    return ReportJob.objects.get(pk=job.pk)


@pytest.mark.parametrize(
    ("error", "code"), [(Refused("pdf_not_possible"), "pdf_not_possible"), (ValueError("some word"), "report_broke_off")]
)
def test_an_error_ends_a_report_with_a_reason_and_it_can_be_tried_again_r217(
    member: Any, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    """Pango is missing; and a fault of ours."""
    job = ask(member)

    def broken(*args: Any) -> bytes:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(making.files, "content", broken)
        assert make(job) == "failed"
    assert (fresh(job).code, fresh(job).state) == (code, ReportState.FAILED)
    ask_again(report_id=job.pk, by=member.user, at=clock.now())
    assert make(job) == "done"


def test_a_database_that_goes_away_leaves_the_report_to_the_sweep_r217(member: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    job = ask(member)

    def away(*args: Any) -> bytes:
        raise OperationalError("gone")

    monkeypatch.setattr(making.files, "content", away)
    with pytest.raises(OperationalError):
        make(job)
    assert fresh(job).state == ReportState.RUNNING
    assert sweep_reports(at=clock.now() + dt.timedelta(seconds=61)) == {"asked again": 1, "given up": 0}


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE EXCEPTION ''could not extend file'' USING ERRCODE = ''disk_full''; END';
CREATE TRIGGER full_disk BEFORE INSERT ON reports_reportfile EXECUTE FUNCTION full_disk();
"""


@pytest.fixture
def full_disk(db: None) -> Iterator[Callable[[], None]]:
    """The server answers as with a full disk, until what this yields is called. A disk that is full: tests/faults/test_report_disk.py."""
    with as_owner() as cursor:
        cursor.execute(FULL)

    def room() -> None:
        with as_owner() as cursor:
            cursor.execute("DROP FUNCTION IF EXISTS full_disk CASCADE")

    yield room
    room()


def test_a_full_disk_of_the_database_ends_a_report_with_its_reason_and_with_room_it_is_made_r250(
    member: Any, full_disk: Callable[[], None]
) -> None:
    job = ask(member)
    assert make(job) == "failed"
    assert (fresh(job).code, fresh(job).attempts, fresh(job).files.count()) == ("report_disk_full", 1, 0)
    assert AuditEvent.objects.get(kind="report.failed").facts["code"] == "report_disk_full"
    full_disk()
    ask_again(report_id=job.pk, by=member.user, at=clock.now())
    assert make(job) == "done"


def test_a_worker_that_can_write_no_more_ends_a_report_with_the_same_reason_r250(member: Any) -> None:
    """The first PDF of a worker lays its fonts into a folder."""
    pdf_engine._style.cache_clear()
    job = ask(member, formats=["csv", "pdf"])
    with largest_file(1000):
        assert make(job) == "failed"
    assert (fresh(job).code, fresh(job).files.count()) == ("report_disk_full", 0)
    ask_again(report_id=job.pk, by=member.user, at=clock.now())
    assert make(job) == "done"
