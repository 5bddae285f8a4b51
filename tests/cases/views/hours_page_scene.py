"""What the pages about the hours of a running course are asked with."""

import datetime as dt
import re

from django.urls import reverse

from cases.models import Case


def page(name, case, *more):
    return reverse(name, args=[case.ref, *more])


def typed(day: dt.date) -> str:
    return day.strftime("%d-%m-%Y")


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def version(case: Case) -> int:
    case.refresh_from_db()
    return case.version
