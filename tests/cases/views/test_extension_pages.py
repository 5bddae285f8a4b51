"""The pages of an extension: asked for, changed, withdrawn, and what became of it."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from cases.enums import State
from cases.enums_course import ExtensionState
from cases.models import Extension, Period
from core.days import DAY
from tests.cases.course_scene import running
from tests.cases.extension_scene import asked, decided, proposal
from tests.cases.views.extension_page_scene import NOW, TODAY, decide_data, last_of
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import page, text, typed

pytestmark = pytest.mark.django_db


def request_data(extension: Extension | None = None, **other: Any) -> dict[str, Any]:
    known = {
        "version": extension.version if extension else "",
        "extension": extension.pk if extension else "",
        "key": str(uuid.uuid4()),
        "asked_by": "client",
        "asked_on": typed(TODAY),
        "asked_how": "meeting",
        "words": "Jeg vil gerne fortsætte",
        "reached": "Møder til tiden",
        "why_still": "Kundemøderne er svære",
        "minutes_a_week": "2:00",
        "months": "6",
        "last_day": "",
    }
    return {**known, **other}


def test_before_its_time_the_page_says_from_when(client) -> None:
    """R112"""
    case, _assignment, by = running(at=NOW)
    client.force_login(by)
    opens = last_of(case) - 56 * DAY
    shown = text(client.get(page("case_extension", case)))
    assert str(opens.day) in shown and "f_extension" not in shown
    assert client.post(page("case_extension", case), request_data()).status_code == 422
    assert not Extension.objects.exists()


def test_a_request_is_written_once_however_often_it_is_sent(client, near_end) -> None:
    """R112: the one-time key"""
    case, _assignment, _by = near_end
    data = request_data()
    assert client.get(page("case_extension", case)).status_code == 200
    for _time in range(2):
        assert client.post(page("case_extension", case), data).status_code == 302
    extension = Extension.objects.get(case=case)
    assert extension.minutes_a_week == 120 and extension.state == ExtensionState.ASKED
    assert extension.last_day > last_of(case) + 170 * DAY
    assert "Jeg vil gerne fortsætte" in text(client.get(page("case_extension", case)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"asked_by": ""},
        {"words": ""},
        {"months": "day"},
        {"months": "day", "last_day": "01-01-2199"},
        {"asked_on": typed(TODAY + DAY)},
        {"minutes_a_week": "60:00"},
        {"months": "9"},
        {"asked_on": "in a while"},
    ],
)
def test_a_wrong_request_is_shown_again_with_what_was_typed(client, near_end, wrong: dict[str, str]) -> None:
    """R112, R114"""
    case, _assignment, _by = near_end
    response = client.post(page("case_extension", case), request_data(**wrong))
    assert response.status_code == 422 and not Extension.objects.exists()
    assert "Kundemøderne er svære" in text(response) and "form-error" in text(response)


def test_a_request_is_changed_and_a_stale_one_shows_both_texts(client, asked_for) -> None:
    """R116"""
    case, _assignment, _by, extension = asked_for
    address = page("case_extension", case)
    assert client.post(address, request_data(extension, words="Nu to timer", months="3")).status_code == 302
    late = client.post(address, request_data(extension, words="Nu en time", months="3"))
    assert late.status_code == 409 and "Nu to timer" in text(late) and "Nu en time" in text(late)
    extension.refresh_from_db()
    assert extension.words == "Nu to timer"


def test_a_form_of_another_request_writes_nothing(client, asked_for) -> None:
    """R112"""
    case, _assignment, _by, _extension = asked_for
    assert client.post(page("case_extension", case), request_data()).status_code == 409
    assert client.post(page("case_extension", case), {**request_data(), "extension": str(uuid.uuid4())}).status_code == 422
    assert Extension.objects.count() == 1


def test_a_request_is_withdrawn_after_a_page_that_asks(client, asked_for) -> None:
    """R116"""
    case, _assignment, _by, extension = asked_for
    address = page("case_extension_withdraw", case)
    assert "Jeg vil gerne" in text(client.get(address))
    assert client.post(address, {"version": extension.version}).status_code == 302
    extension.refresh_from_db()
    assert extension.state == ExtensionState.WITHDRAWN
    assert client.get(address).status_code == 200
    assert client.post(address, {"version": extension.version}).status_code == 422


def test_a_manager_reads_and_does_not_write(client, asked_for) -> None:
    case, _assignment, _by, extension = asked_for
    client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
    for name in ("case_extension", "case_extension_decide", "case_extension_withdraw"):
        assert client.get(page(name, case)).status_code == 200, name
    assert client.post(page("case_extension", case), request_data(extension)).status_code == 403
    assert client.post(page("case_extension_decide", case), decide_data(extension)).status_code == 403
    assert client.post(page("case_extension_withdraw", case), {"version": 1}).status_code == 403


def test_a_case_that_is_not_running_says_so(client) -> None:
    """R112"""
    case = CaseFactory(state=State.MATCH)
    client.force_login(MembershipFactory(jobcentre=case.jobcentre).user)
    assert client.get(page("case_extension", case)).status_code == 200
    assert client.post(page("case_extension", case), request_data()).status_code == 422


@pytest.mark.parametrize("name", ["case_extension", "case_extension_decide"])
def test_a_page_costs_the_same_whatever_was_before(client, asked_for, name: str) -> None:
    """One and three extensions before: the same statements."""
    case, _assignment, by, extension = asked_for

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(page(name, case)).status_code == 200
        return len(found)

    def one_more(extension: Extension) -> Extension:
        decided(case, extension, by, proposal(sent_on=TODAY), at=NOW)
        Period.objects.filter(case=case).order_by("-number").first()
        late = NOW + dt.timedelta(days=(last_of(case) - TODAY).days - 20)
        row = asked(case, by, at=late, last_day=last_of(case) + 60 * DAY)
        Extension.objects.filter(pk=row.pk).update(asked_on=TODAY)
        return row

    extension = one_more(extension)
    first = cost()
    for _round in range(2):
        latest = Extension.objects.get(pk=extension.pk)
        at = NOW + dt.timedelta(days=(last_of(case) - TODAY).days - 10)
        decided(case, latest, by, proposal(sent_on=at.date()), at=at)
        later = NOW + dt.timedelta(days=(last_of(case) - TODAY).days - 20)
        extension = asked(case, by, at=later, last_day=last_of(case) + 60 * DAY)
    assert cost() == first
    assert first <= 34, first
