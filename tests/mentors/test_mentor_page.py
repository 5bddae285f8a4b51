"""The page of a mentor."""

import datetime as dt

import pytest

from accounts.enums import SubjectKind
from accounts.models import AccessEvent
from cases.enums import ProposalState
from core import clock
from mentors.models import Mentor
from tests.factories import AssignmentFactory, CaseFactory, PeriodFactory, ProposalFactory
from tests.mentors.scene import of
from tests.statements import statements

pytestmark = pytest.mark.django_db


def test_a_mentors_page_shows_clients_papers_and_history(http, mentor, member):
    case = PeriodFactory(case__jobcentre=member.jobcentre).case
    AssignmentFactory(case=case, mentor=mentor)
    waiting = ProposalFactory(case=CaseFactory(jobcentre=member.jobcentre), mentor=mentor)
    Mentor.objects.filter(pk=mentor.pk).update(times=["1_morning"])
    with statements() as asked:
        page = http.get(of(mentor)).content.decode()
    assert len(asked) <= 16
    for words in [case.ref, waiting.case.ref, "1 proposal waits", "Mon", "Karin Toft", "of 3 taken"]:
        assert words in page
    assert "<title>Mentor " in page.replace("\n", "")
    seen = set(AccessEvent.objects.values_list("subject_kind", "subject_id"))
    assert {(SubjectKind.MENTOR, mentor.pk), (SubjectKind.CASE, case.pk), (SubjectKind.CASE, waiting.case.pk)} <= seen


@pytest.mark.parametrize(
    ("signed", "until", "words"),
    [(None, None, "is not signed"), (-900, -1, "expired on"), (-900, 30, "is valid until")],
)
def test_a_declaration_that_does_not_hold_is_the_pages_alert(http, mentor, signed, until, words):
    today = clock.today()
    mentor.confidentiality_signed_on = signed and today + dt.timedelta(days=signed)
    mentor.confidentiality_valid_until = until and today + dt.timedelta(days=until)
    mentor.save()
    assert f"The declaration of confidentiality {words}" in http.get(of(mentor)).content.decode()


def test_an_open_proposal_is_told_on_the_mentors_page_but_a_closed_one_is_not(http, mentor, member):
    ProposalFactory(case=CaseFactory(jobcentre=member.jobcentre), mentor=mentor, state=ProposalState.CLIENT_DECLINED)
    assert "waits for an answer" not in http.get(of(mentor)).content.decode()
