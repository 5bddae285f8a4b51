"""Both parties' view of a course is written down apart, corrected, and frozen with the decision it was for."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.course_views import save_view
from cases.enums import State
from cases.enums_course import AskedBy, ExtensionState, GivenHow, View
from cases.models import CourseView, Extension
from cases.rules.course_views import Said
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases.closing_scene import says
from tests.cases.course_scene import running
from tests.cases.startup_scene import assigned
from tests.factories import AT

pytestmark = pytest.mark.django_db


def request(case, by, **other: Any) -> Extension:
    known: dict[str, Any] = {
        "asked_by": AskedBy.CLIENT,
        "asked_on": day_of(AT),
        "asked_how": GivenHow.PHONE,
        "words": "Lidt endnu",
        "reached": "Meget",
        "why_still": "Ikke alt",
        "minutes_a_week": 120,
        "last_day": dt.date(2027, 11, 1),
        "decide_by": dt.date(2027, 5, 1),
    }
    return Extension.objects.create(case=case, period=case.periods.get(), recorded_by=by, recorded_at=AT, **{**known, **other})


def test_client_and_mentor_are_written_down_apart():
    case, _assignment, by = running()
    says(case, by, View.CLIENT)
    says(case, by, View.MENTOR)
    assert {(row.view, row.better, row.version) for row in CourseView.objects.all()} == {("client", 4, 1), ("mentor", 5, 1)}
    events = list(AuditEvent.objects.filter(kind="case.view_recorded").values_list("facts__view", "facts__of"))
    assert sorted(events) == [("client", "end"), ("mentor", "end")]


def test_a_correction_is_a_new_version_of_the_same_row():
    case, _assignment, by = running()
    says(case, by)
    says(case, by, said=Said(words="Bedre end før", better=5), version=1)
    row = CourseView.objects.get()
    assert (row.better, row.words, row.helpful, row.version) == (5, "Bedre end før", None, 2)
    assert AuditEvent.objects.filter(kind="case.view_corrected").count() == 1


def test_the_second_of_two_who_write_the_same_view_is_told():
    case, _assignment, by = running()
    says(case, by, version=0)
    with pytest.raises(Stale):
        says(case, by, version=0)


def test_a_view_of_an_extension_stands_beside_that_of_the_end_and_is_frozen_with_the_decision():
    case, _assignment, by = running()
    extension = request(case, by)
    says(case, by, extension_id=extension.pk)
    says(case, by)
    assert CourseView.objects.count() == 2
    Extension.objects.filter(pk=extension.pk).update(state=ExtensionState.WITHDRAWN)
    with pytest.raises(Refused, match="view_decided"):
        says(case, by, extension_id=extension.pk)


def test_a_view_of_another_cases_extension_is_refused():
    case, _assignment, by = running()
    other, _assignment, other_by = running()
    with pytest.raises(Refused, match="view_decided"):
        says(case, by, extension_id=request(other, other_by).pk)


def test_before_the_course_nobody_is_asked():
    case, _assignment, by = assigned()
    with pytest.raises(Refused, match="view_no_course"):
        says(case, by)
    case.state = State.NOT_RELEVANT
    case.closed_on = day_of(AT)
    case.save()
    with pytest.raises(Refused, match="view_no_course"):
        says(case, by)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"said": Said(words=" ")}, "view_empty", "words"),
        ({"day": day_of(AT) + DAY}, "view_in_future", "day"),
        ({"day": day_of(AT) - DAY}, "view_before_course", "day"),
        ({"said": Said(needs_minutes=9999)}, "view_hours_range", "needs_minutes"),
        ({"said": Said(needs_months=99)}, "view_months_range", "needs_months"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(wrong, code, field):
    case, _assignment, by = running()
    with pytest.raises(Refused) as refused:
        save_view(
            case_id=case.pk,
            extension_id=None,
            view=View.CLIENT,
            version=0,
            by=by,
            at=AT,
            **{"day": day_of(AT), "how": GivenHow.MEETING, "said": Said(words="Ja"), **wrong},
        )
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not CourseView.objects.exists()
