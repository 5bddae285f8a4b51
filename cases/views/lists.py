"""The list of cases: 25 rows, newest first by case number, page by page from the last row seen, so that page 400 is as quick as page 1."""

import datetime as dt
import re
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import CASE_WRITERS, AccessKind, SubjectKind
from accounts.pages import Page
from accounts.permissions import can_read_cases
from cases.enums import CLOSED_STATES, OPEN_STATES, State
from cases.models import Assignment, Case
from core import clock
from core.filters import Filters
from core.reference import in_language
from core.templatetags.ui import day as written_day
from core.templatetags.ui import due_state, number

ROWS = 25
COUNTED = 1000
_REF = re.compile(r"(\d{4})-(\d{4,9})")
_COLUMNS = (
    "id",
    "year",
    "number",
    "state",
    "due_on",
    "client__given_name",
    "client__family_name",
    "caseworker__name",
    "situation__name_da",
    "situation__name_en",
)


def beside(cases: QuerySet, mark: str, *, older: bool) -> QuerySet | None:
    """The cases with a lower (older) or higher number than the one in the mark; None when the mark is no case number."""
    found = _REF.fullmatch(mark)
    if not found or int(found[2]) > 2_000_000_000:
        return None
    year, serial = int(found[1]), int(found[2])
    if older:  # the first condition lets the index start at the right place
        return cases.filter(Q(year__lt=year) | Q(number__lt=serial), year__lte=year)
    return cases.filter(Q(year__gt=year) | Q(number__gt=serial), year__gte=year)


def mentor_names(rows: list[dict[str, Any]]) -> dict[Any, str]:
    """The mentor of each case, or the last one of a closed case, in one statement."""
    assignments = Assignment.objects.filter(case_id__in=[row["id"] for row in rows]).filter(
        Q(ended_on__isnull=True) | Q(case__state__in=CLOSED_STATES)
    )
    return dict(assignments.order_by("first_day", "assigned_at").values_list("case_id", "mentor__name"))


class CaseList(Page):
    template = "cases/case_list.html"
    permission = staticmethod(can_read_cases)

    def context(self) -> dict[str, Any]:
        filters = Filters(self.request.GET, self.request.path)
        step = filters.pick("step", State)
        whose = filters.pick("whose", ("all", "mine"), default="all")
        which = filters.pick("which", ("open", "closed", "all"), default="open")
        if step:
            which = "open" if step in OPEN_STATES else "closed"
        cases = Case.objects.visible_to(self.member)
        if whose == "mine":
            cases = cases.of_caseworker(self.user)
        if step:
            cases = cases.filter(state=step)
        elif which != "all":
            cases = cases.filter(state__in=OPEN_STATES if which == "open" else CLOSED_STATES)

        page, newer, older = self.page(cases, filters)
        mentors = mentor_names(page)
        count = cases.order_by()[: COUNTED + 1].count()
        today = clock.today()
        rows = [self.row(each, mentors, today) for each in page]
        self.log_read(AccessKind.LIST, SubjectKind.CASE, [each["id"] for each in page])
        return {
            "rows": rows,
            "count_words": self.count_words(count),
            "unknown": filters.unknown,
            "which_pills": [
                {
                    "label": label,
                    "url": filters.address(which="" if value == "open" else value, step=""),
                    "current": value == which and not step,
                }
                for value, label in (("open", _("Open cases")), ("closed", _("Closed cases")), ("all", _("Open and closed cases")))
            ],
            "step_pills": [filters.pill("step", "", _("All steps"), current=step)]
            + [filters.pill("step", state, State(state).label, current=step) for state in self.states(which)],
            "whose_pills": [
                filters.pill("whose", "all", _("Everybody’s"), current=whose),
                filters.pill("whose", "mine", _("Mine"), current=whose),
            ],
            "newer_url": filters.address(before=self.ref(page[0])) if newer else "",
            "older_url": filters.address(after=self.ref(page[-1])) if older else "",
            "filtered": bool(filters.chosen),
            "all_url": self.request.path,
            "new_url": reverse("case_new") if self.member.role in CASE_WRITERS else "",
        }

    def states(self, which: str) -> tuple[State, ...]:
        return {"open": OPEN_STATES, "closed": CLOSED_STATES}.get(which, (*OPEN_STATES, *CLOSED_STATES))

    def count_words(self, count: int) -> str:
        if count > COUNTED:
            return _("over %(number)s cases") % {"number": number(COUNTED)}
        return _("%(number)s cases") % {"number": number(count)} if count != 1 else _("1 case")

    def page(self, cases: QuerySet, filters: Filters) -> tuple[list[dict[str, Any]], bool, bool]:
        """25 rows, and whether there are newer and older ones."""
        marks = self.request.GET
        back = "before" in marks and "after" not in marks
        mark = marks.get("before" if back else "after", "")
        found = beside(cases, mark, older=not back) if mark else cases
        if found is None:
            filters.unknown.append(_("This place in the list does not exist. The list begins at its top."))
            found, mark, back = cases, "", False
        order = ("year", "number") if back else ("-year", "-number")
        rows = list(found.order_by(*order).values(*_COLUMNS)[: ROWS + 1])
        more, rows = len(rows) > ROWS, rows[:ROWS]
        if back:
            return rows[::-1], more and bool(rows), bool(rows)
        return rows, bool(mark) and bool(rows), more

    @staticmethod
    def ref(row: dict[str, Any]) -> str:
        return f"{row['year']}-{row['number']:04d}"

    def row(self, each: dict[str, Any], mentors: dict[Any, str], today: dt.date) -> dict[str, Any]:
        ref, due_on = self.ref(each), each["due_on"]
        is_open = each["state"] in OPEN_STATES
        return {
            "ref": ref,
            "url": f"/cases/{ref}/",
            "name": f"{each['client__given_name']} {each['client__family_name']}".strip(),
            "step": State(each["state"]).label,
            "situation": in_language(da=each["situation__name_da"], en=each["situation__name_en"]),
            "mentor": mentors.get(each["id"], ""),
            "due": written_day(due_on) if due_on and is_open else "",
            "over": bool(due_on and is_open and due_state(due_on, today) == "over"),
            "caseworker": each["caseworker__name"],
        }
