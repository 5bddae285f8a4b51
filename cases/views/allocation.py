"""All waiting clients at once: asking for an allocation, its progress, and what becomes of its lines."""

import datetime as dt
import re
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage, no_such_place
from accounts.permissions import can_read_cases, can_write_cases
from cases.actions.allocation_lines import CHANGEABLE, accept_lines, drop_lines, take_first_choice
from cases.actions.allocations import AT_ONCE, UNDER_WAY, ask_allocation
from cases.enums import OPEN_PROPOSALS, AllocationState, LineState
from cases.forms.allocation import ACCEPT, ACCEPT_ALL, DROP, AskForm, LinesForm
from cases.models import Allocation, AllocationLine, Proposal
from cases.phrases import sentence
from cases.views import allocation_words as words
from cases.waiting import count_waiting
from core import clock
from core.days import add_working_days, day_of
from core.forms import Form

ROWS = 50
EARLIER = 25
DAYS_TO_ANSWER = 3
OLD_AFTER = dt.timedelta(days=1)
GETS = Q(lines__state__in=(LineState.OPEN, LineState.ACCEPTED))
"""A line whose client gets its mentor, as long as nothing is decided otherwise."""
_MARK = re.compile(r"(\d{4})-(\d{4,9})")


class AllocationPage(FormPage):
    """What both pages share: whoever reads cases may look and ask; the words of cases."""

    permission = staticmethod(can_read_cases)

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def of_mine(self) -> QuerySet[Allocation]:
        """The allocations of the member's jobcentre, with how many lines have what."""
        mine = Allocation.objects.filter(jobcentre_id=self.member.jobcentre_id).select_related("asked_by")
        return mine.annotate(
            with_mentor=Count("lines", filter=GETS & Q(lines__mentor__isnull=False)),
            first_choices=Count("lines", filter=GETS & Q(lines__mentor=F("lines__first_choice"))),
            dropped=Count("lines", filter=Q(lines__state=LineState.DROPPED)),
            impossible=Count("lines", filter=Q(lines__state=LineState.REFUSED)),
            open_lines=Count("lines", filter=Q(lines__state__in=CHANGEABLE)),
        )


class Allocations(AllocationPage):
    """Ask for one, and the earlier ones."""

    template = "cases/allocations.html"
    form_class = AskForm
    creates = True

    def act(self, form: Form) -> str:
        found = ask_allocation(jobcentre_id=self.member.jobcentre_id, by=self.user, at=clock.now())
        return reverse("allocation", args=[found.pk])

    def context(self) -> dict[str, Any]:
        waiting = count_waiting(jobcentre_id=self.member.jobcentre_id)
        rows = list(self.of_mine().order_by("-asked_at")[:EARLIER])
        return {
            "waiting": waiting,
            "is_job": waiting > AT_ONCE,
            "under_way": next((reverse("allocation", args=[row.pk]) for row in rows if row.state in UNDER_WAY), ""),
            "rows": [self.row(row) for row in rows],
        }

    def row(self, allocation: Any) -> dict[str, Any]:
        done = allocation.state == AllocationState.DONE
        return {
            "url": reverse("allocation", args=[allocation.pk]),
            "at": allocation.asked_at,
            "by": allocation.asked_by.name,
            "tag": words.tag(allocation),
            "words": words.in_sum(allocation) if done else "",
            "open": allocation.open_lines,
        }


