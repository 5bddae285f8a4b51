"""How days, minutes, icons and bars look, the components of the pages, and the pages for what went wrong."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from core import errors
from core.templatetags import ui

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "static"
DAY = dt.date(2026, 11, 16)
TODAY = dt.date(2026, 11, 17)


def render(source: str, **context) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("write", "danish", "english"),
    [
        (ui.day, "man. 16. nov. 2026", "Mon 16 Nov 2026"),
        (ui.day_short, "man. 16. nov.", "Mon 16 Nov"),
        (ui.day_long, "mandag den 16. november 2026", "Monday 16 November 2026"),
        (ui.date_long, "16. november 2026", "16 November 2026"),
        (ui.month, "november 2026", "November 2026"),
    ],
)
def test_a_day_in_both_languages(write, danish, english):
    with translation.override("da"):
        assert write(DAY) == danish
    with translation.override("en"):
        assert write(DAY) == english
    assert write(None) == ""


def test_a_point_in_time_is_shown_in_copenhagen():
    at = dt.datetime(2026, 11, 16, 23, 30, tzinfo=dt.UTC)
    with translation.override("da"):
        assert (ui.day(at), ui.clock(at)) == ("tir. 17. nov. 2026", "00.30")
    with translation.override("en"):
        assert ui.clock(at) == "00:30"


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (-4, "4 days over", "over"),
        (-1, "1 day over", "over"),
        (0, "Today", "today"),
        (1, "Tomorrow", "soon"),
        (7, "In 7 days", "soon"),
        (8, "In 8 days", "later"),
    ],
)
def test_how_far_away_a_day_is(days, words, state):
    day = TODAY + dt.timedelta(days)
    with translation.override("en"):
        assert ui.day_words(day, TODAY) == words
    assert ui.due_state(day, TODAY) == state


def test_minutes_and_hours():
    assert [ui.minutes(n) for n in (0, 5, 150, None)] == ["0:00", "0:05", "2:30", ""]
    with translation.override("en"):
        assert [ui.minutes_words(n) for n in (0, 1, 60, 150)] == ["0 minutes", "1 minute", "1 hour", "2 hours and 30 minutes"]
    with translation.override("da"):
        assert [ui.hours(n) for n in (2790, 120, 135, 4706, 4731, -10, 1)] == ["46,5", "2", "2,25", "78,4", "78,9", "-0,2", "0,02"]


def test_numbers():
    with translation.override("da"):
        assert (ui.number(1234), ui.number(1234.5)) == ("1.234", "1.234,5")
    with translation.override("en"):
        assert (ui.number(1234), ui.number(1234.5)) == ("1,234", "1,234.5")


def test_initials():
    assert [ui.initials(name) for name in ("Camilla Østergaard", "Ida", "", "Anne Marie Bruun")] == ["CØ", "I", "", "AB"]


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in ui.icon("time")
    spoken = ui.icon("check", label='Done "now"')
    assert 'role="img" aria-label="Done &quot;now&quot;"' in spoken and "aria-hidden" not in spoken


def test_a_bar_has_a_point_in_every_language_and_stays_within_its_ends():
    with translation.override("da"):
        assert 'width="89.6"' in ui.bar(163, 182)
    assert 'width="100.0"' in ui.bar(9, 3)
    assert 'width="0.0"' in ui.bar(1, 0)


def test_seats():
    assert ui.seats(3, 5).count("<rect") == 5 and ui.seats(3, 5).count('class="on"') == 3


def own_templates() -> list[Path]:
    return sorted(p for p in TEMPLATES.rglob("*.html") if not {"email", "pdf"} & set(p.relative_to(TEMPLATES).parts))


def test_every_icon_that_a_template_names_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img" / "icons.svg").read_text()))
    named = {(p.name, name) for p in own_templates() for name in re.findall(r'{% icon "([^"]+)"', p.read_text())}
    assert not {(file, name) for file, name in named if name not in known}


def test_the_style_sheets_name_only_files_that_are_there():
    for sheet in (STATIC / "css" / "mc.css", STATIC / "vendor" / "dkfds" / "css" / "dkfds.min.css"):
        for url in re.findall(r"url\(['\"]?([^'\")]+)", sheet.read_text()):
            assert url.startswith("data:") or (sheet.parent / url).is_file(), url


def test_the_script_is_small():
    assert (STATIC / "js" / "mc.js").stat().st_size < 8_000


def test_the_frame_for_somebody_who_is_not_signed_in():
    html = render('{% extends "base.html" %}{% block title %}Page{% endblock %}{% block content %}<h1>Page</h1>{% endblock %}')
    assert "UNDEFINED" not in html
    assert "<title>Page – MentorCase</title>" in html
    assert 'role="search"' not in html and "mc-user" not in html


def test_the_frame_of_a_member():
    with translation.override("en"):
        html = render(
            '{% extends "base.html" %}',
            nav=[{"key": "desk", "label": "My desk", "url": "/desk/", "count": 2}, {"key": "cases", "label": "Cases", "url": "/cases/"}],
            nav_current="cases",
            user_menu=[{"label": "Profile", "url": "/profile/"}],
            staff_notices=["Mail is delayed."],
            csrf_token="t",
        )
    assert "UNDEFINED" not in html
    assert '<a href="/cases/" aria-current="page">Cases' in html
    assert 'href="/desk/" aria-current' not in html
    assert "Mail is delayed." in html and "Sign out" in html


def test_a_task_says_its_day_in_words():
    task = {
        "title": "Find a mentor",
        "url": "/x/",
        "day": DAY,
        "name": "Lars Thygesen",
        "action": {"label": "Find", "url": "/y/", "for": "Lars"},
    }
    with translation.override("en"):
        html = render('{% include "components/task.html" %}', task=task, today=TODAY)
    assert "UNDEFINED" not in html
    assert "mc-due--over" in html and "1 day over" in html and "Mon 16 Nov" in html


def test_the_stepper_marks_the_current_step_in_both_of_its_shapes():
    steps = [
        {"number": 1, "label": "Application", "url": "/1/", "state": "done"},
        {"number": 2, "label": "Assessment", "note": "today", "state": "current"},
    ]
    with translation.override("en"):
        html = render('{% include "components/stepper.html" %}', steps=steps)
    assert html.count('aria-current="step"') == 2
    assert "Step 2 of 2: Assessment" in html


@pytest.mark.parametrize(
    ("current", "words"), [("course", "<summary>Running <small>week 3</small></summary>"), ("step", "Step 1 of 1: Application")]
)
def test_the_course_beside_the_steps_has_no_number(current, words):
    steps = [
        {"number": 1, "of": 1, "label": "Application", "url": "/1/", "state": "current" if current == "step" else "done"},
        {"number": None, "label": "Running", "note": "week 3", "url": "/2/", "state": "current" if current == "course" else "todo"},
    ]
    with translation.override("en"):
        html = " ".join(render('{% include "components/stepper.html" %}', steps=steps).split())
    assert words in html and "None" not in html and ">. " not in html


def test_what_is_missing_is_counted_in_words():
    items = [{"label": "CPR", "url": "#id_cpr"}, {"label": "Situation", "done": True}]
    with translation.override("en"):
        html = render('{% include "components/missing.html" with missing_count=1 %}', items=items)
    assert "1 thing is missing" in html and 'href="#id_cpr"' in html and 'aria-label="Missing"' in html


@pytest.mark.parametrize("name", ["400", "403", "404", "409", "429", "500", "503", "csrf"])
def test_error_pages_need_nothing(name):
    html = render_to_string(f"{name}.html")
    assert "UNDEFINED" not in html and "<h1>" in html


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.csrf_failure, 403),
        (errors.page_not_found, 404),
        (errors.conflict, 409),
    ],
)
def test_the_handlers_use_neither_user_nor_database(view, status):
    request = RequestFactory().get("/")  # has no user, and this test may not use the database
    assert view(request).status_code == status


def test_a_refusal_says_why():
    page = errors.permission_denied(RequestFactory().get("/"), PermissionError("The case belongs to <another> team."))
    assert "The case belongs to &lt;another&gt; team." in page.content.decode()


def test_a_database_that_is_away_is_not_a_fault_of_the_program():
    request = RequestFactory().get("/")
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        response = errors.server_error(request)
    assert response.status_code == 503 and response.headers["Retry-After"] == "30"
    try:
        raise ValueError
    except ValueError:
        assert errors.server_error(request).status_code == 500


def test_what_is_kept_is_drawn_where_it_is_named_and_escaped_once():
    page = render("{% kept as menu %}<b>{{ name }}</b>{% endkept %}<i>{{ menu }}</i><i>{{ menu }}</i>", name="Bo & Co")
    assert page == "<i><b>Bo &amp; Co</b></i>" * 2
