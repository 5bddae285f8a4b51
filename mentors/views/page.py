"""A mentor's page: places and time, clients now, what the mentor can help with, papers and history; and the whole history."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import Page, mark_of, no_such_place, older_than
from accounts.permissions import can_read_mentors, can_write_mentors
from cases.rules.matching import MentorFacts, first_possible_day
from core import clock
from core.days import DaySpan
from core.templatetags.ui import day_short, hours
from mentors.enums import MentorType
from mentors.models import Absence, Mentor, PlaceGrant
from mentors.views import courses as of_courses
from mentors.views import plan, rows
from mentors.views.courses import Course
from mentors.views.places import days_of

EVENTS_SHOWN = 10
ON_A_PAGE = 50


class MentorPage(Page):
    """One mentor. `?week=2026-W48` chooses the week of the calendar."""

    template = "mentors/mentor.html"
    permission = staticmethod(can_read_mentors)

    def load(self, pk: uuid.UUID, **kwargs: Any) -> None:
        self.mentor = rows.find(self.member, pk)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        mentor, today = self.mentor, clock.today()
        week, problem = plan.shown_week(self.request.GET.get("week", ""), today=today)
        courses = of_courses.courses_of(mentor, on=today)
        clients = of_courses.clients_now(mentor, on=today)
        proposals = of_courses.open_proposals(mentor)
        grants = of_courses.grants_of(mentor)
        absences = list(Absence.objects.not_over(min(today, week.first_day)).filter(mentor=mentor).order_by("first_day"))
        away = [DaySpan(each.first_day, each.last_day) for each in absences]
        conflicts = rows.cannot_help(mentor)
        declared = rows.declaration(mentor, today=today, courses=courses)
        months = plan.months_of_hours(planned=of_courses.planned(courses, grants), most_minutes=mentor.most_minutes, on=today)
        newest = list(rows.events_of(mentor).order_by("-at", "-id")[: EVENTS_SHOWN + 1])
        context = {
            **head(mentor, declared, can_change=bool(can_write_mentors(self.member))),
            "declared": declared,
            "declaration_actions": self.declaration_actions() if declared["alert"] else [],
            "problem": problem,
            "figures": self.figures(months[-1], absences, declared),
            "places": place_rows(grants, courses),
            "waiting": len(proposals),
            "clients": [of_courses.client_row(row, places={g.pk: g.workplace.name for g in grants}) for row in clients],
            "proposed": [of_courses.proposal_row(row) for row in proposals],
            "chart": plan.hours_chart(months),
            "competences": rows.competences(mentor, courses),
            "experience": vars(mentor)["situation_names"],
            "calendar": plan.calendar(mentor, week=week, booked=of_courses.booked(mentor, week=week), away=away),
            "absences": [each for each in absences if each.last_day is None or each.last_day >= today],
            "papers": rows.papers(mentor, declared),
            "contact": rows.contact(mentor),
            "cannot": conflicts,
            "only_at": mentor.workplace.name if mentor.type == MentorType.COLLEAGUE and mentor.workplace else "",
            "course_words": of_courses.counted(courses),
            "events": rows.event_rows(newest[:EVENTS_SHOWN]),
            "has_more_events": len(newest) > EVENTS_SHOWN,
        }
        shown = {row.case_id for row in [*clients, *proposals]} | {each["case_id"] for each in conflicts if each["case_id"]}
        self.log_read(AccessKind.PAGE, SubjectKind.MENTOR, [mentor.pk])
        self.log_read(AccessKind.LIST, SubjectKind.CASE, sorted(shown, key=str))
        return super().show(status, **context, **more)

    def figures(self, month: plan.MonthOfHours, absences: list[Absence], declared: dict[str, Any]) -> dict[str, Any]:
        mentor, today = self.mentor, clock.today()
        spans = tuple(DaySpan(each.first_day, each.last_day) for each in absences)
        facts = MentorFacts(
            id=mentor.pk,
            jobcentre_id=mentor.jobcentre_id,
            available_from=mentor.available_from,
            available_until=mentor.available_until,
            away=spans,
        )
        first = first_possible_day(mentor=facts, on=today)
        if declared["state"] == "over":
            can_begin = _("Cannot begin without a declaration")
        elif first is None:
            can_begin = _("No first day is in sight")
        elif first <= today:
            can_begin = _("Can begin today")
        else:
            can_begin = _("Can begin %(day)s") % {"day": day_short(first)}
        coming = [each for each in absences if each.last_day is None or each.last_day >= today]
        return {
            "month": plan.month_name(month.month.first_day),
            "planned": plan.about_hours(month.planned),
            "most": plan.about_hours(month.most),
            "planned_minutes": month.planned,
            "most_minutes": month.most,
            "free": hours(max(0, mentor.most_minutes - mentor.taken_minutes)),
            "can_begin": can_begin,
            "away": [rows.absence_words(each) for each in coming[:2]],
        }

    def declaration_actions(self) -> list[dict[str, Any]]:
        if not can_write_mentors(self.member):
            return []
        return [{"label": _("Change the declaration"), "url": reverse("mentor_change", args=[self.mentor.pk]) + "#h-papers"}]


class MentorHistory(Page):
    """Everything that happened to a mentor's entry, newest first, 50 at a time (`?after=<time>_<id>`)."""

    template = "mentors/history.html"
    permission = staticmethod(can_read_mentors)

    def load(self, pk: uuid.UUID, **kwargs: Any) -> None:
        self.mentor = rows.find(self.member, pk)

    def context(self) -> dict[str, Any]:
        mark, known = self.request.GET.get("after", ""), False
        events = rows.events_of(self.mentor)
        if mark:
            events, known = older_than(rows=events, mark=mark)
        found = list(events.order_by("-at", "-id")[: ON_A_PAGE + 1])
        shown, here = found[:ON_A_PAGE], reverse("mentor_history", args=[self.mentor.pk])
        self.log_read(AccessKind.PAGE, SubjectKind.MENTOR, [self.mentor.pk])
        return {
            "mentor": self.mentor,
            "crumbs": [
                {"label": _("Mentors"), "url": reverse("mentor_list")},
                {"label": self.mentor.name, "url": reverse("mentor", args=[self.mentor.pk])},
                {"label": _("History"), "url": ""},
            ],
            "events": rows.event_rows(shown),
            "problem": no_such_place() if mark and not known else "",
            "first_url": here if known else "",
            "next_url": f"{here}?after={mark_of(shown[-1])}" if len(found) > ON_A_PAGE else "",
        }


