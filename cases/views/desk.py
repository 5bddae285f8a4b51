"""My desk: the open cases by what is next, and what waits beside them. A caseworker's own cases; for a manager those of the jobcentre.

Three statements beside what every page costs: the cases, their counts, and all else (what waits, today's meetings, my drafts). Cases and what waits
are one list, ordered by day and walked by pages of 25.
"""

import datetime as dt
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
from cases.desk_rows import NO_DAY, ROWS, TOP, DeskRow, Mark, beside, with_told
from cases.enums import OPEN_STATES, AllocationState, MeetingKind, State
from cases.enums_notice import ToldAs
from cases.models import Case
from cases.next_rows import next_task, with_next
from cases.notice_phrases import notice_action, notice_ref, notice_words
from cases.rules import desk as rules
from cases.rules.desk import Bucket, Next, Waiting
from cases.views.desk_words import ALLOCATIONS, BUCKETS, TASKS, draft_link, reminder_of, told_words, waiting_words
from core import clock
from core.days import DAY
from core.filters import Filters
from core.templatetags.ui import day as written_day
from core.templatetags.ui import day_long, day_short, day_words, due_state, week

Dicts = list[dict[str, Any]]
COLUMNS = ("pk", "state", "due_on", "year", "number", "client__given_name", "client__family_name", "next_facts")


def behind(cases: QuerySet, mark: Mark) -> QuerySet:
    """The cases behind the mark in the order of the desk."""
    if mark.day == NO_DAY:
        return cases.filter(due_on__isnull=True, pk__gt=mark.key)
    return cases.filter(Q(due_on__gt=mark.day) | Q(due_on=mark.day, pk__gt=mark.key) | Q(due_on__isnull=True))


