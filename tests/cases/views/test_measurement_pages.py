"""Well-being and motivation on their schedule: answers, what is missing, and a low score that is told softly (R100-R102)."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AccessEvent, Draft
from cases.enums import State
from cases.enums_course import MeasuredAt, WhyMissing
from cases.models import Case, Measurement, Questionnaire
from core import clock
from core.days import DAY
from tests.cases.goals_scene import measured, with_goals
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import english, text
from tests.statements import statements

pytestmark = pytest.mark.django_db


def list_page(case) -> str:
    return reverse("case_measurements", args=[case.ref])


def page(case, code="who5", respondent="client", point="start", months=0) -> str:
    return reverse("case_measurement", args=[case.ref, code, respondent, point, months])


def data(*answers: object, **other: Any) -> dict[str, Any]:
    known = {"key": str(uuid.uuid4()), "version": "0", "day": clock.today().strftime("%d-%m-%Y"), "missing": ""}
    return {**known, **{f"answer{number}": str(answer) for number, answer in enumerate(answers, start=1)}, **other}


@pytest.fixture
def course(client):
    """A running course that began yesterday, and its caseworker signed in."""
    case, _goals, by = with_goals(at=clock.now() - DAY)
    english(client, by)
    return case, by


class TestTheSchedule:
    """R100"""

    def test_every_questionnaire_has_its_points(self, client, course):
        case, _by = course
        body = text(client.get(list_page(case)))
        assert "WHO-5, well-being" in body and "Motivation" in body
        assert body.count("Due now") == 2 and body.count("Coming") == 10
        assert body.count("After 3 months") >= 2 and "12 months after the end" in body
        assert page(case) in body and page(case, point="end") not in body

    def test_what_nobody_answered_is_missing_and_one_can_say_why(self, client):
        case, _goals, by = with_goals(at=clock.now() - 40 * DAY)
        english(client, by)
        body = text(client.get(list_page(case)))
        assert body.count("Missing: nobody has answered") == 2 and "Say why" in body
        assert client.post(page(case), data(missing="not_reached")).url == list_page(case)
        assert "Missing: not reached" in text(client.get(list_page(case)))
        late = client.post(page(case, code="motivation"), data(1, 2, 3))
        assert late.status_code == 422 and "answers count from" in text(late)

    def test_a_point_that_is_coming_says_from_when(self, client, course):
        case, _by = course
        assert "This can be answered from" in text(client.get(page(case, point="end")))
        assert client.post(page(case, point="end"), data(1, 1, 1, 1, 1)).status_code == 422

    def test_what_no_course_has_is_not_found(self, client, course):
        case, _by = course
        for names in (
            {"code": "unknown"},
            {"respondent": "mentor"},
            {"respondent": "nobody"},
            {"point": "during", "months": 5},
            {"point": "middle"},
        ):
            assert client.get(page(case, **names)).status_code == 404
        other, _goals, _by = with_goals(at=clock.now() - DAY)
        assert client.get(page(other)).status_code == client.get(list_page(other)).status_code == 404

    def test_before_the_course_the_page_says_when(self, client):
        member = MembershipFactory(user__language="en")
        client.force_login(member.user)
        case = CaseFactory(jobcentre=member.jobcentre, state=State.STARTUP)
        assert "when the first period has begun" in text(client.get(page(case)))
        assert client.post(page(case), data(1, 1, 1, 1, 1)).status_code == 422


class TestAnswers:
    """R101"""

    def test_the_questions_stand_in_the_language_of_the_page(self, client, course):
        case, by = course
        body = text(client.get(page(case)))
        assert "I have felt cheerful and in good spirits" in body and "More than half of the time (3)" in body
        assert body.count('type="radio"') == 5 * 7 + 4
        by.language = "da"
        by.save()
        body = text(client.get(page(case)))
        assert "I de sidste 2 uger har jeg været glad og i godt humør" in body and "Lidt mere end halvdelen af tiden (3)" in body

    def test_the_score_is_shown(self, client, course):
        case, _by = course
        assert client.post(page(case), data(5, 4, 3, 2, 1)).url == list_page(case)
        assert Measurement.objects.get().score == 60
        body = text(client.get(list_page(case)))
        assert ">60</td>" in body and "Answered" in body and "thermometer" not in body

    def test_two_presses_write_one(self, client, course):
        case, _by = course
        sent = data(5, 4, 3, 2, 1)
        assert {client.post(page(case), sent).url for _n in range(2)} == {list_page(case)}
        assert Measurement.objects.get().version == 1

    def test_with_an_answer_missing_there_is_no_score(self, client, course):
        case, _by = course
        response = client.post(page(case), data(5, "", 3, 2, 1), follow=True)
        assert "One is missing, so there is no score." in text(response)
        assert "none, an answer is missing" in text(response)

    def test_answers_and_that_there_are_none_is_asked_about_and_nothing_is_lost(self, client, course):
        case, _by = course
        client.post(page(case), data(missing="declined"))
        both = client.post(page(case), data(5, 4, 3, 2, 1, missing="declined", version="1"))
        assert both.status_code == 422 and "There are answers as well." in text(both)
        assert text(both).count(" checked") == 6
        client.post(page(case), data(5, 4, 3, 2, 1, version="1"))
        assert Measurement.objects.get().score == 60

    def test_that_there_is_none_is_an_answer(self, client, course):
        case, _by = course
        client.post(page(case), data(missing="declined"))
        row = Measurement.objects.get()
        assert (row.missing, row.answers, row.score) == ("declined", [], None)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"day": "i går"}, "day"),
            ({"day": "01-01-2100"}, "day"),
            ({"day": "01-01-2020"}, "day"),
            ({"answer1": "6"}, "answer1"),
            ({f"answer{n}": "" for n in range(1, 6)}, "__all__"),
            ({"missing": "because"}, "missing"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_chosen_is_lost(self, client, course, wrong, field):
        case, _by = course
        response = client.post(page(case), data(5, 4, 3, 2, 1, **wrong))
        assert response.status_code == 422 and field in response.context["form"].errors
        assert response.context["form"]["answer5"].value() == wrong.get("answer5", "1")
        assert not Measurement.objects.exists()

    def test_who_is_second_sees_both(self, client, course):
        case, _by = course
        client.post(page(case), data(5, 4, 3, 2, 1))
        response = client.post(page(case), data(0, 4, 3, 2, 1))
        assert response.status_code == 409
        assert "All of the time (5)" in text(response) and "At no time (0)" in text(response)
        assert Measurement.objects.get().score == 60
        assert client.post(page(case), data(0, 4, 3, 2, 1, version="1")).status_code == 302
        assert Measurement.objects.get().score == 40

    def test_answers_are_never_a_draft(self, client, course):
        """They are health data, and drafts are not part of the case."""
        case, _by = course
        client.post(page(case), data(5, 4, 3, 2, 1, draft="1"))
        assert not Draft.objects.exists()


def of_case(case):
    """The case's row, but for the day on which its reminders are looked at next."""
    return {name: value for name, value in Case.objects.values().get(pk=case.pk).items() if name != "notices_on"}


