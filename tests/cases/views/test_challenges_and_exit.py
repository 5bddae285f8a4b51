"""The page of step 2 and the exit: saved in parts, completed when nothing is missing, drafts, two writers, closing once."""

import uuid

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Draft, Membership
from cases.enums import ProposalState, State
from cases.models import Case, Need, Wishes
from mentors.enums import SupportArea
from tests.factories import AssignmentFactory, CaseFactory, MembershipFactory, NeedFactory, PeriodFactory, ProposalFactory, WishesFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db

EVIL = "Ærøskøbing'\"><script>alert(1)</script>"


@pytest.fixture
def case(member: Membership) -> Case:
    return CaseFactory(jobcentre=member.jobcentre)


def address(case: Case) -> str:
    return reverse("case_challenges", args=[case.ref])


def typed(case: Case, **changes) -> dict:
    weights = {f"{area}_weight": "0" for area in SupportArea}
    return {**weights, "practical_weight": "3", "practical_words": "Jeg mister overblikket", "version": case.version, **changes}


def test_nothing_missing_and_the_case_goes_on_to_assessment(browser: Browser, case: Case) -> None:
    answer = browser.post(address(case), typed(case, complete="1", minutes_a_week="2,5", months="6", mentor_types=["external"]))
    assert (answer.status_code, answer.url) == (302, reverse("case_assessment", args=[case.ref]))
    case.refresh_from_db()
    assert case.state == State.ASSESSMENT
    wishes = Wishes.objects.get(case=case)
    assert (wishes.minutes_a_week, wishes.months, wishes.mentor_types) == (150, 6, ["external"])
    page = browser.get(address(case)).text
    assert "2 hours and 30 minutes" in page
    assert "Jeg mister overblikket" in page
    assert 'name="complete"' not in page


def test_every_gap_stands_in_the_summary_and_nothing_is_lost(browser: Browser, case: Case) -> None:
    answer = browser.post(address(case), typed(case, complete="1", social_weight="", tasks_weight=""))
    assert answer.status_code == 422
    for area in ("social", "tasks"):
        assert f'href="#id_{area}_weight_0"' in answer.text
    assert "Social navigation: choose how much it weighs." in answer.text
    assert "Jeg mister overblikket" in answer.text
    assert not Need.objects.exists()


def test_a_need_without_words_is_asked_for_at_its_words(browser: Browser, case: Case) -> None:
    answer = browser.post(address(case), typed(case, complete="1", practical_words=" "))
    assert answer.status_code == 422
    assert 'href="#id_practical_words"' in answer.text


def test_a_part_is_saved_and_shown_again(browser: Browser, case: Case) -> None:
    data = {"practical_weight": "2", "practical_words": EVIL, "place_and_time": EVIL, "version": case.version, "save": "1"}
    page = browser.post(address(case), data, follow=True)
    assert "The challenges and wishes are saved." in page.text
    assert "4 areas are not answered" in page.text
    assert "<script>alert" not in page.text
    assert Need.objects.get().words == EVIL
    case.refresh_from_db()
    assert case.state == State.CHALLENGES


@pytest.mark.parametrize(
    "changes",
    [
        {"practical_weight": "4"},
        {"practical_weight": "\x00"},
        {"practical_words": "x" * 1_000_000},
        {"practical_words": "a\x00b"},
        {"social_weight": "", "social_words": "Pauserne"},
        {"minutes_a_week": "38"},
        {"minutes_a_week": "0"},
        {"minutes_a_week": "2:75"},
        {"minutes_a_week": "\x00"},
        {"months": "99"},
        {"months": "²"},
        {"months": "9" * 5000},
        {"mentor_types": "robot"},
        {"language": "xx"},
        {"version": "x"},
    ],
)
def test_impossible_values_are_refused_and_nothing_is_saved(browser: Browser, case: Case, changes: dict) -> None:
    answer = browser.post(address(case), typed(case, save="1", **changes))
    assert answer.status_code == 422
    assert not Need.objects.exists()


def test_early_it_can_be_written_but_not_completed(browser: Browser, member: Membership) -> None:
    early = CaseFactory(jobcentre=member.jobcentre, state=State.CONTACT)
    page = browser.get(address(early)).text
    assert "Step 1 is not done yet" in page
    assert 'name="complete"' not in page
    assert browser.post(address(early), typed(early, complete="1")).status_code == 422
    assert browser.post(address(early), typed(early, save="1")).status_code == 302
    early.refresh_from_db()
    assert early.state == State.CONTACT


