"""Two people on the same page of a course: the second sees what happened meanwhile, and every word that was typed."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import OneTimeKey
from cases.actions.closing import close_course
from cases.enums import State
from cases.enums_course import ContactState
from cases.models import Case, Contact, ContactQuestion, CourseView, Extension
from cases.rules.followup import follow_up_days
from core import clock
from core.days import DAY
from tests.cases.closing_scene import closing
from tests.cases.course_scene import running
from tests.cases.extension_scene import TERMS, asked, decided, limited, proposal
from tests.cases.log_scene import entry
from tests.cases.views.extension_page_scene import last_of
from tests.factories import MembershipFactory
from tests.pages import browser_of, page, text, typed

pytestmark = pytest.mark.django_db

TODAY = clock.today()
NOW = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
Course = tuple[Case, Any, Browser, Browser]


@pytest.fixture
def course() -> Course:
    """A course near its end, its caseworker, the caseworker's browser and that of a colleague."""
    case, _assignment, by = running(at=NOW - dt.timedelta(days=150))
    return case, by, browser_of(by), browser_of(MembershipFactory(jobcentre=case.jobcentre).user)


def contact_data(**other: Any) -> dict[str, Any]:
    known = {"key": str(uuid.uuid4()), "day": typed(TODAY), "minutes": "45", "form": "meeting", "attendance": "attended"}
    return {**known, "told_by": "mentor", "areas": ["practical"], "note": "Ugeplan", **other}


def request_data(**other: Any) -> dict[str, Any]:
    known = {
        "version": "",
        "extension": "",
        "key": str(uuid.uuid4()),
        "asked_by": "client",
        "asked_on": typed(TODAY),
        "asked_how": "meeting",
    }
    words = {"words": "Jeg vil gerne fortsætte", "reached": "Møder til tiden", "why_still": "Kundemøderne er svære"}
    return {**known, **words, "minutes_a_week": "2:00", "months": "6", "last_day": "", **other}


def refuse_data(extension: Extension, **other: Any) -> dict[str, Any]:
    known = {"version": extension.version, "rows": "2", "choice": "refused", "sent_on": typed(TODAY), "go": "refused", **TERMS}
    return {**known, "refuse_reasons": "Målene er nået i marts", "offered_instead": "En samtale om tre måneder", **other}


def closed(case: Case, by: Any) -> None:
    """A colleague has closed the course meanwhile."""
    Contact.objects.filter(case=case, state=ContactState.WAITING).delete()
    close_course(case_id=case.pk, by=by, **closing(clock.now()))
    case.refresh_from_db()
    assert case.state == State.ENDED


class TestLog:
    def test_the_second_who_corrects_an_entry_sees_the_first_correction_beside_the_own_text(self, course: Course) -> None:
        """R93"""
        case, by, first, second = course
        old = entry(case, by, at=clock.now(), note="Ugeplan")
        here = page("case_log_correct", case, old.pk)
        data = {"version": old.version, "areas": []}
        assert first.post(here, contact_data(**data, note="Det var et kundemøde")).status_code == 302
        later = second.post(here, contact_data(**data, minutes="1:15", note="Vi øvede en præsentation", why="Fem kvarter"))
        body = text(later)
        new = Contact.objects.get(corrects=old)
        assert later.status_code == 422
        assert "What you wrote" in body and "Vi øvede en præsentation" in body and "Fem kvarter" in body and "1:15" in body
        assert "Det var et kundemøde" in body and page("case_log_correct", case, new.pk) in body
        assert Contact.objects.count() == 2

    def test_a_double_click_corrects_once_and_answers_with_the_same_page(self, course: Course) -> None:
        """R93"""
        case, by, first, _second = course
        old = entry(case, by, at=clock.now())
        here = page("case_log_correct", case, old.pk)
        assert 'name="key"' in text(first.get(here))
        data = contact_data(version=old.version, note="Kundemøde")
        answers = [first.post(here, data) for _time in range(2)]
        assert [each.status_code for each in answers] == [302, 302] and answers[0].url == answers[1].url
        assert Contact.objects.count() == 2 and OneTimeKey.objects.count() == 1

    def test_a_contact_of_a_course_that_was_closed_meanwhile_is_still_on_the_page(self, course: Course) -> None:
        """R90"""
        case, by, _first, second = course
        closed(case, by)
        answer = second.post(page("case_log_new", case), contact_data(note="Vi øvede en præsentation"))
        body = text(answer)
        assert answer.status_code == 422 and "f_log" not in body
        assert "What you wrote" in body and "Vi øvede en præsentation" in body and "Practical" in body

    def test_a_question_to_an_entry_that_was_struck_out_meanwhile_is_still_on_the_page(self, course: Course) -> None:
        """R94"""
        case, by, first, second = course
        contact = entry(case, by, at=clock.now())
        first.post(page("case_log_strike", case, contact.pk), {"version": contact.version, "why": "Forkert borger"})
        data = {"do": "ask", "words": "Kom hun til tiden den dag?", "key": str(uuid.uuid4())}
        answer = second.post(page("case_log_entry", case, contact.pk), data)
        assert answer.status_code == 422 and "Kom hun til tiden den dag?" in text(answer)
        assert not ContactQuestion.objects.exists()


