"""`manage.py course`: a course on a day on the command line, and one clear sentence where there is none."""

import datetime as dt
import io
import json
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AccessEvent
from cases.actions.reopening import reopen_course
from cases.enums import DecisionKind, State
from cases.enums_course import AskedBy, ContactState, ExtensionState, GivenHow, PauseReason
from cases.models import Case, Extension, HourPlan, HourStep, Pause, Period
from core.days import DAY
from tests.cases.closing_scene import ended, reopening
from tests.cases.log_scene import BEGAN, entry, long_running
from tests.factories import AT, CaseFactory, DecisionFactory
from tests.factories import DAY as TODAY

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("course", *arguments, stdout=out)
    return out.getvalue()


def found(case: Case, on: dt.date) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run("--case", case.ref, "--on", on.isoformat(), "--format", "json"))
    return data


@pytest.fixture
def case() -> Case:
    """Six weeks of a course of 26 weeks, three hours a week; its last day is Sunday 4 April 2027."""
    case, by = long_running()
    entry(case, by, minutes=90)
    entry(case, by, days_ago=7, minutes=60, state=ContactState.APPROVED)
    return case


def test_the_course_as_data_in_whole_minutes(case: Case) -> None:
    data = found(case, TODAY)
    assert (data["case"], data["on"], data["state"]) == (case.ref, "2026-11-16", "running")
    assert data["periods"] == [
        {
            "number": 1,
            "first_day": "2026-10-05",
            "last_day": "2027-04-04",
            "ended_on": None,
            "minutes_a_week": 180,
            "standing": "running",
        }
    ]
    sums = {name: value for name, value in data["hours"].items() if isinstance(value, int)}
    assert sums == {
        "granted": 4680,
        "planned": 4680,
        "planned_to_date": 1106,
        "used": 150,
        "approved": 60,
        "waiting": 90,
        "left": 4530,
        "forecast": 150 + 4680 - 1106,
    }
    (period,) = data["hours"]["periods"]
    assert (period["left"], period["forecast"]) == (4530, 150 + 4680 - 1106)
    assert len(data["hours"]["weeks"]) == 26
    assert {name: data["hours"]["weeks"][6][name] for name in ("used", "left", "forecast")} == {
        "used": 90,
        "left": 90,
        "forecast": 90 + 154,
    }
    assert {name: data["hours"]["weeks"][12][name] for name in ("year", "week", "granted")} == {"year": 2026, "week": 53, "granted": 180}
    assert data["next_decision"] == {"kind": "extend_or_end", "day": "2027-03-19"}


def test_on_an_earlier_day_later_entries_do_not_count(case: Case) -> None:
    data = found(case, TODAY - DAY)
    assert (data["hours"]["used"], data["hours"]["waiting"]) == (60, 0)
    early = found(case, BEGAN.date() - 30 * DAY)
    assert (early["state"], early["periods"], early["hours"]["granted"], early["hours"]["used"]) == (None, [], 0, 0)


def test_a_request_that_waits_is_the_next_decision_until_it_is_closed(case: Case) -> None:
    period = case.periods.get()
    Extension.objects.create(
        case=case,
        period=period,
        asked_by=AskedBy.CLIENT,
        asked_on=TODAY,
        asked_how=GivenHow.PHONE,
        words="Jeg vil gerne fortsætte",
        reached="Ugen planlægges",
        why_still="Kundemøder er svære",
        minutes_a_week=60,
        last_day=period.last_day + 60 * DAY,
        decide_by=TODAY + 10 * DAY,
        recorded_by=case.caseworker,
        recorded_at=AT,
    )
    assert found(case, TODAY)["next_decision"] == {"kind": "request", "day": "2026-11-26"}
    assert found(case, TODAY - DAY)["next_decision"]["kind"] == "extend_or_end"
    Extension.objects.update(state=ExtensionState.WITHDRAWN, closed_on=TODAY + DAY)
    assert found(case, TODAY)["next_decision"]["kind"] == "request"
    assert found(case, TODAY + DAY)["next_decision"]["kind"] == "extend_or_end"


def test_on_an_earlier_day_nothing_is_known_of_later_decisions_plans_and_pauses(case: Case) -> None:
    period, by = case.periods.get(), case.caseworker
    before = found(case, TODAY - DAY)
    DecisionFactory(
        case=case,
        kind=DecisionKind.CHANGE,
        changes=period,
        first_day=TODAY + 7 * DAY,
        last_day=period.last_day,
        minutes_a_week=60,
        decided_on=TODAY,
    )
    plan = HourPlan.objects.create(case=case, period=period, number=1, made_by=by, made_at=AT)
    HourStep.objects.create(plan=plan, first_day=TODAY + 14 * DAY, minutes_a_week=30)
    Pause.objects.create(
        case=case, first_day=TODAY + 21 * DAY, last_day=TODAY + 27 * DAY, reason=PauseReason.ILLNESS, recorded_by=by, recorded_at=AT
    )
    first = period.last_day + DAY
    more = {"case": case, "number": 2, "decision": period.decision, "minutes_a_week": 60, "created_at": AT}
    Period.objects.create(**more, first_day=first, last_day=first + 60 * DAY)
    assert found(case, TODAY - DAY) == before
    after = found(case, TODAY)
    assert [each["number"] for each in after["periods"]] == [1, 2]
    planned = {(each["year"], each["week"]): (each["granted"], each["planned"]) for each in after["hours"]["weeks"]}
    assert [planned[2026, week] for week in (47, 48, 49, 50)] == [(180, 180), (60, 60), (60, 30), (60, 0)]


