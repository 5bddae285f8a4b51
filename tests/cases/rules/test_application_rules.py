"""Step 1 as rules: days that cannot be true (R16), consent (R17), likeness of persons (R18)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import Consent
from cases.rules.application import application_verdict, contact_is_done, is_probably_the_same, likeness

TODAY = dt.date(2026, 11, 16)
DAY = dt.timedelta(days=1)


def verdict(**changes) -> tuple[str, str]:
    facts = {
        "received_on": TODAY,
        "acknowledged_on": None,
        "starts_on": TODAY + 9 * DAY,
        "consent": Consent.ORAL,
        "consent_on": TODAY,
        "today": TODAY,
    }
    answer, field = application_verdict(**{**facts, **changes})
    return answer.code, field


def test_an_application_of_today_with_consent_is_fine() -> None:
    assert verdict() == ("", "")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"received_on": TODAY + DAY}, "received_in_future", "received_on"),
        ({"received_on": dt.date(1926, 11, 16)}, "received_too_long_ago", "received_on"),
        ({"acknowledged_on": TODAY + DAY}, "acknowledged_in_future", "acknowledged_on"),
        ({"acknowledged_on": TODAY - DAY}, "acknowledged_before_received", "acknowledged_on"),
        ({"starts_on": dt.date(2062, 11, 25)}, "starts_too_late", "situation_starts_on"),
        ({"consent_on": None}, "consent_day_missing", "consent_on"),
        ({"consent_on": TODAY + DAY}, "consent_in_future", "consent_on"),
    ],
)
def test_days_that_cannot_be_true_are_refused_at_their_field_r16(changes: dict, code: str, field: str) -> None:
    assert verdict(**changes) == (code, field)


def test_the_day_of_a_consent_that_was_not_given_is_not_read_r16() -> None:
    assert verdict(consent=Consent.NOT_ASKED, consent_on=None) == ("", "")
    assert verdict(consent=Consent.NOT_ASKED, consent_on=TODAY + DAY) == ("", "")


@given(
    st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2199, 12, 31)),
    st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2199, 12, 31)),
)
def test_an_accepted_day_of_receipt_is_never_in_the_future_r16(received_on: dt.date, starts_on: dt.date) -> None:
    code, _field = verdict(received_on=received_on, starts_on=starts_on)
    if not code:
        assert TODAY.replace(year=2021) <= received_on <= TODAY


@pytest.mark.parametrize(("consent", "done"), [(Consent.ORAL, True), (Consent.WRITTEN, True), (Consent.NOT_ASKED, False)])
def test_step_one_is_done_with_the_clients_yes_r17(consent: Consent, done: bool) -> None:
    assert bool(contact_is_done(consent=consent)) is done


def test_the_same_cpr_number_is_a_strong_likeness_r18() -> None:
    assert likeness(same_cpr=True).strong
    assert likeness(former_cpr=True).reasons == ("former_cpr",)


def test_a_name_alike_is_strong_only_with_phone_or_birth_day_r18() -> None:
    assert not likeness(name=0.7).strong
    assert likeness(name=0.7).reasons == ("name_alike",)
    assert likeness(name=0.7, same_phone=True).strong
    assert likeness(name=0.7, same_birth_day=True).strong


def test_the_same_day_of_birth_alone_says_nothing_r18() -> None:
    assert not likeness(same_birth_day=True)
    assert not is_probably_the_same(name=0.2, same_birth_day=True)
    assert not is_probably_the_same(name=1.0, same_birth_day=False)
    assert is_probably_the_same(name=0.6, same_birth_day=True)
