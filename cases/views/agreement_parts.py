"""The agreement in words: its terms, its signatures, and what differs between two versions."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import Party
from cases.match_phrases import WISHES
from cases.models import Agreement, Assignment, Decision, Proposal, Signature
from cases.rules.agreements import MOST_GOALS, NEEDED, Fact, changed
from cases.rules.goals import USUAL_FEWEST
from cases.rules.hours import Step, minutes_between
from cases.startup_rows import StartupRows, terms_of
from cases.views.course_parts import until_then
from core.days import DaySpan
from core.forms import Form
from core.templatetags.ui import date_long, day, hours, minutes_words, moment
from core.words import listed
from mentors.enums import TIMES, WayOfMeeting, time_label

TEXTS = ("when_where", "cancelling", "may_write_down", "with_workplace")


def hours_words(minutes_a_week: int, span: DaySpan | None) -> str:
    """3 hours a week, 77.1 hours in all"""
    if span is None or span.last_day is None:
        return _("%(week)s a week") % {"week": minutes_words(minutes_a_week)}
    whole = minutes_between((Step(span.first_day, minutes_a_week),), span=span)
    return _("%(week)s a week, %(all)s hours in all") % {"week": minutes_words(minutes_a_week), "all": hours(whole)}


def goals_words(version: Agreement) -> str:
    """One goal a line, with by when."""
    goals = sorted(version.goals.all(), key=lambda goal: goal.position)
    return "\n".join(f"{goal.words} ({goal.by_when})" if goal.by_when else goal.words for goal in goals)


def terms_rows(version: Agreement) -> list[dict[str, Any]]:
    """A version as a summary list; `name` is the term's."""
    span = DaySpan(version.first_day, version.last_day)
    ways = ", ".join(str(WayOfMeeting(way).label) for way in version.ways_of_meeting)
    times = ", ".join(time_label(code) for code in TIMES if code in version.times)
    days = _("%(first)s to %(last)s") % {"first": date_long(version.first_day), "last": date_long(version.last_day)}
    rows = [
        ("goals", _("Goals, in the client's words"), goals_words(version)),
        ("mentor", _("Mentor"), version.mentor_name),
        ("mentor_contact", _("Contact"), version.mentor_contact),
        ("tasks", _("The mentor's tasks"), version.tasks),
        ("first_day", _("Duration"), days),
        ("minutes_a_week", _("Hours"), hours_words(version.minutes_a_week, span)),
        ("ways_of_meeting", _("How you meet"), ways),
        ("times", _("Agreed times of the week"), times),
        ("when_where", _("When and where"), version.when_where),
        ("cancelling", _("If one of you must cancel"), version.cancelling),
        ("may_write_down", _("The mentor may write down"), version.may_write_down),
        ("with_workplace", _("Agreed with the workplace or school"), version.with_workplace),
    ]
    return [{"name": name, "label": label, "value": value} for name, label, value in rows]


def compared(version: Agreement, before: Agreement | None) -> list[dict[str, Any]]:
    """Each term of a version beside the one before, and whether it differs."""
    names = set(changed(before=terms_of(before), after=terms_of(version))) if before else set()
    if "last_day" in names:
        names.add("first_day")  # both stand on the line of the duration
    if "first_day" in names:
        names.add("minutes_a_week")  # the hours in all follow the days
    old = {row["name"]: row["value"] for row in terms_rows(before)} if before else {}
    return [{**row, "before": old.get(row["name"], ""), "changed": row["name"] in names} for row in terms_rows(version)]


def signature_words(signature: Signature) -> str:
    """When and how; on behalf of whom and by what right."""
    said = _("Signed %(day)s. %(how)s.") % {"day": day(signature.signed_on), "how": signature.get_how_display()}
    if signature.on_behalf_by:
        said = _("%(said)s By %(name)s on behalf of the party: »%(reason)s«") % {
            "said": said,
            "name": signature.on_behalf_by,
            "reason": signature.on_behalf_reason,
        }
    return _("%(said)s Recorded by %(name)s.") % {"said": said, "name": signature.recorded_by.name}


def sign_rows(rows: StartupRows, names: Mapping[Party, str]) -> list[dict[str, Any]]:
    """The three parties: signed, missing, or to sign again."""
    found: list[dict[str, Any]] = []
    signed, void = rows.signed, rows.void
    last = {(s.agreement.number, s.party): s for s in rows.signatures}
    for party, name in names.items():
        row: dict[str, Any] = {"name": name, "party": party.label, "text": _("Not signed yet"), "void": ""}
        if party in signed:
            row |= {"tag": {"label": _("Signed"), "state": "ok", "icon": "check"}, "text": signature_words(signed[party])}
        elif party in void:
            old = last[(void[party], party)]
            row["tag"] = {"label": _("Must sign again") if party in NEEDED else _("No longer counts"), "state": "warn"}
            row["text"] = _("Version %(number)d: %(words)s") % {"number": void[party], "words": signature_words(old)}
            row["void"] = _("Does not count for version %(number)d.") % {"number": rows.agreement.number if rows.agreement else 0}
        elif party in NEEDED:
            row["tag"] = {"label": _("Missing"), "state": "warn"}
        else:
            row |= {"tag": {"label": _("Optional"), "state": "line"}}
        found.append(row)
    return found


