"""Travel zones in the administration: an administrator adds, renames, orders and ends those of the own jobcentre."""

import datetime as dt

import pytest

from accounts.models import AuditEvent, Jobcentre, User
from mentors.models import Zone
from tests.administration import form
from tests.factories import JobcentreFactory, ZoneFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/mentors/zone/add/"


def typed(jobcentre: Jobcentre, **more: str) -> dict[str, str]:
    return {"jobcentre": str(jobcentre.pk), "name": "Nord", "position": "1", "first_day": "01-01-2026", "_save": "1"} | more


def change(zone: Zone) -> str:
    return f"/admin/mentors/zone/{zone.pk}/change/"


def test_a_zone_is_added_in_the_own_jobcentre_only(boss: User, here: Jobcentre) -> None:
    browser, elsewhere = signed_in(boss), JobcentreFactory()
    assert browser.post(ADD, typed(here)).status_code == 302
    assert browser.post(ADD, typed(elsewhere, name="Syd")).status_code == 200
    zone = Zone.objects.get()
    assert (zone.jobcentre, zone.name, zone.position, zone.first_day, zone.last_day) == (here, "Nord", 1, dt.date(2026, 1, 1), None)
    told = AuditEvent.objects.get(kind="zone.saved")
    assert (told.jobcentre_id, told.by_id, told.facts["key"]) == (here.pk, boss.pk, str(zone.pk))
    assert "Nord" not in str(told.facts)


def test_a_zone_is_renamed_ordered_and_ended(boss: User, here: Jobcentre) -> None:
    zone, browser = ZoneFactory(jobcentre=here), signed_in(boss)
    data = form(browser, change(zone), name="Nordby", position="7", last_day="31-12-2026")
    assert browser.post(change(zone), data).status_code == 302
    zone.refresh_from_db()
    assert (zone.name, zone.position, zone.last_day) == ("Nordby", 7, dt.date(2026, 12, 31))
    assert set(AuditEvent.objects.get(kind="zone.saved").facts["fields"]) == {"name", "position", "last_day"}
    assert not Zone.objects.in_force(dt.date(2027, 1, 1)).exists()


def test_another_jobcentres_zones_are_neither_seen_nor_changed(boss: User) -> None:
    theirs, browser = ZoneFactory(name="Deres zone"), signed_in(boss)
    assert "Deres zone" not in browser.get("/admin/mentors/zone/").text
    browser.post(change(theirs), {"name": "Kapret", "position": "1", "first_day": "01-01-2026", "_save": "1"})
    theirs.refresh_from_db()
    assert theirs.name == "Deres zone"
    assert not AuditEvent.objects.filter(kind="zone.saved").exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "Syd"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"position": "-1"}, "position"),
        ({"first_day": "x"}, "first_day"),
        ({"first_day": ""}, "first_day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(boss: User, here: Jobcentre, more: dict, field: str) -> None:
    ZoneFactory(jobcentre=here, name="Syd")
    ZoneFactory(name="Nord")
    answer = signed_in(boss).post(ADD, typed(here, **more))
    assert field in answer.context["adminform"].form.errors
    assert Zone.objects.filter(jobcentre=here).count() == 1


def test_a_name_stands_once_and_a_zone_does_not_end_before_it_begins(boss: User, here: Jobcentre) -> None:
    zone, browser = ZoneFactory(jobcentre=here, name="Syd"), signed_in(boss)
    ZoneFactory(jobcentre=here, name="Nord")
    taken = browser.post(change(zone), form(browser, change(zone), name="Nord"))
    assert "already has a zone with this name" in taken.text
    early = browser.post(change(zone), form(browser, change(zone), position="1", last_day="31-12-2025"))
    assert early.status_code == 200
    assert early.context["adminform"].form.errors == {"last_day": ["The last day lies before the first day."]}
    zone.refresh_from_db()
    assert (zone.name, zone.last_day) == ("Syd", None)


def test_the_platform_administrator_changes_every_jobcentres_zones(platform: User) -> None:
    zone, browser = ZoneFactory(), signed_in(platform)
    assert browser.post(change(zone), form(browser, change(zone), name="Vest", position="0")).status_code == 302
    assert browser.post(ADD, typed(zone.jobcentre)).status_code == 302
    assert set(Zone.objects.values_list("name", flat=True)) == {"Vest", "Nord"}


def test_a_zone_is_not_deleted(boss: User, here: Jobcentre) -> None:
    zone = ZoneFactory(jobcentre=here)
    assert signed_in(boss).post(f"/admin/mentors/zone/{zone.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Zone.objects.exists()
