"""My desk: the open cases by what is next. A caseworker's own cases; for a manager those of the jobcentre.

Three statements beside what every page costs: the rows, the counts, and what stands beside them (what waits, today's meetings, my drafts).
"""

import datetime as dt
import uuid
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import CASE_WRITERS, AccessKind, SubjectKind
from accounts.pages import Page
from accounts.permissions import can_read_cases
from cases.desk_rows import DeskRow, meetings_and_drafts
from cases.enums import OPEN_STATES, AllocationState, MeetingKind, State
from cases.models import Case
from cases.next_rows import next_task, with_next
from cases.notice_phrases import notice_action, notice_ref, notice_words
from cases.rules import desk as rules
from cases.rules.desk import Bucket, Next, Waiting
from cases.views.desk_words import ALLOCATIONS, BUCKETS, TASKS, draft_link, reminder_of, waiting_words
from core import clock
from core.days import DAY
from core.filters import Filters
from core.templatetags.ui import day as written_day
from core.templatetags.ui import day_long, day_short, day_words, due_state, week

Dicts = list[dict[str, Any]]
ROWS = 25
COLUMNS = ("pk", "state", "due_on", "year", "number", "client__given_name", "client__family_name", "next_facts")


def after(cases: QuerySet, mark: str) -> QuerySet | None:
    """The rows behind `2026-11-30_<id>` (or `none_<id>`) in the order of the desk; None when there is no such mark."""
    day, _sep, key = mark.partition("_")
    try:
        last = uuid.UUID(key)
        due_on = None if day == "none" else dt.date.fromisoformat(day)
    except ValueError:
        return None
    if due_on is None:
        return cases.filter(due_on__isnull=True, pk__gt=last)
    return cases.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, pk__gt=last) | Q(due_on__isnull=True))


