"""The pages of feedback: all of it, something new, and what was done about what does not work."""

import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AccessEvent
from cases.models import Case, Feedback
from core import clock
from core.days import DAY
from tests.cases.course_page_scene import told, under_way
from tests.factories import MembershipFactory
from tests.pages import browser_of
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    case, _assignment, by = under_way()
    return case, by, browser_of(by)


def typed(**other):
    day = clock.today().strftime("%d-%m-%Y")
    known = {"key": str(uuid.uuid4()), "said_by": "client", "day": day, "how": "phone", "going": "2", "words": "Det er svært"}
    return {**known, **other}


def test_it_is_written_down_once_and_read(course):
    case, _by, browser = course
    data = typed()
    for _n in range(2):
        response = browser.post(reverse("case_feedback_new", args=[case.ref]), data)
        assert response.url == reverse("case_feedback", args=[case.ref])
    assert Feedback.objects.get().going == 2
    text = browser.get(reverse("case_feedback", args=[case.ref])).content.decode()
    assert "Det er svært" in text
    assert "2 · Not so well" in text
    assert "never reaches the mentor or the employer" in text
    assert AccessEvent.objects.filter(subject_id=case.pk, page="case_feedback").exists()


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(course):
    case, _by, browser = course
    response = browser.post(reverse("case_feedback_new", args=[case.ref]), typed(going="", words="", not_working="on"))
    assert response.status_code == 422
    assert "Write what does not work" in response.content.decode()
    assert response.context["form"]["said_by"].value() == "client"


def test_what_does_not_work_is_on_the_desk_and_leaves_it_when_it_is_dealt_with(course):
    case, _by, browser = course
    browser.post(reverse("case_feedback_new", args=[case.ref]), typed(not_working="on"))
    assert "Something does not work: write what was done" in browser.get("/desk/").content.decode()
    deal = reverse("case_feedback_deal", args=[case.ref, Feedback.objects.get().pk])
    assert browser.post(deal, {"version": 1, "words": ""}).status_code == 422
    assert browser.post(deal, {"version": 1, "words": "Talt med begge"}).status_code == 302
    assert "Something does not work" not in browser.get("/desk/").content.decode()
    assert "Talt med begge" in browser.get(reverse("case_feedback", args=[case.ref])).content.decode()


def test_who_is_second_reads_what_was_done_and_keeps_the_own_words(course):
    case, by, browser = course
    feedback = told(case, by, not_working=True, words="Nej", answer_by=clock.today())
    deal = reverse("case_feedback_deal", args=[case.ref, feedback.pk])
    browser.post(deal, {"version": 1, "words": "Den første"})
    text = browser.post(deal, {"version": 1, "words": "Den anden"}).content.decode()
    assert "Den første" in text
    assert "Den anden" in text


def test_the_client_is_asked_now_when_the_day_has_come(course):
    case, by, browser = course
    assert "Ask the client now how it goes" in browser.get(reverse("case_feedback", args=[case.ref])).content.decode()
    told(case, by)
    assert "Ask the client again how it goes on" in browser.get(reverse("case_feedback", args=[case.ref])).content.decode()


def test_a_manager_reads_and_does_not_write(course):
    case, by, _browser = course
    feedback = told(case, by, not_working=True, words="Nej", answer_by=clock.today())
    manager = MembershipFactory(role=Role.MANAGER, jobcentre=case.jobcentre)
    browser = Browser()
    browser.force_login(manager.user)
    assert browser.get(reverse("case_feedback", args=[case.ref])).context["actions"] == []
    assert browser.post(reverse("case_feedback_new", args=[case.ref]), typed()).status_code == 403
    assert browser.post(reverse("case_feedback_deal", args=[case.ref, feedback.pk]), {"words": "x"}).status_code == 403


def test_feedback_of_another_case_is_not_found_here(course):
    case, _by, browser = course
    other, _assignment, by = under_way()
    theirs = told(other, by, not_working=True, words="Nej", answer_by=clock.today() + DAY)
    assert browser.get(reverse("case_feedback_deal", args=[case.ref, theirs.pk])).status_code == 404


def test_the_page_costs_the_same_for_one_and_for_three(course):
    case, by, browser = course

    def cost() -> int:
        with statements() as asked:
            browser.get(reverse("case_feedback", args=[Case.objects.get(pk=case.pk).ref]))
        return len(asked)

    told(case, by)
    cost()
    one = cost()
    told(case, by)
    told(case, by)
    assert cost() == one
