"""What every walk through the pages is made of: sign in, press and stand on the next page, choose, look around.

A bare click comes back while the old page still stands there, and on a busy machine what is counted, read or looked at next is the old
page's; so is what the database says. So whatever leads to another page goes through `press` or `enter`, which wait for that page, and
what a page shows is asked with `expect`, which waits, too.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from accounts.models import User

WIDTHS = (1366, 320)

DANISH_FIRST = ["da", pytest.param("en", marks=pytest.mark.drill)]
ENGLISH_FIRST = ["en", pytest.param("da", marks=pytest.mark.drill)]
"""Of a walk that is the same in both languages one is walked in every run and the other in the drill; about half of them in English."""


def sign_in(page: Page, server: Any, user: User) -> None:
    """Give the browser a session of this person, without the pages for signing in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])


@contextmanager
def leading_on(page: Page) -> Iterator[None]:
    """What is done inside leads to another page. Afterwards that page is loaded, its scripts have run, and it is no failure of the server."""
    with page.expect_navigation() as arrival:
        yield
    answer = arrival.value
    assert answer is not None, f"no new page: a jump inside {page.url}"
    assert answer.status in (200, 409, 422), f"{answer.status} from {page.url}"  # the form may come again, with what is wrong in it


def press(target: Locator) -> None:
    """Press a button or a link that leads to another page."""
    with leading_on(target.page):
        target.click()


def enter(field: Locator) -> None:
    """Send a form with Enter in one of its fields."""
    with leading_on(field.page):
        field.press("Enter")


def choose(page: Page, selector: str) -> None:
    """Choose a radio button or a tick box; DKFDS draws it on the label, over or beside the input."""
    page.locator(selector).check(force=True)


def resize(page: Page, width: int, height: int = 768) -> None:
    """Another window; back when the page is laid out for it."""
    page.set_viewport_size({"width": width, "height": height})
    expect(page.locator("html")).to_have_js_property("clientWidth", width)


def picture(page: Page, name: str) -> None:
    """A picture to look at, where PICTURES names a folder for it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def looks_right_at(page: Page, axe: Any, name: str, width: int) -> None:
    """No finding of axe and nothing sticks out, on a screen of this width."""
    resize(page, width)
    picture(page, f"{name}-{width}")
    found = axe(page)
    assert not found, "\n".join([f"{name} at {width}:", *found])
    expect(page.locator("html"), f"{name} is wider than {width}").to_have_js_property("scrollWidth", width)


def looks_right(page: Page, axe: Any, name: str) -> None:
    """The same on a wide screen and on a narrow one."""
    for width in WIDTHS:
        looks_right_at(page, axe, name, width)
    resize(page, WIDTHS[0])
