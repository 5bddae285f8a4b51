"""The auditor's list and the help page."""

import datetime as dt
import uuid

import pytest
from django.utils.translation import override

from accounts.audit import seen
from accounts.enums import AccessKind, Role, SubjectKind
from accounts.models import AccessEvent, Membership
from tests.factories import AT, CaseFactory, MembershipFactory
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor() -> Membership:
    return MembershipFactory(role=Role.AUDITOR, user__language="en")


def read(member: Membership, ids: list[uuid.UUID], at: dt.datetime = AT, kind: AccessKind = AccessKind.PAGE) -> None:
    seen(
        kind=kind,
        subject_kind=SubjectKind.CASE,
        subject_ids=ids,
        jobcentre_id=member.jobcentre_id,
        user_id=member.user_id,
        page="case",
        at=at,
    )


def test_reads_show_who_when_how_and_whose(auditor: Membership) -> None:
    clerk = MembershipFactory(jobcentre=auditor.jobcentre)
    case = CaseFactory(jobcentre=auditor.jobcentre)
    read(clerk, [case.pk], kind=AccessKind.REVEAL)
    response = signed_in(auditor).get("/audit/")
    (row,) = response.context["rows"]
    with override("en"):  # the words are chosen when they are shown
        shown = (row["who"], str(row["how"]), row["whom"], str(row["page"]))
    assert shown == (clerk.user.name, "CPR number shown", case.ref, "The case")
    assert case.client.name not in response.content.decode()


def test_another_jobcentres_reads_are_not_shown(auditor: Membership) -> None:
    other = MembershipFactory()
    read(other, [CaseFactory(jobcentre=other.jobcentre).pk])
    assert signed_in(auditor).get("/audit/").context["rows"] == []


def test_the_own_jobcentre_stands_with_its_name(auditor: Membership) -> None:
    browser = signed_in(auditor)
    browser.get("/audit/")
    (row,) = browser.get("/audit/").context["rows"]
    assert (row["kind"], row["whom"]) == ("Jobcentre", auditor.jobcentre.name)


@pytest.mark.parametrize("address", ["/cases/", "/mentors/", "/reports/"])
def test_a_no_says_once_whom_to_ask(auditor: Membership, address: str) -> None:
    answer = signed_in(auditor).get(address)
    page = answer.content.decode()
    assert (answer.status_code, page.count("Your role does not open"), page.count("administrator")) == (403, 1, 1)


def test_opening_the_log_is_logged(auditor: Membership) -> None:
    signed_in(auditor).get("/audit/")
    event = AccessEvent.objects.get(user_id=auditor.user_id)
    assert (event.kind, event.subject_kind, event.subject_id) == (AccessKind.LOG, SubjectKind.JOBCENTRE, auditor.jobcentre_id)


def test_many_reads_of_one_instant_are_walked_without_losing_one(auditor: Membership) -> None:
    """A list of persons is logged in one instant, so the time alone cannot say where a page ended."""
    ids = [uuid.uuid4() for _ in range(120)]
    read(auditor, ids)
    found: list[str] = []
    address = "/audit/"
    while address:
        context = signed_in(auditor).get(address).context
        found += [row["whom"] for row in context["rows"] if str(row["how"]) == "Opened"]
        address = f"/audit/{context['older_url']}" if context["older_url"] else ""
    assert sorted(found) == sorted(str(each)[:8] for each in ids)


@pytest.mark.parametrize("mark", ["x", "2026-01-01T00:00:00+00:00", "_", "2026-01-01T00:00:00+00:00_x", "9" * 400])
def test_an_invented_place_shows_the_top(auditor: Membership, mark: str) -> None:
    read(auditor, [uuid.uuid4()])
    response = signed_in(auditor).get("/audit/", {"before": mark})
    assert response.status_code == 200
    assert len(response.context["rows"]) == 1
    assert "This place in the list does not exist." in response.content.decode()


def test_the_reads_of_one_case(auditor: Membership) -> None:
    case, other = CaseFactory(jobcentre=auditor.jobcentre), CaseFactory(jobcentre=auditor.jobcentre)
    read(auditor, [case.pk, other.pk])
    assert [row["whom"] for row in signed_in(auditor).get("/audit/", {"case": case.ref}).context["rows"]] == [case.ref]


@pytest.mark.parametrize("ref", ["2026-9999", "x", "'\"><script>", "9" * 5000])
def test_a_case_that_is_not_there_is_said_at_the_field(auditor: Membership, ref: str) -> None:
    elsewhere = CaseFactory(number=4711)
    for text in (ref, elsewhere.ref):
        page = signed_in(auditor).get("/audit/", {"case": text}).content.decode()
        assert "There is no case with this number in your jobcentre." in page
        assert "<script>" not in page


def test_the_log_costs_the_same_for_1_and_50_rows(auditor: Membership) -> None:
    cases = [CaseFactory(jobcentre=auditor.jobcentre) for _ in range(3)]
    read(auditor, [cases[0].pk])
    browser = signed_in(auditor)
    with statements() as few:
        browser.get("/audit/")
    read(auditor, [case.pk for case in cases] * 20)
    with statements() as many:
        browser.get("/audit/")
    assert len(many) == len(few) <= 8, "\n".join(many)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.MANAGER, Role.ADMINISTRATOR])
def test_only_an_auditor_opens_the_log(role: Role) -> None:
    response = signed_in(MembershipFactory(role=role, user__language="en")).get("/audit/")
    assert response.status_code == 403
    assert "Only an auditor opens the read log." in response.content.decode()


# Help


@pytest.mark.parametrize(("language", "heading"), [("da", 'lang="da"'), ("en", "The five steps")])
@pytest.mark.parametrize("role", Role)
def test_help_opens_for_everybody_who_is_signed_in(role: Role, language: str, heading: str) -> None:
    page = signed_in(MembershipFactory(role=role, user__language=language)).get("/help/").content.decode()
    assert heading in page
    assert "udtrapning" in page
    for anchor in ("scheme", "steps", "rules", "difference", "words", "six-months", "voluntary"):
        assert f'id="{anchor}"' in page


def test_help_keeps_the_pilots_figures_apart() -> None:
    page = signed_in(MembershipFactory(user__language="en")).get("/help/").content.decode()
    for figure in ("208", "142", "66", "23", "4 in flexible jobs", "24", "20 had kept"):
        assert figure in page
