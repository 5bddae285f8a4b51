"""Constraints of the database, written once, and how a broken one becomes the same `Refused` that the rules give."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.postgres.fields import DateRangeField
from django.db import IntegrityError, models, transaction
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.verdicts import Refused


def choices_check(field: str, choices: type[models.TextChoices], *, blank: bool = False, null: bool = False) -> models.CheckConstraint:
    """The database takes the values of `choices` and nothing else. The name is `<model>_<field>_known`."""
    allowed = [*choices.values, ""] if blank else list(choices.values)
    condition = Q(**{f"{field}__in": allowed})
    if null:
        condition |= Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(condition=condition, name=f"%(class)s_{field}_known")


def array_check(field: str, codes: Iterable[str]) -> models.CheckConstraint:
    """Every element of the array is one of `codes` (an enum is its codes). The name is `<model>_<field>_known`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__contained_by": [str(c) for c in codes]}), name=f"%(class)s_{field}_known")


FARTHEST_DAY = dt.date(2199, 12, 31)
"""No day of the scheme lies after this one: Python knows no day after the year 9999, and such a row could not be read again."""


def near_days(*fields: str) -> models.CheckConstraint:
    """Days lie at most in the year 2199. The name is `<model>_days_near`."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__lte": FARTHEST_DAY})
    return models.CheckConstraint(
        condition=condition,
        name="%(class)s_days_near",
        violation_error_message=_("A day lies at most in the year 2199. Leave it empty for no end."),
    )


def day_range(first_day: str, *last_days: str) -> Func:
    """A generated column: the days from `first_day` to the first of `last_days` that is known, inclusive; without any, open-ended.

    A span that ended before it began is empty instead of an error, so that the named CHECK can say what is wrong.
    """
    last = Coalesce(*(F(name) for name in last_days)) if len(last_days) > 1 else F(last_days[0])
    after = Func(last, template="COALESCE(%(expressions)s + 1, DATE '9999-12-31')", output_field=models.DateField())
    upper = Func(after, F(first_day), function="GREATEST", output_field=models.DateField())
    return Func(F(first_day), upper, function="daterange", output_field=DateRangeField())


def months_last_day(first_day: str, months: int) -> Func:
    """In SQL what `core.days.last_day_of_months` is in Python; a test compares the two for every day of nine years."""
    plus = f"(%(expressions)s + interval '{int(months)} months')"
    return Func(
        F(first_day),
        template=f"(CASE WHEN EXTRACT(DAY FROM {plus}) = EXTRACT(DAY FROM %(expressions)s) THEN {plus}::date - 1 ELSE {plus}::date END)",
        output_field=models.DateField(),
    )


_NAME = re.compile(r'constraint "([^"]+)"')


def broken_constraint(error: IntegrityError) -> str:
    """The name of the constraint that an IntegrityError tells of, or ""."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None and diagnosis.constraint_name:
        return diagnosis.constraint_name
    found = _NAME.search(str(error))
    return found.group(1) if found else ""


@contextmanager
def refusing(**codes: tuple[str, str]) -> Iterator[None]:
    """Turn a broken constraint into `Refused`: `refusing(one_open_case=("case_open_already", ""))` maps its name to (code, field).

    Runs in a savepoint, so that the transaction goes on. A constraint that is not named is a fault of ours and is raised as it is.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        known = codes.get(broken_constraint(error))
        if known is None:
            raise
        code, field = known
        raise Refused(code, field) from error
