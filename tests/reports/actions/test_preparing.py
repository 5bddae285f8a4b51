"""The figures of the overview by night: all jobcentres, caught up, once a night, at once when somebody asks; and how they are kept."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from accounts.enums import Role
from accounts.models import Jobcentre
from reports.actions import preparing
from reports.actions.preparing import ask_for_figures, prepare_figures
from reports.figures import figures
from reports.figures.outward import outward_figures
from reports.models import PreparedFigures
from reports.shown import Shown
from tests.conftest import as_owner
from tests.factories import JobcentreFactory, MembershipFactory
from tests.reports.actions.scene import courses

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = dt.datetime(2026, 11, 17, 3, 5, tzinfo=dt.UTC)
YESTERDAY, TODAY = dt.date(2026, 11, 16), dt.date(2026, 11, 17)
DAY = dt.timedelta(days=1)


def at(instant: dt.datetime) -> Any:
    return lambda: instant


def test_every_jobcentre_and_all_of_them_are_counted_as_of_yesterday() -> None:
    first, second = MembershipFactory(role=Role.MANAGER), MembershipFactory(role=Role.MANAGER)
    courses(first, 3, first_day=dt.date(2026, 10, 1))
    assert prepare_figures(now=at(NIGHT)) == {"prepared": 8, "failed": 0}
    rows = {(row.jobcentre_id, row.months, row.outward): row for row in PreparedFigures.objects.all()}
    assert set(rows) == {
        (None, 36, True), (None, 12, True),
        *((key, months, outward) for key in (first.jobcentre_id, second.jobcentre_id) for months, outward in ((36, False), (36, True), (12, True))),
    }  # fmt: skip
    assert {(row.on, row.prepared_at) for row in rows.values()} == {(YESTERDAY, NIGHT)}
    found = Shown.from_json(rows[first.jobcentre_id, 36, False].figures or {})
    assert (found.reached.value, found.ongoing.value, found.is_small) == (3, 3, False)


def test_what_is_there_is_not_counted_again_and_a_missed_night_is_caught_up() -> None:
    JobcentreFactory()
    assert prepare_figures(now=at(NIGHT))["prepared"] == 5
    assert prepare_figures(now=at(NIGHT + dt.timedelta(hours=8))) == {"prepared": 0, "failed": 0}
    assert prepare_figures(now=at(NIGHT + 3 * DAY))["prepared"] == 5
    assert set(PreparedFigures.objects.values_list("on", flat=True)) == {YESTERDAY + 3 * DAY}
    JobcentreFactory()
    assert prepare_figures(now=at(NIGHT + 3 * DAY))["prepared"] == 3


def test_what_somebody_asked_for_is_counted_as_of_today_and_first() -> None:
    here = JobcentreFactory()
    ask_for_figures(jobcentre_id=here.pk, months=12)
    ask_for_figures(jobcentre_id=here.pk, months=12)
    ask_for_figures(jobcentre_id=None, months=36)
    assert PreparedFigures.objects.filter(wanted=True, on=None).count() == 2
    prepare_figures(now=at(NIGHT))
    asked = PreparedFigures.objects.get(jobcentre=here, months=12)
    assert (asked.on, asked.wanted) == (TODAY, False)
    assert PreparedFigures.objects.get(jobcentre=None, months=36).on == TODAY
    assert PreparedFigures.objects.get(jobcentre=None, months=12).on == YESTERDAY
    ask_for_figures(jobcentre_id=None, months=12)
    assert prepare_figures(now=at(NIGHT))["prepared"] == 1


def test_a_run_ends_before_its_task_would_be_given_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    JobcentreFactory()
    instants = iter(NIGHT + n * dt.timedelta(seconds=100) for n in range(100))
    assert prepare_figures(now=lambda: next(instants))["prepared"] == 2
    assert prepare_figures(now=at(NIGHT + dt.timedelta(minutes=10)))["prepared"] == 3


def test_one_that_cannot_be_counted_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = JobcentreFactory(), JobcentreFactory()

    def counted(**known: Any) -> Any:
        if bad.pk in known["scope"].jobcentres:
            raise DatabaseError("no room left on the disk")
        return figures(**known)

    monkeypatch.setattr(preparing, "figures", counted)
    assert prepare_figures(now=at(NIGHT)) == {"prepared": 7, "failed": 1}
    assert PreparedFigures.objects.get(jobcentre=good, outward=False).on == YESTERDAY
    assert PreparedFigures.objects.get(jobcentre=bad, outward=False).on is None
    monkeypatch.undo()
    assert prepare_figures(now=at(NIGHT)) == {"prepared": 1, "failed": 0}


def test_what_is_kept_is_what_was_counted() -> None:
    with as_owner():
        call_command("seed_demo", size="pilot", today=TODAY)
    here = Jobcentre.objects.get(name="Jobcenter Herlev")
    scope = preparing.scope_of(jobcentre_id=here.pk, months=36, on=YESTERDAY)
    for found in (figures(scope=scope, on=YESTERDAY), outward_figures(scope=scope, on=YESTERDAY)):
        shown = Shown.of(found)
        assert Shown.from_json(json.loads(json.dumps(shown.as_json()))) == shown
        assert (shown.reached, shown.in_work, shown.waiting["whole"]) == (found.reached, found.in_work, found.waiting["whole"])
