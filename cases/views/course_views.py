"""One party's view of the course, written down: for the request that is pending, or else for the end."""

import uuid
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.course_views import save_view, views_of
from cases.course_rows import mentors_of
from cases.enums import State
from cases.enums_course import PENDING_EXTENSIONS, GivenHow, View
from cases.forms.course_views import ViewForm
from cases.models import CourseView, Extension
from cases.permissions import can_add
from cases.views.base import CaseFormPage
from core import clock
from core.verdicts import Refused


class CourseViewPage(CaseFormPage):
    """`whose` is set by the address: client and mentor have a page each, so that a draft knows its own."""

    template = "cases/course_view.html"
    form_class = ViewForm
    creates = True
    whose = View.CLIENT

    @property
    def draft_name(self) -> str:  # type: ignore[override]  # two pages, two drafts
        return f"view_{self.whose}"

    def load(self, ref: str = "", **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.extension_id: uuid.UUID | None = (
            Extension.objects.filter(case=self.case, state__in=PENDING_EXTENSIONS).values_list("pk", flat=True).first()
        )
        self.stored: CourseView | None = views_of(self.case, extension_id=self.extension_id).filter(view=self.whose).first()
        mentors = mentors_of(self.case)
        self.mentor = mentors[0].mentor.name if mentors else ""

    def initial(self) -> dict[str, Any]:
        known: dict[str, Any] = {"extension": self.extension_id}
        if self.stored is None:
            return {**known, "version": 0, "day": clock.today(), "how": GivenHow.MEETING}
        names = ("version", "day", "how", "words", "better", "helpful", "needs_minutes", "needs_months")
        return known | {name: getattr(self.stored, name) for name in names}

    def make_form(self, data: QueryDict | None = None) -> ViewForm:
        helper = self.mentor.split()[0] if self.mentor else _("The mentor")
        return ViewForm(data, initial=self.initial_with_key(), view=self.whose, client=self.case.client.given_name, mentor=helper)

    def act(self, form: ViewForm) -> str:  # type: ignore[override]  # the form of this page
        if form.cleaned_data["extension"] != self.extension_id:
            raise Refused("view_of_something_else")
        save_view(
            case_id=self.case.pk,
            extension_id=self.extension_id,
            view=self.whose,
            version=form.cleaned_data["version"] or 0,
            day=form.cleaned_data["day"],
            how=GivenHow(form.cleaned_data["how"]),
            said=form.said(),
            by=self.user,
            at=clock.now(),
        )
        return self.back()

    def back(self) -> str:
        """Where the view is shown."""
        page = "case_extension" if self.extension_id else "case_close" if self.case.state == State.RUNNING else "case"
        return reverse(page, args=[self.case.ref])

    def done(self, form: Any) -> str:
        return _("The view is written down.")

    def context(self) -> dict[str, Any]:
        names = {"client": self.case.client.given_name, "mentor": self.mentor or _("the mentor")}
        if self.whose == View.CLIENT:
            heading = _("%(client)s’s view of the course") % names
        else:
            heading = _("%(mentor)s’s view of the course with %(client)s") % names
        has_course = self.case.state in (State.RUNNING, State.ENDED)
        may = bool(can_add(self.member, self.case))
        return {
            "heading": heading,
            "why_none": "" if has_course else self.sentence("view_no_course", {}),
            "may_write": may and has_course,
            "for_extension": self.extension_id is not None,
            "back": self.back() if has_course else reverse("case", args=[self.case.ref]),
        }
