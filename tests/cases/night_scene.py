"""A night for tests: cases with a deadline, and one that a fault of the database keeps from being told."""

import datetime as dt
import uuid

from accounts.models import Jobcentre
from cases.actions.nightly import Night, run_nightly
from cases.models import Case
from tests.conftest import as_owner
from tests.factories import CaseFactory, JobcentreFactory, MembershipFactory

ON = dt.date(2026, 12, 7)
"""The day on which an application of 16 November is to be answered."""
AT = dt.datetime(2026, 12, 7, 4, 0, tzinfo=dt.UTC)


def night(on: dt.date = ON, **how: bool) -> Night:
    """A run at five in the morning of that day."""
    at = dt.datetime.combine(on, dt.time(4), tzinfo=dt.UTC)
    return run_nightly(on=on, now=lambda: at, **how)


def due(number: int, jobcentre: Jobcentre | None = None) -> list[Case]:
    """Cases whose deadline is ON, of one caseworker, that nobody has looked at yet."""
    here = jobcentre or JobcentreFactory()
    member = MembershipFactory(jobcentre=here)
    return [CaseFactory(jobcentre=here, caseworker=member.user, notices_on=ON - dt.timedelta(days=7)) for _each in range(number)]


def spoil(key: uuid.UUID, *, table: str = "cases_notice", column: str = "case_id") -> None:
    """From now on no reminder of this case can be stored, or no row of another table with this key."""
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''spoiled Ida Skovgaard 010190-1234''; END'"
        )
        cursor.execute(
            f"CREATE TRIGGER spoil BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW WHEN (NEW.{column} = '{key}') EXECUTE FUNCTION spoil()"
        )


def mend() -> None:
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER spoil ON cases_notice")
        cursor.execute("DROP FUNCTION spoil()")
