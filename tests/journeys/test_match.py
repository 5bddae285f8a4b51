"""A caseworker finds a mentor in the browser: no, the next one, yes, yes, assigned. In both languages, on a desk screen and on a phone."""

import datetime as dt
import os

import pytest
from django.conf import settings

from cases.enums import State
from cases.models import Assignment
from core import clock
from mentors.models import Absence, Availability
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
    )
    AssignmentFactory(
        mentor=karin,
        case=CaseFactory(
            jobcentre=centre, state=State.STARTUP, caseworker=member.user, client__given_name="Nadia", client__family_name="Hussein"
        ),
    )
    Availability.objects.create(mentor=karin, weekday=2, part="morning")
    Absence.objects.create(mentor=karin, first_day=clock.today() + dt.timedelta(days=30), last_day=clock.today() + dt.timedelta(days=40))
    add("Ali Nazari", type="professional", most_clients=6, support_areas=["practical", "social"], ways_of_meeting=["phone"], situations=[])
    add("Mads Ravn", type="colleague", workplace=case.workplace, most_clients=1, support_areas=["practical", "social"])
    full = add("Fuld Fyr", most_clients=1)
    AssignmentFactory(mentor=full, case=CaseFactory(jobcentre=centre, state=State.STARTUP))
    add("Fri Fugl", available_from=first + dt.timedelta(days=20))
    return member, case, bent, karin


@pytest.fixture
def look(page, axe, live_server):
    """Open an address, or look at the page as it is: no axe finding and no sideways scroll, at 1366 and at 320 px."""

    def looked(name: str, address: str = "") -> None:
        if address:
            page.goto(live_server.url + address)
        for width in (1366, 320):
            page.set_viewport_size({"width": width, "height": 768})
            assert axe(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways at {width}"
            if folder := os.environ.get("SCREENSHOTS"):
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1366, "height": 768})

    return looked


def sign_in(page, live_server, client, user):
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_then_the_next_then_yes_and_yes_and_assigned(page, live_server, client, look, language):
    member, case, _bent, karin = scene(language)
    sign_in(page, live_server, client, member.user)
    board = f"/cases/{case.ref}/match/"
    look(f"board-{language}", board)

    def propose(name):
        page.get_by_role("radio", name=name).check()
        page.locator("#id_reason").fill("Kommer udefra og mødes ansigt til ansigt.")
        page.locator("#id_no_conflict").check(force=True)
        page.locator("#id_asked_how_1").check(force=True)
        page.locator("#propose .button-primary").click()
        page.wait_for_load_state()

    # Without a choice: the summary leads to the list.
    page.locator("#propose .button-primary").click()
    look(f"board-error-{language}")
    propose("Bent Skov")
    look(f"board-proposed-{language}")
    page.locator("[aria-labelledby=h-open] a.button").click()
    look(f"answer-{language}")
    page.locator("#id_answer_1").check(force=True)
    page.locator("#id_words").fill("Vi kender hinanden privat.")
    page.locator("#answer .button-primary").click()
    page.wait_for_url(f"**{board}")
    assert page.get_by_text("Vi kender hinanden privat.").is_visible()
    propose("Karin Toft")
    page.locator("[aria-labelledby=h-open] a.button").click()
    page.locator("#id_answer_0").check(force=True)
    page.locator("#answer .button-primary").click()
    look(f"answer-mentor-{language}")
    page.locator("#id_answer_0").check(force=True)
    page.locator("#answer .button-primary").click()
    look(f"answer-assign-{language}")
    page.locator("#answer .button-primary").click()
    page.wait_for_url("**/startup/")
    assert Assignment.objects.get(case=case).mentor == karin
    look(f"board-chosen-{language}", board)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_register_is_read_and_changed(page, live_server, client, look, language):
    member, _case, bent, karin = scene(language)
    sign_in(page, live_server, client, member.user)
    look(f"mentors-{language}", "/mentors/")
    look(f"mentor-{language}", f"/mentors/{karin.pk}/")
    look(f"mentor-change-{language}", f"/mentors/{karin.pk}/change/")
    page.locator("#id_most_clients").fill("0")
    page.locator(".mc-sidebtns .button-primary").click()
    look(f"mentor-error-{language}")
    page.locator("#id_most_clients").fill("6")
    page.locator(".mc-sidebtns .button-primary").click()
    page.wait_for_url(f"**/mentors/{karin.pk}/")
    karin.refresh_from_db()
    assert karin.most_clients == 6
    look(f"mentor-new-{language}", "/mentors/new/")
    assert bent.version == 1
