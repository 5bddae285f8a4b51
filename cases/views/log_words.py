"""The contact log in words: entries as rows of a table, by week, and the hours account as figures."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from cases.enums_course import TOOK_PLACE, Attendance, ContactState, ToldBy
from cases.models import Contact, CourseSettings
from cases.rules.contacts import WITHOUT_A_REASON, needs_another
from cases.rules.hour_use import under_use
from cases.rules.hours import Account, PeriodHours
from core.days import iso_week
from core.templatetags.ui import date_long, day, day_short, hours, minutes_words, month
from core.words import listed
from mentors.enums import SupportArea

TAGS: dict[str, str] = {ContactState.WAITING: "warn", ContactState.APPROVED: "", ContactState.STRUCK: "line"}


def who(contact: Contact) -> str:
    """Whose word it is: the mentor of the day, or the one who wrote it."""
    return contact.assignment.mentor.name if contact.told_by == ToldBy.MENTOR else contact.written_by.name


def attended(contact: Contact) -> str:
    """What is not as usual about it: too late, did not come, cancelled and by whom; "" when it took place."""
    if contact.attendance == Attendance.ATTENDED:
        return ""
    if contact.attendance == Attendance.CANCELLED:
        return _("Cancelled by: %(who)s") % {"who": str(contact.get_cancelled_by_display()).lower()}
    return str(contact.get_attendance_display())


def about(contact: Contact) -> str:
    return listed(
        [str(SupportArea(area).label) if n == 0 else str(SupportArea(area).label).lower() for n, area in enumerate(contact.areas)]
    )


def row(contact: Contact, *, ref: str, user: User, limit: int | None, may_approve: bool) -> dict[str, Any]:
    """One entry as a row. `can_choose`: the reader may approve it."""
    waits = contact.state == ContactState.WAITING
    another = waits and needs_another(minutes=contact.minutes, limit=limit) and contact.written_by_id == user.pk
    return {
        "id": contact.pk,
        "url": reverse("case_log_entry", args=[ref, contact.pk]),
        "day": day_short(contact.day),
        "day_full": day(contact.day),
        "time": contact.time,
        "length": hours(contact.minutes),
        "length_words": minutes_words(contact.minutes),
        "form": contact.get_form_display(),
        "attended": attended(contact),
        "about": about(contact),
        "note": contact.note,
        "who": who(contact),
        "tag": {"label": contact.get_state_display(), "state": TAGS[contact.state]},
        "asked": bool(vars(contact).get("asked")),
        "over": bool(contact.over_use_why),
        "another": another and may_approve,
        "can_choose": waits and may_approve and not another,
    }


def weeks(contacts: Sequence[Contact], *, ref: str, user: User, limit: int | None, may_approve: bool) -> list[dict[str, Any]]:
    """The entries by ISO week, as they stand; each week with its sum and the keys of what can be approved at once."""
    found = []
    for (year, number), of_week in groupby(contacts, key=lambda each: iso_week(each.day)):
        members = list(of_week)
        rows = [row(each, ref=ref, user=user, limit=limit, may_approve=may_approve) for each in members]
        chosen = [each for each, shown in zip(members, rows, strict=True) if shown["can_choose"]]
        used = sum(each.minutes for each in members if each.state != ContactState.STRUCK)
        found.append(
            {
                "label": _("Week %(week)s, %(year)s") % {"week": number, "year": year},
                "number": number,
                "sum": minutes_words(used),
                "rows": rows,
                "keys": ",".join(str(each.pk) for each in chosen),
                "waiting": len(chosen),
                "waiting_words": _counted(len(chosen), sum(each.minutes for each in chosen)),
            }
        )
    return found


def _counted(count: int, minutes: int) -> str:
    return ngettext("%(count)s contact, %(length)s", "%(count)s contacts, %(length)s", count) % {
        "count": count,
        "length": minutes_words(minutes),
    }


def approved_words(count: int, minutes: int) -> str:
    """What a message says of approved entries."""
    return ngettext("%(count)s contact is approved: %(length)s.", "%(count)s contacts are approved: %(length)s.", count) % {
        "count": count,
        "length": minutes_words(minutes),
    }


def period_of_now(found: Account, *, today: dt.date) -> PeriodHours | None:
    """The period that holds today, else the last one."""
    return found.period_on(today) or (found.periods[-1] if found.periods else None)


def figures(found: Account, *, today: dt.date, waiting: int) -> list[dict[str, Any]]:
    """The hours of the period of now: used, left, to be approved, forecast."""
    period = period_of_now(found, today=today)
    if period is None:
        return []
    span = _("Period %(number)s, until %(day)s") % {"number": period.number, "day": date_long(period.ended_on or period.last_day)}
    return [
        {
            "label": _("Hours used"),
            "value": hours(period.used),
            "unit": _("of %(hours)s granted") % {"hours": hours(period.granted)},
            "share": period.used,
            "total": period.granted,
            "note": _("The plan was %(hours)s until today") % {"hours": hours(period.planned_to_date)},
            "warn": bool(period.over),
        },
        {"label": _("Hours left"), "value": hours(period.left), "note": span},
        {
            "label": _("To be approved"),
            "value": hours(found.waiting),
            "unit": ngettext("hours in %(count)s contact", "hours in %(count)s contacts", waiting) % {"count": waiting},
            "note": _("Nothing waits.") if not waiting else "",
        },
        {
            "label": _("Forecast"),
            "value": hours(period.forecast),
            "unit": _("of %(hours)s granted") % {"hours": hours(period.granted)},
            "note": _("What is used, and the plan from tomorrow"),
            "warn": period.forecast > period.granted,
        },
    ]


def notice(found: Account, *, today: dt.date, settings: CourseSettings) -> str:
    """The one thing about the hours that should be seen: more than granted, or far less than planned. "" for neither."""
    period = found.period_on(today)
    if period is not None and period.over:
        return _("Period %(number)s has %(over)s more than is granted.") % {
            "number": period.number,
            "over": minutes_words(period.over),
        }
    little = under_use(found, on=today, percent=settings.under_use_percent, weeks=settings.under_use_weeks)
    if little is None:
        return ""
    return _(
        "Little of the plan is used: %(used)s of %(planned)s hours since %(day)s. "
        "Ask client and mentor how it goes, or change hours or plan."
    ) % {
        "used": hours(little.used),
        "planned": hours(little.planned_to_date),
        "day": date_long(little.first_day),
    }


def period_rows(found: Account) -> list[dict[str, Any]]:
    """The account by period, the newest first."""
    return [
        {
            "label": _("Period %(number)s") % {"number": each.number},
            "days": _("%(first)s to %(last)s") % {"first": day(each.first_day), "last": day(each.ended_on or each.last_day)},
            "ended": bool(each.ended_on),
            **amounts(each),
            "left": hours(each.left),
            "over": hours(each.over) if each.over else "",
            "forecast": hours(each.forecast),
        }
        for each in reversed(found.periods)
    ]


def week_rows(found: Account) -> list[dict[str, Any]]:
    """The account by ISO week, the newest first."""
    rows = []
    for each in reversed(found.weeks):
        days = _("%(first)s to %(last)s") % {"first": day_short(each.first_day), "last": day_short(each.last_day)}
        rows.append(
            {
                "label": _("Week %(week)s, %(year)s") % {"week": each.week, "year": each.year},
                "days": days if each.is_part else "",
                "over": hours(each.used - each.granted) if each.used > each.granted else "",
                **amounts(each),
                "left": hours(max(each.left, 0)),
                "forecast": hours(each.forecast),
            }
        )
    return rows


def amounts(each: Any) -> dict[str, str]:
    """Granted, planned, used and approved, as hours."""
    return {name: hours(getattr(each, name)) for name in ("granted", "planned", "used", "approved")}


def month_rows(months: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The totals of months that have entries, the newest first."""
    return [
        {
            "label": month(each["month"]),
            "used": hours(each["used"]),
            "approved": hours(each["done"]),
            "contacts": each["took_place"],
            "missed": each["missed"],
        }
        for each in months
    ]


