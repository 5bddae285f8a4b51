"""The end of a course is read once more, and confirmed."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import drafts
from accounts.models import Draft
from accounts.pages import typed_rows
from cases.actions.closing import close_course
from cases.enums_course import View
from cases.forms.closing import ClosingForm, ConfirmForm
from cases.views import closing_words as words
from cases.views.closing_base import DRAFT, Closing
from core import clock
from core.forms import Form
from core.verdicts import Refused, Stale


class ConfirmClose(Closing):
    """The draft of the end to read, and one button that closes the course."""

    template = "cases/close_confirm.html"
    form_class = ConfirmForm
    creates = True

    @cached_property
    def draft(self) -> Draft | None:
        return self.find_draft()

    @cached_property
    def typed(self) -> ClosingForm | None:
        """The draft as a form; None when there is none, or when it is not whole."""
        if self.draft is None:
            return None
        form = self.closing_form(drafts.as_data(self.draft))
        return form if form.is_valid() else None

    def initial(self) -> dict[str, Any]:
        return {"version": self.case.version, "seen": self.draft.saved_at.isoformat() if self.draft else ""}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(form=self.make_form())

    def act(self, form: Form) -> str:
        if self.draft is None or self.typed is None:
            raise Refused("closing_no_draft")
        if form.cleaned_data["seen"] != self.draft.saved_at.isoformat():
            raise Refused("closing_draft_changed")
        wanted = self.typed.wanted()
        close_course(
            case_id=self.case.pk,
            version=form.cleaned_data["version"] or 0,
            reason=wanted.reason,
            words=wanted.words,
            became=wanted.became,
            lives=self.typed.lives(),
            days=wanted.days,
            by=self.user,
            at=clock.now(),
        )
        drafts.discard(user=self.user, member=self.member, form=DRAFT, subject_id=self.case.pk)
        return reverse("case", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The course is closed. %(name)s is asked again on the three days.") % {"name": self.client_name}

    def show_both(self, form: Form, stale: Stale) -> HttpResponse:
        """Nothing was typed here that could be lost: the page is shown as it is now, to be read again."""
        self.load(ref=self.case.ref)
        for name in ("contacts", "views", "seen_views", "typed"):
            self.__dict__.pop(name, None)
        return self.show(409, form=self.make_form(), stale=stale.facts)

    def context(self) -> dict[str, Any]:
        why_not, back = self.why_not_here(), reverse("case_close", args=[self.case.ref])
        found: dict[str, Any] = {"why_not_here": why_not, "back": back, "client_name": self.client_name}
        if why_not and self.draft is not None:  # closed meanwhile: what was typed is still to be read
            found["drafted"] = typed_rows(self.closing_form(drafts.as_data(self.draft)))
        if why_not or self.typed is None:
            return found | {"no_draft": not why_not}
        wanted = self.typed.wanted()
        _field, answer = self.problem(wanted)
        names = {View.CLIENT: self.client_name, View.MENTOR: self.mentor_name}
        missing = [_("%(name)s’s view is missing.") % {"name": names[view]} for view, is_here in self.seen_views.items() if not is_here]
        return found | {
            "rows": words.summary(
                client=self.client_name,
                reason=wanted.reason,
                words=wanted.words,
                became=wanted.became,
                lives=self.typed.lives(),
                days=wanted.days,
                contacts=self.contacts,
                missing=missing,
                change_url=back,
            ),
            "consequences": self.consequences(),
            "stops": "" if answer else self.sentence(answer.code, answer.facts),
        }
