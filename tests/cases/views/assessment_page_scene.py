"""What the pages of the assessment are asked with: a case in step 3, its two pages, and a form that is filled."""

import datetime as dt

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from cases.enums import State
from core import clock
from core.days import DAY, last_day_of_months
from tests.factories import CaseFactory, MembershipFactory, NeedFactory, WishesFactory


def member_of(case, role=Role.CASEWORKER, **user):
    return MembershipFactory(jobcentre=case.jobcentre, role=role, **user).user


def signed_in(case, role=Role.CASEWORKER, language="en") -> Browser:
    browser = Browser()
    browser.force_login(member_of(case, role, user__language=language))
    return browser


@pytest.fixture
def case():
    found = CaseFactory(state=State.ASSESSMENT, situation_starts_on=clock.today() + 14 * DAY, received_on=clock.today() - 7 * DAY)
    found.client.given_name = "Yusuf"
    found.client.save()
    NeedFactory(case=found)
    WishesFactory(case=found, minutes_a_week=240, months=6, mentor_types=["colleague"])
    return found


def page(case, tail="") -> str:
    return f"/cases/{case.ref}/assessment/{tail}"


def day(value: dt.date) -> str:
    return value.strftime("%d-%m-%Y")


def filled(case, **more):
    """Everything that the page asks, granted as wished."""
    first = case.situation_starts_on
    case.refresh_from_db()
    data = {"version": case.version, "why_extra": "The foreman teaches the tasks", "groups": ["long_term_unemployed"]}
    data["since_long_term_unemployed"] = "01-09-2025"
    for question in ("impairment", "concrete", "transition", "voluntary", "beyond"):
        data |= {question: "yes", f"{question}_evidence": "The talk on 3 November"}
    data |= {"need_in_a_period": "yes", "manages_afterwards": "yes", "cannot_do_tasks": "no", "need_is_lasting": "no"}
    data |= {"outcome": "granted", "minutes_a_week": "4:00", "first_day": day(first), "last_day": day(last_day_of_months(first, 6))}
    data |= {"mentor_type": "colleague", "purpose": "To keep the job", "tasks": "Plan the week", "funding": "municipal"}
    data |= {"sent_on": day(clock.today())}
    return data | more


def hidden(response) -> dict:
    form = response.context["form"]
    return {name: form[name].value() or "" for name in ("version", "key", "seen")}
