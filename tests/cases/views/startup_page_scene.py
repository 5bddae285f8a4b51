"""What the pages of the start-up are asked with: a meeting, an agreement and a signature as they are sent."""

import uuid
from typing import Any

from cases.models import Meeting
from core import clock
from tests.cases.startup_scene import TERMS
from tests.pages import typed

NASTY = "Ærøskøbing'\"><script>"


def terms_data(**other: Any) -> dict[str, Any]:
    """The terms as the page of a running course sends them."""
    known = {
        "version": 1,
        "key": str(uuid.uuid4()),
        "goal1": TERMS["goals"][0][0],
        "by1": TERMS["goals"][0][1],
        "tasks": TERMS["tasks"],
        "minutes_a_week": "3:00",
        "ways_of_meeting": ["at_the_place"],
        "when_where": TERMS["when_where"],
        "cancelling": TERMS["cancelling"],
        "may_write_down": TERMS["may_write_down"],
        "with_workplace": "",
    }
    return {**known, **other}


def agreement_data(**other: Any) -> dict[str, Any]:
    """The first terms, which also say when the course is to begin."""
    return terms_data(**{"version": 0, "first_day": typed(clock.today()), **other})


def sign_data(**other: Any) -> dict[str, Any]:
    known = {"version": 1, "key": str(uuid.uuid4()), "party": "client", "signed_on": typed(clock.today()), "how": "paper"}
    return {f"sign_{name}": value for name, value in {**known, **other}.items()}


def planned():
    """The id of the meeting that is planned, as a form sends it; empty when there is none."""
    return Meeting.objects.filter(cancelled_on__isnull=True).values_list("pk", flat=True).first() or ""


def meeting_data(**other):
    known = {
        "do": "meeting",
        "meeting": planned(),
        "day": clock.today().strftime("%d-%m-%Y"),
        "time": "13.00",
        "place": "Lokale 2",
        "who_comes": "Ida",
        "version": 0,
    }
    return {**known, "key": str(uuid.uuid4()), **other}