def test_a_draft_is_my_own_and_the_stored_answers_stay(browser: Browser, case: Case, member: Membership) -> None:
    NeedFactory(case=case, words="Det gemte")
    browser.post(address(case), typed(case, practical_words="Kun i kladden", draft="1"))
    assert Need.objects.get().words == "Det gemte"
    assert "Kun i kladden" in browser.get(address(case)).text
    colleague = Browser()
    colleague.force_login(MembershipFactory(jobcentre=member.jobcentre).user)
    assert "Kun i kladden" not in colleague.get(address(case)).text
    browser.post(address(case), {"discard_draft": "1"})
    assert not Draft.objects.exists()


def test_who_saves_second_sees_both_texts(browser: Browser, case: Case) -> None:
    browser.post(address(case), typed(case, practical_words="Den første", save="1"))
    answer = browser.post(address(case), typed(case, practical_words="Den anden", save="1"))
    assert answer.status_code == 409
    assert "Den første" in answer.text
    assert "Den anden" in answer.text


def test_the_page_asks_little_of_the_database(browser: Browser, case: Case) -> None:
    WishesFactory(case=case)
    for area in SupportArea:
        NeedFactory(case=case, area=area)
    with statements() as found:
        browser.get(address(case))
    assert len(found) <= 14, "\n".join(found)


# The exit


def leave(browser: Browser, case: Case, **changes):
    data = {"event": "withdrawn", "words": "Vil hellere vente", "version": case.version, "key": str(uuid.uuid4()), **changes}
    return browser.post(reverse("case_exit", args=[case.ref]), data)


def test_the_page_says_what_ends_before_it_ends(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre, state=State.STARTUP)
    place = AssignmentFactory(case=case)
    ProposalFactory(case=case)
    page = browser.get(reverse("case_exit", args=[case.ref])).text
    assert place.mentor.name in page
    assert "1 open proposal is withdrawn" in page
    assert leave(browser, case).status_code == 302
    place.refresh_from_db()
    assert place.ended_on is not None
    assert case.proposals.get().state == ProposalState.WITHDRAWN


def test_a_double_click_closes_once_and_gives_the_same_page(browser: Browser, case: Case) -> None:
    key = str(uuid.uuid4())
    first, second = leave(browser, case, key=key), leave(browser, case, key=key)
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, reverse("case", args=[case.ref]))


def test_a_running_course_offers_withdrawal_only(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre, state=State.RUNNING)
    PeriodFactory(case=case)
    page = browser.get(reverse("case_exit", args=[case.ref])).text
    assert 'value="withdrawn"' in page
    assert 'value="not_relevant"' not in page
    assert leave(browser, case, event="not_relevant").status_code == 422
    assert leave(browser, case).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.end_reason) == (State.ENDED, "withdrawn")


@pytest.mark.parametrize("changes", [{"words": ""}, {"event": ""}, {"event": "granted"}, {"words": "a\x00b"}, {"words": "x" * 1_000_000}])
def test_an_exit_needs_its_reason(browser: Browser, case: Case, changes: dict) -> None:
    assert leave(browser, case, **changes).status_code == 422
    case.refresh_from_db()
    assert case.is_open


def test_who_opened_the_exit_before_a_change_looks_again(browser: Browser, case: Case) -> None:
    browser.post(address(case), typed(case, save="1"))
    answer = leave(browser, case)
    assert answer.status_code == 409
    assert "Vil hellere vente" in answer.text


def test_a_closed_case_says_so(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre, state=State.WITHDRAWN)
    page = browser.get(reverse("case_exit", args=[case.ref]))
    assert "The case is closed." in page.text
    assert leave(browser, case).status_code == 422


def rows_of(answer) -> list[tuple[str, str, str]]:
    return [(row["label"], row["stored"], row["typed"]) for row in answer.context["conflicts"]]


def test_two_tabs_show_only_what_differs_with_the_name_of_its_area(browser: Browser, case: Case) -> None:
    opened = browser.get(address(case)).context["form"]["opened"].value()
    first = typed(case, save="1", opened=opened, social_weight="2", social_words="Frokosten", minutes_a_week="2:30")
    assert browser.post(address(case), first).status_code == 302
    answer = browser.post(address(case), typed(case, save="1", opened=opened, minutes_a_week="2,5", tasks_weight="1"))
    assert answer.status_code == 409
    assert rows_of(answer) == [
        ("Social navigation: How much does it weigh?", "Some", "Not a need"),
        (f"Social navigation: What does {case.client.given_name} say?", "Frokosten", ""),
    ]
    assert "in another tab" in answer.text and f"{case.caseworker.name} saved" not in answer.text


def test_a_page_that_does_not_say_what_it_was_opened_with_lists_all_that_differs_and_no_equal_zero(browser: Browser, case: Case) -> None:
    assert browser.post(address(case), typed(case, save="1")).status_code == 302
    answer = browser.post(address(case), typed(case, save="1", practical_weight="2"))
    assert answer.status_code == 409
    assert rows_of(answer) == [("Practical support: How much does it weigh?", "Much", "Some")]
