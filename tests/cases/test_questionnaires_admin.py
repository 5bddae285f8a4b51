"""Questionnaires in the administration (R103): the platform's, with their questions and answers; an answered one only ends."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import AuditEvent, User
from cases.actions.questionnaires import save_questionnaire
from cases.models import AnswerLabel, Question, Questionnaire
from core import clock
from core.verdicts import Refused
from tests.administration import errors, form
from tests.cases.goals_scene import measured, with_goals
from tests.factories import MembershipFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
BASE = "/admin/cases"


def typed(**changed: object) -> dict[str, object]:
    known = {
        "code": "hverdag",
        "name_da": "Hverdagen",
        "name_en": "Everyday life",
        "intro_da": "",
        "intro_en": "",
        "source_da": "Vores egen",
        "source_en": "Our own",
        "respondents": ["client", "mentor"],
        "lowest": "1",
        "highest": "5",
        "scoring": "sum",
        "factor": "1",
        "position": "3",
        "first_day": "01-12-2026",
        "_save": "1",
    }
    return {**known, **changed}


def test_a_questionnaire_with_its_questions_and_answers_is_added(platform: User) -> None:
    browser = signed_in(platform)
    assert browser.post(f"{BASE}/questionnaire/add/", typed()).status_code == 302
    row = Questionnaire.objects.get(pk="hverdag")
    assert (row.respondents, row.lowest, row.highest, row.first_day) == (["client", "mentor"], 1, 5, dt.date(2026, 12, 1))
    question = {"questionnaire": "hverdag", "position": "1", "words_da": "Hvordan går det?", "words_en": "How is it going?", "_save": "1"}
    assert browser.post(f"{BASE}/question/add/", question).status_code == 302
    label = {"questionnaire": "hverdag", "value": "5", "words_da": "Godt", "words_en": "Well", "_save": "1"}
    assert browser.post(f"{BASE}/answerlabel/add/", label).status_code == 302
    assert (Question.objects.get(questionnaire=row).words_en, AnswerLabel.objects.get(questionnaire=row).value) == ("How is it going?", 5)
    kinds = set(AuditEvent.objects.values_list("kind", flat=True))
    assert kinds >= {"questionnaire.saved", "question.saved", "answerlabel.saved"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"highest": "1"}, "highest"),
        ({"factor": "0"}, "factor"),
        ({"respondents": []}, "respondents"),
        ({"last_day": "30-11-2026"}, "last_day"),
        ({"code": "who5"}, "code"),
        ({"name_da": ""}, "name_da"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(platform: User, wrong: dict[str, object], field: str) -> None:
    assert field in errors(signed_in(platform).post(f"{BASE}/questionnaire/add/", typed(**wrong)))
    assert Questionnaire.objects.count() == 2


def test_a_question_has_its_place_once(platform: User) -> None:
    question = {"questionnaire": "motivation", "position": "1", "words_da": "Igen?", "words_en": "Again?", "_save": "1"}
    assert errors(signed_in(platform).post(f"{BASE}/question/add/", question))


def test_an_answered_questionnaire_only_ends(platform: User) -> None:
    """R103"""
    case, _goals, by = with_goals()
    measured(case, by, 3, 3, 3, 3, 3)
    browser, address = signed_in(platform), f"{BASE}/questionnaire/who5/change/"
    assert "only its last day can be changed" in browser.get(address).content.decode()
    browser.post(address, {"factor": "1", "name_da": "Andet", "last_day": "31-12-2026", "_save": "1"})
    row = Questionnaire.objects.get(pk="who5")
    assert (row.factor, row.name_da, row.last_day) == (4, "WHO-5, trivsel", dt.date(2026, 12, 31))
    question, label = Question.objects.filter(questionnaire="who5")[0], AnswerLabel.objects.filter(questionnaire="who5")[0]
    for path, before in ((f"question/{question.pk}", question.words_da), (f"answerlabel/{label.pk}", label.words_da)):
        browser.post(f"{BASE}/{path}/change/", {"words_da": "Noget andet", "_save": "1"})
        assert before in browser.get(f"{BASE}/{path}/change/").content.decode()
    assert "who5" not in dict(browser.get(f"{BASE}/question/add/").context["adminform"].form.fields["questionnaire"].choices)
    with pytest.raises(Refused) as refused:
        question.words_da = "Noget andet"
        save_questionnaire(row=question, changed=["words_da"], by=platform, at=clock.now())
    assert refused.value.code == "questionnaire_used"


def test_one_that_nobody_has_answered_is_changed(platform: User) -> None:
    browser, question = signed_in(platform), Question.objects.filter(questionnaire="motivation")[0]
    address = f"{BASE}/question/{question.pk}/change/"
    assert browser.post(address, form(browser, address, words_da="Hvor vigtigt er det?")).status_code == 302
    address = f"{BASE}/questionnaire/motivation/change/"
    assert browser.post(address, form(browser, address, factor="2", lowest="0")).status_code == 302
    assert (Question.objects.get(pk=question.pk).words_da, Questionnaire.objects.get(pk="motivation").factor) == ("Hvor vigtigt er det?", 2)


def test_a_role_administrator_reads_and_changes_nothing() -> None:
    boss = MembershipFactory(role=Role.ADMINISTRATOR, user__is_staff=True, user__language="en").user
    browser = signed_in(boss)
    for path in ("questionnaire/who5", f"question/{Question.objects.all()[0].pk}", f"answerlabel/{AnswerLabel.objects.all()[0].pk}"):
        assert browser.get(f"{BASE}/{path}/change/").status_code == 200
        assert browser.post(f"{BASE}/{path}/change/", {"words_da": "x", "_save": "1"}).status_code == 403
    assert browser.post(f"{BASE}/questionnaire/add/", typed()).status_code == 403
    with pytest.raises(Refused) as refused:
        save_questionnaire(row=Questionnaire.objects.get(pk="who5"), changed=["factor"], by=boss, at=clock.now())
    assert refused.value.code == "other_jobcentre"
