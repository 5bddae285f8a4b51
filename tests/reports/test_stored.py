"""What is stored with a report gives the same figures again."""

import json

import pytest

from reports.about import About
from reports.figures import Figures
from reports.stored import figures_from_json
from tests.reports import sample


@pytest.mark.parametrize("found", [sample.figures(), sample.nothing(), sample.all_hidden()])
def test_stored_figures_are_the_same_with_the_same_checksum(found: Figures) -> None:
    """R219."""
    again = figures_from_json(json.loads(json.dumps(found.as_json())))
    assert again == found
    assert again.checksum() == found.checksum()


def test_what_a_report_tells_of_itself_is_the_same_again() -> None:
    told = sample.about(jobcentres=("Odense", "Herlev"), filters={"funding": {"da": "Staten", "en": "The state"}})
    assert About.from_json(json.loads(json.dumps(told.as_json()))) == told


def test_rows_keep_their_order_though_the_database_keeps_none_of_keys() -> None:
    """R219."""
    found = sample.figures()
    mixed = json.loads(json.dumps(found.as_json(), sort_keys=True))
    again = figures_from_json(mixed)
    assert list(again.outcomes) == list(found.outcomes)
    assert list(again.later) == list(found.later)
    assert list(again.tables) == list(found.tables)
    assert list(again.waiting) == list(found.waiting)
