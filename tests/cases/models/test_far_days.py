"""A day after the year 2199 is never stored: Python could not read the row's range again, and its pages would stay broken."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from mentors.models import Absence
from tests.factories import AssignmentFactory, MentorFactory, PeriodFactory

pytestmark = pytest.mark.django_db
FAR = dt.date(9999, 12, 31)


def test_an_absence_without_an_end_has_no_last_day_instead_of_a_far_one() -> None:
    mentor = MentorFactory()
    with pytest.raises(IntegrityError, match="absence_days_near"), transaction.atomic():
        Absence.objects.bulk_create([Absence(mentor=mentor, first_day=dt.date(2026, 11, 1), last_day=dt.date(9999, 12, 30))])
    absence = Absence.objects.create(mentor=mentor, first_day=dt.date(2026, 11, 1))
    with pytest.raises(IntegrityError, match="absence_days_near"), transaction.atomic():
        Absence.objects.filter(pk=absence.pk).update(last_day=FAR)
    absence.refresh_from_db()
    assert absence.last_day is None


def test_no_period_and_no_assignment_begins_so_late() -> None:
    period, assignment = PeriodFactory(), AssignmentFactory()
    for row, name in ((period, "period_days_near"), (assignment, "assignment_days_near")):
        with pytest.raises(IntegrityError, match=f"{name}|after_start"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(
                first_day=dt.date(2200, 1, 1), **({"last_day": dt.date(2200, 2, 1)} if row is period else {})
            )
