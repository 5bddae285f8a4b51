"""Notes, documents and what stands around a course in Chromium: written, corrected, sent and fetched, wide and on a phone, with axe."""

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import User
from cases.enums_course import SchemeKind
from cases.models import Case, Document, NoteVersion
from core import clock
from core.days import DAY
from tests.browser.steps import choose, looks_right, press, sign_in
from tests.cases import around_scene as around
from tests.cases.course_scene import running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def course(page, live_server) -> tuple[Case, User]:
    case, _assignment, by = running(at=clock.now() - DAY)
    by.language = "en"
    by.save()
    sign_in(page, live_server, by)
    return case, by


def test_an_oral_note_is_written_changed_and_an_older_one_corrected(page, live_server, axe, course):
    case, by = course
    around.noted(case, by, at=clock.now() - dt.timedelta(hours=2), words="Fri om mandagen")
    page.goto(f"{live_server.url}/cases/{case.ref}/notes/")
    choose(page, "input[name=kind][value=oral]")
    page.fill("#id_words", "Hun holder mandage fri")
    press(page.get_by_role("button", name="Save the note"))
    expect(page.locator("#id_from_whom_error")).to_be_visible()
    expect(page.locator("#id_words")).to_have_value("Hun holder mandage fri")
    page.fill("#id_from_whom", "The client, by phone")
    press(page.get_by_role("button", name="Save the note"))
    expect(page.locator(".mc-main .mc-notes li").first).to_contain_text("Told orally")
    looks_right(page, axe, "notes")

    press(page.get_by_role("link", name="Change the note").first)
    page.fill("#id_words", "Hun holder mandage fri i december")
    press(page.get_by_role("button", name="Save the change"))
    expect(page.locator(".mc-notes")).to_contain_text("i december")
    press(page.get_by_role("link", name="Back to notes and documents"))
    press(page.get_by_role("link", name="Open or correct the note"))
    page.fill("#id_words", "Fri om tirsdagen")
    page.fill("#id_why", "Wrong day")
    press(page.get_by_role("button", name="Save the correction"))
    for words in ("Fri om tirsdagen", "Wrong day", "Fri om mandagen"):
        expect(page.locator(".mc-notes")).to_contain_text(words)
    looks_right(page, axe, "note")
    assert NoteVersion.objects.count() == 3


def test_a_document_is_sent_fetched_and_struck_out(page, live_server, axe, course, tmp_path: Path):
    case, _by = course
    file = tmp_path / "About somebody.pdf"
    file.write_bytes(around.PDF)
    page.goto(f"{live_server.url}/cases/{case.ref}/documents/")
    page.set_input_files("#id_file", file)
    page.fill("#id_title", "Statement of the doctor")
    page.select_option("#id_kind", "evidence")
    press(page.get_by_role("button", name="Keep the document"))
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Statement of the doctor", exact=True).click()
    document = Document.objects.get()
    assert fetched.value.suggested_filename == f"{case.ref}-{document.received_on.isoformat()}-{document.pk.hex[:8]}.pdf"
    assert Path(fetched.value.path()).read_bytes() == around.PDF
    looks_right(page, axe, "documents")
    press(page.get_by_role("link", name=re.compile("^Strike out")))
    page.fill("#id_why", "Belongs to another case")
    press(page.get_by_role("button", name="Strike out the document"))
    expect(page.locator(".mc-notes")).to_contain_text("Belongs to another case")


def test_what_stands_around_a_course_is_drawn_and_looks_right(page, live_server, axe, course):
    case, by = course
    now = clock.now()
    around.scheme(case, by, at=now)
    around.scheme(case, by, at=now, kind=SchemeKind.ASSISTANCE, last_day=None)
    consent = around.consent(case, by, at=now)
    around.resource(case, by, at=now, consent_id=consent.pk)
    around.talk(case, by, at=now, releases_colleague=False)
    around.representative(case, by, at=now)
    page.goto(f"{live_server.url}/cases/{case.ref}/around/")
    expect(page.get_by_role("img", name="2 schemes run beside the mentor today")).to_be_visible()
    page.get_by_text("Show as a table").click()
    looks_right(page, axe, "around")
    press(page.get_by_role("link", name="Write down a talk"))
    looks_right(page, axe, "around-talk")
    press(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator("#id_with_whom_error")).to_be_visible()
    looks_right(page, axe, "around-talk-errors")
