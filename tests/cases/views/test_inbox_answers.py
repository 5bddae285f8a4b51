"""A reminder is marked done, or put off with a reason until a day (R171)."""

import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from accounts.models import Membership
from cases.enums_notice import NoticeState, ToldAs
from cases.models import Notice, NoticeRecipient
from core import clock
from core.days import DAY
from tests.cases.views.inbox_page_scene import as_wanted, refs, told
from tests.factories import (
    CaseFactory,
    MembershipFactory,
    NoticeRecipientFactory,
)
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


class TestDone:
    def press(self, browser: Browser, row: NoticeRecipient, **more: Any) -> Any:
        version = Notice.objects.get(pk=row.notice_id).version
        return browser.post("/inbox/", {"notice": row.notice_id, "version": version, **more}, follow=True)

    def test_it_leaves_and_stands_among_what_was_done(self, browser: Browser, member: Membership) -> None:
        row = as_wanted(member)
        response = self.press(browser, row)
        assert "The reminder is marked done." in response.content.decode()
        assert refs(response.context) == []
        page = browser.get("/inbox/?show=done").content.decode()
        assert row.notice.case.ref in page
        assert f"marked by {member.user.name}" in page

    def test_what_was_done_is_kept_thirty_days(self, browser: Browser, member: Membership) -> None:
        kept = told(member, state=NoticeState.DONE, closed_at=clock.now() - 29 * DAY)
        told(member, state=NoticeState.DONE, closed_at=clock.now() - 31 * DAY)
        assert refs(browser.get("/inbox/?show=done").context) == [kept.notice.case.ref]

    def test_a_second_press_says_so_and_changes_nothing(self, browser: Browser, member: Membership) -> None:
        row = as_wanted(member)
        self.press(browser, row)
        closed_at = Notice.objects.get(pk=row.notice_id).closed_at
        response = self.press(browser, row)
        assert response.status_code == 200
        assert Notice.objects.get(pk=row.notice_id).closed_at == closed_at

    def test_it_stays_on_the_list_where_it_was_pressed(self, browser: Browser, member: Membership) -> None:
        row = told(member, state=NoticeState.SNOOZED, snoozed_until=clock.today() + DAY, why="Ferie", changed_by=member.user)
        response = browser.post("/inbox/?show=later", {"notice": row.notice_id, "version": row.notice.version})
        assert response.url == "/inbox/?show=later"

    def test_somebody_elses_is_like_none(self, browser: Browser, member: Membership) -> None:
        other = NoticeRecipientFactory(notice__case=CaseFactory(jobcentre=member.jobcentre))
        elsewhere = told(MembershipFactory())
        for key in (other.notice_id, elsewhere.notice_id, uuid.uuid4(), "x"):
            assert browser.post("/inbox/", {"notice": key, "version": 1}).status_code == 404
        assert not Notice.objects.filter(state=NoticeState.DONE).exists()

    def test_a_manager_answers_what_a_manager_is_told(self) -> None:
        manager = MembershipFactory(role=Role.MANAGER, user__language="en")
        row = told(manager, told_as=ToldAs.MANAGER)
        self.press(signed_in(manager), row)
        assert Notice.objects.get(pk=row.notice_id).changed_by == manager.user


class TestPutOff:
    def address(self, row: NoticeRecipient) -> str:
        return f"/inbox/{row.notice_id}/put-off/"

    def typed(self, **other: Any) -> dict[str, Any]:
        return {"version": 1, "until": f"{clock.today() + 5 * DAY:%d-%m-%Y}", "why": "Borgeren er på ferie", **other}

    def test_it_waits_with_its_reason_until_its_day(self, browser: Browser, member: Membership) -> None:
        row = as_wanted(member)
        assert browser.get(self.address(row)).status_code == 200
        response = browser.post(self.address(row), self.typed(), follow=True)
        assert "The reminder is put off until" in response.content.decode()
        assert refs(response.context) == []
        page = browser.get("/inbox/?show=later").content.decode()
        assert f"Put off by {member.user.name}: Borgeren er på ferie" in page
        notice = Notice.objects.get(pk=row.notice_id)
        assert (notice.state, notice.snoozed_until) == (NoticeState.SNOOZED, clock.today() + 5 * DAY)

    @pytest.mark.parametrize(
        ("changed", "field"), [({"why": ""}, "why"), ({"until": "i morgen"}, "until"), ({"until": "1-1-2026"}, "until")]
    )
    def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
        self, browser: Browser, member: Membership, changed: dict[str, str], field: str
    ) -> None:
        row = as_wanted(member)
        response = browser.post(self.address(row), self.typed(**changed))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        for text in (self.typed(**changed)["until"], self.typed(**changed)["why"]):
            assert text in response.content.decode()

    def test_of_two_at_once_the_second_is_told(self, browser: Browser, member: Membership) -> None:
        row = as_wanted(member)
        browser.post(self.address(row), self.typed())
        response = browser.post(self.address(row), self.typed(why="Noget andet"))
        assert response.status_code == 409
        assert "Noget andet" in response.content.decode()

    def test_a_closed_one_has_no_form(self, browser: Browser, member: Membership) -> None:
        row = told(member, state=NoticeState.DONE, closed_at=clock.now())
        page = browser.get(self.address(row)).content.decode()
        assert "This reminder is closed." in page
        assert 'name="why"' not in page

    def test_it_says_that_others_are_told_too(self, browser: Browser, member: Membership) -> None:
        row = as_wanted(member)
        NoticeRecipientFactory(notice=row.notice, user=MembershipFactory(jobcentre=member.jobcentre).user, told_as=ToldAs.MANAGER)
        assert "1 other colleague is told of it, too." in browser.get(self.address(row)).content.decode()

    def test_somebody_elses_is_like_none(self, browser: Browser, member: Membership) -> None:
        others = NoticeRecipientFactory(notice__case=CaseFactory(jobcentre=member.jobcentre))
        bodies = set()
        for key in (others.notice_id, told(MembershipFactory()).notice_id, uuid.uuid4()):
            response = browser.get(f"/inbox/{key}/put-off/")
            assert response.status_code == 404
            bodies.add(response.content)
        assert len(bodies) == 1
