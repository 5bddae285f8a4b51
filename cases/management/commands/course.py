"""`manage.py course --case REF [--on DATE] [--format json|text] [--language da|en]`: a course on a day, as numbers.

State, periods, hours account in whole minutes, and the next decision, as they were known on the day: periods, changes of hours, plans, pauses and
ends of later days do not count. Entries of the log count by the day of the contact, as they stand now: one of a later day does not. Whoever runs it
reads what a caseworker reads, so it is logged, with nobody as the reader.
"""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.audit import seen
from accounts.enums import AccessKind, SubjectKind
from cases.enums import State
from cases.enums_course import PENDING_EXTENSIONS
from cases.hours import granted_periods, uses_of
from cases.models import Case, CourseReopening, Extension, Period
from cases.rules.as_of import End, NextDecision, NextKind, Standing, known_end, next_decision, standing, state_on
from cases.rules.hours import Account, account
from core import clock
from core.days import DaySpan, day_of
from core.db import jobcentre_transaction
from core.forms import parse_day
from core.templatetags.ui import date_long, day_short, hours

DEFAULT_NOTICE_WEEKS = 2


class Command(BaseCommand):
    help = "Print a course on a day: state, periods, hours account (minutes) and next decision."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", required=True, help="the case number, such as 2026-0312")
        parser.add_argument("--on", default="", help="the day, such as 2026-11-16; today without it")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default=settings.LANGUAGE_CODE)

    def handle(self, *, case: str, on: str = "", format: str, language: str, **options: Any) -> None:
        with translation.override(language):
            day = the_day(on)
            with jobcentre_transaction(None):
                found = Case.objects.numbered(case).select_related("client").first()
                if found is None:
                    raise CommandError(_("There is no case %(number)s. A case number looks like 2026-0312.") % {"number": case})
            with jobcentre_transaction(found.jobcentre_id):
                seen(
                    kind=AccessKind.PAGE,
                    subject_kind=SubjectKind.CASE,
                    subject_ids=[found.pk],
                    jobcentre_id=found.jobcentre_id,
                    user_id=None,
                    page="manage.py course",
                    at=clock.now(),
                )
                data = told(found, on=day)
            if format == "json":
                self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            else:
                self.stdout.write(as_text(data))


def the_day(text: str) -> dt.date:
    """The day asked for, or today. CommandError when it is none."""
    try:
        return parse_day(text, today=clock.today()) if text else clock.today()
    except ValueError:
        raise CommandError(_("“%(value)s” is not a date. Write it as 2026-11-16.") % {"value": text}) from None


def told(case: Case, *, on: dt.date) -> dict[str, Any]:
    """The course on the day as plain data: codes, ISO days, whole minutes."""
    step_days = (case.contact_on, case.challenges_on, case.assessment_on, case.match_on, case.startup_on)
    ends = [End(*days) for days in CourseReopening.objects.filter(case=case).values_list("closed_on", "opened_on")]
    closed = [*(end.closed_on for end in ends), *([case.closed_on] if case.closed_on else [])]
    rows = _periods(case, closed=closed, on=on)
    state = state_on(
        state=State(case.state),
        received_on=case.received_on,
        step_days=step_days,
        began_on=min((row.first_day for row in rows), default=None),
        closed_on=case.closed_on,
        ends=ends,
        on=on,
    )
    granted, pauses = granted_periods(case, known_on=on)
    ended = {row.number: row.ended_on for row in rows}
    periods = [replace(each, ended_on=ended[each.number]) for each in granted if each.number in ended]
    found = account(periods=periods, uses=[use for use in uses_of(case) if use.day <= on], pauses=pauses, on=on)
    return {
        "case": case.ref,
        "on": on.isoformat(),
        "state": str(state) if state else None,
        "periods": [_period(row, on) for row in rows],
        "hours": _hours(found),
        "next_decision": _decision(_next(case, rows, state=state, on=on)),
    }


def _periods(case: Case, *, closed: list[dt.date], on: dt.date) -> list[Period]:
    """The periods that had been made by the day, or had begun, with the early end that was known then. The rows are not to be saved."""
    known = Q(created_at__date__lte=on) | Q(first_day__lte=on)
    rows = list(Period.objects.filter(known, case=case).select_related("decision__rules").order_by("number"))
    for row in rows:
        row.ended_on = known_end(
            ended_on=row.ended_on,
            created_on=min(day_of(row.created_at), row.first_day),
            taken_back_on=row.decision.annulled_on,
            closed=closed,
            on=on,
        )
    return rows