class TestWhatAScoreSays:
    """R102"""

    def test_a_low_score_is_told_softly_and_changes_nothing_else(self, client, course):
        case, _by = course
        before = of_case(case)
        client.post(page(case), data(2, 2, 2, 1, 1))
        body = text(client.get(list_page(case)))
        assert "It is a thermometer, not a diagnosis: talk with Ida about it." in body
        assert of_case(case) == before

    def test_ten_points_are_said_in_words_and_two_scores_are_a_trend(self, client):
        case, _goals, by = with_goals(at=clock.now() - 93 * DAY)
        english(client, by)
        start = clock.now() - 93 * DAY
        measured(case, by, 2, 2, 2, 1, 1, at=start)
        assert '<svg class="mc-chart"' not in text(client.get(list_page(case)))
        measured(case, by, 3, 3, 2, 2, 2, at=clock.now(), day=clock.today(), point=MeasuredAt.DURING, months=3)
        body = text(client.get(list_page(case)))
        assert "16 points more than the first time: a change that counts." in body and "16 points up" in body
        assert '<svg class="mc-chart"' in body and "Show as a table" in body

    def test_motivation_is_shown_from_0_to_10(self, client):
        case, _goals, by = with_goals(at=clock.now() - 93 * DAY)
        english(client, by)
        measured(case, by, 5, 5, 6, at=clock.now() - 93 * DAY, questionnaire="motivation")
        measured(case, by, 7, 7, 6, at=clock.now(), day=clock.today(), point=MeasuredAt.DURING, months=3, questionnaire="motivation")
        body = text(client.get(list_page(case)))
        assert ">5.3</td>" in body and ">6.7</td>" in body and ">10</text>" in body
        by.language = "da"
        by.save()
        assert ">6,7</td>" in text(client.get(list_page(case)))

    def test_one_without_a_limit_never_tells(self, client, course):
        case, by = course
        measured(case, by, 0, 0, 0, at=clock.now(), questionnaire="motivation")
        assert "thermometer" not in text(client.get(list_page(case)))


def test_every_look_is_logged(client, course):
    case, _by = course
    for address in (list_page(case), page(case)):
        before = AccessEvent.objects.filter(subject_id=case.pk).count()
        client.get(address)
        assert AccessEvent.objects.filter(subject_id=case.pk).count() == before + 1


def test_a_manager_reads_and_writes_nothing(client, course):
    case, by = course
    measured(case, by, 3, 3, 3, 3, 3, at=clock.now())
    client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
    body = text(client.get(list_page(case)))
    assert ">60</td>" in body and page(case) not in body
    assert "f_measurement" not in text(client.get(page(case)))
    assert client.post(page(case), data(1, 1, 1, 1, 1, version="1")).status_code == 403


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_no_more_for_more_rows(client, course, more):
    case, by = course
    for number in range(more):
        row = Questionnaire.objects.create(
            code=f"more{number}", name_da="x", name_en="x", respondents=["client"], first_day=clock.today() - 90 * DAY
        )
        row.questions.create(position=1, words_da="?", words_en="?")
        measured(case, by, 1, at=clock.now(), questionnaire=row.pk)
    measured(case, by, at=clock.now(), missing=WhyMissing.DECLINED)
    client.get(list_page(case))
    with statements() as asked:
        client.get(list_page(case))
    assert len(asked) <= 11, "\n".join(asked)


def test_the_questions_are_not_called_optional_and_say_what_a_missing_answer_means(client, course):
    """R101: all answers belong together."""
    case = course[0]
    shown = text(client.get(page(case)))
    questions = shown.split('id="f_measurement"')[1].split("id_day")[0]
    assert "(optional)" not in questions and "(valgfrit)" not in questions
    assert "when one is missing, there is no score" in shown or "mangler" in shown
    assert client.post(page(case), data(4, 3, "", 2, 1)).status_code == 302, "one may be missing all the same"


def test_the_source_is_told_in_the_language_of_the_page(client, course):
    case, by = course[0], course[-1]
    for language, words in (("da", "Må bruges frit"), ("en", "Free to use")):
        by.language = language
        by.save()
        assert words in text(client.get(page(case))), language