class AllocationLines(AllocationPage):
    """One allocation: its progress while it is calculated, then its lines, and what is done with those that are chosen."""

    template = "cases/allocation.html"
    form_class = LinesForm
    may_write = staticmethod(can_write_cases)

    def load(self, **kwargs: Any) -> None:
        self.allocation: Any = self.of_mine().filter(pk=kwargs["allocation"]).first()
        if self.allocation is None:
            raise Http404
        self.unknown = ""
        self.lines, self.more = self.page() if self.allocation.state == AllocationState.DONE else ([], "")

    def page(self) -> tuple[list[Any], str]:
        """50 lines by case number, behind the mark in the address, and the mark of the next ones."""
        asked = Proposal.objects.filter(case=OuterRef("case"), state__in=OPEN_PROPOSALS)
        lines = AllocationLine.objects.filter(allocation=self.allocation).annotate(is_asked=Exists(asked))
        if mark := self.request.GET.get("after", ""):
            found = _MARK.fullmatch(mark)
            if found and int(found[2]) <= 2_000_000_000:
                year, serial = int(found[1]), int(found[2])
                lines = lines.filter(Q(case__year__gt=year) | Q(case__year=year, case__number__gt=serial))
            else:
                self.unknown = no_such_place()
        rows = list(
            lines.select_related("case__client", "case__caseworker", "mentor", "first_choice")
            .prefetch_related("case__needs")
            .order_by("case__year", "case__number")[: ROWS + 1]
        )
        return rows[:ROWS], rows[ROWS - 1].case.ref if len(rows) > ROWS else ""

    def initial(self) -> dict[str, Any]:
        return {"answer_by": add_working_days(clock.today(), DAYS_TO_ANSWER)}

    def open_here(self) -> list[uuid.UUID]:
        """All lines of this page that can be decided."""
        return [line.pk for line in self.lines if line.state in CHANGEABLE and not words.moved(line)]

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        chosen = self.open_here() if values["act"] == ACCEPT_ALL else values["lines"]
        lines = {"allocation_id": self.allocation.pk, "chosen": chosen, "by": self.user, "at": clock.now()}
        if values["act"] in (ACCEPT, ACCEPT_ALL):
            self.told = self.accepted(
                accept_lines(
                    no_conflict=values["asked"],
                    **{name: values[name] for name in ("conflict_asked", "reason", "wish_reason", "asked_how", "answer_by")},
                    **lines,
                )
            )
        elif values["act"] == DROP:
            number = drop_lines(**lines)
            self.told = ngettext("%(n)s line is dropped. The client waits on.", "%(n)s lines are dropped. The clients wait on.", number)
            self.told %= {"n": number}
        else:
            number = take_first_choice(**lines)
            self.told = ngettext("%(n)s line has the client's first choice now.", "%(n)s lines have the clients' first choice now.", number)
            self.told %= {"n": number}
        return self.request.get_full_path()

    def accepted(self, became: dict[str, int]) -> str:
        proposed, refused = became.get(LineState.ACCEPTED, 0), became.get(LineState.REFUSED, 0)
        told = ngettext(
            "A mentor is proposed to %(n)s client. Type the answer in the case.",
            "Mentors are proposed to %(n)s clients. Type the answers in the cases.",
            proposed,
        ) % {"n": proposed}
        if refused:
            no = ngettext(
                "%(n)s line is no longer possible: the reason stands on it.",
                "%(n)s lines are no longer possible: the reason stands on each.",
                refused,
            ) % {"n": refused}
            messages.warning(self.request, no)
        return told if proposed else "" if refused else _("Nothing was changed: these lines have been decided already.")

    def done(self, form: Form) -> str:
        return self.told

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        allocation, form = self.allocation, more["form"]
        self.log_read(AccessKind.LIST, SubjectKind.CASE, [line.case_id for line in self.lines])
        mentors = {key for line in self.lines for key in (line.mentor_id, line.first_choice_id) if key}
        self.log_read(AccessKind.LIST, SubjectKind.MENTOR, mentors)
        writable = can_write_cases(self.member)
        state = AllocationState(allocation.state)
        return super().show(
            status,
            allocation=allocation,
            is_done=state == AllocationState.DONE,
            is_under_way=state in UNDER_WAY,
            progress=words.progress(allocation, now=clock.now()) if state in UNDER_WAY else "",
            has_failed=state == AllocationState.FAILED,
            again_key=uuid.uuid4(),
            in_sum=words.in_sum(allocation),
            left_out=words.left_out(allocation),
            is_old=clock.now() - allocation.asked_at > OLD_AFTER,
            asked_on=day_of(allocation.asked_at),
            rows=self.rows(form),
            unknown=[self.unknown] if self.unknown else [],
            first_url=self.request.path if self.request.GET.get("after") else "",
            next_url=f"{self.request.path}?after={self.more}" if self.more else "",
            can_change=bool(writable) and bool(self.open_here()),
            why_not="" if writable else self.sentence(writable.code, writable.facts),
            **more,
        )

    def rows(self, form: Form) -> list[dict[str, Any]]:
        sent = form.data if form.is_bound else None
        chosen, asked = (set(sent.getlist(name)) for name in ("lines", "asked")) if sent is not None else (set(), set())  # type: ignore[attr-defined]
        if sent is not None and sent.get("act") == ACCEPT_ALL:
            chosen = {str(key) for key in self.open_here()}
        firsts = {line.first_choice_id for line in self.lines if line.first_choice_id != line.mentor_id}
        others = AllocationLine.objects.filter(allocation=self.allocation, mentor__in=firsts - {None}).order_by(
            "case__year", "case__number"
        )
        elsewhere = words.went_to(others.values_list("mentor_id", "case__year", "case__number")) if self.lines else {}
        told = form.is_bound and "asked" in form.errors
        rows = [words.line_row(line, elsewhere=elsewhere, chosen=chosen, asked=asked, told=told) for line in self.lines]
        # Where the summary of errors leads to: the first tick of each kind.
        for name, which in (("lines", "changeable"), ("asked", "error" if told else "changeable")):
            if first := next((row for row in rows if row[which]), next((row for row in rows if row["changeable"]), None)):
                first[f"id_{name}"] = f"id_{name}"
        return rows
