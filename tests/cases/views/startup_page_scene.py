"""What the pages of the start-up are asked with: a meeting, an agreement and a signature as they are sent."""

import uuid

from core import clock
from tests.cases.startup_scene import TERMS

NASTY = "Ærøskøbing'\"><script>"


def signed_in(client, user):
    client.force_login(user)
    return client


def agreement_data(**other):
    known = {
        "version": 0,
        "key": str(uuid.uuid4()),
        "goal1": TERMS["goals"][0][0],
        "by1": TERMS["goals"][0][1],
        "tasks": TERMS["tasks"],
        "first_day": clock.today().strftime("%d-%m-%Y"),
        "minutes_a_week": "3:00",
        "ways_of_meeting": ["at_the_place"],
        "when_where": TERMS["when_where"],
        "cancelling": TERMS["cancelling"],
        "may_write_down": TERMS["may_write_down"],
        "with_workplace": "",
    }
    return {**known, **other}


def sign_data(**other):
    known = {"version": 1, "key": str(uuid.uuid4()), "party": "client", "signed_on": clock.today().strftime("%d-%m-%Y"), "how": "paper"}
    return {f"sign_{name}": value for name, value in {**known, **other}.items()}
