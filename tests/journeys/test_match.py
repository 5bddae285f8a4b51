"""A caseworker finds a mentor in the browser: no, the next one, yes, yes, assigned. In both languages, on a desk screen and on a phone."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from cases.enums import State
from cases.models import Assignment
from core import clock
from mentors.models import Absence
from tests.browser.steps import DANISH_FIRST, ENGLISH_FIRST, choose, looks_right, press, sign_in
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    MembershipFactory,
    MentorFactory,
    NeedFactory,
    OrganisationFactory,
    WishesFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


def scene(language):
    """Egebæk, as in the mock-up: four mentors who can, two who cannot."""
    member = MembershipFactory(user__language=language, user__password="egebaek-og-ege")
    centre = member.jobcentre
    first = clock.today() + dt.timedelta(days=10)
    case = CaseFactory(
        jobcentre=centre, caseworker=member.user, state=State.MATCH, client__given_name="Lars", client__family_name="Thygesen"
    )
    DecisionFactory(case=case, first_day=first, last_day=first + dt.timedelta(days=150))
    NeedFactory(case=case, area="practical", weight=3)
    NeedFactory(case=case, area="social", weight=2)
    NeedFactory(case=case, area="routines", weight=2)
    WishesFactory(
        case=case,
        mentor_types=["external", "professional"],
        ways_of_meeting=["at_the_place"],
        times=["2_morning"],
        place_and_time="Egebæk, formiddage",
        words="Helst en, der ikke arbejder på stedet. Jeg vil hellere mødes end tale i telefon.",
    )
    house = OrganisationFactory(jobcentre=centre, name="Mentorhuset Egebæk")

    def add(name, **more):
        return MentorFactory(
            jobcentre=centre, name=name, confidentiality_signed_on=dt.date(2025, 2, 1), confidentiality_valid_until=None, **more
        )

    bent = add("Bent Skov", organisation=house, most_clients=5, support_areas=["practical", "social", "routines"])
    karin = add(
        "Karin Toft",
        organisation=house,
        most_clients=5,
        support_areas=["practical", "social", "routines"],
        area="Egebæk og omegn",
        profession="Pædagog",
        cost_an_hour=41000,
        record_checked_on=dt.date(2025, 1, 20),
        most_minutes=580,
        times=["2_morning", "4_afternoon"],
    )
    AssignmentFactory(
        mentor=karin,
        case=CaseFactory(
            jobcentre=centre, state=State.STARTUP, caseworker=member.user, client__given_name="Nadia", client__family_name="Hussein"
        ),
    )
    Absence.objects.create(mentor=karin, first_day=clock.today() + dt.timedelta(days=30), last_day=clock.today() + dt.timedelta(days=40))
    add("Ali Nazari", type="professional", most_clients=6, support_areas=["practical", "social"], ways_of_meeting=["phone"], situations=[])
    add("Mads Ravn", type="colleague", workplace=case.workplace, most_clients=1, support_areas=["practical", "social"])
    full = add("Fuld Fyr", most_clients=1)
    AssignmentFactory(mentor=full, case=CaseFactory(jobcentre=centre, state=State.STARTUP))
    add("Fri Fugl", available_from=first + dt.timedelta(days=20))
    return member, case, bent, karin


@pytest.fixture
def look(page, axe, live_server):
    """Open an address, or look at the page as it is."""

    def looked(name: str, address: str = "") -> None:
        if address:
            page.goto(live_server.url + address)
        looks_right(page, axe, name)

    return looked


@pytest.mark.parametrize("language", DANISH_FIRST)
def test_no_then_the_next_then_yes_and_yes_and_assigned(page, live_server, look, language):
    member, case, _bent, karin = scene(language)
    sign_in(page, live_server, member.user)
    board = f"/cases/{case.ref}/match/"
    look(f"board-{language}", board)

    def propose(name):
        page.get_by_role("radio", name=name).check()
        page.locator("#id_reason").fill("Kommer udefra og mødes ansigt til ansigt.")
        choose(page, "#id_conflict_1")
        choose(page, "#id_asked_how_1")
        press(page.locator("#propose .button-primary").first)

    # Without a choice: the summary leads to the list.
    press(page.locator("#propose .button-primary").first)
    expect(page.locator(".mc-errsum")).to_be_focused()
    look(f"board-error-{language}")
    # A conflict of interest proposes nobody, and what was written waits for the next choice.
    page.get_by_role("radio", name="Mads Ravn").check()
    page.locator("#id_reason").fill("Kommer udefra og mødes ansigt til ansigt.")
    choose(page, "#id_conflict_3")
    look(f"board-conflict-{language}")
    page.locator("#id_conflict_kind").select_option("private")
    page.locator("#id_conflict_words").fill("De er naboer.")
    press(page.locator("#propose button[name=conflict]"))
    expect(page.locator("#id_reason")).to_have_value("Kommer udefra og mødes ansigt til ansigt.")
    expect(page.get_by_role("radio", name="Mads Ravn")).to_have_count(0)
    look(f"board-after-conflict-{language}")
    propose("Bent Skov")
    look(f"board-proposed-{language}")
    press(page.locator("[aria-labelledby=h-open] a.button-primary"))
    look(f"answer-{language}")
    choose(page, "#id_answer_1")
    page.locator("#id_words").fill("Vi kender hinanden privat.")
    press(page.locator("#answer .button-primary"))
    expect(page).to_have_url(live_server.url + board)
    expect(page.get_by_text("Vi kender hinanden privat.")).to_be_visible()
    propose("Karin Toft")
    press(page.locator("[aria-labelledby=h-open] a.button-primary"))
    choose(page, "#id_answer_0")
    expect(page.locator("#id_mentor_answer_by")).to_be_visible()
    expect(page.locator("#id_answer_by")).to_be_hidden()
    press(page.locator("#answer .button-primary"))
    look(f"answer-mentor-{language}")
    choose(page, "#id_answer_0")
    press(page.locator("#answer .button-primary"))
    look(f"answer-assign-{language}")
    press(page.locator("#answer .button-primary"))
    expect(page).to_have_url(f"{live_server.url}/cases/{case.ref}/startup/")
    assert Assignment.objects.get(case=case).mentor == karin
    look(f"board-chosen-{language}", board)


@pytest.mark.parametrize("language", ENGLISH_FIRST)
def test_the_register_is_read_and_changed(page, live_server, look, language):
    member, _case, bent, karin = scene(language)
    sign_in(page, live_server, member.user)
    look(f"mentors-{language}", "/mentors/")
    look(f"mentor-{language}", f"/mentors/{karin.pk}/")
    look(f"mentor-change-{language}", f"/mentors/{karin.pk}/change/")
    page.locator("#id_most_clients").fill("0")
    press(page.locator(".mc-sidebtns .button-primary"))
    expect(page.locator('.mc-errsum a[href="#id_most_clients"]')).to_be_visible()
    look(f"mentor-error-{language}")
    page.locator("#id_most_clients").fill("6")
    press(page.locator(".mc-sidebtns .button-primary"))
    expect(page).to_have_url(f"{live_server.url}/mentors/{karin.pk}/")
    karin.refresh_from_db()
    assert karin.most_clients == 6
    look(f"mentor-new-{language}", "/mentors/new/")
    assert bent.version == 1
