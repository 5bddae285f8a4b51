"""My desk: the open cases by what is next. A caseworker's own cases; for a manager those of the jobcentre.

Three statements beside what every page costs: the rows, the counts, and what stands at the right (today's meetings and my drafts).
"""

import datetime as dt
import uuid
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import CharField, DateField
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import CASE_WRITERS, AccessKind, SubjectKind
from accounts.models import Draft
from accounts.pages import Page
from accounts.permissions import can_read_cases
from cases.enums import OPEN_PROPOSALS, OPEN_STATES, MeetingKind, Party, ProposalState, State
from cases.models import Agreement, Case, Meeting, Proposal, Signature
from cases.rules import desk as rules
from cases.rules.desk import Bucket
from cases.views.choices import Filters
from cases.views.desk_words import BUCKETS, TASKS, draft_link
from core import clock
from core.days import COPENHAGEN, DAY
from core.templatetags.ui import day_long, week

ROWS = 25


def with_next(cases: QuerySet) -> QuerySet:
    """The facts that say what is next in a case, in the same statement."""
    # What was agreed or held with a mentor who has been given up does not count for the next one.
    agreement = Agreement.objects.filter(case=OuterRef("pk"), assignment__ended_on__isnull=True).order_by("-number")
    signed = Signature.objects.filter(agreement_id=OuterRef("agreement_id"))
    startup = Meeting.objects.filter(
        Q(assignment__isnull=True) | Q(assignment__ended_on__isnull=True),
        case=OuterRef("pk"),
        kind=MeetingKind.STARTUP,
        cancelled_on__isnull=True,
    )
    return cases.annotate(
        proposal=Subquery(
            Proposal.objects.filter(case=OuterRef("pk"), state__in=OPEN_PROPOSALS).order_by("-proposed_at").values("state")[:1]
        ),
        agreement_id=Subquery(agreement.values("pk")[:1]),
        by_client=Exists(signed.filter(party=Party.CLIENT)),
        by_mentor=Exists(signed.filter(party=Party.MENTOR)),
        has_meeting=Exists(startup),
        meeting_held=Exists(startup.filter(held_on__isnull=False)),
    )


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
        rows, next_mark = self.rows(cases.filter(state=step) if step else cases, filters, today)
        meetings, drafts = self.right_column(today, mine=mine)
        self.log_read(AccessKind.LIST, SubjectKind.CASE, {row["id"] for row in [*rows, *meetings, *drafts] if row["id"]})

        shown = [counts[step]] if step in counts else [] if step else list(counts.values())
        of_bucket = {each: sum(row[each] for row in shown) for each in Bucket}
        total = sum(row["number"] for row in counts.values())
        return {
            "today": today,
            "mine": mine,
            "step": step,
            "intro_day": _("%(day)s, week %(week)d.") % {"day": str(day_long(today)).capitalize(), "week": week(today)},
            "intro": headline(
                over=sum(row[Bucket.OVER] for row in counts.values()), today=sum(row[Bucket.TODAY] for row in counts.values())
            ),
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
            "unknown": filters.unknown,
            "next_url": filters.address(after=next_mark) if next_mark else "",
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

    def rows(self, cases: QuerySet, filters: Filters, today: dt.date) -> tuple[list[dict[str, Any]], str]:
        """At most 25 rows as the component shows them, and the mark of the last one when there are more."""
        if mark := self.request.GET.get("after", ""):
            found = after(cases, mark)
            if found is None:
                filters.unknown.append(_("This place in the list does not exist. The list begins at its top."))
            else:
                cases = found
        cases = with_next(cases).select_related("client", "caseworker").order_by(F("due_on").asc(nulls_last=True), "pk")
        page = list(cases[: ROWS + 1])
        rows = [self.row(case, today) for case in page[:ROWS]]
        last = page[ROWS - 1] if len(page) > ROWS else None
        return rows, f"{last.due_on or 'none'}_{last.pk}" if last else ""

    def row(self, case: Case, today: dt.date) -> dict[str, Any]:
        code = rules.next_code(
            state=State(case.state),
            proposal=ProposalState(case.proposal) if case.proposal else None,
            has_meeting=case.has_meeting,
            has_agreement=case.agreement_id is not None,
            is_signed=case.by_client and case.by_mentor,
            meeting_held=case.meeting_held,
        )
        title, button, page = TASKS[code]
        task = rules.task(code=code, due_on=case.due_on, today=today)
        url = reverse(page, args=[case.ref])
        return {
            "id": case.pk,
            "bucket": task.bucket,
            "day": task.due_on,
            "title": title,
            "url": url,
            "name": case.client.name,
            "ref": case.ref,
            "text": "" if self.member.role in CASE_WRITERS else case.caseworker.name,
            "action": {"label": button, "url": url, "for": case.client.name},
        }

    def right_column(self, today: dt.date, *, mine: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Today's meetings and my drafts, in one statement."""
        midnight = dt.datetime.combine(today, dt.time(), tzinfo=COPENHAGEN)
        meetings = Meeting.objects.filter(
            case__in=Case.objects.visible_to(self.member),
            at__gte=midnight,
            at__lt=dt.datetime.combine(today + DAY, dt.time(), tzinfo=COPENHAGEN),
            cancelled_on__isnull=True,
        )
        if mine:
            meetings = meetings.filter(case__caseworker=self.user)
        of_draft = Case.objects.visible_to(self.member).filter(pk=OuterRef("case_key"))
        of_proposal = Subquery(Proposal.objects.filter(pk=OuterRef("subject_id")).values("case")[:1])
        drafts = Draft.objects.filter(user=self.user, jobcentre_id=self.member.jobcentre_id).annotate(
            case_key=Coalesce(of_proposal, F("subject_id"))
        )

        def of_case(field: str) -> Subquery:
            return Subquery(of_draft.values(field)[:1])

        meeting_rows = meetings.values_list(
            Value("meeting"),
            "kind",
            "pk",
            "at",
            "place",
            "who_comes",
            "held_on",
            "case_id",
            "case__year",
            "case__number",
            "case__client__given_name",
            "case__client__family_name",
        )[:ROWS]
        draft_rows = drafts.values_list(
            Value("draft"),
            "form",
            "subject_id",
            "saved_at",
            Value(""),
            Value(""),
            Cast(Value(None), DateField()),
            of_case("pk"),
            of_case("year"),
            of_case("number"),
            Cast(of_case("client__given_name"), CharField()),
            Cast(of_case("client__family_name"), CharField()),
        ).order_by("-saved_at")[:ROWS]
        found_meetings: list[dict[str, Any]] = []
        found_drafts: list[dict[str, Any]] = []
        for what, kind, subject_id, at, place, who, held_on, key, year, number, given, family in meeting_rows.union(draft_rows, all=True):
            ref = f"{year}-{number:04d}" if year else ""
            name = f"{given} {family}".strip() if ref else ""
            if what == "meeting":
                found_meetings.append(
                    {
                        "id": key,
                        "label": MeetingKind(kind).label,
                        "at": at,
                        "place": " · ".join(filter(None, [place, who])),
                        "held": held_on is not None,
                        "name": name,
                        "url": reverse("case", args=[ref]),
                    }
                )
                continue
            label, url = draft_link(kind, subject_id=subject_id, ref=ref)
            found_drafts.append({"id": key, "label": label, "at": at, "name": name, "url": url})
        return sorted(found_meetings, key=lambda row: row["at"]), sorted(found_drafts, key=lambda row: row["at"], reverse=True)


def headline(*, over: int, today: int) -> str:
    """The state of the desk in one or two sentences."""
    if not over and not today:
        return _("Nothing is over the deadline, and nothing is due today.")
    parts = []
    if over:
        parts.append(ngettext("%(number)d case is over the deadline.", "%(number)d cases are over the deadline.", over) % {"number": over})
    if today:
        parts.append(ngettext("%(number)d case is due today.", "%(number)d cases are due today.", today) % {"number": today})
    return " ".join(parts)
