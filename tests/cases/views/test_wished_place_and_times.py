"""Where and when the client wishes to meet: a travel zone of the jobcentre and parts of the week, beside the words."""

import datetime as dt

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Draft, Membership
from cases.enums import State
from cases.models import Case, Wishes
from core import clock
from mentors.enums import SupportArea
from mentors.models import Zone
from tests.factories import CaseFactory, DecisionFactory, WishesFactory, ZoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(member: Membership) -> Case:
    return CaseFactory(jobcentre=member.jobcentre)


@pytest.fixture
def north(member: Membership) -> Zone:
    return ZoneFactory(jobcentre=member.jobcentre, name="Egebæk Nord")


def address(case: Case) -> str:
    return reverse("case_challenges", args=[case.ref])


def typed(case: Case, **changes) -> dict:
    weights = {f"{area}_weight": "0" for area in SupportArea}
    return {
        **weights,
        "practical_weight": "3",
        "practical_words": "Jeg mister overblikket",
        "version": case.version,
        "save": "1",
        **changes,
    }


def test_zone_and_times_are_saved_and_read_back(browser: Browser, case: Case, north: Zone) -> None:
    data = typed(case, zone=str(north.pk), times=["5_evening", "1_morning", "1_afternoon"], place_and_time="Helst på biblioteket")
    page = browser.post(address(case), data, follow=True).text
    wishes = Wishes.objects.get(case=case)
    assert (wishes.zone, wishes.times, wishes.place_and_time) == (north, ["1_morning", "1_afternoon", "5_evening"], "Helst på biblioteket")
    assert "Monday: morning, afternoon; Friday: evening" in page
    assert f'value="{north.pk}" selected' in page
    assert page.count('name="times"') == 21
    assert page.count('name="times" value="1_morning" id="id_times_0" checked') == 1


def test_without_times_the_grid_is_folded_and_without_zones_nothing_is_asked(browser: Browser, case: Case) -> None:
    page = browser.get(address(case)).text
    assert '<details class="mx-tbl s12" id="div_id_times"><summary>' in page
    assert 'name="zone"' not in page


def test_no_wish_takes_both_back(browser: Browser, case: Case, north: Zone) -> None:
    WishesFactory(case=case, zone=north, times=["1_morning"])
    assert browser.post(address(case), typed(case, zone="")).status_code == 302
    wishes = Wishes.objects.get(case=case)
    assert (wishes.zone, wishes.times) == (None, [])


def test_zones_in_force_stand_in_their_order_and_the_clients_own_old_one_stays(browser: Browser, case: Case, member: Membership) -> None:
    over = {"first_day": dt.date(2020, 1, 1), "last_day": clock.today() - dt.timedelta(days=1)}
    old = ZoneFactory(jobcentre=member.jobcentre, name="Amtet", position=3, **over)
    ZoneFactory(jobcentre=member.jobcentre, name="Også forbi", **over)
    second = ZoneFactory(jobcentre=member.jobcentre, name="Syd", position=2)
    first = ZoneFactory(jobcentre=member.jobcentre, name="Øst", position=1)
    ZoneFactory(name="En anden kommune")
    WishesFactory(case=case, zone=old)
    form = browser.get(address(case)).context["form"]
    assert [str(label) for _code, label in form.fields["zone"].choices][1:] == [first.name, second.name, old.name]
    assert browser.post(address(case), typed(case, zone=str(old.pk))).status_code == 302
    assert Wishes.objects.get(case=case).zone == old


@pytest.mark.parametrize("changes", [{"times": ["8_morning"]}, {"times": ["1_morning", "x"]}, {"zone": "x"}, {"zone": "\x00"}])
def test_what_is_no_zone_and_no_time_is_refused(browser: Browser, case: Case, north: Zone, changes: dict) -> None:
    answer = browser.post(address(case), typed(case, **changes))
    assert answer.status_code == 422
    assert not Wishes.objects.exists()


def test_another_jobcentres_zone_is_refused(browser: Browser, case: Case, north: Zone) -> None:
    answer = browser.post(address(case), typed(case, zone=str(ZoneFactory().pk)))
    assert answer.status_code == 422
    assert "zone" in answer.context["form"].errors


def test_a_draft_keeps_zone_and_times(browser: Browser, case: Case, north: Zone) -> None:
    browser.post(address(case), {"zone": str(north.pk), "times": ["2_evening", "3_evening"], "draft": "1"})
    assert Draft.objects.get().data["times"] == ["2_evening", "3_evening"]
    form = browser.get(address(case)).context["form"]
    assert (form["zone"].value(), form["times"].value()) == (str(north.pk), ["2_evening", "3_evening"])


def test_two_writers_see_both_wishes_by_name(browser: Browser, case: Case, north: Zone) -> None:
    browser.post(address(case), typed(case, zone=str(north.pk), times=["1_morning"]))
    answer = browser.post(address(case), typed(case, zone="", times=["2_morning"]))
    assert answer.status_code == 409
    assert "Egebæk Nord" in answer.text and "Monday, morning" in answer.text


def test_the_board_shows_where_and_when(browser: Browser, member: Membership, north: Zone) -> None:
    case = DecisionFactory(case=CaseFactory(jobcentre=member.jobcentre, state=State.MATCH)).case
    WishesFactory(case=case, zone=north, times=["1_morning"])
    page = browser.get(reverse("case_match", args=[case.ref])).text
    assert "Egebæk Nord" in page and "Monday: morning" in page
