"""The pages of step 5 and the case page: they answer in every state, say what is missing, and lose nothing that was typed."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import AccessEvent
from cases.actions.periods import start_period
from cases.actions.startup import unassign
from cases.enums import Party, State
from cases.models import Period
from core import clock
from tests.cases.startup_scene import TERMS, agreed, assigned, met, ready, signs
from tests.cases.views.startup_page_scene import agreement_data, meeting_data, sign_data
from tests.factories import CaseFactory, MembershipFactory, UserFactory
from tests.pages import english, page, text

pytestmark = pytest.mark.django_db

PAGES = ["case", "case_timeline", "case_startup", "case_unassign", "case_agreement", "case_sign", "case_start_period"]


def version_of(response):
    return re.search(r'name="version" value="(\d+)"', text(response))[1]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.MANAGER])
def test_every_page_answers_in_every_state_even_without_the_rows_of_the_steps(client, state, role):
    member = MembershipFactory(role=role)
    case = CaseFactory(jobcentre=member.jobcentre, state=state)
    client.force_login(member.user)
    for name in PAGES:
        response = client.get(page(name, case))
        assert response.status_code == 200, name
        assert text(response).count("<h1") == 1
        title = re.search(r"<title>(.*?)</title>", text(response), re.S)[1]
        assert case.client.family_name not in title


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_answers_with_all_rows_before_and_after_the_start(client, language):
    case, _assignment, by = ready(at=clock.now())
    by.language = language
    by.save()
    client.force_login(by)
    names = [page(name, case) for name in PAGES] + [page("case_agreement_version", case, 1)]
    assert {client.get(name).status_code for name in names} == {200}
    start_period(case_id=case.pk, version=1, by=by, at=clock.now())
    assert {client.get(name).status_code for name in names} == {200}


def test_another_jobcentres_case_looks_like_an_unknown_number(client):
    case, _assignment, _by = ready(at=clock.now())
    client.force_login(MembershipFactory().user)
    bodies = {client.get(page(name, case)).status_code for name in PAGES} | {
        client.get(page("case_agreement_version", case, 1)).status_code
    }
    assert bodies == {404}


def test_an_unknown_version_is_not_found(client):
    case, _assignment, by = ready(at=clock.now())
    client.force_login(by)
    assert client.get(page("case_agreement_version", case, 7)).status_code == 404


def test_a_manager_reads_and_writes_nothing(client):
    case, _assignment, _by = ready(at=clock.now())
    manager = MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user
    client.force_login(manager)
    posts = [("case_startup", meeting_data()), ("case_unassign", {"why": "x"}), ("case_agreement", agreement_data())]
    posts += [("case_sign", sign_data()), ("case_start_period", {"version": 1})]
    for name, data in posts:
        assert client.post(page(name, case), data).status_code == 403, name
        assert "<textarea" not in text(client.get(page(name, case))), name
    assert not Period.objects.exists()


def test_reading_a_page_is_logged_once_for_the_case(client):
    case, _assignment, by = ready(at=clock.now())
    client.force_login(by)
    client.get(page("case", case))
    assert AccessEvent.objects.filter(subject_id=case.pk, page="case").count() == 1


class TestUnassign:
    def test_nobody_gives_up_a_match_that_he_has_not_seen(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        seen = version_of(client.get(page("case_unassign", case)))
        client.post(page("case_startup", case), meeting_data())
        for version in (seen, ""):
            data = {"why": "De kender hinanden", "key": str(uuid.uuid4()), "version": version}
            response = client.post(page("case_unassign", case), data)
            assert response.status_code == 409
            assert "De kender hinanden" in text(response)
        case.refresh_from_db()
        assert case.state == State.STARTUP
        assert int(version_of(response)) == case.version
        assert client.post(page("case_unassign", case), {**data, "version": version_of(response)}).status_code == 302

    def test_asks_for_the_reason(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        assert client.post(page("case_unassign", case), {"why": " "}).status_code == 422
        case.refresh_from_db()
        assert case.state == State.STARTUP

    def test_sends_the_case_back_and_the_reason_can_be_read(self, client):
        case, _assignment, by = assigned(at=clock.now())
        data = {"why": "De kender hinanden", "key": str(uuid.uuid4()), "version": case.version}
        client.force_login(by)
        response = client.post(page("case_unassign", case), data)
        assert response.url == page("case_match", case)
        assert "De kender hinanden" in text(client.get(page("case_startup", case)))


class TestStart:
    def test_from_the_page(self, client):
        case, _assignment, by = ready(at=clock.now())
        client.force_login(by)
        response = client.post(page("case_start_period", case), {"version": 1, "key": str(uuid.uuid4())})
        assert response.url == page("case", case)
        case.refresh_from_db()
        assert case.state == State.RUNNING
        body = text(client.get(page("case", case)))
        assert "26" in body and TERMS["goals"][0][0] in body

    def test_one_goal_alone_is_told_where_it_is_written_and_where_it_is_locked(self, client):
        """R99: it is allowed."""
        case, _assignment, by = ready(at=clock.now())
        english(client, by)
        assert "Only one goal is written." in text(client.get(page("case_agreement", case)))
        assert "Two to four are usual." in text(client.get(page("case_start_period", case)))
        agreed(case, by, at=clock.now(), based_on=1, goals=[("Møder til tiden", ""), ("Ringer selv", "")])
        assert "Only one goal is written." not in text(client.get(page("case_agreement", case)))
        for party in (Party.CLIENT, Party.MENTOR):
            signs(case, by, party, version=2, at=clock.now())
        assert "Two to four are usual." not in text(client.get(page("case_start_period", case)))

    def test_two_presses_start_one_period_and_show_the_case(self, client):
        case, _assignment, by = ready(at=clock.now())
        client.force_login(by)
        data = {"version": 1, "key": str(uuid.uuid4())}
        assert {client.post(page("case_start_period", case), data).url for _ in range(2)} == {page("case", case)}
        assert Period.objects.count() == 1

    def test_what_is_missing_is_said_before_and_after_the_press(self, client):
        case, _assignment, by = assigned(at=clock.now())
        met(case, by, at=clock.now())
        client.force_login(by)
        assert (
            '<button class="button button-primary" type="submit">'
            not in text(client.get(page("case_start_period", case))).split("<main")[1]
        )
        assert client.post(page("case_start_period", case), {"version": 0}).status_code == 422
        assert not Period.objects.exists()


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    sql = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]  # in a test they stand for BEGIN and COMMIT
    assert len(sql) == len(set(sql)), "a statement is repeated"
    return len(sql)


@pytest.mark.parametrize("running", [False, True])
def test_the_case_page_takes_at_most_fourteen_statements(client, running):
    case, _assignment, by = ready(at=clock.now())
    if running:
        start_period(case_id=case.pk, version=1, by=by, at=clock.now())
    client.force_login(by)
    assert statements(client, page("case", case)) <= 14
    assert statements(client, page("case_startup", case)) <= 14
    assert statements(client, page("case_agreement", case)) <= 14
    assert statements(client, page("case_timeline", case)) <= 8


def test_a_member_without_the_jobcentre_sees_no_page(client):
    case, _assignment, _by = ready(at=clock.now())
    client.force_login(UserFactory())
    assert client.get(page("case", case)).status_code == 403


def test_after_unassign_the_pages_say_where_the_case_is(client):
    case, _assignment, by = ready(at=clock.now())
    unassign(case_id=case.pk, why="Nej", by=by, at=clock.now())
    client.force_login(by)
    assert {client.get(page(name, case)).status_code for name in PAGES} == {200}
