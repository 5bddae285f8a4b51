"""The calendar of a member behind a secret address, for a calendar program that cannot sign in."""

from urllib.parse import urlsplit

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actions_profile import note_calendar_read, secret_hash
from accounts.audit import seen
from accounts.backend import is_closed_demo_account
from accounts.enums import AccessKind, SubjectKind
from accounts.models import Membership
from cases.calendar import of_case, summary
from cases.calendar_feed import Entry, calendar_file, named
from cases.calendar_rows import deadlines_of, feed_behind, meetings_of, reminders_of
from cases.views.desk_words import TASKS
from core import clock
from core.days import day_of
from core.errors import page_not_found, too_many_requests

GUESSES = {"calendar": "20/m/ip"}
"""So many wrong addresses a minute from one place; a right one is always answered."""


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Six statements, however many cases there are. The 404 is an answer and no exception, so that what counts the guesses is kept."""
    feed = feed_behind(secret_hash=secret_hash(secret))
    if feed is None or is_closed_demo_account(feed.member.user):
        if not consume(request, app="allauth.account", action="calendar", config=GUESSES, limit_get=True):
            return too_many_requests(request)
        return page_not_found(request)
    now, member = clock.now(), feed.member
    with translation.override(member.user.language):
        body = calendar_file(
            entries=entries(member),
            host=urlsplit(settings.PUBLIC_URL).hostname or "mentorcase",
            name=_("MentorCase, %(jobcentre)s") % {"jobcentre": member.jobcentre.name},
            at=now,
        )
    seen(
        kind=AccessKind.EXPORT,
        subject_kind=SubjectKind.USER,
        subject_ids=[member.user_id],
        jobcentre_id=member.jobcentre_id,
        user_id=member.user_id,
        page="calendar_feed",
        at=now,
    )
    note_calendar_read(feed_id=feed.pk, at=now)
    return HttpResponse(
        body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'inline; filename="mentorcase.ics"'}
    )


def entries(member: Membership) -> list[Entry]:
    """Deadlines, reminders and meetings in the language that is active. Of one case and day a reminder says what its deadline says already."""
    now = clock.now()
    found, told = [], set()
    for each in deadlines_of(member=member, on=day_of(now)):
        told.add((each.ref, each.day))
        words = str(TASKS[each.what][0]) if each.what else _("Last day to decide what comes after the period")
        kind = "deadline" if each.what else "decide"
        found.append(Entry(named(kind, each.case_id), of_case(words, each.ref), each.day, case_url(each.ref)))
    for reminder in reminders_of(member=member, at=now):
        if (reminder.ref, reminder.day) in told:
            continue
        label = str(reminder.kind.label)
        label = of_case(label, reminder.ref) if reminder.ref else label
        url = case_url(reminder.ref) if reminder.ref else settings.PUBLIC_URL + reverse("inbox")
        found.append(Entry(named("notice", reminder.id), label, reminder.day, url))
    for meeting in meetings_of(member=member, at=now):
        found.append(Entry(str(meeting.pk), summary(meeting, meeting.case), meeting.at, case_url(meeting.case.ref), meeting.version - 1))
    return found


def case_url(ref: str) -> str:
    return settings.PUBLIC_URL + reverse("case", args=[ref])