class Desk(Page):
    template = "cases/desk.html"
    permission = staticmethod(can_read_cases)

    def context(self) -> dict[str, Any]:
        today = clock.today()
        filters = Filters(self.request.GET, self.request.path)
        step = filters.pick("step", OPEN_STATES)
        mine = self.member.role in CASE_WRITERS
        cases = Case.objects.visible_to(self.member).open()
        if mine:
            cases = cases.of_caseworker(self.user)

        counts = self.counts(cases, today)
        rows, next_mark, more = self.rows(cases.filter(state=step) if step else cases, filters, today)
        meetings, drafts, allocation, declarations, waiting = self.beside(today, mine=mine)
        if step:
            waiting = []
        shown_here = [row for row in waiting if self.on_this_page(row["on"], next_mark)]
        rows = sorted([*rows, *shown_here], key=lambda row: row["on"] or dt.date.max)
        self.log_reads(
            (AccessKind.LIST, SubjectKind.CASE, {row["id"] for row in [*rows, *meetings, *drafts] if row["id"]}),
            (
                AccessKind.LIST,
                SubjectKind.MENTOR,
                [row["id"] for row in declarations] + [row["mentor"] for row in shown_here if row["mentor"]],
            ),
            (AccessKind.LIST, SubjectKind.CLIENT, {row["client"] for row in shown_here if row["client"]}),
        )

        shown = [counts[step]] if step in counts else [] if step else list(counts.values())
        of_bucket = {each: sum(row[each] for row in shown) + sum(row["bucket"] == each for row in waiting) for each in Bucket}
        total = sum(row["number"] for row in counts.values())

        def of_all(bucket: Bucket) -> int:
            return sum(row[bucket] for row in counts.values()) + sum(row["bucket"] == bucket for row in waiting)

        return {
            "today": today,
            "mine": mine,
            "step": step,
            "intro_day": _("%(day)s, week %(week)d.") % {"day": capfirst(day_long(today)), "week": week(today)},
            "intro": headline(over=of_all(Bucket.OVER), today=of_all(Bucket.TODAY)),
            "pills": [filters.pill("step", "", _("All"), current=step, count=total)]
            + [
                filters.pill("step", state, State(state).label, current=step, count=counts[state]["number"] if state in counts else 0)
                for state in OPEN_STATES
                if state in counts or state == step
            ],
            "groups": [
                {"bucket": each, "label": BUCKETS[each], "count": of_bucket[each], "tasks": list(tasks)}
                for each, tasks in groupby(rows, key=lambda row: row["bucket"])
            ],
            "total": total,
            "load": [
                {
                    "label": State(state).label,
                    "number": counts[state]["number"] if state in counts else 0,
                    "url": filters.address(step=state),
                }
                for state in OPEN_STATES
            ],
            "most": max((row["number"] for row in counts.values()), default=0),
            "meetings": meetings,
            "drafts": drafts,
            "declarations": declarations,
            "allocation": allocation,
            "unknown": filters.unknown,
            "next_url": filters.address(after=next_mark) if next_mark else "",
            "next_words": next_words(sum(row["number"] for row in shown) - ROWS if more is None else more),
            "first_url": filters.address() if self.request.GET.get("after") else "",
            "new_url": reverse("case_new") if mine else "",
        }

    def counts(self, cases: QuerySet, today: dt.date) -> dict[str, dict[Any, int]]:
        """How many by step and by how soon, in one statement."""
        found = cases.values("state").annotate(
            number=Count("id"),
            n_over=Count("id", filter=Q(due_on__lt=today)),
            n_today=Count("id", filter=Q(due_on=today)),
            n_week=Count("id", filter=Q(due_on__gt=today, due_on__lte=today + rules.SOON_DAYS * DAY)),
        )
        return {
            row["state"]: {
                "number": row["number"],
                Bucket.OVER: row["n_over"],
                Bucket.TODAY: row["n_today"],
                Bucket.WEEK: row["n_week"],
                Bucket.LATER: row["number"] - row["n_over"] - row["n_today"] - row["n_week"],
            }
            for row in found
        }

    def rows(self, cases: QuerySet, filters: Filters, today: dt.date) -> tuple[list[dict[str, Any]], str, int | None]:
        """At most 25 rows as the component shows them, the mark of the last one when there are more, and how many more; None from the top."""
        found = None
        if mark := self.request.GET.get("after", ""):
            found = after(cases, mark)
            if found is None:
                filters.unknown.append(_("This place in the list does not exist. The list begins at its top."))
            else:
                cases = found
        wanted = [*COLUMNS] if self.member.role in CASE_WRITERS else [*COLUMNS, "caseworker__name"]
        page = list(with_next(cases).order_by(F("due_on").asc(nulls_last=True), "pk").values(*wanted)[: ROWS + 1])
        rows = [self.row(case, today) for case in page[:ROWS]]
        last = page[ROWS - 1] if len(page) > ROWS else None
        more = found.count() - len(rows) if last and found is not None else None
        return rows, f"{last['due_on'] or 'none'}_{last['pk']}" if last else "", more

    def row(self, case: dict[str, Any], today: dt.date) -> dict[str, Any]:
        """A row in words: the template only places them, because a desk has 25 of these."""
        found = next_task(state=State(case["state"]), facts=case["next_facts"], due_on=case["due_on"], today=today)
        title, button, page = TASKS[found.code if found else Next.FOLLOW_COURSE]
        task = rules.task(code=Next.FOLLOW_COURSE, due_on=case["due_on"], today=today)
        ref = f"{case['year']}-{case['number']:04d}"
        day, words = "", ""
        if task.due_on:
            day, words = day_short(task.due_on), day_words(task.due_on, today)
            if task.bucket == Bucket.TODAY:
                day, words = words, day
        return {
            "id": case["pk"],
            "on": task.due_on,
            "bucket": task.bucket,
            "due": due_state(task.due_on, today) if task.due_on else "",
            "day": day,
            "words": words,
            "title": title,
            "url": reverse(page, args=[ref]),
            "button": button if self.member.role in CASE_WRITERS else _("Open"),
            "name": f"{case['client__given_name']} {case['client__family_name']}".strip(),
            "ref": ref,
            "caseworker": case.get("caseworker__name", ""),
        }

    def on_this_page(self, day: dt.date, next_mark: str) -> bool:
        """Whether what waits until this day stands among the rows of this page of the list."""
        begins, ends = self.request.GET.get("after", "").partition("_")[0], next_mark.partition("_")[0]
        return not (begins and (begins == "none" or day.isoformat() <= begins)) and (not ends or ends == "none" or day.isoformat() <= ends)

    def waiting(self, row: DeskRow, ref: str, name: str, today: dt.date) -> dict[str, Any]:
        """What waits beside the next thing of each case, as a row of the list."""
        notice, told = None, ""
        if row.kind == Waiting.REMINDER:
            notice, told = reminder_of(row)
            ref, name = notice_ref(notice), f"{row.given_name} {row.family_name}".strip()
            title, (button, url) = notice_words(notice), notice_action(notice)
        else:
            title, button, url = waiting_words(Waiting(row.kind), row, ref=ref)
        found = rules.task(code=Next.FOLLOW_COURSE, due_on=row.held_on, today=today)
        day, words = (day_short(row.held_on), day_words(row.held_on, today)) if row.held_on else ("", "")
        if found.bucket == Bucket.TODAY:
            day, words = words, day
        return {
            "id": row.case_id,
            "on": row.held_on,
            "bucket": found.bucket,
            "due": due_state(row.held_on, today),
            "day": day,
            "words": words,
            "title": title,
            "url": url,
            "button": button,
            "name": name,
            "ref": ref,
            "caseworker": told,
            "client": notice.client_id if notice else None,
            "mentor": notice.mentor_id if notice else None,
        }

    def beside(self, today: dt.date, *, mine: bool) -> tuple[Dicts, Dicts, dict[str, Any] | None, Dicts, Dicts]:
        """Today's meetings, my drafts, my newest allocation, mentors whose declaration has expired, and what waits, in one statement."""
        expired: Dicts = []
        waiting: Dicts = []
        allocation: dict[str, Any] | None = None
        found_meetings: list[dict[str, Any]] = []
        found_drafts: list[dict[str, Any]] = []
        for row in meetings_and_drafts(member=self.member, user=self.user, on=today, mine=mine):
            ref = f"{row.year}-{row.number:04d}" if row.year else ""
            name = f"{row.given_name} {row.family_name}".strip() if ref else ""
            if row.what == "meeting":
                found_meetings.append(
                    {
                        "id": row.case_id,
                        "label": MeetingKind(row.kind).label,
                        "at": row.at,
                        "place": " · ".join(filter(None, [row.place, row.who_comes])),
                        "held": row.held_on is not None,
                        "name": name,
                        "url": reverse("case", args=[ref]),
                    }
                )
            elif row.what == "allocation":
                url = reverse("allocation", args=[row.subject_id])
                allocation = {"label": ALLOCATIONS[AllocationState(row.kind)], "url": url, "at": row.at}
            elif row.what == "task":
                waiting.append(self.waiting(row, ref, name, today))
            elif row.what == "declaration":
                expired.append(
                    {
                        "id": row.subject_id,
                        "name": row.place,
                        "url": reverse("mentor", args=[row.subject_id]),
                        "words": ngettext("Expired %(day)s, %(n)s course goes on", "Expired %(day)s, %(n)s courses go on", int(row.kind))
                        % {"day": written_day(row.held_on), "n": row.kind},
                    }
                )
            else:
                label, url = draft_link(row.kind, subject_id=row.subject_id, ref=ref)
                found_drafts.append({"id": row.case_id, "label": label, "at": row.at, "name": name, "url": url})
        newest_first = sorted(found_drafts, key=lambda row: row["at"], reverse=True)
        return sorted(found_meetings, key=lambda row: row["at"]), newest_first, allocation, expired, waiting


def headline(*, over: int, today: int) -> str:
    """The state of the desk in one or two sentences."""
    if not over and not today:
        return _("Nothing is over the deadline, and nothing is due today.")
    parts = []
    if over:
        parts.append(ngettext("%(number)d task is over the deadline.", "%(number)d tasks are over the deadline.", over) % {"number": over})
    if today:
        parts.append(ngettext("%(number)d task is due today.", "%(number)d tasks are due today.", today) % {"number": today})
    return " ".join(parts)


def next_words(left: int) -> str:
    """How many the next press shows: 25, or the last ones."""
    if left > ROWS:
        return _("Show the next %(number)d") % {"number": ROWS}
    return ngettext("Show the last one", "Show the last %(number)d", left) % {"number": left}
