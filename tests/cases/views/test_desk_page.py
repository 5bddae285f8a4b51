"""My desk: what is next, in groups, with counts, in few statements."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Draft, Membership
from cases.enums import State
from cases.views.desk_words import DRAFT_PAGES, draft_link
from core import clock
from tests.factories import CaseFactory, MeetingFactory, MembershipFactory, ProposalFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def member() -> Membership:
    return MembershipFactory()


@pytest.fixture
def browser(member: Membership) -> Browser:
    return signed_in(member)


def signed_in(member: Membership, language: str = "en") -> Browser:
    member.user.language = language
    member.user.save()
    browser = Browser()
    browser.force_login(member.user)
    return browser


def my_case(member: Membership, *, in_days: int | None = 3, **facts: Any) -> Any:
    due_on = None if in_days is None else clock.today() + in_days * DAY
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, due_on=due_on, **facts)


def test_an_empty_desk_says_what_comes_next(browser: Browser) -> None:
    page = browser.get("/desk/").content.decode()
    assert "You have no open cases." in page
    assert "as soon as you register an application" in page
    assert "Nothing is over the deadline" in page


def test_cases_stand_in_groups_by_how_soon(browser: Browser, member: Membership) -> None:
    for days in (20, -2, 0, 5, None):
        my_case(member, in_days=days)
    found = browser.get("/desk/").context
    assert [(group["bucket"], group["count"], len(group["tasks"])) for group in found["groups"]] == [
        ("over", 1, 1),
        ("today", 1, 1),
        ("week", 1, 1),
        ("later", 2, 2),
    ]
    assert found["intro"] == "1 task is over the deadline. 1 task is due today."


def test_a_row_says_what_to_do_and_leads_there(browser: Browser, member: Membership) -> None:
    case = my_case(member, state=State.ASSESSMENT)
    page = browser.get("/desk/").content.decode()
    assert "Assess the application" in page
    assert case.client.name in page
    assert f'href="/cases/{case.ref}/assessment/"' in page


def test_an_open_proposal_changes_what_is_next(browser: Browser, member: Membership) -> None:
    case = my_case(member, state=State.MATCH)
    assert "Find a mentor" in browser.get("/desk/").content.decode()
    ProposalFactory(case=case, answer_by=clock.today())
    assert "Record the client’s answer to the proposed mentor" in browser.get("/desk/").content.decode()


def test_a_caseworker_sees_own_cases_only(browser: Browser, member: Membership) -> None:
    other = CaseFactory(jobcentre=member.jobcentre)
    elsewhere = CaseFactory()
    closed = my_case(member, state=State.ENDED)
    page = browser.get("/desk/").content.decode()
    assert not [case.ref for case in (other, elsewhere, closed) if case.ref in page]


def test_a_manager_sees_the_jobcentre_with_the_caseworkers_names() -> None:
    manager = MembershipFactory(role=Role.MANAGER)
    case, elsewhere = CaseFactory(jobcentre=manager.jobcentre), CaseFactory()
    page = signed_in(manager).get("/desk/").content.decode()
    assert case.ref in page
    assert case.caseworker.name in page
    assert elsewhere.ref not in page


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_reads_no_cases_is_told_so(role: Role) -> None:
    response = signed_in(MembershipFactory(role=role)).get("/desk/")
    assert response.status_code == 403
    assert "Your role does not open cases." in response.content.decode()


def test_a_step_can_be_chosen_and_the_counts_stay(browser: Browser, member: Membership) -> None:
    my_case(member, state=State.CHALLENGES)
    match = my_case(member, state=State.MATCH)
    found = browser.get("/desk/?step=match").context
    assert [task["ref"] for group in found["groups"] for task in group["tasks"]] == [match.ref]
    with override("en"):
        pills = [(str(pill["label"]), pill["count"], pill["current"]) for pill in found["pills"]]
    assert [pill[1:] for pill in pills] == [(2, False), (1, False), (1, True)]
    assert [pill[0] for pill in pills][1:] == ["Challenges", "Match"]


def test_an_unknown_step_is_named_and_left_out(browser: Browser, member: Membership) -> None:
    case = my_case(member)
    page = browser.get('/desk/?step="><script>').content.decode()
    assert "There is no choice “&quot;&gt;&lt;script&gt;” here." in page
    assert case.ref in page


def test_more_than_25_cases_are_walked_without_losing_one(browser: Browser, member: Membership) -> None:
    cases = [my_case(member, in_days=n // 3 if n < 50 else None) for n in range(58)]
    seen: list[str] = []
    address = "/desk/"
    while address:
        found = browser.get(address).context
        seen += [task["ref"] for group in found["groups"] for task in group["tasks"]]
        address = found["next_url"]
    assert sorted(seen) == sorted(case.ref for case in cases)


@pytest.mark.parametrize("mark", ["x", "2026-11-30_x", "x_6f1f4c5e-0000-4000-8000-000000000000", "_", "none_", "2026-99-99_" + "0" * 32])
def test_an_invented_place_in_the_list_shows_the_top(browser: Browser, member: Membership, mark: str) -> None:
    case = my_case(member)
    response = browser.get("/desk/", {"after": mark})
    assert response.status_code == 200
    assert case.ref in response.content.decode()
    assert "This place in the list does not exist." in response.content.decode()


def test_todays_meetings_stand_at_the_right(browser: Browser, member: Membership) -> None:
    noon = timezone.localtime(clock.now()).replace(hour=12, minute=0, second=0, microsecond=0)
    case = my_case(member, state=State.STARTUP)
    MeetingFactory(case=case, at=noon, place="Lokale 9")
    MeetingFactory(case=case, at=noon + DAY, place="Lokale 10")
    MeetingFactory(case=case, at=noon, place="Lokale 11", cancelled_on=clock.today())
    MeetingFactory(case=CaseFactory(jobcentre=member.jobcentre), at=noon, place="Lokale 12")
    page = browser.get("/desk/").content.decode()
    assert "Lokale 9" in page
    assert not [room for room in ("Lokale 10", "Lokale 11", "Lokale 12") if room in page]


def test_drafts_are_mine_alone_and_lead_to_their_form(browser: Browser, member: Membership) -> None:
    case = my_case(member)
    colleague = MembershipFactory(jobcentre=member.jobcentre)
    for user, form, subject in (
        (member.user, "challenges", {"subject_id": case.pk}),
        (member.user, "application", {}),
        (colleague.user, "agreement", {"subject_id": case.pk}),
    ):
        Draft.objects.create(user=user, jobcentre=member.jobcentre, form=form, data={}, saved_at=clock.now(), **subject)
    found = browser.get("/desk/").context["drafts"]
    assert sorted(draft["url"] for draft in found) == [f"/cases/{case.ref}/challenges/", "/cases/new/"]


def test_every_form_that_keeps_drafts_is_found_again(browser: Browser, member: Membership) -> None:
    proposal = ProposalFactory(case=my_case(member, state=State.MATCH))
    ref, mentor = proposal.case.ref, proposal.mentor
    subjects = {
        "agreement": (proposal.case_id, f"/cases/{ref}/agreement/"),
        "application": (proposal.case_id, f"/cases/{ref}/contact/"),
        "assessment": (proposal.case_id, f"/cases/{ref}/assessment/"),
        "challenges": (proposal.case_id, f"/cases/{ref}/challenges/"),
        "match": (proposal.case_id, f"/cases/{ref}/match/"),
        "mentor": (mentor.pk, f"/mentors/{mentor.pk}/change/"),
        "mentor_new": (uuid.UUID(int=0), "/mentors/new/"),
        "place_new": (mentor.pk, f"/mentors/{mentor.pk}/places/new/"),
        "proposal": (proposal.pk, f"/cases/{ref}/match/{proposal.pk}/"),
        "rematch": (proposal.case_id, f"/cases/{ref}/rematch/"),
    }
    for form, (subject_id, _address) in subjects.items():
        Draft.objects.create(user=member.user, jobcentre=member.jobcentre, form=form, subject_id=subject_id, data={}, saved_at=clock.now())
    found = browser.get("/desk/").context["drafts"]
    assert sorted(draft["url"] for draft in found) == sorted(address for _subject, address in subjects.values())
    for form in set(DRAFT_PAGES) - set(subjects):  # forms of a running course: each leads to a page of its case
        assert draft_link(form, subject_id=proposal.case_id, ref=ref)[1].startswith(f"/cases/{ref}/"), form


def test_a_draft_of_a_form_that_is_gone_is_no_fault(browser: Browser, member: Membership) -> None:
    Draft.objects.create(user=member.user, jobcentre=member.jobcentre, form="gone", data={}, saved_at=clock.now())
    assert browser.get("/desk/").status_code == 200


def test_who_is_shown_is_logged(browser: Browser, member: Membership) -> None:
    cases = [my_case(member) for _ in range(3)]
    browser.get("/desk/")
    rows = AccessEvent.objects.filter(kind=AccessKind.LIST, user_id=member.user_id, page="desk")
    assert {row.subject_id for row in rows} == {case.pk for case in cases}


def test_the_desk_costs_the_same_for_1_and_30_cases(browser: Browser, member: Membership) -> None:
    my_case(member)
    with statements() as few:
        browser.get("/desk/")
    for _ in range(29):
        ProposalFactory(case=my_case(member, state=State.MATCH))
    with statements() as many:
        browser.get("/desk/")
    assert len(many) == len(few) <= 8, "\n".join(many)
    assert len(set(many)) == len(many)


def test_the_notice_about_silent_jobs_costs_no_statement(browser: Browser) -> None:
    assert "The background jobs have not run yet" in browser.get("/desk/").content.decode()
