"""What the pages of the contact log are asked with."""

import re
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from cases.models import Case, Contact
from core import clock
from tests.cases.log_scene import entry


def page(name: str, case: Case, *more: Any) -> str:
    return reverse(name, args=[case.ref, *more])


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def browser_of(user: Any) -> Browser:
    user.language = "en"
    user.save()
    browser = Browser()
    browser.force_login(user)
    return browser


def now_entry(case: Case, by: Any, **other: Any) -> Contact:
    return entry(case, by, at=clock.now(), **other)
