"""What every page of the administration has in common: its title, its days, its choices."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client as Browser
from django.urls import reverse

from cases.models import TargetGroup
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Browser:
    browser = Browser()
    browser.force_login(UserFactory(is_staff=True, is_superuser=True, language="en"))
    return browser


@pytest.mark.parametrize("page", ["change", "history"])
def test_the_title_of_the_window_holds_no_name(browser: Browser, page: str) -> None:
    shown = UserFactory(name="Signe Ærøskøbing")
    text = browser.get(reverse(f"admin:accounts_user_{page}", args=[shown.pk])).text
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    assert title is not None
    assert "Ærøskøbing" not in title[1]
    assert "MentorCase" in title[1]
    assert "Signe Ærøskøbing" in text


def test_a_day_is_typed_as_everywhere_else_and_saving_without_a_change_leaves_no_trace(browser: Browser) -> None:
    group = TargetGroup.objects.order_by("position").first()
    assert group is not None
    address = reverse("admin:cases_targetgroup_change", args=[group.pk])
    form = browser.get(address).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields}
    assert typed["first_day"] == group.first_day.strftime("%d-%m-%Y")
    assert browser.post(address, typed).status_code == 302
    assert not LogEntry.objects.filter(change_message__gt="").exists()
    assert browser.post(address, typed | {"last_day": "31-12-2029"}).status_code == 302
    group.refresh_from_db()
    assert group.last_day == dt.date(2029, 12, 31)


def test_lists_and_choices_need_no_script(browser: Browser) -> None:
    """No form that cannot be sent, no pictures that open another window, no style or script inside the page."""
    text = browser.get(reverse("admin:accounts_user_changelist")).text
    assert 'changelist-form"' not in text
    assert "related-widget-wrapper" not in browser.get(reverse("admin:accounts_membership_add")).text
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)", text)
