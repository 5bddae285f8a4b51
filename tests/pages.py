"""What every test of a page does: sign in, name an address, read what came back, type a day."""

import datetime as dt
import re
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Membership, User
from cases.models import Case


def signed_in(who: User | Membership) -> Browser:
    """A browser in which they are signed in."""
    browser = Browser()
    browser.force_login(who.user if isinstance(who, Membership) else who)
    return browser


def english(browser: Browser, user: User) -> Browser:
    """Signs somebody in there who reads English."""
    user.language = "en"
    user.save()
    browser.force_login(user)
    return browser


def browser_of(user: User) -> Browser:
    """A browser of their own for somebody who reads English."""
    return english(Browser(), user)


def page(name: str, case: Case, *more: Any) -> str:
    """The address of a page of a case."""
    return reverse(name, args=[case.ref, *more])


def text(response: Any) -> str:
    """What came back, with each run of white space as one space."""
    return re.sub(r"\s+", " ", response.content.decode())


def typed(day: dt.date) -> str:
    """A day as somebody types it."""
    return day.strftime("%d-%m-%Y")
