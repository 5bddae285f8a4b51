"""The two logs are append-only by grant and by trigger, each proved apart, through the table and through a partition's own name (R60)."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from accounts.actions import housekeeping
from accounts.audit import record, seen
from accounts.enums import AccessKind, SubjectKind
from accounts.models import AccessEvent, AuditEvent, OneTimeKey
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime.now(tz=dt.UTC)


def an_event() -> AuditEvent:
    return record(kind="case.opened", subject=(SubjectKind.CASE, uuid.uuid4()), jobcentre_id=uuid.uuid4(), by=None, at=NOW, minutes=60)


def some_reads(*subjects: uuid.UUID | None, at: dt.datetime = NOW) -> None:
    seen(
        kind=AccessKind.LIST,
        subject_kind=SubjectKind.CLIENT,
        subject_ids=subjects,
        jobcentre_id=uuid.uuid4(),
        user_id=uuid.uuid4(),
        page="case_list",
        at=at,
    )


def refused(sql: str) -> str:
    """The error that the database gives; the test's transaction goes on."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(error.value)


def test_the_tests_run_as_the_plain_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        role, is_superuser = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        (owned,) = cursor.fetchone()
    assert (is_superuser, owned) == (False, 0), role


@pytest.mark.parametrize("table", ["accounts_auditevent", "accounts_accessevent"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET page = ''", "UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_plain_role_has_no_right_to_change_a_log(table: str, sql: str) -> None:
    assert "permission denied" in refused(sql.format(table)) or "does not exist" in refused(sql.format(table))


def test_the_plain_role_reaches_no_partition_by_its_own_name() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'accounts_accessevent'::regclass")
        partitions = [name for (name,) in cursor.fetchall()]
    assert len(partitions) >= 5  # this month, three ahead, and the rest
    for partition in partitions:
        for sql in ("SELECT 1 FROM {}", "DELETE FROM {}", "UPDATE {} SET page = ''", "INSERT INTO {} DEFAULT VALUES"):
            assert "permission denied" in refused(sql.format(partition))


def test_the_trigger_holds_even_for_the_owner(owner) -> None:
    owner.execute("SET ROLE NONE")
    event = an_event()
    for sql in (
        f"UPDATE accounts_auditevent SET kind = '' WHERE id = '{event.pk}'",
        f"DELETE FROM accounts_auditevent WHERE id = '{event.pk}'",
    ):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            owner.execute(sql)
    assert AuditEvent.objects.filter(pk=event.pk).exists()


def test_reads_of_a_list_are_one_row_a_subject_in_one_statement(django_assert_num_queries) -> None:
    subjects = [uuid.uuid4() for _ in range(25)]
    with django_assert_num_queries(1):
        some_reads(*subjects)
    assert set(AccessEvent.objects.values_list("subject_id", flat=True)) == set(subjects)


def test_a_search_without_a_hit_is_logged_too() -> None:
    some_reads(None)
    assert AccessEvent.objects.get().subject_id is None


def test_a_read_of_a_month_without_a_partition_is_kept_in_the_rest() -> None:
    some_reads(uuid.uuid4(), at=NOW + dt.timedelta(days=400))
    assert AccessEvent.objects.count() == 1


def test_an_unknown_way_of_reading_is_refused_by_the_database() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        seen(kind="peek", subject_kind=SubjectKind.CLIENT, subject_ids=[uuid.uuid4()], jobcentre_id=None, user_id=None, page="", at=NOW)


def test_months_ahead_are_made_by_the_plain_role_through_the_owners_function() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT make_access_partitions()")
        assert cursor.fetchone() == (0,)


def test_a_month_whose_reads_lie_in_the_rest_is_left_there(owner) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(relname) FROM pg_class WHERE relname LIKE 'accounts_accessevent_2%' AND relkind = 'r'")
        (last,) = cursor.fetchone()
    owner.execute(f'DROP TABLE "{last}"')
    year, month = last.split("_")[-2:]
    some_reads(uuid.uuid4(), at=dt.datetime(int(year), int(month), 15, tzinfo=dt.UTC))
    owner.execute("SELECT make_access_partitions()")
    assert owner.fetchone() == (0,)
    assert AccessEvent.objects.count() == 1


def test_housekeeping_forgets_what_is_old_even_when_no_month_can_be_made(owner) -> None:
    OneTimeKey.objects.create(key=uuid.uuid4(), user=UserFactory(), used_at=NOW - dt.timedelta(days=3), result_url="")
    owner.execute("DROP FUNCTION make_access_partitions()")
    with pytest.raises(ProgrammingError):
        housekeeping(at=NOW)
    assert not OneTimeKey.objects.exists()
