"""Course rows for the statistics: read back from the CSV, and nobody can be found with them."""

import csv
import datetime as dt
import io
import re
import uuid

import pytest

from accounts.enums import Role
from accounts.models import Membership
from cases.models import ParallelScheme, Period
from core.verdicts import Refused
from reports.enums import Basis
from reports.scope import Scope
from reports.statistics_rows import HEADS, as_csv, course_rows, pseudonym
from tests.factories import AT, AssignmentFactory, DecisionFactory, MembershipFactory, PeriodFactory, PlaceGrantFactory
from tests.reports.sheet_scene import FIRST, LAST, course
from tests.statements import statements

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def manager() -> Membership:
    return MembershipFactory(role=Role.MANAGER)


def scope(member: Membership | None, first: str = "2026-06-01", last: str = "2026-11-01") -> Scope:
    jobcentres = (member.jobcentre_id,) if member else ()
    return Scope.months(dt.date.fromisoformat(first), dt.date.fromisoformat(last), basis=Basis.PRESENCE, jobcentres=jobcentres)


def read(member: Membership | None, **months: str) -> list[dict[str, str]]:
    """The rows as another program reads them."""
    body = as_csv(course_rows(scope=scope(member, **months), on=TODAY))
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_a_course_is_a_row_in_the_terms_of_the_statistics_r247(manager: Membership) -> None:
    case = course(manager, minutes=150)
    (row,) = read(manager)
    assert tuple(row) == HEADS
    assert row == {
        "person": pseudonym(case.client_id, jobcentre_id=manager.jobcentre_id),
        "first_day": "2026-06-01",
        "last_day": "2026-11-30",
        "mentor_type": case.assignments.get().mentor.type,
        "hours_a_week": "2",
        "minutes_a_week": "30",
        "only_offer": "yes",
        "place_mentor": "no",
        "authority": manager.jobcentre.municipality_code,
    }


@pytest.mark.parametrize(("minutes", "hours", "rest"), [(1, "0", "1"), (59, "0", "59"), (60, "1", "0"), (37 * 60, "37", "0")])
def test_hours_and_minutes_are_each_at_most_59(manager: Membership, minutes: int, hours: str, rest: str) -> None:
    course(manager, minutes=minutes)
    (row,) = read(manager)
    assert (row["hours_a_week"], row["minutes_a_week"]) == (hours, rest)


def test_a_change_of_hours_begins_a_new_row(manager: Membership) -> None:
    case = course(manager)
    change = dt.date(2026, 8, 10)
    DecisionFactory(case=case, kind="change", changes=Period.objects.get(case=case), first_day=change, last_day=LAST, minutes_a_week=95)
    rows = [(row["first_day"], row["last_day"], row["hours_a_week"], row["minutes_a_week"]) for row in read(manager)]
    assert rows == [("2026-06-01", "2026-08-09", "3", "0"), ("2026-08-10", "2026-11-30", "1", "35")]
    assert len(read(manager, first="2026-09-01")) == 1


def test_an_extension_is_a_row_of_the_same_person(manager: Membership) -> None:
    case = course(manager, first_day=dt.date(2026, 2, 1), last_day=dt.date(2026, 7, 31))
    more = DecisionFactory(case=case, kind="extension", first_day=dt.date(2026, 8, 1), last_day=dt.date(2026, 12, 31))
    PeriodFactory(case=case, decision=more, number=2, first_day=dt.date(2026, 8, 1), last_day=dt.date(2026, 12, 31))
    rows = read(manager)
    assert [row["first_day"] for row in rows] == ["2026-02-01", "2026-08-01"]
    assert len({row["person"] for row in rows}) == 1


