"""The decision of an extension to read once more, with the days of the letter, and one button that issues it or sends it for approval."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import drafts
from accounts.models import Draft
from cases.actions.decisions import letter_days
from cases.actions.extensions import decide_extension
from cases.enums import Channel
from cases.forms.extension import ConfirmForm, DecideForm
from cases.models import Approval, Decision
from cases.rules.extensions import Choice, Proposed
from cases.views import assessment_parts
from cases.views import extension_words as words
from cases.views.approval_rows import the_manager
from cases.views.discharge_parts import discharge_notices
from cases.views.extension_base import DRAFT, ExtensionPage
from cases.views.extension_over import show_over
from core import clock
from core.forms import Form
from core.verdicts import Refused, Stale


class ConfirmPage(ExtensionPage):
    """Reads the user's draft of the decision; `seen` is the moment of the draft that the page showed."""

    template = "cases/extension/confirm.html"
    form_class = ConfirmForm
    creates = True
    made: Decision | Approval | None = None

    @cached_property
    def draft(self) -> Draft | None:
        return drafts.find(user=self.user, member=self.member, form=DRAFT, subject_id=self.case.pk)

    @cached_property
    def drafted(self) -> Proposed:
        """The decision as the user's draft has it."""
        if self.draft is None:
            return Proposed()
        form = DecideForm(drafts.as_data(self.draft), given_name=self.case.client.given_name)
        return self.proposed(form.values())

    def initial(self) -> dict[str, Any]:
        return {
            "version": self.extension.version if self.extension else 0,
            "seen": self.draft.saved_at.isoformat() if self.draft else "",
        }

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.open:
            return self.over(200) if self.draft else HttpResponseRedirect(reverse("case_extension", args=[self.case.ref]))
        if self.draft is None or self.drafted.choice in (None, Choice.SEND_BACK):
            return HttpResponseRedirect(reverse("case_extension_decide", args=[self.case.ref]))
        return self.show(form=self.make_form())

    def over(self, status: int = 409) -> HttpResponse:
        """What became of the request, and the decision as the user's draft has it."""
        data = drafts.as_data(self.draft) if self.draft else QueryDict()
        return show_over(self, DecideForm(data, given_name=self.case.client.given_name), draft=self.draft, status=status)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        if self.open or "became" in more:
            return super().show(status, **more)
        return self.over()

    def act(self, form: Form) -> str:
        if self.extension is None:
            raise Refused("extension_over")
        if self.draft is None:
            raise Refused("no_draft_of_an_extension")
        if form.cleaned_data["seen"] != self.draft.saved_at.isoformat():
            raise Refused("draft_changed")
        self.made = decide_extension(
            case_id=self.case.pk,
            extension_id=self.extension.pk,
            version=form.cleaned_data["version"] or 0,
            proposed=self.drafted,
            by=self.user,
            at=clock.now(),
        )
        drafts.discard(user=self.user, member=self.member, form=DRAFT, subject_id=self.case.pk)
        return reverse("case_extension", args=[self.case.ref])

    def done(self, form: Form) -> str:
        if self.made is None:
            return ""  # sent twice: the first sending has said it
        if isinstance(self.made, Approval):
            return _("The grant is sent for approval. A second person issues it or sends it back.")
        if self.made.is_grant:
            return _("The extension is issued. The agreement must be saved again and signed for the new period.")
        return _("The decision is made: %(decision)s.") % {"decision": str(self.made.get_outcome_display()).lower()}

    def show_both(self, form: Form, stale: Stale) -> HttpResponse:
        """Nothing was typed here that could be lost: the page is shown as it is now, to be read again."""
        self.load(ref=self.case.ref)
        for name in ("parts", "extensions_before", "drafted"):
            self.__dict__.pop(name, None)
        return self.show(409, form=self.make_form(), stale=stale.facts)

    def context(self) -> dict[str, Any]:
        proposed = self.drafted
        gaps = self.gaps(proposed) if self.draft else []
        rows = words.decision_rows(proposed, self.wished) if self.wished and self.draft else []
        if proposed.sent_on is not None and self.scheme is not None:
            channel = Channel(self.case.client.channel)
            received_on, until = letter_days(sent_on=proposed.sent_on, channel=channel, scheme=self.scheme)
            rows += assessment_parts.letter_rows(channel=channel, sent_on=proposed.sent_on, received_on=received_on, appeal_until=until)
        second = self.second(self.part(proposed))
        return {
            "heading": _("Extension for %(name)s") % {"name": self.case.client.name},
            "rows": rows,
            "second": second,
            "second_name": the_manager(self.case) if second else "",
            "is_grant": proposed.is_grant,
            "discharge": discharge_notices(self.case, proposed=proposed.span),
            "gaps": [self.sentence(gap.code, gap.facts) for gap in gaps],
            "may_not_decide": self.may_decide(),
            "rule": assessment_parts.rule(self.scheme),
            "change_url": reverse("case_extension_decide", args=[self.case.ref]),
        }