def entry_rows(contact: Contact) -> list[dict[str, Any]]:
    """Everything that is written of an entry, as a summary list."""
    when = (
        day(contact.day) if contact.time is None else _("%(day)s at %(time)s") % {"day": day(contact.day), "time": f"{contact.time:%H.%M}"}
    )
    found = [
        {"label": _("Day"), "value": when},
        {"label": _("Length"), "value": minutes_words(contact.minutes)},
        {"label": _("How?"), "value": contact.get_form_display()},
        {"label": _("Did it take place?"), "value": attended(contact) or contact.get_attendance_display()},
        {"label": _("About"), "value": about(contact) or _("Not written down")},
        {"label": _("Short note"), "value": contact.note or _("None")},
        {"label": _("What the client may read"), "value": contact.client_note or _("Nothing")},
        {
            "label": _("Who says it?"),
            "value": who(contact),
            "note": _("written down by %(name)s on %(day)s") % {"name": contact.written_by.name, "day": day(contact.written_at)},
        },
    ]
    if contact.over_use_why:
        found.append({"label": _("Why more than granted?"), "value": contact.over_use_why})
    if contact.approved_by and contact.approved_at:
        words = _("%(name)s on %(day)s") % {"name": contact.approved_by.name, "day": day(contact.approved_at)}
        found.append({"label": _("Approved by"), "value": words})
    if contact.struck_by and contact.struck_at:
        words = _("%(name)s on %(day)s") % {"name": contact.struck_by.name, "day": day(contact.struck_at)}
        found.append({"label": _("Struck out by"), "value": words})
        if contact.struck_why != WITHOUT_A_REASON:
            found.append({"label": _("Why"), "value": contact.struck_why})
    return found


def short(contact: Contact) -> str:
    """Mon 16 Nov 2026, meeting, 1 hour: an entry in a heading."""
    what = str(contact.get_form_display()).lower()
    if contact.attendance in TOOK_PLACE:
        return f"{day(contact.day)}, {what}, {minutes_words(contact.minutes)}"
    return f"{day(contact.day)}, {what}"


def undone_words(count: int) -> str:
    """What a message says when an approval was taken back."""
    return ngettext("%(count)s contact is to be approved again.", "%(count)s contacts are to be approved again.", count) % {"count": count}
