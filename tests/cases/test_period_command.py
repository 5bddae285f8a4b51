"""`manage.py period`: the month rule from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def printed(*args: str) -> str:
    out = StringIO()
    call_command("period", *args, stdout=out)
    return out.getvalue().strip()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-01", "2026-06-30"),
        ("2026-08-31", "2027-02-28"),
        ("30-08-2026", "2027-02-28"),
        ("2026-08-28", "2027-02-27"),
        ("2026-03-31", "2026-09-30"),
        ("2027-08-29", "2028-02-28"),
        ("31.08.27", "2028-02-29"),
        ("2026-12-07", "2027-06-06"),
    ],
)
def test_six_months_from_any_day_end_by_the_rule(first: str, last: str) -> None:
    """R31"""
    assert printed("--first-day", first) == last


def test_fewer_months_and_the_shortest() -> None:
    """R31"""
    assert printed("--first-day", "2026-01-31", "--months", "1") == "2026-02-28"
    assert printed("--first-day", "2026-12-07", "--months", "4") == "2027-04-06"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--first-day", "31-02-2026"), "31-02-2026"),
        (("--first-day", "i morgen"), "i morgen"),
        (("--first-day", ""), "2026-11-16"),
        (("--first-day", "2026-01-01", "--months", "7"), "7"),
        (("--first-day", "2026-01-01", "--months", "0"), "0"),
        (("--first-day", "2026-01-01", "--months=-1"), "-1"),
        (("--first-day", "2026-01-01", "--months", "et halvt år"), "et halvt år"),
        (("--first-day", "2026-01-01", "--months", "9" * 50), "999"),
        (("--first-day", "2199-12-31"), "2199"),
    ],
)
def test_bad_input_is_told_in_a_sentence(args: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError) as caught:
        printed(*args)
    assert words in str(caught.value)