class TestExtension:
    def test_two_first_requests_at_once_stand_beside_each_other(self, course: Course) -> None:
        """R112"""
        case, _by, first, second = course
        here = page("case_extension", case)
        assert first.post(here, request_data(words="Hun vil gerne fortsætte")).status_code == 302
        late = second.post(here, request_data(words="Et halvt år mere", months="3"))
        body = text(late)
        assert late.status_code == 409 and "Hun vil gerne fortsætte" in body and "Et halvt år mere" in body
        assert Extension.objects.get().words == "Hun vil gerne fortsætte"
        form = late.context["form"]
        again = request_data(words="Et halvt år mere", version=form["version"].value(), extension=str(form["extension"].value()))
        assert second.post(here, again).status_code == 302
        assert Extension.objects.get().words == "Et halvt år mere"

    def test_a_request_that_was_decided_meanwhile_keeps_what_was_typed(self, course: Course) -> None:
        """R116"""
        case, by, _first, second = course
        extension = asked(case, by, at=NOW, last_day=last_of(case) + 120 * DAY)
        decided(case, extension, by, proposal(sent_on=TODAY), at=NOW)
        answer = second.post(page("case_extension", case), request_data(extension=str(extension.pk), version=1, words="Hellere tre timer"))
        body = text(answer)
        assert answer.status_code == 422 and "Hellere tre timer" in body and "What you wrote" in body
        assert "has been decided or withdrawn already" in body

    def test_a_request_that_waits_for_a_second_person_meanwhile_keeps_what_was_typed(self, course: Course) -> None:
        """R118"""
        case, by, _first, second = course
        limited(case.jobcentre)
        extension = asked(case, by, at=NOW, last_day=last_of(case) + 120 * DAY)
        decided(case, extension, by, proposal(sent_on=TODAY), at=NOW)
        answer = second.post(page("case_extension", case), request_data(extension=str(extension.pk), version=1, words="Hellere tre timer"))
        assert answer.status_code == 422 and "Hellere tre timer" in text(answer)

    def test_a_request_that_was_withdrawn_meanwhile_becomes_a_new_one_with_the_next_press(self, course: Course) -> None:
        """R116"""
        case, by, first, second = course
        extension = asked(case, by, at=NOW, last_day=last_of(case) + 120 * DAY)
        first.post(page("case_extension_withdraw", case), {"version": extension.version})
        answer = second.post(page("case_extension", case), request_data(extension=str(extension.pk), version=1, words="Hellere tre timer"))
        assert answer.status_code == 422 and "Hellere tre timer" in text(answer)
        assert not answer.context["form"]["extension"].value()
        assert second.post(page("case_extension", case), request_data(words="Hellere tre timer")).status_code == 302

    @pytest.mark.parametrize("what", ["decided", "withdrawn"])
    @pytest.mark.parametrize("button", [{}, {"draft": "1"}, {"update": "1"}])
    def test_who_decides_what_is_over_meanwhile_reads_what_happened_and_the_own_reasons(
        self, course: Course, what: str, button: dict[str, str]
    ) -> None:
        """R116"""
        case, by, first, second = course
        extension = asked(case, by, at=NOW, last_day=last_of(case) + 120 * DAY)
        here = page("case_extension_decide", case)
        assert second.get(here).status_code == 200
        if what == "decided":
            decided(case, extension, by, proposal(sent_on=TODAY), at=NOW)
        else:
            first.post(page("case_extension_withdraw", case), {"version": extension.version})
        answer = second.post(here, refuse_data(extension, **button))
        body = text(answer)
        assert answer.status_code == 409
        assert "Målene er nået i marts" in body and "En samtale om tre måneder" in body and "Refuse" in body
        assert ("Extension decided on" if what == "decided" else "withdrawn on") in body

    def test_it_is_the_same_when_it_happens_before_the_confirm_page(self, course: Course) -> None:
        """R116"""
        case, by, _first, second = course
        extension = asked(case, by, at=NOW, last_day=last_of(case) + 120 * DAY)
        assert second.post(page("case_extension_decide", case), refuse_data(extension)).status_code == 302
        shown = second.get(page("case_extension_confirm", case)).context["form"]
        decided(case, extension, by, proposal(sent_on=TODAY), at=NOW)
        data = {"version": shown["version"].value(), "seen": shown["seen"].value(), "key": str(uuid.uuid4())}
        pressed = second.post(page("case_extension_confirm", case), data)
        assert pressed.status_code == 409 and "Målene er nået i marts" in text(pressed)
        for name in ("case_extension_confirm", "case_extension_decide"):
            looked = second.get(page(name, case))
            assert looked.status_code == 200 and "Målene er nået i marts" in text(looked), name
        second.post(page("case_extension_decide", case), {"discard_draft": "1"})
        assert second.get(page("case_extension_decide", case)).status_code == 302


