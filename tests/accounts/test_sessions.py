"""A session is read as Django reads it: by its key, and not after its end."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    store = SessionStore()
    store["jobcentre"] = "here"
    store.create()
    return store


def test_a_session_is_read_by_its_key_alone(stored):
    assert SessionStore(stored.session_key)["jobcentre"] == "here"
    other = SessionStore("nobodys0nobodys0nobodys0nobodys0")
    assert "jobcentre" not in other and other.session_key is None


def test_what_was_changed_is_read(stored):
    assert SessionStore(stored.session_key)["jobcentre"] == "here"
    stored["jobcentre"] = "there"
    stored.save()
    assert SessionStore(stored.session_key)["jobcentre"] == "there"


def test_a_session_that_is_over_or_deleted_is_nobodys(stored):
    Session.objects.filter(pk=stored.session_key).update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert "jobcentre" not in SessionStore(stored.session_key)
    Session.objects.all().delete()
    assert "jobcentre" not in SessionStore(stored.session_key)