def head(mentor: Mentor, declared: dict[str, Any], *, can_change: bool) -> dict[str, Any]:
    """The identity bar of a mentor. A free place of somebody without a declaration is none that can be offered."""
    free = max(0, mentor.most_clients - mentor.taken)
    change = reverse("mentor_change", args=[mentor.pk])
    return {
        "heading": mentor.name,
        "mentor": mentor,
        "crumbs": [{"label": _("Mentors"), "url": reverse("mentor_list")}, {"label": mentor.name, "url": ""}],
        "facts": rows.facts(mentor),
        "badge": {"label": _("Cannot be proposed now"), "state": "over"}
        if declared["state"] == "over"
        else {
            "label": ngettext("%(n)s free place", "%(n)s free places", free) % {"n": free} if free else _("No free place"),
            "state": "ok" if free else "line",
        },
        "actions": [{"label": _("Change the details"), "url": change, "icon": "edit", "primary": True}] if can_change else [],
        "more": [{"label": _("Make the mentor a place mentor"), "url": reverse("mentor_place_new", args=[mentor.pk])}]
        if can_change
        else [],
        "change_url": change if can_change else "",
    }


def place_rows(grants: list[PlaceGrant], courses: list[Course]) -> list[dict[str, Any]]:
    """Where the mentor is a place mentor now or soon, with what the place's own clients take of it."""
    today = clock.today()
    held = [course for course in courses if course.holds and course.place_id]
    return [
        {
            "name": grant.workplace.name,
            "url": reverse("mentor_place", args=[grant.mentor_id, grant.pk]),
            "taken": sum(1 for course in held if course.place_id == grant.pk),
            "most": grant.most_clients,
            "shared": hours(sum(course.minutes for course in held if course.place_id == grant.pk)),
            "hours": hours(grant.minutes_a_week),
            "days": days_of(grant),
        }
        for grant in grants
        if grant.last_day is None or grant.last_day >= today
    ]
