"""The closing page in words: the contacts to approve, what is ready, what will happen, and the summary before the last press."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.follow_up_rows import Lives
from cases.enums import EndReason, OutcomePoint
from cases.enums_course import View
from cases.forms.closing import reason_words
from cases.models import Assignment, Benefit, Contact
from cases.rules.closing import Became, Unsettled, as_asked, is_completed
from cases.rules.contacts import needs_another
from cases.rules.exits import last_used_day
from cases.rules.followup import MONTHS, plain_day
from cases.rules.hours import Account
from cases.views.log_words import about, attended
from core.days import DAY, holiday_name
from core.templatetags.ui import date_long, day, day_long, day_short, hours, minutes_words
from core.words import listed


def first_name(name: str) -> str:
    """How somebody is called on the page."""
    return name.split()[0] if name else _("The mentor")


# 1: contacts to approve


def entry(contact: Contact, *, ref: str, user: User, limit: int | None) -> dict[str, Any]:
    """A contact that waits, as a row with its button; `another`: somebody else than its writer approves it."""
    parts = [str(contact.get_form_display()), attended(contact), about(contact).lower(), contact.note]
    return {
        "id": contact.pk,
        "day": day_short(contact.day),
        "length": _hours_words(contact.minutes),
        "words": " · ".join(part for part in parts if part),
        "url": reverse("case_log_entry", args=[ref, contact.pk]),
        "another": needs_another(minutes=contact.minutes, limit=limit) and contact.written_by_id == user.pk,
    }


def _hours_words(minutes: int) -> str:
    """1 hour, 0,5 hours"""
    return _("1 hour") if minutes == 60 else _("%(hours)s hours") % {"hours": hours(minutes)}


def waiting_head(number: int) -> str:
    if not number:
        return _("Every contact is approved")
    return ngettext("Approve %(number)d contact first", "Approve %(number)d contacts first", number) % {"number": number}


def waiting_lead(number: int, minutes: int, mentor: str) -> str:
    """Why they come first."""
    if not number:
        return _("Nothing waits for approval.")
    said = _("%(mentor)s has written %(hours)s that nobody has approved.") % {"mentor": mentor, "hours": _hours_words(minutes)}
    return _("%(said)s The hours must be settled before the course can be closed.") % {"said": said}


def hours_line(found: Account) -> str:
    """Granted 44 hours · approved 39,5 · to be approved 1,5 · not used 3"""
    parts = [_("Granted %(hours)s hours") % {"hours": hours(found.granted)}, _("approved %(hours)s") % {"hours": hours(found.approved)}]
    if found.waiting:
        parts.append(_("to be approved %(hours)s") % {"hours": hours(found.waiting)})
    if found.left >= 0:
        parts.append(_("not used %(hours)s") % {"hours": hours(found.left)})
    else:
        parts.append(_("used %(hours)s more than granted") % {"hours": hours(-found.left)})
    return " · ".join(parts)


# 2 and 3: why, and what became of the client


def counts_words(contacts: int) -> dict[str, str]:
    """Whether the course counts as completed, for the first four reasons and for the others."""
    held = ngettext("%(number)d contact that took place", "%(number)d contacts that took place", contacts) % {"number": contacts}
    if not contacts:
        return {"yes": _("The course does not count as completed in the evaluation: no contact took place."), "no": _not_counted()}
    return {"yes": _("The course counts as completed in the evaluation: this reason and %(held)s.") % {"held": held}, "no": _not_counted()}


def _not_counted() -> str:
    return _("The course does not count as completed in the evaluation, for this reason.")


def completed_words(reason: EndReason, contacts: int) -> str:
    return _("Counts as completed") if is_completed(reason=reason, contacts=contacts) else _("Does not count as completed")


def benefit_words(row: Benefit | None) -> str:
    """Benefit at the start: cash benefit since 4 March 2025."""
    if row is None:
        return _("The benefit at the start is not written down.")
    kind = str(row.get_kind_display()).lower()
    if row.since is None:
        return _("Benefit at the start: %(kind)s.") % {"kind": kind}
    return _("Benefit at the start: %(kind)s since %(day)s.") % {"kind": kind, "day": date_long(row.since)}


def lives_words(lives: Lives) -> str:
    if lives.kind is None:
        return _("Not asked")
    label = str(lives.kind.label)
    return _("%(kind)s since %(day)s") % {"kind": label, "day": date_long(lives.since)} if lives.since else label


def became_words(became: Became) -> str:
    """Ordinary job, Egebæk Bibliotek, from 1 December 2026, 30 hours a week"""
    found = as_asked(became)
    parts = [str(found.outcome.label), found.where]
    if found.since:
        parts.append(_("from %(day)s") % {"day": date_long(found.since)})
    if found.minutes_a_week:
        parts.append(_("%(hours)s a week") % {"hours": minutes_words(found.minutes_a_week)})
    return ", ".join(part for part in parts if part)


# 5: the days to ask again


def follow_up_lines(name: str) -> dict[OutcomePoint, str]:
    """What is asked on each day."""
    return {
        OutcomePoint.MONTHS_3: _("Where is %(name)s now? Benefit, well-being and motivation.") % {"name": name},
        OutcomePoint.MONTHS_6: _("The same questions."),
        OutcomePoint.MONTHS_12: _("The last follow-up. After it the case needs nothing more."),
    }


def moved_words(*, closed_on: dt.date, point: OutcomePoint, due_on: dt.date) -> str:
    """Why the day is not exactly so many months after; "" when it is, or when it was chosen."""
    plain = plain_day(closed_on=closed_on, point=point)
    if due_on <= plain:
        return ""
    name = holiday_name(plain, language="en" if (get_language() or "da").startswith("en") else "da")
    if name:
        return _("%(day)s is %(holiday)s, so the day is moved.") % {"day": capfirst(day_long(plain)), "holiday": name}
    if plain.weekday() >= 5:
        return _("%(day)s is in a weekend, so the day is moved.") % {"day": capfirst(day_long(plain))}
    return ""


# The side: what is ready, and what happens


def checklist(
    *,
    unsettled: Unsettled,
    reason: str,
    outcome: str,
    seen: Mapping[View, bool],
    days: int,
    client: str,
    mentor: str,
    ref: str,
) -> list[dict[str, Any]]:
    """What is ready and what is not; `stops` is what the button waits for."""
    rows: list[dict[str, Any]] = []
    if unsettled.entries:
        said = ngettext("%(number)d contact must be approved", "%(number)d contacts must be approved", unsettled.entries)
        rows.append({"text": said % {"number": unsettled.entries}, "url": "#s1", "link": _("Go to the contacts"), "stops": True})
    else:
        rows.append({"text": _("The hours are settled"), "ok": True})
    if unsettled.extension:
        rows.append(
            {
                "text": _("A request for an extension waits"),
                "url": reverse("case_extension", args=[ref]),
                "link": _("Go to the request"),
                "stops": True,
            }
        )
    if unsettled.approval:
        rows.append({"text": _("A decision waits for a second person"), "stops": True})
    if unsettled.rematch:
        rows.append(
            {
                "text": _("A new mentor is looked for"),
                "url": reverse("case_rematch", args=[ref]),
                "link": _("Go to the search"),
                "stops": False,
            }
        )
    rows.append(
        {"text": _("Reason: %(reason)s") % {"reason": reason}, "ok": True}
        if reason
        else {"text": _("No reason is chosen"), "url": "#s2", "link": _("Choose why")}
    )
    rows.append(
        {"text": _("Result: %(outcome)s") % {"outcome": outcome}, "ok": True}
        if outcome
        else {"text": _("No result is chosen"), "url": "#s3", "link": _("Choose where %(name)s is") % {"name": client}}
    )
    for view, name in ((View.CLIENT, client), (View.MENTOR, mentor)):
        if seen[view]:
            rows.append({"text": _("%(name)s’s view is here") % {"name": name}, "ok": True})
        else:
            rows.append({"text": _("%(name)s’s view is missing. You can close without it") % {"name": name}})
    said = ngettext("%(number)d day to follow up", "%(number)d days to follow up", days) % {"number": days}
    rows.append(
        {"text": said, "ok": True}
        if days == len(MONTHS)
        else {"text": _("A day to follow up is missing"), "url": "#s5", "link": _("Go to the days")}
    )
    return rows


def button_words(unsettled: Unsettled, client: str) -> str:
    """When the button comes."""
    waits = []
    if unsettled.entries:
        waits.append(
            ngettext("the contact is approved", "the %(number)d contacts are approved", unsettled.entries) % {"number": unsettled.entries}
        )
    if unsettled.extension:
        waits.append(_("the request for an extension is decided or withdrawn"))
    if unsettled.approval:
        waits.append(_("the decision is approved or taken back"))
    return _("The button to close %(name)s’s course comes here when %(what)s.") % {"name": client, "what": listed(waits)} if waits else ""


def consequences(*, mentor: Assignment | None, last_day: dt.date | None, has_meetings: bool, today: dt.date, client: str) -> list[str]:
    """What is true when the button is pressed, and nothing else."""
    found = []
    if last_day is not None and last_day > today:
        days = (last_day - today).days
        said = ngettext(
            "The period ends today, %(days)d day before its last day", "The period ends today, %(days)d days before its last day", days
        )
        found.append(said % {"days": days})
    if mentor is not None and (mentor.ended_on is None or mentor.ended_on > today):
        free = last_used_day(first_day=mentor.first_day, today=today) + DAY
        name = first_name(mentor.mentor.name)
        found.append(
            _("The place with %(mentor)s is free tomorrow") % {"mentor": name}
            if free == today + DAY
            else _("The place with %(mentor)s is free from %(day)s") % {"mentor": name, "day": date_long(free)}
        )
    if has_meetings:
        found.append(_("Meetings that are planned are cancelled"))
    found.append(_("What was written stays in the case and can be read"))
    found.append(_("No letter is sent. Tell %(name)s and the mentor yourself") % {"name": client})
    return found


def summary(
    *,
    client: str,
    reason: EndReason,
    words: str,
    became: Became,
    lives: Lives,
    days: Mapping[OutcomePoint, dt.date],
    contacts: int,
    missing: Sequence[str],
    change_url: str,
) -> list[dict[str, Any]]:
    """The confirm page's list, each with where it is changed."""
    return [
        {
            "label": _("Why the course ends"),
            "value": reason_words(reason, client),
            "note": words,
            "change_url": f"{change_url}#s2",
        },
        {"label": _("In the evaluation"), "value": completed_words(reason, contacts)},
        {"label": _("Where %(name)s is now") % {"name": client}, "value": became_words(became), "change_url": f"{change_url}#s3"},
        {"label": _("Lives on"), "value": lives_words(lives), "change_url": f"{change_url}#s3"},
        {
            "label": _("Both views"),
            "value": " ".join(missing) if missing else _("Both are written down"),
            "change_url": f"{change_url}#s4",
        },
        {
            "label": _("Follow-up"),
            "value": "\n".join(day(days[point]) for point in MONTHS if point in days),
            "change_url": f"{change_url}#s5",
        },
    ]
