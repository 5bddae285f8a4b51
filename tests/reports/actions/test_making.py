"""The worker's job: section by section, stopped, overtaken, broken off, and made again with the same figures."""

import csv
import datetime as dt
import io
import threading
from collections.abc import Callable
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import AuditEvent
from cases.models import Case
from core import clock
from core.days import DAY
from core.db import jobcentre_transaction
from mentors.models import SituationKind
from reports.actions import making
from reports.actions.asking import ask_again, ask_for_report, stop_report
from reports.actions.beating import beating
from reports.actions.keeping import ask_each_quarter, remove_old_files
from reports.actions.making import make_report, sweep_reports
from reports.enums import ReportState
from reports.models import KEPT_DAYS, ReportFile, ReportJob, ReportSettings
from reports.scope import Scope
from tests.factories import MembershipFactory, UserFactory
from tests.reports.actions.scene import choices, courses

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = dt.timedelta(seconds=61)


@pytest.fixture
def member(db: None) -> Any:
    return MembershipFactory(role=Role.MANAGER)


def ask(member: Any, **changes: Any) -> ReportJob:
    return ask_for_report(jobcentre_id=member.jobcentre_id, choices=choices(member, **changes), by=member.user, at=clock.now())


def make(job: ReportJob, now: Callable[[], dt.datetime] = clock.now) -> str:
    return make_report(report_id=job.pk, now=now)


def fresh(job: ReportJob) -> ReportJob:
    return ReportJob.objects.get(pk=job.pk)


def lines(job: ReportJob) -> list[list[str]]:
    data = bytes(ReportFile.objects.get(job=job, format="csv").content)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_a_report_is_made_once_with_its_files_figures_and_checksum_r217(member: Any) -> None:
    courses(member)
    job = ask(member, formats=["csv", "xlsx"])
    assert make(job) == "done"
    assert make(job) == "not mine"
    job = fresh(job)
    assert (job.state, job.done, job.steps, job.attempts, job.code) == (ReportState.DONE, 7, 7, 1, "")
    assert job.figures and job.figures["reached"]["value"] == 12
    assert len(job.checksum) == 64
    assert job.kept_until == clock.today() + KEPT_DAYS * DAY
    assert {file.format: file.size for file in job.files.all()}.keys() == {"csv", "xlsx"}
    assert all(file.size == len(bytes(file.content)) for file in job.files.all())
    assert ["From reached to result", "Courses by result", "Reached", "Courses", "12", "12"] in lines(job)
    assert list(AuditEvent.objects.filter(kind__startswith="report.").order_by("at").values_list("kind", flat=True)) == [
        "report.asked",
        "report.made",
    ]


def test_made_again_from_its_row_a_report_says_the_same_whatever_happened_since_r219(member: Any) -> None:
    courses(member)
    job = ask(member)
    make(job)
    before, checksum = lines(job), fresh(job).checksum
    courses(member, 5)
    ReportFile.objects.all().delete()
    ask_again(report_id=job.pk, by=member.user, at=clock.now())
    assert make(job) == "done"
    assert (lines(job), fresh(job).checksum) == (before, checksum)


def test_the_same_choices_give_the_same_checksum_r219(member: Any) -> None:
    courses(member)
    first = ask(member)
    make(first)
    second = ask(member)
    assert second != first
    make(second)
    assert fresh(first).checksum == fresh(second).checksum


