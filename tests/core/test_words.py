"""Words in a row, and days out of facts."""

import pytest
from django.utils.translation import override

from core.words import day_in, listed


@pytest.mark.parametrize(("words", "row"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_words_stand_in_a_row(words, row) -> None:
    with override("en"):
        assert listed(words) == row


def test_a_day_that_is_not_there_is_no_word() -> None:
    with override("en"):
        assert day_in({}, "day") == day_in({"day": ""}, "day") == day_in({"day": None}, "day") == ""
        assert "2026" in day_in({"day": "2026-11-16"}, "day")