def test_a_change_that_was_annulled_later_holds_until_then_and_a_plan_until_it_is_replaced(case: Case) -> None:
    period, by = case.periods.get(), case.caseworker
    DecisionFactory(
        case=case,
        kind=DecisionKind.CHANGE,
        changes=period,
        first_day=TODAY,
        last_day=period.last_day,
        minutes_a_week=60,
        decided_on=TODAY,
        annulled_on=TODAY + 2 * DAY,
        annulled_why="Forkert",
    )
    plan = HourPlan.objects.create(case=case, period=period, number=1, made_by=by, made_at=AT, replaced_at=AT + 2 * DAY)
    HourStep.objects.create(plan=plan, first_day=TODAY + 7 * DAY, minutes_a_week=30)
    weeks = [found(case, TODAY + days * DAY)["hours"]["weeks"][7] for days in (-1, 0, 1, 2)]
    assert [(week["granted"], week["planned"]) for week in weeks] == [(180, 180), (60, 30), (60, 30), (180, 180)]


def test_between_an_end_and_its_re_opening_the_course_was_ended() -> None:
    """R124"""
    case, _assignment, by = ended()
    reopen_course(case_id=case.pk, by=by, **reopening(AT + 40 * DAY))
    days = [found(case, TODAY + days * DAY) for days in (29, 30, 39, 40)]
    assert [day["state"] for day in days] == ["running", "ended", "ended", "running"]
    assert [[each["ended_on"] for each in day["periods"]] for day in days] == [
        [None],
        ["2026-12-16"],
        ["2026-12-16"],
        ["2026-12-16", None],
    ]
    assert [bool(day["next_decision"]) for day in days] == [True, False, False, True]
    assert days[0]["hours"]["planned"] > days[1]["hours"]["planned"]


def test_an_ended_course_and_one_that_has_not_begun(case: Case) -> None:
    Period.objects.update(ended_on=TODAY)
    Case.objects.filter(pk=case.pk).update(state=State.ENDED, closed_on=TODAY)
    data = found(case, TODAY + DAY)
    assert (data["state"], data["periods"][0]["standing"], data["next_decision"], data["hours"]["left"]) == (
        "ended",
        "ended_early",
        None,
        0,
    )
    assert found(case, TODAY - DAY)["state"] == "running"
    young = CaseFactory(state=State.ASSESSMENT)
    assert found(young, TODAY)["next_decision"] == {"kind": "first", "day": young.answer_due_on.isoformat()}
    assert found(young, TODAY)["hours"]["weeks"] == []


def test_as_text_in_the_language_asked_for(case: Case) -> None:
    english = run("--case", case.ref, "--on", "16-11-2026", "--language", "en")
    assert "Period 1, 5 October 2026 to 4 April 2027: runs" in english
    assert "78 hours granted, 78 planned, 2.5 used, 1 of these approved, 75.5 left" in english
    assert "Week 47, 2026: 1.5 used of 3 planned" in english
    assert "Week 48" not in english
    assert "by 19 March 2027" in english
    assert run("--case", case.ref, "--on", "2026-11-16") != english
    assert "has not been received" in run("--case", case.ref, "--on", "2020-01-01", "--language", "en")


def test_whoever_runs_it_is_logged(case: Case) -> None:
    run("--case", case.ref)
    assert set(AccessEvent.objects.values_list("subject_id", "user_id", "page")) == {(case.pk, None, "manage.py course")}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--case", "2026-9999"), "There is no case 2026-9999."),
        (("--case", "x" * 200), "There is no case"),
        (("--case", "2026-0001", "--on", "31-02-2026"), "“31-02-2026” is not a date."),
        (("--case", "2026-0001", "--on", "i morgen"), "“i morgen” is not a date."),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(arguments: tuple[str, ...], told: str) -> None:
    with pytest.raises(CommandError, match=told[:40]) as error:
        call_command("course", *arguments, "--language", "en")
    assert error.value.returncode == 1


def test_a_missing_case_ends_with_two() -> None:
    done = subprocess.run([sys.executable, "manage.py", "course"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--case" in done.stderr