def void_heading(rows: StartupRows, names: Mapping[Party, str]) -> str:
    """Names whose signature the newest version made void."""
    if not rows.void or rows.agreement is None:
        return ""
    who = [names[party] for party in names if party in rows.void]
    joined = who[0] if len(who) == 1 else _("%(first)s and %(last)s") % {"first": ", ".join(who[:-1]), "last": who[-1]}
    return _("Version %(number)d. No longer valid: the signature of %(names)s on an earlier version") % {
        "number": rows.agreement.number,
        "names": joined,
    }


def waiting(rows: StartupRows, names: Mapping[Party, str], holding: Agreement | None) -> dict[str, str]:
    """What a running course's page says while the newest version is not signed: by whom it must be, and what holds until then (R75)."""
    if rows.agreement is None:
        return {}
    who = listed([names[party] for party in NEEDED if party not in rows.signed])
    heading = _("Version %(number)d of the agreement must be signed by %(names)s") % {"number": rows.agreement.number, "names": who}
    return {"heading": heading, "text": until_then(rows.agreement, holding)}


def unmet_rows(proposal: Proposal | None) -> list[dict[str, Any]]:
    """The wishes that the mentor does not meet, each with the reason that was given when the mentor was proposed (R44)."""
    unmet = proposal.unmet_wishes if proposal else {}
    return [{"label": WISHES[wish](), "value": reason} for wish, reason in unmet.items() if wish in WISHES]


def five(rows: StartupRows, form: Form, *, assignment: Assignment, grant: Decision, course: DaySpan | None) -> dict[str, Any]:
    """Which of the five facts are filled in, as they stand in the form now, and what is shown and not typed. `course` of a running case."""
    names = [name for name in ("goal1", "goal2", "goal3", "goal4", "tasks", "first_day", "minutes_a_week") if name in form.fields]
    typed = {name: str(form[name].value() or "").strip() for name in names}
    mentor = assignment.mentor
    granted = rows.granted
    longest = grant.rules.longest_months
    agreed = rows.agreement.minutes_a_week if rows.agreement else grant.minutes_a_week
    span = DaySpan(rows.agreement.first_day, rows.agreement.last_day) if rows.agreement else granted
    organisation = f", {mentor.organisation.name}" if mentor.organisation else ""
    return {
        "filled": {
            str(Fact.GOALS): any(typed[f"goal{n}"] for n in range(1, 5)),
            str(Fact.MENTOR): bool(mentor.phone or mentor.email),
            str(Fact.TASKS): bool(typed["tasks"]),
            str(Fact.DURATION): bool(typed.get("first_day", "fixed")),
            str(Fact.HOURS): bool(typed["minutes_a_week"]),
        },
        "one_goal": 0 < sum(1 for n in range(1, MOST_GOALS + 1) if typed[f"goal{n}"]) < USUAL_FEWEST,
        "mentor": mentor,
        "mentor_kind": f"{mentor.get_type_display()}{organisation}",
        "last_day": granted.last_day if granted else None,
        "granted_from": granted.first_day if granted else None,
        "course": course,
        "first_day": rows.agreement.first_day if rows.agreement and rows.agreement_counts else assignment.first_day,
        "months": longest,
        "granted_minutes": grant.minutes_a_week,
        "hours_note": hours_words(agreed, span) if agreed else "",
    }


def start_rows(rows: StartupRows) -> list[dict[str, Any]]:
    """What the start locks and gives, for the page that asks before it happens."""
    found: list[dict[str, Any]] = []
    if rows.period_days and rows.period_days.last_day and rows.grant and rows.grant.minutes_a_week:
        words = _("%(first)s to %(last)s") % {"first": date_long(rows.period_days.first_day), "last": date_long(rows.period_days.last_day)}
        found.append({"label": _("The period"), "value": words, "note": _("From start-up to the last granted day")})
        found.append({"label": _("Granted"), "value": hours_words(rows.grant.minutes_a_week, rows.period_days)})
    if rows.agreement:
        found.append({"label": _("Agreement"), "value": _("Version %(number)d") % {"number": rows.agreement.number}})
        goals = sum(1 for goal in rows.agreement.goals.all() if goal.words)
        few = _("Two to four are usual. More can be written in the agreement before the start, or later in a new version.")
        found.append({"label": _("Goals"), "value": goals, "note": few if goals < USUAL_FEWEST else ""})
        found.append({"label": _("Mentor"), "value": rows.agreement.mentor_name})
    if rows.meeting and rows.meeting.held_on:
        found.append({"label": _("Start-up meeting"), "value": _("Held %(day)s") % {"day": day(rows.meeting.held_on)}})
    elif rows.meeting:
        found.append({"label": _("Start-up meeting"), "value": moment(rows.meeting.at)})
    return found
