"""What the case page says of a running course: the rematch, the version that waits for signatures, the mentors so far, what is left."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import MayRead, Party, RematchReason
from cases.models import Agreement, Assignment, Case, Rematch
from cases.rules.agreements import NEEDED
from cases.rules.hours import Step
from cases.rules.rematches import Left
from core.templatetags.ui import date_long, minutes_words
from core.words import listed


def left_words(left: Left) -> str:
    """14 weeks and 2 days, and 28 hours left: the hours are no part of the days."""
    parts = []
    if left.weeks:
        parts.append(ngettext("%(number)d week", "%(number)d weeks", left.weeks) % {"number": left.weeks})
    if left.odd_days:
        parts.append(ngettext("%(number)d day", "%(number)d days", left.odd_days) % {"number": left.odd_days})
    hours = round(left.minutes / 60)
    in_hours = ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    if not parts:
        return _("%(what)s left") % {"what": in_hours}
    return _("%(days)s, and %(hours)s left") % {"days": listed(parts), "hours": in_hours}


def rematch_notice(case: Case, rematch: Rematch, left: Left) -> dict[str, Any]:
    """The case page's alert while a new mentor is looked for."""
    mentor = rematch.assignment.mentor.name
    if rematch.stops_on:
        heading = _("The match with %(mentor)s does not work, and the last day is %(day)s") % {
            "mentor": mentor,
            "day": date_long(rematch.stops_on),
        }
    else:
        heading = _("The match with %(mentor)s does not work. Find a new mentor") % {"mentor": mentor}
    return {
        "level": "warning",
        "heading": heading,
        "text": _("%(left)s. Goals, hours and period stay as they are.") % {"left": left_words(left)},
        "actions": [
            {"label": _("Find a new mentor"), "url": reverse("case_match", args=[case.ref])},
            {"label": _("See the rematch"), "url": reverse("case_rematch", args=[case.ref])},
        ],
    }


def unsigned_names(version: Agreement, *, client: str, signed: Collection[str]) -> str:
    """Who has not signed the version yet, by name."""
    names = {Party.CLIENT: client, Party.MENTOR: version.mentor_name}
    return listed([names[party] for party in NEEDED if party not in signed])


def agreement_notice(
    case: Case,
    newest: Agreement | None,
    holding: Agreement | None,
    *,
    signed: Collection[str],
    last_day: dt.date | None,
    hours: Step | None = None,
) -> dict[str, Any] | None:
    """The case page's alert when the newest version is not signed, or the period has other days or hours than the agreement (R75, R109).

    `signed` are the parties that have signed the newest; `hours` are granted and not agreed yet.
    """
    if newest is None:
        return None
    see = {"label": _("Open the agreement"), "url": reverse("case_agreement", args=[case.ref])}
    if newest is not holding and (names := unsigned_names(newest, client=case.client.name, signed=signed)):
        heading = _("Version %(number)d of the agreement must be signed by %(names)s") % {"number": newest.number, "names": names}
        return {"level": "warning", "heading": heading, "text": until_then(newest, holding), "actions": [see]}
    if last_day is not None and newest.last_day != last_day:
        heading = _("The period ends on %(day)s. The agreement must be saved again and signed by client and mentor") % {
            "day": date_long(last_day)
        }
        text = _("The agreement runs until %(day)s.") % {"day": date_long(newest.last_day)}
        return {"level": "warning", "heading": heading, "text": text, "actions": [see]}
    if hours is not None:
        heading = _("%(hours)s a week are granted from %(day)s. The agreement must be saved again and signed by client and mentor") % {
            "hours": minutes_words(hours.minutes_a_week),
            "day": date_long(hours.first_day),
        }
        text = _("The agreement has %(hours)s a week.") % {"hours": minutes_words(newest.minutes_a_week)}
        return {"level": "warning", "heading": heading, "text": text, "actions": [see]}
    return None


def until_then(newest: Agreement, holding: Agreement | None) -> str:
    """Which version holds while the newest waits for signatures."""
    if holding is None:
        return ""
    if holding.assignment_id == newest.assignment_id:
        return _("Until then version %(number)d holds.") % {"number": holding.number}
    return _("Until then the goals and hours of version %(number)d hold, which was agreed with %(mentor)s.") % {
        "number": holding.number,
        "mentor": holding.mentor_name,
    }


