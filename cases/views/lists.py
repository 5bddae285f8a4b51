"""The list of cases: newest first by case number, filtered by the address."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import CASE_WRITERS, AccessKind, SubjectKind
from accounts.pages import Page, no_such_place
from accounts.permissions import can_read_cases
from cases.enums import CLOSED_STATES, OPEN_STATES, State
from cases.list_rows import piece
from cases.models import Case
from core import clock
from core.filters import Filters
from core.templatetags.ui import number

COUNTED = 1000


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

        shown = piece(cases, self.request.GET, today=clock.today())
        if not shown.is_known:
            filters.unknown.append(no_such_place())
        count = cases.order_by()[: COUNTED + 1].count()
        self.log_read(AccessKind.LIST, SubjectKind.CASE, shown.ids)
        return {
            "rows": shown.rows,
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
            "newer_url": filters.address(before=shown.newer) if shown.newer else "",
            "older_url": filters.address(after=shown.older) if shown.older else "",
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
