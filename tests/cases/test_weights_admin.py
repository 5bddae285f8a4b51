"""Weights of the match in the administration (R66): each jobcentre its own, national ones by the platform, used ones kept, errors said at the field."""

import datetime as dt

import pytest

from accounts.models import AuditEvent, Jobcentre, User
from cases.actions.reference import save_weights
from cases.models import MatchWeights
from cases.models.weights import WEIGHTS
from core import clock
from core.verdicts import Refused
from tests.administration import errors, form
from tests.factories import JobcentreFactory, ProposalFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/cases/matchweights/add/"


def typed(here: Jobcentre | None, **changed: str) -> dict[str, str]:
    values = {name: str(getattr(MatchWeights(), name)) for name in WEIGHTS} | {"first_day": "01-12-2026", "_save": "1"}
    return values | ({"jobcentre": str(here.pk)} if here else {}) | changed


def test_an_administrator_adds_weights_of_the_own_jobcentre(boss: User, here: Jobcentre) -> None:
    """R66"""
    assert signed_in(boss).post(ADD, typed(here, times="9", gender="0")).status_code == 302
    row = MatchWeights.objects.get(jobcentre=here)
    assert (row.times, row.gender, row.first_day, row.last_day) == (9, 0, dt.date(2026, 12, 1), None)
    event = AuditEvent.objects.get(kind="matchweights.saved")
    assert (event.jobcentre_id, event.by_id, event.facts["key"]) == (here.pk, boss.pk, str(row.pk))


def test_national_weights_and_those_of_others_are_not_the_administrators(boss: User, here: Jobcentre) -> None:
    """R66"""
    browser, elsewhere = signed_in(boss), JobcentreFactory()
    theirs = MatchWeights.objects.create(jobcentre=elsewhere, first_day=dt.date(2026, 12, 1))
    national = MatchWeights.objects.get(jobcentre__isnull=True)
    assert "jobcentre" in errors(browser.post(ADD, typed(None)))
    assert "jobcentre" in errors(browser.post(ADD, typed(elsewhere)))
    assert str(elsewhere) not in browser.get("/admin/cases/matchweights/").content.decode()
    assert browser.get(f"/admin/cases/matchweights/{theirs.pk}/change/").status_code == 302  # the administration's way to say "not found"
    browser.post(f"/admin/cases/matchweights/{theirs.pk}/change/", {"times": "0", "_save": "1"})
    assert browser.get(f"/admin/cases/matchweights/{national.pk}/change/").status_code == 200
    assert browser.post(f"/admin/cases/matchweights/{national.pk}/change/", {"times": "0", "_save": "1"}).status_code == 403
    assert set(MatchWeights.objects.values_list("times", flat=True)) == {2}
    for row in (theirs, national):
        with pytest.raises(Refused) as refused:
            save_weights(weights=row, changed=["times"], by=boss, at=clock.now())
        assert refused.value.code == "other_jobcentre"
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("value", ["-1", "11", "", "  ", "2,5", "1.5", "mange", "99999999999999999999", "\x00", "١٢"])
@pytest.mark.parametrize("name", ["much", "none", "times"])
def test_a_weight_that_is_none_is_said_at_its_field(boss: User, here: Jobcentre, name: str, value: str) -> None:
    """R66"""
    found = errors(signed_in(boss).post(ADD, typed(here, **{name: value})))
    assert list(found) == [name]
    assert found[name][0] == "Write a whole number from 0 to 10." or value == "\x00"
    assert MatchWeights.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        (dict.fromkeys(WEIGHTS, "0"), "some"),
        ({"some": "0"}, "some"),
        ({"much": "1", "some": "2"}, "much"),
    ],
)
def test_experience_always_counts_and_much_no_less_than_some(boss: User, here: Jobcentre, changed: dict[str, str], name: str) -> None:
    """R66"""
    found = errors(signed_in(boss).post(ADD, typed(here, **changed)))
    assert "Some experience weighs at least 1, and much experience no less than some." in found[name]
    assert MatchWeights.objects.count() == 1


def test_days_that_others_hold_are_refused(boss: User, here: Jobcentre) -> None:
    """R66"""
    MatchWeights.objects.create(jobcentre=here, first_day=dt.date(2026, 12, 10))
    browser = signed_in(boss)
    assert errors(browser.post(ADD, typed(here)))["first_day"] == ["Other weights already hold on one of these days. End those first."]
    assert errors(browser.post(ADD, typed(here, last_day="30-11-2026"))) == {"last_day": ["The last day lies before the first day."]}
    both = errors(browser.post(ADD, typed(here, last_day="30-11-2026", type="11")))
    assert (both["last_day"], set(both)) == (["The last day lies before the first day."], {"last_day", "type"})
    assert browser.post(ADD, typed(here, last_day="09-12-2026")).status_code == 302


def test_the_platform_administrator_ends_the_national_weights_and_adds_new_ones(platform: User) -> None:
    """R66"""
    browser, row = signed_in(platform), MatchWeights.objects.get()
    assert "first_day" in errors(browser.post(ADD, typed(None)))
    address = f"/admin/cases/matchweights/{row.pk}/change/"
    assert browser.post(address, form(browser, address, last_day="30-11-2026")).status_code == 302
    assert browser.post(ADD, typed(None, language="10")).status_code == 302
    assert MatchWeights.objects.for_jobcentre(None, on=dt.date(2026, 12, 1)).language == 10


def test_used_weights_are_kept_and_can_be_ended(platform: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """R66"""
    from cases.admin import MatchWeightsAdmin

    row = MatchWeights.objects.get()
    ProposalFactory(weights=row)
    browser, address = signed_in(platform), f"/admin/cases/matchweights/{row.pk}/change/"
    assert "Mentors were proposed with these weights" in browser.get(address).content.decode()
    assert browser.post(address, {"times": "9", "last_day": "31-12-2026", "_save": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.times, row.last_day) == (2, dt.date(2026, 12, 31))
    # Used while the form was open: the form believed them unused, the database does not.
    monkeypatch.setattr(MatchWeightsAdmin, "is_used", lambda self, obj: False)
    response = browser.post(address, form(browser, address, times="9"), follow=True)
    assert "only the last day can be changed" in response.content.decode()
    row.refresh_from_db()
    assert row.times == 2