class Desk(Page):
    template = "cases/desk.html"
    permission = staticmethod(can_read_cases)

    def context(self) -> dict[str, Any]:
        today = clock.today()
        filters = Filters(self.request.GET, self.request.path)
        step = filters.pick("step", OPEN_STATES)
        mark = self.mark(filters)
        mine = self.member.role in CASE_WRITERS
        cases = Case.objects.visible_to(self.member).open()
        if mine:
            cases = cases.of_caseworker(self.user)

        of_steps = self.counts(cases, today)
        around = beside(member=self.member, user=self.user, on=today, mine=mine, after=mark)
        counts = [*of_steps.values(), around.counts]
        if step:
            cases = cases.filter(state=step)
            around = around._replace(waiting=[], behind=0)
            counts = [of_steps[step]] if step in of_steps else []
        rows, last = self.rows(cases, around.waiting, mark, today)
        meetings, drafts, allocation, declarations = self.at_the_right(around.rows)
        self.log_reads(
            (AccessKind.LIST, SubjectKind.CASE, {row["id"] for row in [*rows, *meetings, *drafts] if row["id"]}),
            (
                AccessKind.LIST,
                SubjectKind.MENTOR,
                [row["id"] for row in declarations] + [row["mentor"] for row in rows if row["mentor"]],
            ),
            (AccessKind.LIST, SubjectKind.CLIENT, {row["client"] for row in rows if row["client"]}),
        )

        numbers = {state: sum(row.values()) for state, row in of_steps.items()}
        total = sum(numbers.values())
        left = 0
        if last:
            in_all = sum(row[each] for row in counts for each in Bucket)
            left = (in_all if mark == TOP else behind(cases, mark).count() + around.behind) - len(rows)
        return {
            "today": today,
            "mine": mine,
            "step": step,
            "intro_day": _("%(day)s, week %(week)d.") % {"day": capfirst(day_long(today)), "week": week(today)},
            "intro": headline(*(sum(row[each] for row in [*of_steps.values(), around.counts]) for each in (Bucket.OVER, Bucket.TODAY))),
            "pills": [filters.pill("step", "", _("All"), current=step, count=total)]
            + [
                filters.pill("step", state, State(state).label, current=step, count=numbers.get(state, 0))
                for state in OPEN_STATES
                if state in numbers or state == step
            ],
            "groups": [
                {"bucket": each, "label": BUCKETS[each], "count": sum(row[each] for row in counts), "tasks": list(tasks)}
                for each, tasks in groupby(rows, key=lambda row: row["bucket"])
            ],
            "total": total,
            "load": [
                {
                    "label": State(state).label,
                    "number": numbers.get(state, 0),
                    "url": filters.address(step=state),
                }
                for state in OPEN_STATES
            ],
            "most": max(numbers.values(), default=0),
            "meetings": meetings,
            "drafts": drafts,
            "declarations": declarations,
            "allocation": allocation,
            "unknown": filters.unknown,
            "next_url": filters.address(after=str(last)) if last else "",
            "next_words": next_words(left),
            "first_url": filters.address() if self.request.GET.get("after") else "",
            "new_url": reverse("case_new") if mine else "",
        }

    def mark(self, filters: Filters) -> Mark:
        """Behind which row this page begins: the top, unless the address says another that can be read."""
        text = self.request.GET.get("after", "")
        found = Mark.read(text)
        if text and not found:
            filters.unknown.append(_("This place in the list does not exist. The list begins at its top."))
        return found or TOP

    def counts(self, cases: QuerySet, today: dt.date) -> dict[str, dict[Bucket, int]]:
        """How many by step and by how soon, in one statement."""
        found = cases.values("state").annotate(
            number=Count("id"),
            n_over=Count("id", filter=Q(due_on__lt=today)),
            n_today=Count("id", filter=Q(due_on=today)),
            n_week=Count("id", filter=Q(due_on__gt=today, due_on__lte=today + rules.SOON_DAYS * DAY)),
        )
        return {
            row["state"]: {
                Bucket.OVER: row["n_over"],
                Bucket.TODAY: row["n_today"],
                Bucket.WEEK: row["n_week"],
                Bucket.LATER: row["number"] - row["n_over"] - row["n_today"] - row["n_week"],
            }
            for row in found
        }

    def rows(self, cases: QuerySet, waiting: list[DeskRow], mark: Mark, today: dt.date) -> tuple[Dicts, Mark | None]:
        """A page of cases and of what waits, in the order of their days, and the mark of the last row when there are more.

        Two rows of one day and one key (contacts of a case that is due itself) are not parted: the page may have one row more.
        """
        if mark != TOP:
            cases = behind(cases, mark)
        wanted = [*COLUMNS]
        if self.member.role not in CASE_WRITERS:
            cases, wanted = with_told(cases, user=self.user), [*COLUMNS, "caseworker__name", "told"]
        found = with_next(cases).order_by(F("due_on").asc(nulls_last=True), "pk").values(*wanted)[: ROWS + 1]
        of_cases = [(Mark(case["due_on"] or NO_DAY, case["pk"]), case) for case in found]
        in_order = sorted([*of_cases, *((Mark(row.held_on or NO_DAY, row.subject_id), row) for row in waiting)], key=lambda each: each[0])
        end = ROWS
        while end < len(in_order) and in_order[end][0] == in_order[end - 1][0]:
            end += 1
        rows = [self.waiting(each, today) if isinstance(each, DeskRow) else self.row(each, today) for _mark, each in in_order[:end]]
        return rows, in_order[end - 1][0] if len(in_order) > end else None

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
            "caseworker": told_words(ToldAs.MANAGER, case["caseworker__name"]) if case.get("told") else case.get("caseworker__name", ""),
            "client": None,
            "mentor": None,
        }

    def waiting(self, row: DeskRow, today: dt.date) -> dict[str, Any]:
        """What waits beside the next thing of each case, as a row of the list."""
        notice, told, ref = None, "", row.ref
        if row.kind == Waiting.REMINDER:
            notice, told = reminder_of(row)
            ref = notice_ref(notice)
            title, (button, url) = notice_words(notice), notice_action(notice)
        else:
            title, button, url = waiting_words(Waiting(row.kind), row, ref=ref)
            told = told_words(ToldAs.MANAGER, row.who_comes) if row.who_comes else ""
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
            "name": row.name,
            "ref": ref,
            "caseworker": told,
            "client": notice.client_id if notice else None,
            "mentor": notice.mentor_id if notice else None,
        }

    def at_the_right(self, rows: list[DeskRow]) -> tuple[Dicts, Dicts, dict[str, Any] | None, Dicts]:
        """Today's meetings, my drafts, my newest allocation, and mentors whose declaration has expired."""
        meetings: Dicts = []
        drafts: Dicts = []
        allocation: dict[str, Any] | None = None
        expired: Dicts = []
        for row in rows:
            if row.what == "meeting":
                meetings.append(
                    {
                        "id": row.case_id,
                        "label": MeetingKind(row.kind).label,
                        "at": row.at,
                        "place": " · ".join(filter(None, [row.place, row.who_comes])),
                        "held": row.held_on is not None,
                        "name": row.name,
                        "url": reverse("case", args=[row.ref]),
                    }
                )
            elif row.what == "allocation":
                url = reverse("allocation", args=[row.subject_id])
                allocation = {"label": ALLOCATIONS[AllocationState(row.kind)], "url": url, "at": row.at}
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
                label, url = draft_link(row.kind, subject_id=row.subject_id, ref=row.ref)
                drafts.append({"id": row.case_id, "label": label, "at": row.at, "name": row.name if row.ref else "", "url": url})
        newest_first = sorted(drafts, key=lambda row: row["at"], reverse=True)
        return sorted(meetings, key=lambda row: row["at"]), newest_first, allocation, expired


def headline(over: int, today: int) -> str:
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
