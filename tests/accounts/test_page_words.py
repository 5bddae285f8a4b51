"""Every page that logs reads has words for the auditor, and no words are left of a page that is gone."""

import inspect
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

from accounts.page_words import PAGES
from accounts.pages import FormPage, Page

APPS = ("accounts", "mentors", "cases", "reports")
BY_HAND = {"calendar_feed"}
"""It has no session, so it writes its row itself."""


def addresses(patterns: Any) -> Iterator[Any]:
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from addresses(each.url_patterns)
        else:
            yield each


def logs_reads(page: type) -> bool:
    own = (each for each in page.__mro__ if each.__module__.split(".")[0] in APPS and each not in (Page, FormPage))
    return any("self.log_read" in inspect.getsource(each) for each in own)


def test_every_page_that_logs_reads_has_words_for_the_auditor() -> None:
    pages = ((each.name, getattr(each.callback, "view_class", None)) for each in addresses(get_resolver().url_patterns))
    logged = {name for name, page in pages if name and page and logs_reads(page)}
    assert len(logged) > 100
    assert {"report_file", "report_statistics_file", "case_letter_file", "case"} <= logged
    assert set(PAGES) == logged | BY_HAND


def test_two_pages_are_never_called_the_same() -> None:
    words = [str(each) for each in PAGES.values()]
    assert len(set(words)) == len(words), sorted(each for each in words if words.count(each) > 1)
