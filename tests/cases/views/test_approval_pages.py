"""The manager's approvals: the list, the page with everything that a decision has, and the three answers. First grants wait in step 3."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import drafts
from accounts.enums import Role
from accounts.models import AccessEvent
from cases.actions.decisions import decide
from cases.enums import DecisionOutcome, State
from cases.enums_course import ApprovalState
from cases.models import Approval, Case, Decision
from core import clock
from tests.cases.decision_scene import GRANT, assessed
from tests.cases.extension_scene import limited, prepared
from tests.cases.views.extension_page_scene import confirmed, decide_data
from tests.factories import CaseFactory, JobcentreFactory, MembershipFactory
from tests.pages import page, text

pytestmark = pytest.mark.django_db


def grant_waiting() -> tuple[Case, Approval]:
    """A first grant above the limit, made today."""
    case = assessed()
    limited(case.jobcentre)
    today = clock.today()
    days = {"sent_on": today, "first_day": today, "last_day": today + dt.timedelta(days=100)}
    proposed = replace(GRANT, outcome=DecisionOutcome.PARTIAL, why_shorter="Kortere", why_later="Senere", **days)
    approval = decide(case_id=case.pk, by=case.caseworker, at=clock.now(), proposed=proposed)
    assert isinstance(approval, Approval)
    return case, approval


def signed_in(client, case: Case, role: Role = Role.MANAGER):
    user = MembershipFactory(jobcentre=case.jobcentre, role=role).user
    client.force_login(user)
    return user


def test_the_list_has_what_waits_here_oldest_first_and_logs_it(client) -> None:
    """R119"""
    here = JobcentreFactory()
    rows = [prepared(CaseFactory(jobcentre=here, state=State.ASSESSMENT)) for _n in range(2)]
    Approval.objects.filter(pk=rows[1].pk).update(prepared_at=rows[0].prepared_at - dt.timedelta(days=3))
    theirs = prepared(CaseFactory(state=State.ASSESSMENT))
    signed_in(client, rows[0].case)
    response = client.get(reverse("approval_list"))
    assert [row["ref"] for row in response.context["rows"]] == [rows[1].case.ref, rows[0].case.ref]
    assert theirs.case.ref not in text(response)
    assert AccessEvent.objects.filter(page="approval_list").count() == 2
    assert reverse("approval_list") in text(response), "the menu leads here"


def test_the_list_costs_the_same_with_one_row_and_with_three(client) -> None:
    here = JobcentreFactory()
    first = prepared(CaseFactory(jobcentre=here, state=State.ASSESSMENT))
    signed_in(client, first.case)

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("approval_list")).status_code == 200
        return len(found)

    one = cost()
    for _n in range(2):
        prepared(CaseFactory(jobcentre=here, state=State.ASSESSMENT))
    assert cost() == one


def test_nothing_waiting_says_when_something_will(client) -> None:
    client.force_login(MembershipFactory(role=Role.MANAGER).user)
    assert "mc-empty" in text(client.get(reverse("approval_list")))


def test_only_a_manager_has_the_list(client) -> None:
    client.force_login(MembershipFactory().user)
    assert client.get(reverse("approval_list")).status_code == 403
    assert reverse("approval_list") not in text(client.get(reverse("case_list")))


def test_a_first_grant_above_the_limit_is_sent_and_waits_visibly_in_step_three(client) -> None:
    """R118, R119"""
    case, approval = grant_waiting()
    client.force_login(case.caseworker)
    MembershipFactory(user=case.caseworker, jobcentre=case.jobcentre)
    for name in ("case_assessment", "case_decide"):
        response = client.get(reverse(name, args=[case.ref]))
        assert response.status_code == 200 and reverse("approval", args=[approval.pk]) in text(response), name
        assert "f_assessment" not in text(response)
    signed_in(client, case)
    address = reverse("approval", args=[approval.pk])
    shown = text(client.get(address))
    assert "Plan the week" in shown and "mx-four" in shown and 'name="approve"' in shown
    assert client.post(address, {"approve": "1", "words": ""}).status_code == 409, "a form without a version has seen none"
    assert client.post(address, {"version": 1, "approve": "1", "words": ""}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.MATCH and Decision.objects.get(case=case).approval.state == ApprovalState.APPROVED
    assert client.post(address, {"version": 1, "approve": "1", "words": ""}).status_code in (409, 422)
    assert Decision.objects.filter(case=case).count() == 1
    assert client.get(address).status_code == 200


def test_the_button_of_the_first_decision_says_that_it_is_sent_for_approval(client) -> None:
    """R118"""
    case = assessed()
    limited(case.jobcentre)
    client.force_login(case.caseworker)
    member = MembershipFactory(user=case.caseworker, jobcentre=case.jobcentre)
    today = clock.today()
    data = {
        "outcome": ["partial"],
        "minutes_a_week": ["4:00"],
        "first_day": [today.strftime("%d-%m-%Y")],
        "last_day": [(today + dt.timedelta(days=100)).strftime("%d-%m-%Y")],
        "mentor_type": ["colleague"],
        "purpose": ["At blive"],
        "tasks": ["Ugen"],
        "funding": ["municipal"],
        "why_shorter": ["Kortere"],
        "why_later": ["Senere"],
        "sent_on": [today.strftime("%d-%m-%Y")],
    }
    drafts.keep(user=case.caseworker, member=member, form="assessment", subject_id=case.pk, data=data, at=clock.now())
    response = client.get(reverse("case_decide", args=[case.ref]))
    assert response.context["second_words"] and "mx-four" in text(response)
    fields = response.context["form"]
    posted = {"version": fields["version"].value(), "seen": fields["seen"].value(), "key": fields["key"].value()}
    assert client.post(reverse("case_decide", args=[case.ref]), posted).status_code == 302
    case.refresh_from_db()
    assert case.state == State.ASSESSMENT and Approval.objects.get(case=case).state == ApprovalState.WAITING


def test_sent_back_needs_words_and_reaches_the_preparer(client) -> None:
    """R119"""
    case, approval = grant_waiting()
    signed_in(client, case)
    address = reverse("approval", args=[approval.pk])
    empty = client.post(address, {"version": 1, "return": "1", "words": " "})
    assert empty.status_code == 422 and "form-error" in text(empty)
    assert client.post(address, {"version": 1, "return": "1", "words": "Færre timer"}).status_code == 302
    approval.refresh_from_db()
    assert approval.state == ApprovalState.RETURNED
    client.force_login(case.caseworker)
    MembershipFactory(user=case.caseworker, jobcentre=case.jobcentre)
    assert "Færre timer" in text(client.get(address))
    assert "f_assessment" in text(client.get(reverse("case_assessment", args=[case.ref])))


def test_the_preparer_takes_it_back_and_a_colleague_reads_only(client) -> None:
    """R119"""
    case, approval = grant_waiting()
    address = reverse("approval", args=[approval.pk])
    signed_in(client, case, Role.CASEWORKER)
    shown = text(client.get(address))
    assert 'name="approve"' not in shown and 'name="take_back"' not in shown
    for button in ("approve", "return", "take_back"):
        assert client.post(address, {"version": 1, button: "1"}).status_code == 403
    client.force_login(case.caseworker)
    MembershipFactory(user=case.caseworker, jobcentre=case.jobcentre)
    assert 'name="take_back"' in text(client.get(address))
    assert client.post(address, {"version": 1, "approve": "1"}).status_code == 403
    assert client.post(address, {"version": 1, "take_back": "1"}).status_code == 302
    assert "f_assessment" in text(client.get(reverse("case_assessment", args=[case.ref])))


def test_an_extension_is_approved_with_its_request_beside_it(client, asked_for) -> None:
    """R119"""
    case, _assignment, by, extension = asked_for
    limited(case.jobcentre)
    client.post(page("case_extension_decide", case), decide_data(extension))
    confirmed(client, case)
    approval = Approval.objects.get(case=case)
    address = reverse("approval", args=[approval.pk])
    assert by.name in text(client.get(address))
    signed_in(client, case)
    assert "Jeg vil gerne fortsætte" in text(client.get(address))
    assert client.post(address, {"version": 1, "approve": "1"}).status_code == 302
    extension.refresh_from_db()
    assert extension.new_period is not None
    assert "Godkendt" in text(client.get(page("case_extension", case))) or "Approved" in text(client.get(page("case_extension", case)))


def test_another_jobcentres_approval_is_not_there(client) -> None:
    _case, approval = grant_waiting()
    client.force_login(MembershipFactory(role=Role.MANAGER).user)
    assert client.get(reverse("approval", args=[approval.pk])).status_code == 404
    assert client.post(reverse("approval", args=[approval.pk]), {"approve": "1"}).status_code == 404
