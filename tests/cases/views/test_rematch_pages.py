"""The pages of a second chance."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Draft
from cases.actions.assignments import assign
from cases.enums import MayRead, Party, State
from cases.models import Period, Rematch
from core import clock
from core.days import DAY
from tests.cases.course_scene import accepted, next_mentor, raised
from tests.cases.startup_scene import agreed, assigned, signs
from tests.factories import CaseFactory, MembershipFactory, ProposalFactory
from tests.pages import page, text, typed

pytestmark = pytest.mark.django_db

PAGES = ("case", "case_match", "case_rematch", "case_rematch_drop", "case_agreement", "case_sign", "case_exit", "case_startup")


def rematch_data(case, rematch=None, **other: Any) -> dict[str, Any]:
    case.refresh_from_db()
    known = {
        "version": rematch.version if rematch else case.version,
        "rematch": rematch.pk if rematch else "",
        "key": str(uuid.uuid4()),
        "raised_by": "mentor",
        "raised_on": typed(clock.today()),
        "reason": "chemistry",
        "words": "De taler forbi hinanden",
        "stops_on": "",
        "may_read": "nothing",
        "summary": "",
    }
    return {**known, **other}


class TestTheMatchDoesNotWork:
    def test_it_stands_in_the_menu_and_shows_what_is_left(self, client, course):
        case, _assignment, _by = course
        assert f'href="{page("case_rematch", case)}"' in text(client.get(page("case", case)))
        body = text(client.get(page("case_rematch", case)))
        left = (Period.objects.get().last_day - clock.today()).days + 1
        assert f"{left // 7} weeks" in body
        assert "Susanne Brandt" in body

    def test_saving_leads_to_the_board_and_the_desk_says_find_a_new_mentor(self, client, course):
        case, assignment, _by = course
        response = client.post(page("case_rematch", case), rematch_data(case))
        assert response.url == page("case_match", case)
        rematch = Rematch.objects.get()
        assert (rematch.assignment, rematch.raised_by, rematch.reason, rematch.may_read) == (assignment, "mentor", "chemistry", "nothing")
        next_mentor(case, name="Karin Toft", at=clock.now())
        assert "Karin Toft" in text(client.get(page("case_match", case)))
        assert "Find a new mentor" in text(client.get(reverse("desk")))
        assert "The match with Susanne Brandt does not work" in text(client.get(page("case", case)))

    def test_two_presses_open_one(self, client, course):
        case, _assignment, _by = course
        data = rematch_data(case)
        assert {client.post(page("case_rematch", case), data).url for _ in range(2)} == {page("case_match", case)}
        assert Rematch.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"words": ""}, "words"),
            ({"raised_by": ""}, "raised_by"),
            ({"reason": "weather"}, "reason"),
            ({"raised_on": "1-1-2020"}, "raised_on"),
            ({"stops_on": "1-1-2020"}, "stops_on"),
            ({"stops_on": "snart"}, "stops_on"),
            ({"may_read": "summary"}, "summary"),
            ({"words": "x" * 2001}, "words"),
        ],
    )
    def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(self, client, course, wrong, field):
        case, _assignment, _by = course
        response = client.post(page("case_rematch", case), rematch_data(case, **{"words": "Ærø'\"><script>", **wrong}))
        assert response.status_code == 422
        assert re.search(rf'id="id_{field}(_\d+)?_error"|id="error_\d+_id_{field}"|{field}_error', text(response)), field
        assert wrong.get("words") is not None or "&lt;script&gt;" in text(response)
        assert not Rematch.objects.exists()

    def test_who_was_slower_is_told_and_keeps_the_text(self, client, course):
        case, _assignment, by = course
        data = rematch_data(case, words="Min tekst")
        raised(case, by, at=clock.now())
        response = client.post(page("case_rematch", case), data)
        assert response.status_code == 422
        assert "already written that the match does not work" in text(response)
        assert "Min tekst" in text(response)

    def test_it_is_changed_until_somebody_is_assigned(self, client, course):
        case, _assignment, by = course
        rematch = raised(case, by, at=clock.now())
        data = rematch_data(case, rematch, may_read="summary", summary="Mødes om mandagen")
        assert client.post(page("case_rematch", case), data).url == page("case_rematch", case)
        rematch.refresh_from_db()
        assert (rematch.may_read, rematch.summary) == (MayRead.SUMMARY, "Mødes om mandagen")
        stale = {**rematch_data(case, rematch, words="Andet"), "version": 1}
        again = client.post(page("case_rematch", case), stale)
        assert again.status_code == 409
        assert "mc-conflict" in text(again)

    def test_a_draft_is_kept(self, client, course):
        case, _assignment, _by = course
        client.post(page("case_rematch", case), rematch_data(case, words="Halvt skrevet", draft="1"))
        assert Draft.objects.get().form == "rematch"
        assert "Halvt skrevet" in text(client.get(page("case_rematch", case)))
        assert not Rematch.objects.exists()

    def test_they_go_on_together(self, client, course):
        case, assignment, by = course
        rematch = raised(case, by, at=clock.now(), stops_on=clock.today())
        assert (
            client.post(page("case_rematch_drop", case), {"version": rematch.version, "why": "", "key": str(uuid.uuid4())}).status_code
            == 422
        )
        data = {"version": rematch.version, "why": "De har talt sammen", "key": str(uuid.uuid4())}
        assert client.post(page("case_rematch_drop", case), data).url == page("case", case)
        assignment.refresh_from_db()
        assert assignment.ended_on is None
        assert client.get(page("case_rematch_drop", case)).status_code == 200

    @pytest.mark.parametrize("state", list(State))
    def test_the_pages_answer_in_every_state(self, client, state):
        member = MembershipFactory()
        case = CaseFactory(jobcentre=member.jobcentre, state=state)
        client.force_login(member.user)
        for name in ("case_rematch", "case_rematch_drop"):
            response = client.get(page(name, case))
            assert response.status_code == 200
            assert "<textarea" not in text(response)
            assert client.post(page(name, case), rematch_data(case, why="x")).status_code == 422

    def test_before_the_start_it_leads_to_giving_up_the_match(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        assert page("case_unassign", case) in text(client.get(page("case_rematch", case)))

    def test_a_manager_reads_and_writes_nothing(self, client, course):
        case, _assignment, by = course
        rematch = raised(case, by, at=clock.now())
        client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
        for name, data in (("case_rematch", rematch_data(case, rematch)), ("case_rematch_drop", {"why": "x"})):
            assert client.post(page(name, case), data).status_code == 403
            body = text(client.get(page(name, case)))
            assert "<textarea" not in body
        assert Rematch.objects.get().closed_on is None


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_answers_on_every_way_through_a_rematch(client, course, language):
    case, _assignment, by = course
    by.language = language
    by.save()

    def all_answer() -> None:
        for name in PAGES:
            assert client.get(page(name, case)).status_code == 200, name

    rematch = raised(case, by, at=clock.now(), stops_on=clock.today() - DAY)
    all_answer()
    mentor = next_mentor(case, name="Karin Toft", at=clock.now())
    proposal = accepted(case, mentor, by, at=clock.now())
    all_answer()
    assert client.get(page("case_proposal", case, proposal.pk)).status_code == 200
    assign(proposal_id=proposal.pk, version=1, first_day=clock.today() + 5 * DAY, by=by, at=clock.now())
    all_answer()
    assert client.get(page("case_proposal", case, proposal.pk)).status_code == 200
    signs(case, by, Party.CLIENT, version=2, at=clock.now())
    signs(case, by, Party.MENTOR, version=2, at=clock.now())
    all_answer()
    for number in (1, 2):
        assert client.get(page("case_agreement_version", case, number)).status_code == 200
    for each in (rematch.assignment.mentor_id, mentor.pk):
        body = text(client.get(reverse("mentor", args=[each])))
        assert case.ref in body
        assert "mentor.place" not in body


def taken_over(case, by, **other: Any):
    rematch = raised(case, by, at=clock.now(), **other)
    proposal = accepted(case, next_mentor(case, name="Karin Toft", at=clock.now()), by, at=clock.now())
    proposal.unmet_wishes = {"gender": "Ingen kvinder har plads"}
    proposal.save()
    return rematch, assign(proposal_id=proposal.pk, version=1, by=by, at=clock.now())


class TestAfterwards:
    def test_the_case_page_has_the_history_and_what_may_be_read(self, client, course):
        case, _assignment, by = course
        taken_over(case, by, may_read=MayRead.SUMMARY, summary="Mødes om mandagen")
        body = text(client.get(page("case", case)))
        for words in ("Mentors so far", "Susanne Brandt", "Karin Toft", "The times do not fit", "Mentoren kan kun om aftenen"):
            assert words in body, words
        assert "Mødes om mandagen" in body
        assert "Version 2 of the agreement must be signed by" in body
        assert "Get the agreement signed" in text(client.get(reverse("desk")))

    def test_the_agreement_says_who_signs_again_and_which_wishes_are_not_met(self, client, course):
        case, _assignment, by = course
        taken_over(case, by)
        body = text(client.get(page("case_agreement", case)))
        assert "must be signed by" in body and "Karin Toft" in body
        assert "Until then the goals and hours of version 1 hold, which was agreed with Susanne Brandt." in body
        assert "Ingen kvinder har plads" in body
        assert "Ingen kvinder har plads" in text(client.get(page("case_agreement_version", case, 2)))
        assert "Ingen kvinder har plads" not in text(client.get(page("case_agreement_version", case, 1)))


def statements(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    sql = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(sql) == len(set(sql)), next(each for each in sql if sql.count(each) > 1)
    return len(sql)


def test_what_the_pages_cost_does_not_grow_with_the_mentors(client, course):
    case, _assignment, by = course
    names = ("case", "case_rematch", "case_agreement")
    taken_over(case, by)
    first = {name: statements(client, page(name, case)) for name in names}
    for _n in range(2):
        taken_over(case, by)
    assert {name: statements(client, page(name, case)) for name in names} == first
    assert max(first["case"], first["case_rematch"]) <= 14, first
    assert first["case_agreement"] <= 15, first


def test_the_board_of_an_open_rematch_reads_at_most_14_statements_for_any_number_of_proposals(client, course):
    case, _assignment, by = course
    raised(case, by, at=clock.now())
    ProposalFactory(case=case, mentor=next_mentor(case, at=clock.now()), proposed_at=clock.now())
    next_mentor(case, at=clock.now())
    few = statements(client, page("case_match", case))
    for _n in range(2):
        ProposalFactory(case=case, mentor=next_mentor(case, at=clock.now()), proposed_at=clock.now())
        next_mentor(case, at=clock.now())
    assert statements(client, page("case_match", case)) == few <= 14


def test_the_case_page_reads_at_most_14_statements_with_a_version_unsigned_and_a_mentor_looked_for(client, course):
    case, _assignment, by = course
    agreed(case, by, at=clock.now(), based_on=1, minutes_a_week=120)
    assert "must be signed by" in text(client.get(page("case", case)))
    assert statements(client, page("case", case)) <= 14
    raised(case, by, at=clock.now())
    ProposalFactory(case=case, mentor=next_mentor(case, at=clock.now()), proposed_at=clock.now())
    assert statements(client, page("case", case)) <= 14
