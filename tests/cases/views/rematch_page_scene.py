"""What the pages of a rematch and of a changed agreement are asked with."""

import datetime as dt

from django.urls import reverse


def page(name, case, *more):
    return reverse(name, args=[case.ref, *more])


def typed(day: dt.date) -> str:
    return day.strftime("%d-%m-%Y")


def text(response) -> str:
    return response.content.decode()
