"""The month rule in SQL is the month rule in Python (R31), and a broken constraint becomes a refusal."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from core.constraints import broken_constraint, months_last_day, refusing
from core.days import last_day_of_months
from core.verdicts import Refused

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2032, 12, 31)


def test_python_and_the_database_agree_on_every_day_of_nine_years() -> None:
    """R31: one to six months from each of 3288 days, in one query"""
    sql = ", ".join(months_last_day("day", months).extra["template"] % {"expressions": "day"} for months in range(1, 7))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT day, {sql} FROM (SELECT generate_series(%s::date, %s::date, '1 day')::date AS day) AS days", [FIRST, LAST])
        rows = cursor.fetchall()
    assert len(rows) == (LAST - FIRST).days + 1 == 3288
    wrong = [
        (day, months, found)
        for day, *lasts in rows
        for months, found in enumerate(lasts, start=1)
        if found != last_day_of_months(day, months)
    ]
    assert wrong == []


def breaking(cursor_sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(cursor_sql)


BROKEN = "INSERT INTO cases_schemerules (first_day, longest_months, appeal_weeks, letter_working_days, legal_basis_da, legal_basis_en, \
complaint_da, complaint_en) VALUES ('2026-01-01', 7, 4, 6, '', '', '', '')"


def test_a_named_constraint_becomes_a_refusal_and_the_transaction_goes_on() -> None:
    with pytest.raises(Refused) as caught, refusing(schemerules_longest_at_most_six_months=("too_long", "last_day")):
        breaking(BROKEN)
    assert (caught.value.code, caught.value.field) == ("too_long", "last_day")
    breaking("SELECT 1")


def test_a_constraint_that_nobody_named_is_raised_as_it_is() -> None:
    with pytest.raises(IntegrityError) as caught, refusing(another_constraint=("other", "")):
        breaking(BROKEN)
    assert broken_constraint(caught.value) == "schemerules_longest_at_most_six_months"


def test_an_error_without_a_constraint_has_no_name() -> None:
    assert broken_constraint(IntegrityError("something else")) == ""