def test_between_sections_it_says_which_comes_and_stops_when_it_is_to_r218(member: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    courses(member)
    job = ask(member)
    seen: list[tuple[str, int, int]] = []
    step = making._Making.step

    def watched(self: Any, code: str) -> None:
        if code == "definitions":
            stop_report(report_id=job.pk, by=member.user, at=clock.now())
        step(self, code)
        now = fresh(job)
        seen.append((now.step, now.done, now.steps))

    monkeypatch.setattr(making._Making, "step", watched)
    assert make(job) == "stopped"
    assert seen == [("figures", 0, 6), ("summary", 1, 6), ("reached", 2, 6)]
    job = fresh(job)
    assert (job.state, job.files.count()) == (ReportState.STOPPED, 0)
    assert job.finished_at


def test_months_without_a_case_make_a_report(member: Any) -> None:
    job = ask(member)
    assert make(job) == "done"
    assert ["From reached to result", "Courses by result", "Reached", "Courses", "0", "0"] in lines(job)


def test_a_filter_that_leaves_one_person_makes_no_report_and_says_why_r224(member: Any) -> None:
    """Asked for while it left none, which is a report of zeros."""
    courses(member)
    today = clock.today()
    job = ask(member, scope=Scope.months(today - 60 * DAY, today, jobcentres=(member.jobcentre_id,), situation="education"))
    one = Case.objects.filter(jobcentre=member.jobcentre)[0]
    Case.objects.filter(pk=one.pk).update(situation=SituationKind.objects.filter(group="education")[0])
    assert make(job) == "failed"
    job = fresh(job)
    assert (job.code, job.figures, job.files.count()) == ("report_too_small", None, 0)


def test_what_nobody_begins_is_asked_for_again_and_what_falls_silent_once_r217(member: Any) -> None:
    job = ask(member)
    at = job.asked_at
    assert sweep_reports(at=at) == {"asked again": 0, "given up": 0}
    assert sweep_reports(at=at + MINUTE) == {"asked again": 1, "given up": 0}
    ReportJob.objects.update(state=ReportState.RUNNING, attempts=1, beat_at=at)
    assert make(job, lambda: at) == "not mine"
    assert sweep_reports(at=at + MINUTE) == {"asked again": 1, "given up": 0}
    assert make(job, lambda: at + MINUTE) == "done"
    ReportJob.objects.update(state=ReportState.RUNNING, attempts=2, beat_at=at)
    assert sweep_reports(at=at + MINUTE) == {"asked again": 0, "given up": 1}
    job = fresh(job)
    assert (job.state, job.code) == (ReportState.FAILED, "report_fell_silent")
    assert AuditEvent.objects.get(kind="report.failed").facts["code"] == "report_fell_silent"


def test_what_was_to_stop_and_fell_silent_is_stopped_r218(member: Any) -> None:
    job = ask(member)
    ReportJob.objects.update(state=ReportState.RUNNING, attempts=1, beat_at=job.asked_at, stop_asked=True)
    assert sweep_reports(at=job.asked_at + MINUTE) == {"asked again": 0, "given up": 1}
    assert fresh(job).state == ReportState.STOPPED


def test_an_attempt_that_was_taken_over_stores_nothing_when_it_wakes_up_r217(member: Any) -> None:
    courses(member)
    job = ask(member)

    def slow() -> dt.datetime:
        ReportJob.objects.filter(attempts=1, step="reached").update(attempts=2)  # another worker has taken over
        return clock.now()

    assert make(job, slow) == "superseded"
    assert not ReportFile.objects.exists()
    assert fresh(job).state == ReportState.RUNNING


def test_a_long_step_gives_signs_of_life_and_a_short_one_none() -> None:
    beats: list[int] = []
    enough = threading.Event()

    def beat() -> None:
        beats.append(1)
        if len(beats) == 3:
            enough.set()

    with beating(beat, every=0.01):
        assert enough.wait(timeout=10)
    number = len(beats)
    with beating(beat):
        pass
    assert len(beats) == number


def test_files_are_removed_when_their_time_is_over_and_the_figures_stay_r220(member: Any) -> None:
    ReportSettings.objects.create(jobcentre=member.jobcentre, kept_days=30)
    job = ask(member)
    make(job)
    last = clock.today() + 30 * DAY
    assert fresh(job).kept_until == last
    assert remove_old_files(on=last, at=clock.now()) == 0
    assert remove_old_files(on=last + DAY, at=clock.now()) == 1
    assert remove_old_files(on=last + DAY, at=clock.now()) == 0
    job = fresh(job)
    assert (job.files.count(), job.state, bool(job.figures)) == (0, ReportState.DONE, True)
    assert AuditEvent.objects.filter(kind="report.files_removed").count() == 1


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (dt.date(2026, 1, 1), ("2025-01-01", "2025-12-31")),
        (dt.date(2026, 4, 14), ("2025-04-01", "2026-03-31")),
        (dt.date(2024, 4, 3), ("2023-04-01", "2024-03-31")),
        (dt.date(2026, 10, 5), ("2025-10-01", "2026-09-30")),
    ],
)
def test_each_quarter_a_jobcentre_that_wants_it_gets_a_report_once_r221(member: Any, on: dt.date, months: tuple[str, str]) -> None:
    MembershipFactory()  # another jobcentre, which does not want it
    ReportSettings.objects.create(jobcentre=member.jobcentre, each_quarter=True)
    at = dt.datetime.combine(on, dt.time(5), tzinfo=dt.UTC)
    assert ask_each_quarter(on=on, at=at) == 1
    assert ask_each_quarter(on=on + DAY, at=at) == 0
    job = ReportJob.objects.get()
    assert (job.scope["from"], job.scope["to"], job.asked_by, job.jobcentre) == (*months, None, member.jobcentre)
    assert job.on.isoformat() == months[1]


def test_a_quarter_that_is_long_over_is_not_asked_for_r221(member: Any) -> None:
    ReportSettings.objects.create(jobcentre=member.jobcentre, each_quarter=True)
    assert ask_each_quarter(on=dt.date(2026, 4, 15), at=clock.now()) == 0


def test_a_report_of_all_jobcentres_counts_them_all(member: Any) -> None:
    courses(member)
    courses(MembershipFactory(), 3)
    admin = UserFactory(is_superuser=True, is_staff=True)
    with jobcentre_transaction(None):
        job = ask_for_report(jobcentre_id=None, choices=choices(None, sections=["reached", "jobcentres"]), by=admin, at=clock.now())
    assert make(job) == "done"
    assert fresh(job).figures["reached"]["value"] == 15
    assert any(line[:3] == ["By jobcentre", "Courses by jobcentre", member.jobcentre.name] for line in lines(job))
