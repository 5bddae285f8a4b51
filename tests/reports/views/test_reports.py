"""The pages of reports: who sees which, the choices, progress without scripts, stopping, files, and what the desk says."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import AccessKind, Role, SubjectKind
from accounts.models import AccessEvent
from core import clock
from reports.actions.asking import ask_for_report
from reports.enums import ReportState, Section
from reports.forms.report import parse_month
from reports.models import ReportFile, ReportJob, ReportSettings
from tests.factories import MembershipFactory, OrganisationFactory, TeamFactory, UserFactory
from tests.reports.actions.scene import choices
from tests.statements import statements

pytestmark = pytest.mark.django_db
LIST, NEW = "/reports/", "/reports/new/"


@pytest.fixture
def member(db: None) -> Any:
    return MembershipFactory(user__language="en")


def signed_in(user: Any) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def http(member: Any) -> Browser:
    return signed_in(member.user)


def ask(member: Any, **changes: Any) -> ReportJob:
    return ask_for_report(jobcentre_id=member.jobcentre_id, choices=choices(member, **changes), by=member.user, at=clock.now())


def finished(job: ReportJob, **changes: Any) -> ReportJob:
    ReportJob.objects.filter(pk=job.pk).update(state=ReportState.DONE, checksum="ab12" * 16, finished_at=clock.now(), **changes)
    ReportFile.objects.create(job=job, format="csv", content=b"\xef\xbb\xbfa;b", size=6, sha256="a" * 64)
    return ReportJob.objects.get(pk=job.pk)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "first_month": "01-2026",
        "last_month": "2026-06",
        "basis": "start",
        "on": "30-06-2026",
        "sections": ["reached", "waiting"],
        "language": "da",
        "formats": ["pdf", "csv"],
        **changes,
    }


class TestList:
    def test_there_is_none_at_first_and_it_says_when_there_will_be(self, http: Browser) -> None:
        page = http.get(LIST).content.decode()
        assert "No report has been made yet." in page
        assert 'href="/reports/new/"' in page

    def test_those_of_the_jobcentre_stand_there_newest_first_with_their_files(self, member: Any, http: Browser) -> None:
        done = finished(ask(member))
        ask(member, language="da")
        other = MembershipFactory()
        ask(other)
        page = http.get(LIST).content.decode()
        keys = re.findall(r'<a href="/reports/([0-9a-f-]{36})/">', page)
        assert len(keys) == 2
        assert keys[1] == str(done.pk)
        assert f'href="/reports/{done.pk}/csv/"' in page

    def test_the_statements_do_not_grow_with_the_reports(self, member: Any, http: Browser) -> None:
        counts = []
        for number in (1, 3):
            for n in range(number):
                finished(ask(member, on=clock.today() - dt.timedelta(days=10 * number + n)))
            http.get(LIST)
            with statements() as asked:
                assert http.get(LIST).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_a_page_has_25_and_goes_on_behind_the_last(self, member: Any, http: Browser) -> None:
        for n in range(27):
            finished(ask(member, on=clock.today() - dt.timedelta(days=n)))
        first = http.get(LIST).content.decode()
        assert len(set(re.findall(r"/reports/([0-9a-f-]{36})/\"", first))) == 25
        older = re.search(r'href="(/reports/\?before=[^"]+)"', first)
        assert older
        rest = http.get(older[1].replace("&amp;", "&")).content.decode()
        assert len(set(re.findall(r"/reports/([0-9a-f-]{36})/\"", rest))) == 2
        assert "does not exist" in http.get(f"{LIST}?before=rubbish").content.decode()


class TestChoices:
    def test_a_report_is_asked_for_and_its_page_comes_r216(self, member: Any, http: Browser) -> None:
        answer = http.post(NEW, typed())
        job = ReportJob.objects.get()
        assert answer.status_code == 302
        assert answer.url == f"/reports/{job.pk}/"
        assert (job.scope["from"], job.scope["to"], job.scope["jobcentres"]) == ("2026-01-01", "2026-06-30", [str(member.jobcentre_id)])
        assert (job.language, job.formats, job.on) == ("da", ["pdf", "csv"], dt.date(2026, 6, 30))
        assert job.sections == ["summary", "reached", "waiting", "definitions", "method"]

    def test_two_presses_are_one_report(self, http: Browser) -> None:
        form = typed()
        assert http.post(NEW, form).url == http.post(NEW, form).url == http.post(NEW, typed()).url
        assert ReportJob.objects.count() == 1

    def test_all_is_chosen_at_first_for_the_last_twelve_whole_months(self, http: Browser) -> None:
        page = http.get(NEW).content.decode()
        assert len(re.findall(r'name="sections"[^>]*checked', page)) == len(Section) - 3
        last = clock.today().replace(day=1) - dt.timedelta(days=1)
        assert f'value="{last:%m-%Y}"' in page

    def test_the_form_says_from_which_number_on_is_shown_and_what_a_filter_must_leave(self, member: Any, http: Browser) -> None:
        ReportSettings.objects.create(jobcentre=member.jobcentre, smallest_shown=5, least_base=20)
        page = http.get(NEW).content.decode()
        assert "A filter must leave at least 20 courses" in page
        assert "Numbers below 5 are hidden" in page

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"first_month": "sommer"}, "is not a month"),
            ({"first_month": ""}, "Write a month"),
            ({"last_month": "12-2025"}, "The last month lies before the first one"),
            ({"formats": []}, "Choose at least one file"),
            ({"on": "31-12-2199"}, "are not there yet"),
            ({"first_month": "01-2190", "last_month": "02-2190"}, "have not begun yet"),
            ({"sections": ["rubbish"]}, "rubbish"),
            ({"team": str(uuid.uuid4())}, "Select a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, http: Browser, changes: dict[str, Any], words: str) -> None:
        answer = http.post(NEW, typed(**{"last_month": "06-2026", **changes}))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert 'value="30-06-2026"' in page or "on" in changes
        assert not ReportJob.objects.exists()

    def test_filters_are_those_of_the_own_jobcentre(self, member: Any, http: Browser) -> None:
        OrganisationFactory(jobcentre=member.jobcentre, name="Vores partner")
        OrganisationFactory(name="Deres partner")
        TeamFactory(jobcentre=member.jobcentre, name="Vores team")
        page = http.get(NEW).content.decode()
        assert "Vores partner" in page
        assert "Vores team" in page
        assert "Deres partner" not in page

    def test_the_choices_of_a_report_that_is_there_can_be_changed(self, member: Any, http: Browser) -> None:
        http.post(NEW, typed(situation="job"))
        page = http.get(f"{NEW}?like={ReportJob.objects.get().pk}").content.decode()
        assert 'value="06-2026"' in page
        assert '<option value="job" selected>' in page
        assert http.get(f"{NEW}?like=rubbish").status_code == 200
        strange = ask(MembershipFactory())
        assert http.get(f"{NEW}?like={strange.pk}").status_code == 200

    @pytest.mark.parametrize(
        ("text", "month"),
        [
            ("11-2026", 11),
            ("1/2026", 1),
            ("2026-03", 3),
            ("november 2026", 11),
            ("Okt. 2026", 10),
            ("marts 2026", 3),
            ("december 2026", 12),
        ],
    )
    def test_months_are_typed_as_people_do(self, text: str, month: int) -> None:
        assert parse_month(text) == dt.date(2026, month, 1)

    @pytest.mark.parametrize("text", ["13-2026", "0-2026", "2026", "xy 2026", "11-26", "1-1-2026", ""])
    def test_what_is_no_month_is_none(self, text: str) -> None:
        with pytest.raises(ValueError):
            parse_month(text)


class TestPage:
    def test_progress_stands_in_words_and_without_scripts_r217(self, member: Any, http: Browser) -> None:
        job = ask(member, sections=["reached", "waiting"], formats=["pdf"])
        assert "about to begin" in http.get(f"/reports/{job.pk}/").content.decode()
        for step, words in [
            ("figures", "The cases are counted"),
            ("waiting", "Section 3 of 5: Waiting time."),
            ("pdf", "All 5 sections are there. Now it is written: PDF, to read and print."),
        ]:
            ReportJob.objects.update(state=ReportState.RUNNING, step=step, done=2, steps=7)
            page = http.get(f"/reports/{job.pk}/").content.decode()
            assert words in page
            assert "data-watch" in page
            assert "Stop the report" in page
            assert f'href="/reports/{job.pk}/"' in page
            assert 'width="28.6"' in page

    def test_it_is_stopped_by_its_button_r218(self, member: Any, http: Browser) -> None:
        job = ask(member)
        answer = http.post(f"/reports/{job.pk}/", {"what": "stop"}, follow=True)
        assert "The report is stopped." in answer.content.decode()
        assert ReportJob.objects.get().state == ReportState.STOPPED
        again = http.post(f"/reports/{job.pk}/", {"what": "stop"})
        assert again.status_code == 422
        assert "nothing to stop" in again.content.decode()

    def test_what_broke_off_says_why_and_can_be_tried_again_r217(self, member: Any, http: Browser) -> None:
        job = ask(member)
        ReportJob.objects.update(state=ReportState.FAILED, code="report_fell_silent")
        page = http.get(f"/reports/{job.pk}/").content.decode()
        assert "broke off twice" in page
        assert "Try again" in page
        assert http.post(f"/reports/{job.pk}/", {"what": "again"}).status_code == 302
        assert ReportJob.objects.get().state == ReportState.WAITING

    def test_what_is_too_small_leads_back_to_the_choices(self, member: Any, http: Browser) -> None:
        job = ask(member)
        ReportJob.objects.update(state=ReportState.FAILED, code="report_too_small")
        page = http.get(f"/reports/{job.pk}/").content.decode()
        assert "Try again" not in page
        assert f"{NEW}?like={job.pk}" in page

    def test_removed_files_can_be_made_again(self, member: Any, http: Browser) -> None:
        job = finished(ask(member))
        ReportFile.objects.all().delete()
        assert "Make the files again" in http.get(f"/reports/{job.pk}/").content.decode()

    def test_a_press_that_is_none_changes_nothing(self, member: Any, http: Browser) -> None:
        job = ask(member)
        assert http.post(f"/reports/{job.pk}/", {"what": "rubbish"}).status_code == 422
        assert ReportJob.objects.get().state == ReportState.WAITING


class TestFiles:
    def test_a_file_is_an_attachment_that_nobody_stores_and_the_log_says_who_took_it(self, member: Any, http: Browser) -> None:
        job = finished(ask(member))
        answer = http.get(f"/reports/{job.pk}/csv/")
        assert answer.content == b"\xef\xbb\xbfa;b"
        assert answer["Content-Disposition"].startswith('attachment; filename="evaluation-')
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert "no-store" in answer["Cache-Control"]
        read = AccessEvent.objects.get(kind=AccessKind.EXPORT)
        assert (read.subject_kind, read.subject_id, read.user_id) == (SubjectKind.JOBCENTRE, member.jobcentre_id, member.user.pk)
        assert str(job.pk) in read.purpose

    @pytest.mark.parametrize("format", ["pdf", "xlsx", "exe"])
    def test_a_file_that_is_not_there_is_404(self, member: Any, http: Browser, format: str) -> None:
        job = finished(ask(member))
        assert http.get(f"/reports/{job.pk}/{format}/").status_code == 404
        assert not AccessEvent.objects.filter(kind=AccessKind.EXPORT).exists()


class TestWhoSeesWhat:
    def test_another_jobcentres_report_is_like_none_r228(self, http: Browser) -> None:
        theirs = finished(ask(MembershipFactory()))
        for address in ("/reports/{}/", "/reports/{}/csv/"):
            strange, nobodys = http.get(address.format(theirs.pk)), http.get(address.format(uuid.uuid4()))
            assert strange.status_code == nobodys.status_code == 404
            assert strange.content == nobodys.content
        assert http.post(f"/reports/{theirs.pk}/", {"what": "stop"}).status_code == 404

    def test_a_report_of_all_is_the_authoritys_r228(self, http: Browser) -> None:
        admin = UserFactory(is_superuser=True, is_staff=True, language="en")
        job = finished(ask_for_report(jobcentre_id=None, choices=choices(None), by=admin, at=clock.now()))
        assert http.get(f"/reports/{job.pk}/").status_code == 404
        assert str(job.pk) not in http.get(LIST).content.decode()
        theirs = signed_in(admin)
        assert "All jobcentres" in theirs.get(f"/reports/{job.pk}/").content.decode()
        assert theirs.get(f"/reports/{job.pk}/csv/").status_code == 200

    def test_the_administrator_of_the_platform_chooses_one_jobcentre_or_all_r228(self, member: Any) -> None:
        admin = signed_in(UserFactory(is_superuser=True, is_staff=True, language="en"))
        assert member.jobcentre.name in admin.get(NEW).content.decode()
        assert admin.post(NEW, typed(of_jobcentre=str(member.jobcentre_id))).status_code == 302
        job = ReportJob.objects.get()
        assert (job.jobcentre, job.scope["jobcentres"]) == (None, [str(member.jobcentre_id)])
        admin.post(NEW, typed())
        assert ReportJob.objects.exclude(pk=job.pk).get().scope["jobcentres"] == []

    def test_a_jobcentre_that_is_sent_along_by_a_member_changes_nothing_r228(self, member: Any, http: Browser) -> None:
        other = MembershipFactory()
        http.post(NEW, typed(of_jobcentre=str(other.jobcentre_id)))
        assert ReportJob.objects.get().scope["jobcentres"] == [str(member.jobcentre_id)]

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
    def test_who_opens_no_cases_opens_no_reports(self, role: Role) -> None:
        browser = signed_in(MembershipFactory(role=role, user__language="en").user)
        for address in (LIST, NEW):
            answer = browser.get(address)
            assert answer.status_code == 403
            assert "Your role does not open reports." in answer.content.decode()


class TestDesk:
    def test_a_report_that_is_made_or_ready_stands_on_the_desk_until_it_was_looked_at(self, member: Any, http: Browser) -> None:
        """R229."""
        job = ask(member)
        assert f'href="/reports/{job.pk}/"' in http.get("/desk/").content.decode()
        finished(job)
        assert "Ready" in http.get("/desk/").content.decode()
        colleague = signed_in(MembershipFactory(jobcentre=member.jobcentre, user__language="en").user)
        assert str(job.pk) not in colleague.get("/desk/").content.decode()
        assert colleague.get(f"/reports/{job.pk}/").status_code == 200
        assert str(job.pk) in http.get("/desk/").content.decode()
        http.get(f"/reports/{job.pk}/")
        assert str(job.pk) not in http.get("/desk/").content.decode()

    def test_a_report_of_the_schedule_stands_on_the_desk_of_managers(self, member: Any, http: Browser) -> None:
        """R229."""
        job = ask_for_report(jobcentre_id=member.jobcentre_id, choices=choices(member), by=None, at=clock.now())
        finished(job)
        manager = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER, user__language="en").user)
        assert str(job.pk) not in http.get("/desk/").content.decode()
        assert str(job.pk) in manager.get("/desk/").content.decode()
        assert "each quarter, by itself" in manager.get(LIST).content.decode()

    def test_the_menu_leads_to_reports(self, http: Browser) -> None:
        assert 'href="/reports/"' in http.get("/desk/").content.decode()
