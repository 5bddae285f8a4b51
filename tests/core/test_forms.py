"""What Danes type is understood, and what cannot be understood gets a sentence."""

import datetime as dt

import pytest
from django.forms import CharField, HiddenInput
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.forms import DayField, Form, Hidden, MinutesField, PhoneField, TextField, parse_day, parse_minutes

TODAY = dt.date(2026, 11, 16)


@pytest.mark.parametrize("typed", ["16-11-2026", "16.11.26", "16/11", "16.11", " 16-11-2026 ", "2026-11-16", "16 11 2026"])
def test_a_day_is_understood_as_it_is_written(typed: str) -> None:
    assert parse_day(typed, today=TODAY) == TODAY


@pytest.mark.parametrize("typed", ["31-02-2026", "11/16", "i morgen", "", "1", "16-11-20266", "00-01-2026", "16-11-0026"])
def test_what_is_not_a_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_day(typed, today=TODAY)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2199, 12, 31)))
def test_a_day_shown_in_the_field_is_read_back_as_itself(day: dt.date) -> None:
    assert parse_day(DayField().prepare_value(day), today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "minutes"), [("2,5", 150), ("2.5", 150), ("2:30", 150), ("2", 120), ("0,25", 15), ("0:45", 45), ("37:00", 2220)]
)
def test_hours_are_understood_as_they_are_written(typed: str, minutes: int) -> None:
    assert parse_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["1:75", "2,33", "-1", "to", "", "2:3", "9999"])
def test_what_is_not_a_number_of_hours_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_minutes(typed)


@given(st.integers(min_value=0, max_value=37 * 60))
def test_minutes_shown_in_the_field_are_read_back_as_themselves(minutes: int) -> None:
    assert parse_minutes(MinutesField().prepare_value(minutes)) == minutes


class Sample(Form):
    day = DayField()
    hours = MinutesField(required=False)
    words = TextField(max_length=20, required=False)


@pytest.mark.parametrize("typed", ["\x00", "x" * 1_000_000, "16-11-2026\x00", "'\"><script>"])
def test_odd_input_gives_a_sentence_at_the_field_and_stays_typed(typed: str) -> None:
    form = Sample({"day": typed, "hours": typed, "words": typed})
    assert not form.is_valid()
    assert {"day", "hours"} <= set(form.errors)
    assert form["day"].value() == typed


def test_a_missing_day_says_how_to_write_one() -> None:
    form = Sample({})
    assert "16-11-2026" in str(form.errors["day"])


@pytest.mark.parametrize("typed", ["9999-12-31", "31-12-9999", "2200-01-01", "0001-01-01"])
def test_a_day_so_far_away_that_a_sum_with_it_fails_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_day(typed, today=TODAY)


@pytest.mark.parametrize("value", [None, "", 3, "7d9c9c1e-6f0a-4c39-8b1b-2f5c9a3f5a11", '"><script>'])
@pytest.mark.parametrize("attrs", [None, {}, {"id": "id_key"}, {"data-on": True, "data-off": False, "id": "<x>"}])
def test_a_hidden_input_is_drawn_as_django_draws_it(value, attrs) -> None:
    drawn, known = Hidden().render("key", value, attrs), HiddenInput().render("key", value, attrs)
    assert sorted(drawn[:-1].split()) == sorted(known[:-1].split())


class OfAChoice(Form):
    """The day is asked for only of who chooses it."""

    choice = CharField()
    day = DayField(required=False)

    def not_taken(self) -> list[str]:
        return [] if self["choice"].value() == "day" else ["day"]


def test_a_field_of_a_choice_that_is_not_taken_is_not_spoken_of_and_keeps_what_was_typed() -> None:
    assert set(OfAChoice({"choice": "day", "day": "31-02-2027"}).errors) == {"day"}
    form = OfAChoice({"choice": "none", "day": "31-02-2027"})
    assert form.is_valid()
    assert (form.cleaned_data["day"], form["day"].value()) == (None, "31-02-2027")


class OfAPhone(Form):
    phone = PhoneField()


@pytest.mark.parametrize("typed", ["", "20001452", "20 00 14 52", "+45 20 00 14 52", "(+45) 20/001452", "20.00.14.52"])
def test_a_phone_number_is_taken_as_it_is_written(typed: str) -> None:
    form = OfAPhone({"phone": typed})
    assert form.is_valid() and form.cleaned_data["phone"] == typed


@pytest.mark.parametrize("typed", ["abc", "20 00 14", "20 00 14 5x", "+++++++++", "20001452 abc"])
def test_what_is_no_phone_number_is_named_and_stays_typed(typed: str) -> None:
    form = OfAPhone({"phone": typed})
    with override("en"):
        assert "Write at least 8 digits" in str(form.errors["phone"])
    assert form["phone"].value() == typed
    assert OfAPhone({"phone": typed}, initial={"phone": typed}).is_valid(), "what was stored before does not stop another change"
