"""My settings: language, mails, days away with a substitute, the address of the calendar."""

import datetime as dt
import hashlib
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.actions_profile import add_absence, change_absence, make_calendar, remove_absence, revoke_calendar, set_mail_rhythm
from accounts.enums import MailRhythm, Role
from accounts.models import AuditEvent, CalendarFeed, MemberAbsence, Membership, User
from core import clock
from core.days import DAY
from core.verdicts import Refused
from tests.factories import AT, JobcentreFactory, MembershipFactory
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Membership:
    return MembershipFactory(user__language="en")


@pytest.fixture
def colleague(member: Membership) -> Membership:
    return MembershipFactory(jobcentre=member.jobcentre, user__name="Bo Krag")


@pytest.fixture
def browser(member: Membership) -> Browser:
    return signed_in(member.user)


def days(first: int, last: int) -> dict[str, str]:
    today = clock.today()
    return {"first_day": f"{today + first * DAY:%d-%m-%Y}", "last_day": f"{today + last * DAY:%d-%m-%Y}"}


def away(member: Membership, first: int, last: int, substitute: Membership | None = None) -> MemberAbsence:
    today = clock.today()
    return add_absence(
        member_id=member.pk,
        first_day=today + first * DAY,
        last_day=today + last * DAY,
        substitute_id=substitute.pk if substitute else None,
        by=member.user,
        at=clock.now(),
    )


def events(user: User) -> list[str]:
    return list(AuditEvent.objects.filter(subject_id=user.pk).order_by("at", "id").values_list("kind", flat=True))


def errors(response: Any) -> list[str]:
    return [str(text) for texts in response.context["form"].errors.values() for text in texts]


class TestMails:
    def test_the_rhythm_is_kept_for_this_jobcentre_alone(self, browser: Browser, member: Membership) -> None:
        other = MembershipFactory(user=member.user)
        response = browser.post("/profile/", {"do": "mail", "language": "en", "rhythm": MailRhythm.MONDAYS})
        assert response.status_code == 302
        member.refresh_from_db()
        other.refresh_from_db()
        assert (member.mail_rhythm, other.mail_rhythm) in {("mondays", "weekdays"), ("weekdays", "mondays")}
        assert events(member.user) == ["user.mail_rhythm_set"]

    def test_the_language_changes_pages_at_once(self, browser: Browser, member: Membership) -> None:
        response = browser.post("/profile/", {"do": "mail", "language": "da", "rhythm": "weekdays"}, follow=True)
        assert 'lang="da"' in response.content.decode()
        member.user.refresh_from_db()
        assert member.user.language == "da"

    def test_an_unknown_rhythm_is_refused_at_its_field(self, browser: Browser, member: Membership) -> None:
        response = browser.post("/profile/", {"do": "mail", "language": "en", "rhythm": "hourly"})
        assert response.status_code == 422
        assert "rhythm" in response.context["form"].errors

    def test_the_same_rhythm_again_leaves_no_event(self, member: Membership) -> None:
        set_mail_rhythm(member_id=member.pk, rhythm=MailRhythm.WEEKDAYS, by=member.user, at=AT)
        assert events(member.user) == []

    def test_who_is_not_reminded_chooses_only_the_language(self) -> None:
        member = MembershipFactory(role=Role.AUDITOR, user__language="en")
        page = signed_in(member.user).get("/profile/").content.decode()
        assert "Language of pages and mails" in page
        assert not [word for word in ("Days away", "My calendar", "mails of reminders") if word in page]
        response = signed_in(member.user).post("/profile/", {"do": "absence", **days(1, 2)})
        assert response.status_code == 422
        assert not MemberAbsence.objects.exists()