def _period(row: Period, on: dt.date) -> dict[str, Any]:
    stands = standing(first_day=row.first_day, last_day=row.last_day, ended_on=row.ended_on, on=on)
    return {
        "number": row.number,
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "minutes_a_week": row.minutes_a_week,
        "standing": str(stands),
    }


def _hours(found: Account) -> dict[str, Any]:
    sums = ("granted", "planned", "planned_to_date", "used", "approved", "waiting", "left", "forecast")
    of_period = ("number", "granted", "planned", "planned_to_date", "used", "approved", "waiting", "left", "forecast", "over")
    of_week = ("year", "week", "period", "granted", "planned", "used", "approved", "left", "forecast", "is_part")
    return {
        **{name: getattr(found, name) for name in sums},
        "periods": [{name: getattr(each, name) for name in of_period} for each in found.periods],
        "weeks": [
            {
                "first_day": each.first_day.isoformat(),
                "last_day": each.last_day.isoformat(),
                **{name: getattr(each, name) for name in of_week},
            }
            for each in found.weeks
        ],
    }


def _next(case: Case, rows: list[Period], *, state: State | None, on: dt.date) -> NextDecision | None:
    waiting = Extension.objects.filter(case=case, asked_on__lte=on).filter(Q(state__in=PENDING_EXTENSIONS) | Q(closed_on__gt=on))
    until = waiting.order_by("-asked_on").values_list("decide_by", flat=True).first()
    last = next((row for row in reversed(rows) if row.ended_on is None or row.ended_on >= on), None)
    course = (
        DaySpan(last.first_day, last.ended_on or last.last_day) if last and (last.ended_on or last.last_day) >= last.first_day else None
    )
    return next_decision(
        state=state,
        answer_due_on=case.answer_due_on,
        waiting_until=until,
        course=course,
        notice_weeks=last.decision.rules.notice_weeks if last else DEFAULT_NOTICE_WEEKS,
    )


def _decision(found: NextDecision | None) -> dict[str, Any] | None:
    return {"kind": str(found.kind), "day": found.day.isoformat()} if found else None


def standing_words(code: str) -> str:
    return {
        Standing.COMING: _("has not begun"),
        Standing.RUNNING: _("runs"),
        Standing.OVER: _("is over"),
        Standing.ENDED_EARLY: _("ended early"),
    }[Standing(code)]


def next_words(code: str) -> str:
    return {
        NextKind.FIRST: _("Next decision: on the application, by %(day)s"),
        NextKind.REQUEST: _("Next decision: on the request for an extension, by %(day)s"),
        NextKind.EXTEND_OR_END: _("Next decision: whether the course is extended or ends, by %(day)s"),
    }[NextKind(code)]


def _iso(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def as_text(data: dict[str, Any]) -> str:
    """The same for people: hours instead of minutes, and only weeks that have begun."""
    state = State(data["state"]).label if data["state"] else _("the application has not been received yet")
    lines = [_("Case %(case)s on %(day)s: %(state)s") % {"case": data["case"], "day": date_long(_iso(data["on"])), "state": state}]
    for each, sums in zip(data["periods"], data["hours"]["periods"], strict=True):
        days = {
            "number": each["number"],
            "first": date_long(_iso(each["first_day"])),
            "last": date_long(_iso(each["ended_on"] or each["last_day"])),
        }
        lines += ["", _("Period %(number)s, %(first)s to %(last)s") % days + f": {standing_words(each['standing'])}", "  " + _sums(sums)]
    if data["periods"]:
        lines += ["", _("In all: %(sums)s") % {"sums": _sums(data["hours"])}]
        lines.append(_("Forecast: %(hours)s hours") % {"hours": hours(data["hours"]["forecast"])})
    begun = [each for each in data["hours"]["weeks"] if each["first_day"] <= data["on"]]
    for each in begun:
        span = f"{day_short(_iso(each['first_day']))} – {day_short(_iso(each['last_day']))}" if each["is_part"] else ""
        week = _("Week %(week)s, %(year)s") % {"week": each["week"], "year": each["year"]}
        used = _("%(used)s used of %(planned)s planned") % {"used": hours(each["used"]), "planned": hours(each["planned"])}
        lines.append(f"  {week}: {used}" + (f" ({span})" if span else ""))
    if data["next_decision"]:
        lines += ["", next_words(data["next_decision"]["kind"]) % {"day": date_long(_iso(data["next_decision"]["day"]))}]
    return "\n".join(lines)


def _sums(each: dict[str, Any]) -> str:
    shown = {name: hours(each[name]) for name in ("granted", "planned", "used", "approved", "left")}
    return _("%(granted)s hours granted, %(planned)s planned, %(used)s used, %(approved)s of these approved, %(left)s left") % shown
