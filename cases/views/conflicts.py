"""Lifting a conflict of interest: the page says what it was, asks why it is no longer there, and brings the mentor back to the board."""

import uuid
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, SubjectKind
from cases.actions.conflicts import lift_conflict
from cases.enums import State
from cases.forms.match import LiftForm
from cases.models import Conflict
from cases.views.base import CaseFormPage
from cases.views.match_words import conflict_rows
from core import clock
from core.forms import Form


class LiftConflict(CaseFormPage):
    template = "cases/conflict_lift.html"
    step = State.MATCH
    form_class = LiftForm

    def load(self, ref: str, conflict: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        rows = Conflict.objects.filter(client_id=self.case.client_id, pk=conflict)
        self.conflict = rows.select_related("mentor", "recorded_by").first()
        if self.conflict is None:
            raise Http404

    def act(self, form: Form) -> str:
        lift_conflict(case_id=self.case.pk, conflict_id=self.conflict.pk, why=form.cleaned_data["why"], by=self.user, at=clock.now())
        return reverse("case_match", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The conflict of interest with %(mentor)s is lifted.") % {"mentor": self.conflict.mentor.name}

    def context(self) -> dict[str, Any]:
        self.log_read(AccessKind.PAGE, SubjectKind.MENTOR, [self.conflict.mentor_id])
        return {
            "heading": _("Lift the conflict of interest with %(mentor)s") % {"mentor": self.conflict.mentor.name},
            "conflict": self.conflict,
            "rows": conflict_rows(self.conflict),
        }