class TestDaysAway:
    def test_days_and_a_substitute_are_kept_and_shown(self, browser: Browser, member: Membership, colleague: Membership) -> None:
        response = browser.post("/profile/", {"do": "absence", **days(1, 5), "substitute": colleague.pk}, follow=True)
        assert "Bo Krag stands in for you" in response.content.decode()
        assert events(member.user) == ["user.absence_added"]

    def test_the_substitute_sees_for_whom(self, member: Membership, colleague: Membership) -> None:
        colleague.user.language = "en"
        colleague.user.save()
        away(member, 1, 5, colleague)
        page = signed_in(colleague.user).get("/profile/").content.decode()
        assert "You stand in for" in page
        assert member.user.name in page

    def test_a_double_click_makes_one(self, browser: Browser, member: Membership) -> None:
        posted = {"do": "absence", "key": str(uuid.uuid4()), **days(1, 5)}
        assert [browser.post("/profile/", posted).status_code for _ in range(2)] == [302, 302]
        assert MemberAbsence.objects.count() == 1

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [(5, 1, "The last day lies before the first day."), (-9, -3, "These days are over."), (2, 3, "You are already away")],
    )
    def test_what_cannot_be_says_how_to_put_it_right(self, browser: Browser, member: Membership, first: int, last: int, words: str) -> None:
        away(member, 3, 8)
        response = browser.post("/profile/", {"do": "absence", **days(first, last)})
        assert response.status_code == 422
        assert errors(response)[0].startswith(words)
        assert days(first, last)["first_day"] in response.content.decode()
        assert MemberAbsence.objects.count() == 1

    def test_the_substitute_is_a_colleague_who_reads_cases(self, browser: Browser, member: Membership, colleague: Membership) -> None:
        elsewhere, auditor = MembershipFactory(), MembershipFactory(jobcentre=member.jobcentre, role=Role.AUDITOR)
        left = MembershipFactory(jobcentre=member.jobcentre, user__is_active=False)
        choices = [key for key, _name in browser.get("/profile/").context["absence_form"].fields["substitute"].choices]
        assert choices == ["", str(colleague.pk)]
        for each in (elsewhere, auditor, left):
            with pytest.raises(Refused, match="away_substitute_not_here"):
                away(member, 1, 2, each)
        with pytest.raises(Refused, match="away_substitute_is_self"):
            away(member, 1, 2, member)

    def test_a_substitute_who_is_away_too_is_told_of(self, browser: Browser, member: Membership, colleague: Membership) -> None:
        away(colleague, 5, 9)
        away(member, 1, 4, colleague)
        assert "who is away on some of these days, too" not in browser.get("/profile/").content.decode()
        away(member, 9, 12, colleague)
        assert "who is away on some of these days, too" in browser.get("/profile/").content.decode()

    def test_it_can_be_removed_and_a_second_press_does_nothing(self, browser: Browser, member: Membership) -> None:
        row = away(member, 0, 5)
        for _ in range(2):
            assert browser.post("/profile/", {"do": "remove", "absence": row.pk}).status_code == 302
        assert not MemberAbsence.objects.exists()
        assert events(member.user) == ["user.absence_added", "user.absence_removed"]

    def test_somebody_elses_is_not_removed(self, browser: Browser, colleague: Membership) -> None:
        row = away(colleague, 0, 5)
        browser.post("/profile/", {"do": "remove", "absence": row.pk})
        assert MemberAbsence.objects.filter(pk=row.pk).exists()

    def test_an_administrator_enters_it_for_somebody_who_fell_ill(self, member: Membership) -> None:
        boss = MembershipFactory(jobcentre=member.jobcentre, role=Role.ADMINISTRATOR).user
        today = clock.today()
        row = add_absence(member_id=member.pk, first_day=today, last_day=today, substitute_id=None, by=boss, at=clock.now())
        row.last_day = today + 3 * DAY
        change_absence(absence=row, by=boss, at=clock.now())
        assert events(member.user) == ["user.absence_added", "user.absence_changed"]

    @pytest.mark.parametrize("role", [Role.CASEWORKER, Role.MANAGER])
    def test_nobody_else_does(self, member: Membership, role: Role) -> None:
        other, elsewhere = MembershipFactory(jobcentre=member.jobcentre, role=role), MembershipFactory(role=Role.ADMINISTRATOR)
        row = away(member, 1, 2)
        for by in (other.user, elsewhere.user):
            with pytest.raises(Refused, match="other_jobcentre"):
                remove_absence(member_id=member.pk, absence_id=row.pk, by=by, at=clock.now())

    def test_a_tab_of_another_jobcentre_saves_nothing(self, browser: Browser, member: Membership) -> None:
        response = browser.post("/profile/", {"do": "absence", **days(1, 2), "jobcentre": str(JobcentreFactory().pk)})
        assert response.status_code == 422
        assert not MemberAbsence.objects.exists()

    def test_the_page_costs_the_same_with_one_row_and_with_three(self, browser: Browser, member: Membership, colleague: Membership) -> None:
        away(member, 1, 2, colleague)
        away(colleague, 1, 2, member)
        browser.get("/profile/")
        with statements() as one:
            browser.get("/profile/")
        for first in (5, 10):
            away(member, first, first + 1, MembershipFactory(jobcentre=member.jobcentre))
            away(colleague, first, first + 1, member)
        with statements() as three:
            browser.get("/profile/")
        assert len(one) == len(three)


class TestCalendarAddress:
    def test_it_is_shown_once_and_kept_as_a_hash(self, browser: Browser, member: Membership) -> None:
        response = browser.post("/profile/", {"do": "make"})
        assert response.status_code == 200
        address = response.context["address"]
        assert address in response.content.decode()
        secret = address.rpartition("/")[2].removesuffix(".ics")
        feed = CalendarFeed.objects.get(member=member)
        assert feed.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
        assert secret not in browser.get("/profile/").content.decode()
        assert "no-store" in response.headers["Cache-Control"]
        assert events(member.user) == ["user.calendar_made"]
        assert secret not in str(list(AuditEvent.objects.values()))

    def test_a_new_one_stops_the_one_before(self, member: Membership) -> None:
        first, second = (make_calendar(member_id=member.pk, by=member.user, at=AT) for _ in range(2))
        assert first != second
        assert CalendarFeed.objects.filter(member=member, revoked_at__isnull=True).count() == 1

    def test_it_can_be_stopped(self, browser: Browser, member: Membership) -> None:
        make_calendar(member_id=member.pk, by=member.user, at=AT)
        page = browser.post("/profile/", {"do": "revoke"}, follow=True).content.decode()
        assert "The address of your calendar no longer works." in page
        assert "You have no address now." in page
        revoke_calendar(member_id=member.pk, by=member.user, at=AT)
        assert events(member.user) == ["user.calendar_made", "user.calendar_revoked"]

    def test_a_role_that_reads_no_cases_has_none(self) -> None:
        member = MembershipFactory(role=Role.ADMINISTRATOR)
        assert signed_in(member.user).post("/profile/", {"do": "make"}).status_code == 422
        assert not CalendarFeed.objects.exists()


def test_the_users_menu_leads_there(browser: Browser) -> None:
    assert 'href="/profile/"' in browser.get("/desk/").content.decode()


def test_an_absence_of_today_is_still_ahead(browser: Browser, member: Membership) -> None:
    away(member, -2, 0)
    past = MemberAbsence.objects.create(member=member, first_day=dt.date(2026, 1, 1), last_day=dt.date(2026, 1, 2))
    rows = browser.get("/profile/").context["absences"]
    assert [row["id"] for row in rows] == [MemberAbsence.objects.exclude(pk=past.pk).get().pk]