class TestEnd:
    def close_data(self, **other: Any) -> dict[str, Any]:
        known = {"reason": "manages_without", "words": "Hun klarer ugen selv", "outcome": "ordinary_job", "where": "Egebæk Bibliotek"}
        days = {f"day_{point}": typed(day) for point, day in follow_up_days(closed_on=TODAY).items()}
        return {**known, "since": typed(TODAY), "minutes_a_week": "30", "benefit": "wage", "benefit_since": "", **days, **other}

    @pytest.mark.parametrize("button", [{}, {"minutes_a_week": "mange"}])
    def test_who_closes_what_is_closed_keeps_what_was_typed(self, course: Course, button: dict[str, str]) -> None:
        """R122"""
        case, by, _first, second = course
        closed(case, by)
        answer = second.post(page("case_close", case), self.close_data(**button))
        body = text(answer)
        assert answer.status_code == 422 and "f_close" not in body
        assert "What you wrote" in body and "Hun klarer ugen selv" in body and "Egebæk Bibliotek" in body

    def test_it_is_the_same_when_it_happens_before_the_confirm_page(self, course: Course) -> None:
        """R122"""
        case, by, _first, second = course
        assert second.post(page("case_close", case), self.close_data()).status_code == 302
        closed(case, by)
        for name in ("case_close_confirm", "case_close"):
            assert "Hun klarer ugen selv" in text(second.get(page(name, case))), name

    def test_a_view_is_written_once_however_often_it_is_sent(self, course: Course) -> None:
        """R128"""
        case, _by, first, _second = course
        data = {"version": 0, "extension": "", "day": typed(TODAY), "how": "meeting", "words": "Jeg tør spørge nu", "better": "4"}
        data |= {"helpful": "5", "needs_minutes": "", "needs_months": "", "key": str(uuid.uuid4())}
        assert re.search(r'name="key" value="[0-9a-f-]{36}"', text(first.get(page("case_view_client", case))))
        answers = [first.post(page("case_view_client", case), data) for _time in range(2)]
        assert [each.status_code for each in answers] == [302, 302] and answers[0].url == answers[1].url
        assert CourseView.objects.get().version == 1

    def test_a_view_of_a_request_that_was_decided_meanwhile_keeps_its_words(self, course: Course) -> None:
        """R128"""
        case, by, _first, second = course
        extension = asked(case, by, at=NOW, last_day=last_of(case) + 120 * DAY)
        decided(case, extension, by, proposal(sent_on=TODAY), at=NOW)
        data = {"version": 0, "extension": str(extension.pk), "day": typed(TODAY), "how": "meeting", "words": "Jeg tør spørge nu"}
        answer = second.post(page("case_view_client", case), {**data, "better": "4", "helpful": "5", "key": str(uuid.uuid4())})
        assert answer.status_code == 422 and "Jeg tør spørge nu" in text(answer)


class TestWish:
    def data(self, case: Case, **other: Any) -> dict[str, Any]:
        known = {"version": case.version, "key": str(uuid.uuid4()), "day": typed(TODAY), "minutes_a_week": "2", "last_day": ""}
        return {**known, "words": "Det er nok med to timer", **other}

    def test_the_second_wish_stands_beside_the_one_that_was_written_meanwhile(self, course: Course) -> None:
        """R110"""
        case, _by, first, second = course
        assert first.post(page("case_wish", case), self.data(case, words="Kun tirsdage")).status_code == 302
        case.refresh_from_db()
        body = text(second.post(page("case_wish", case), self.data(case)))
        assert "Kun tirsdage" in body and "Det er nok med to timer" in body

    def test_a_wish_for_a_course_that_was_closed_meanwhile_is_still_on_the_page(self, course: Course) -> None:
        """R110"""
        case, by, _first, second = course
        closed(case, by)
        assert "Det er nok med to timer" in text(second.post(page("case_wish", case), self.data(case)))