def may_read_words(rematch: Rematch) -> str:
    """What the new mentor may read of the log of the one before."""
    if rematch.may_read == MayRead.SUMMARY:
        return _("A summary: »%(words)s«") % {"words": rematch.summary}
    return str(MayRead(rematch.may_read).label)


def days_words(assignment: Assignment) -> str:
    """From when to when somebody was the mentor."""
    if assignment.ended_on is None:
        return _("from %(first)s") % {"first": date_long(assignment.first_day)}
    if assignment.ended_on < assignment.first_day:
        return _("never began")
    return _("%(first)s to %(last)s") % {"first": date_long(assignment.first_day), "last": date_long(assignment.ended_on)}


def mentor_card(mentor: Assignment | None, *, mentors: Sequence[Assignment], rematches: Sequence[Rematch]) -> list[dict[str, Any]]:
    """How the mentor of now is reached, the days when they are not the whole course, and what may be read of the log before."""
    if mentor is None:
        return []
    rows: list[dict[str, Any]] = [
        {"label": _("Name"), "value": mentor.mentor.name, "url": reverse("mentor", args=[mentor.mentor_id])},
        {"label": _("Phone"), "value": mentor.mentor.phone},
        {"label": _("Email"), "value": mentor.mentor.email},
    ]
    if len(mentors) > 1 or mentor.ended_on is not None:
        rows.append({"label": _("Days"), "value": days_words(mentor)})
    before = next((each for each in rematches if each.new_assignment_id == mentor.pk), None)
    if before is not None:
        label = _("May read of the log with %(mentor)s") % {"mentor": before.assignment.mentor.name}
        rows.append({"label": label, "value": may_read_words(before)})
    return rows


def history_rows(mentors: Sequence[Assignment], rematches: Sequence[Rematch]) -> list[dict[str, Any]]:
    """Who was the mentor, from when to when, and why it ended: the newest first. Nothing when there was only one, who goes on."""
    if len(mentors) < 2 and all(each.ended_on is None for each in mentors):
        return []
    ends = {rematch.assignment_id: rematch for rematch in rematches if rematch.new_assignment_id or not rematch.closed_on}
    rows = []
    for each in mentors:
        rematch = ends.get(each.pk) if each.ended_on is not None else None
        rows.append(
            {
                "name": each.mentor.name,
                "url": reverse("mentor", args=[each.mentor_id]),
                "days": days_words(each),
                "why": str(RematchReason(rematch.reason).label) if rematch else "",
                "words": each.ended_why,
            }
        )
    return rows


def rematch_rows(rematch: Rematch, left: Left) -> list[dict[str, Any]]:
    """An open rematch in short, as a summary list."""
    return [
        {"label": _("Raised by"), "value": rematch.get_raised_by_display(), "note": date_long(rematch.raised_on)},
        {"label": _("Reason"), "value": rematch.get_reason_display(), "note": rematch.words},
        {
            "label": _("The mentor’s last day"),
            "value": date_long(rematch.stops_on) if rematch.stops_on else _("The day before the new one begins"),
        },
        {"label": _("The new mentor may read"), "value": may_read_words(rematch)},
        {"label": _("What is left"), "value": left_words(left)},
    ]


def carried_rows(*, mentor: Assignment, left: Left, period_last_day: dt.date | None, goals: int) -> list[dict[str, Any]]:
    """What a new mentor takes over."""
    return [
        {
            "label": _("Mentor now"),
            "value": mentor.mentor.name,
            "url": reverse("mentor", args=[mentor.mentor_id]),
            "note": days_words(mentor),
        },
        {"label": _("What is left"), "value": left_words(left)},
        {"label": _("Hours"), "value": _("%(hours)s a week") % {"hours": minutes_words(mentor.minutes_a_week)}},
        {"label": _("The period"), "value": _("until %(day)s, and does not move") % {"day": date_long(period_last_day)}},
        {"label": _("Goals"), "value": ngettext("%(number)d goal goes on", "%(number)d goals go on", goals) % {"number": goals}},
    ]
