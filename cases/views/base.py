"""What every page of a case shares: the case found through `visible_to`, its frame (identity bar, stepper), and its read log."""

from functools import cache
from typing import Any

from django.http import Http404

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage, Page
from cases.course_shown import course_shown, with_course
from cases.models import Case
from cases.permissions import can_change, can_read_cases, can_write_cases
from cases.phrases import sentence
from cases.querysets import CaseQuerySet, year_and_number
from cases.views.frame import frame
from cases.views.tabs import tabs
from core import clock
from core.prepared import Asked, Prepared

REVEALED = "revealed_cpr"
"""In the session: the case whose CPR number the next page shows. Never the number itself."""


@cache
def _case_of(page: type["CaseMixin"]) -> Prepared[Case]:
    """The statement of a page: the case with a number, as `visible_to` and `numbered` find it, with the page's rows."""
    known = {"jobcentre_id": Asked("jobcentre"), "year": Asked("year"), "number": Asked("number")}
    return Prepared(lambda: page.with_rows(Case.objects.filter(**known)))


class CaseMixin:
    """Loads `self.case` by the number in the address: 404 for another jobcentre's, with the body of an unknown number."""

    permission = staticmethod(can_read_cases)
    may_write = staticmethod(can_write_cases)
    step = ""
    tab = ""
    case: Case

    @classmethod
    def with_rows(cls, cases: CaseQuerySet) -> CaseQuerySet:
        """The cases with the rows and numbers that every page shows; a page can read more in the same statement."""
        return with_course(cases.select_related("client", "caseworker", "team", "situation", "workplace", "partner", "jobcentre"))

    def load(self, ref: str, **kwargs: Any) -> None:
        known = year_and_number(ref) if can_read_cases(self.member) else None
        found = known and _case_of(type(self)).first(jobcentre=self.member.jobcentre_id, year=known[0], number=known[1])
        if not found:
            raise Http404
        self.case = found

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def show(self, status: int = 200, **more: Any):
        """`more_facts` are what the page adds to the identity bar's facts; the CPR number in them is shown here and nowhere else.

        `read` is whom else it shows, for the read log.
        """
        self.log_reads((AccessKind.PAGE, SubjectKind.CASE, [self.case.pk]), *more.pop("read", []))
        writable = can_change(self.member, self.case)
        framed = frame(self.case, step=self.step, today=clock.today(), revealed=self.is_revealed())
        framed["facts"] += more.pop("more_facts", [])
        return super().show(
            status,
            **{
                "case": self.case,
                "client": self.case.client,
                "today": clock.today(),
                "can_change": bool(writable),
                "why_not": "" if writable else self.sentence(writable.code, writable.facts),
                "subnav": tabs(self.case, current=self.tab, counts=course_shown(self.case).tab_counts()),
                **framed,
                **more,
            },
        )

    def is_revealed(self) -> bool:
        """Whether this page shows the whole CPR number: once, after the logged POST that asked for it."""
        return self.request.session.pop(REVEALED, None) == str(self.case.pk)

    def subject_id(self):
        return self.case.pk


class CasePage(CaseMixin, Page):
    """A page of a case that is only read."""


class CaseFormPage(CaseMixin, FormPage):
    """A page of a case with one form."""
