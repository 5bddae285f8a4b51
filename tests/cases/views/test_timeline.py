"""The time line: everything that happened, in words, newest first, to its end; events of the same instant in the order in which they happened."""

import re
import uuid
from urllib.parse import quote

import pytest
from django.urls import reverse

from accounts.audit import next_key, record
from accounts.enums import SubjectKind
from cases.actions.periods import start_period
from cases.phrases import EVENTS
from cases.views.course import GROUPS
from core import clock
from core.days import DAY
from tests.cases.startup_scene import assigned, ready
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import text

pytestmark = pytest.mark.django_db


def address_of(case):
    return reverse("case_timeline", args=[case.ref])


def read(client, user, address):
    client.force_login(user)
    return client.get(address)


def test_it_tells_everything_in_words_newest_first_by_day(client):
    case, _assignment, by = ready(at=clock.now() - 2 * DAY)
    start_period(case_id=case.pk, version=1, by=by, at=clock.now())
    body = text(read(client, by, address_of(case)))
    assert "case." not in body.split("<main")[1].replace(f"/cases/{case.ref}", "")
    assert body.count('<section class="mc-card"><h2>') == 2


def test_it_can_be_narrowed_to_a_kind(client):
    case, _assignment, by = ready(at=clock.now())
    client.force_login(by)

    def number(kind):
        return text(client.get(address_of(case), {"kind": kind})).count('class="ic"')

    whole = number("")
    assert number("startup") == whole == 5  # arranged, held, written, signed twice
    assert number("match") == number("other") == 0
    assert number("nonsense") == whole


def test_every_event_of_a_case_is_in_one_group():
    """The filter of a long course finds each event, and "Other" is for what nobody has thought of."""
    for kind in EVENTS:
        if kind.startswith("case."):
            groups = [name for name, (_label, words) in GROUPS.items() if kind.removeprefix("case.").startswith(words)]
            assert len(groups) == 1, (kind, groups)


def test_it_is_read_to_its_end_page_by_page(client):
    case, _assignment, by = assigned(at=clock.now())
    now = clock.now()
    for number in range(120):  # three pages; many at the same instant
        record(
            kind=f"case.test{number}",
            subject=(SubjectKind.CASE, case.pk),
            jobcentre_id=case.jobcentre_id,
            by=by,
            at=now - number // 40 * DAY,
        )
    client.force_login(by)
    address, seen, pages = address_of(case), [], 0
    while address:
        body = text(client.get(address))
        seen += re.findall(r"case\.test\d+", body)
        pages += 1
        found = re.search(r'href="\?(after=[^"]+)" rel="next"', body)
        address = f"{address_of(case)}?{found[1].replace('&amp;', '&')}" if found else ""
    assert pages == 3
    assert sorted(seen) == sorted(f"case.test{number}" for number in range(120))


@pytest.mark.parametrize("mark", ["x", "2026-01-01_y", "_", "2026-01-01T00:00:00_" + str(uuid.UUID(int=1))])
def test_an_address_that_nobody_wrote_shows_the_first_page(client, mark):
    case, _assignment, by = ready(at=clock.now())
    response = read(client, by, f"{address_of(case)}?after={quote(mark)}")
    assert response.status_code == 200
    assert response.context["problem"]
    assert response.context["problem"] in text(response)


def test_events_of_the_same_instant_stand_in_the_order_in_which_they_happened(client):
    member = MembershipFactory(user__language="en")
    case, now = CaseFactory(jobcentre=member.jobcentre), clock.now()
    for number in range(30):
        record(kind=f"case.test{number}", subject=(SubjectKind.CASE, case.pk), jobcentre_id=case.jobcentre_id, by=member.user, at=now)
    shown = re.findall(r"case\.test(\d+)", text(read(client, member.user, address_of(case))))
    assert [int(number) for number in shown] == list(reversed(range(30)))


def test_keys_made_one_after_the_other_are_in_order():
    keys = [next_key() for _each in range(3)]
    for _each in range(2000):  # far apart enough for a statement to have run between two events
        pass
    keys.append(next_key())
    assert keys[-1] > keys[0] and all(key.version == 7 and key.variant == uuid.RFC_4122 for key in keys)


def test_an_event_about_a_mentor_names_the_mentor(client):
    case, assignment, by = assigned(at=clock.now(), name="Karin Toft")
    record(
        kind="case.mentor_assigned",
        subject=(SubjectKind.CASE, case.pk),
        jobcentre_id=case.jobcentre_id,
        by=by,
        at=clock.now(),
        mentor=str(assignment.mentor_id),
        first_day="2026-11-30",
        minutes=120,
    )
    assert "Karin Toft" in text(read(client, by, address_of(case)))
