"""What the forms around a course share: a row is added and changed on a page of its own, and ended on another."""

import uuid
from typing import Any

from django.db import models
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.permissions import can_add
from cases.views.base import CaseFormPage
from core import clock
from core.forms import Form


class AroundPage(CaseFormPage):
    """A form about one row, which the address names under `arg`, or about a new one.

    `draft` is the name of the drafts of new rows; `spans` says how many of twelve columns a field has (12 unless told).
    """

    template = "cases/around_form.html"
    tab = "case_around"
    creates = True
    model: type[models.Model]
    arg = ""
    draft = ""
    names: tuple[str, ...] = ()
    spans: dict[str, int] = {}
    row: Any = None

    def load(self, ref: str, **kwargs: Any) -> None:
        super().load(ref=ref)
        key = kwargs.get(self.arg)
        if key is not None:
            self.row = self.rows().filter(pk=key).first()
            if self.row is None:
                raise Http404
        elif self.draft:
            self.draft_name = self.draft

    def rows(self) -> models.QuerySet:
        return self.model._default_manager.filter(case=self.case)

    @property
    def key(self) -> uuid.UUID | None:
        return self.row.pk if self.row else None

    def initial(self) -> dict[str, Any]:
        if self.row is None:
            return self.new()
        return {"version": self.row.version, **{name: getattr(self.row, name) for name in self.names}}

    def new(self) -> dict[str, Any]:
        """What stands in the form of a new row."""
        return {}

    def act(self, form: Form) -> str:
        version = (form.cleaned_data["version"] or 0) if self.row else None
        self.keep(form.cleaned_data, {"case_id": self.case.pk, "version": version, "by": self.user, "at": clock.now()})
        return reverse("case_around", args=[self.case.ref])

    def keep(self, typed: dict[str, Any], shared: dict[str, Any]) -> None:
        """Call the one action."""
        raise NotImplementedError

    def title(self) -> str:
        raise NotImplementedError

    def verb(self) -> str:
        return _("Save the changes") if self.row else _("Save")

    def done(self, form: Form) -> str:
        return _("It is saved.")

    def closed(self) -> str:
        """Why this row cannot be changed any more; "" when it can."""
        return ""

    def rule(self) -> dict[str, str] | None:
        """The rule of the scheme that stands beside the form."""
        return None

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form = more.get("form")
        fields = [(field, self.spans.get(field.name, 12)) for field in form.visible_fields()] if form else []
        return super().show(
            status,
            **{
                "can_add": bool(can_add(self.member, self.case)),
                "fields": [{"field": field, "span": f"s{span}"} for field, span in fields],
                "page_name": self.title(),
                "heading": _("%(page)s: %(name)s") % {"page": self.title(), "name": self.case.client.name},
                "verb": self.verb(),
                "closed": self.closed(),
                "rule": self.rule(),
                "summary": self.summary(),
                "has_draft": bool(self.draft_name),
                "cancel_url": reverse("case_around", args=[self.case.ref]),
                **more,
            },
        )

    def summary(self) -> list[dict[str, Any]]:
        """Rows above the form, where it is not the row itself that is changed."""
        return []