def test_a_period_that_ended_early_ends_on_that_day_and_one_that_never_began_is_none(manager: Membership) -> None:
    case = course(manager)
    Period.objects.filter(case=case).update(ended_on=dt.date(2026, 7, 15))
    assert [row["last_day"] for row in read(manager)] == ["2026-07-15"]
    assert read(manager, first="2026-08-01") == []
    Period.objects.filter(case=case).update(ended_on=FIRST - dt.timedelta(days=1))
    assert read(manager) == []


@pytest.mark.parametrize(
    ("first", "last", "struck", "only"),
    [
        ("2026-01-01", None, None, "no"),
        ("2026-11-30", None, None, "no"),
        ("2026-01-01", "2026-06-01", None, "no"),
        ("2026-01-01", "2026-05-31", None, "yes"),
        ("2026-12-01", None, None, "yes"),
        ("2026-06-10", "2026-07-10", "2026-07-01", "yes"),
    ],
)
def test_another_scheme_at_the_same_time_is_another_offer(
    manager: Membership, first: str, last: str | None, struck: str | None, only: str
) -> None:
    case = course(manager)
    ParallelScheme.objects.create(
        case=case, kind="wage_subsidy", first_day=first, last_day=last, struck_on=struck, recorded_by=manager.user, recorded_at=AT
    )
    assert [row["only_offer"] for row in read(manager)] == [only]


def test_the_mentor_is_the_one_at_the_end_of_the_row(manager: Membership) -> None:
    case = course(manager)
    case.assignments.update(ended_on=dt.date(2026, 8, 31))
    place = PlaceGrantFactory(mentor__jobcentre=manager.jobcentre, mentor__type="colleague")
    AssignmentFactory(case=case, mentor=place.mentor, place=place, first_day=dt.date(2026, 9, 1))
    assert [(row["mentor_type"], row["place_mentor"]) for row in read(manager)] == [("colleague", "yes")]


def test_a_pseudonym_is_the_same_in_every_file_another_one_elsewhere_and_says_nothing_r246(manager: Membership) -> None:
    case = course(manager, client__family_name="=Ærø")
    first, again = read(manager), read(manager, last="2026-08-01")
    assert first[0]["person"] == again[0]["person"]
    assert re.fullmatch(r"P[0-9a-f]{24}", first[0]["person"])
    assert pseudonym(case.client_id, jobcentre_id=uuid.uuid4()) != first[0]["person"]
    body = as_csv(course_rows(scope=scope(manager), on=TODAY)).decode()
    for secret in (case.client.family_name, str(case.client_id), case.client_id.hex, case.client.cpr_index.hex(), case.ref):
        assert secret not in body


def test_another_key_gives_another_pseudonym(manager: Membership, settings) -> None:  # type: ignore[no-untyped-def]
    key = uuid.uuid4()
    before = pseudonym(key, jobcentre_id=manager.jobcentre_id)
    settings.CPR_INDEX_KEY = "33" * 32
    assert pseudonym(key, jobcentre_id=manager.jobcentre_id) != before


def test_another_jobcentres_courses_are_in_nobody_elses_file(manager: Membership) -> None:
    other = MembershipFactory(role=Role.MANAGER)
    course(manager)
    course(other)
    assert {row["authority"] for row in read(manager)} == {manager.jobcentre.municipality_code}
    assert len(read(None)) == 2


def test_too_many_rows_are_refused_and_not_cut_off(manager: Membership) -> None:
    for _n in range(3):
        course(manager)
    assert len(course_rows(scope=scope(manager), on=TODAY, most=3)) == 3
    with pytest.raises(Refused) as refused:
        course_rows(scope=scope(manager), on=TODAY, most=2)
    assert (refused.value.code, refused.value.facts) == ("statistics_too_many", {"most": 2})


def test_the_rows_are_read_in_one_statement(manager: Membership) -> None:
    for number in (1, 2):
        course(manager)
        with statements() as found:
            assert len(course_rows(scope=scope(manager), on=TODAY)) == number
        assert len([sql for sql in found if not sql.startswith("SELECT set_config")]) == 1
