"""The base of pages whose choices stand in the address: shown with the usual ones, done when they are sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.pages import Page
from core.forms import Form
from reports.views.base import ReportsMixin


class ChoosingPage(ReportsMixin, Page):
    """A page with one form that is sent by GET. What is wrong in it is said beside its fields, with status 422."""

    form_class: type[Form]

    def usual(self) -> dict[str, Any]:
        """What is chosen where nothing is."""
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(self.sent(), initial=self.usual())
        if form.is_bound and not form.is_valid():
            return self.show(status=422, form=form)
        return self.answer(form)

    def sent(self) -> QueryDict | None:
        known = self.request.GET
        return known if any(name in known for name in self.form_class.base_fields) else None

    def answer(self, form: Form) -> HttpResponse:
        """The page, or what was asked for. The form is valid, or nothing was sent."""
        return self.show(form=form)

    def refused(self, form: Form, code: str, facts: dict[str, Any], field: str = "") -> HttpResponse:
        form.refuse(self.sentence(code, facts), field)
        return self.show(status=422, form=form)


class FileOf(ChoosingPage):
    """The file that such a page makes: asked for without choices, the usual ones hold."""

    def sent(self) -> QueryDict | None:
        return super().sent() or self.as_sent(self.usual())

    def as_sent(self, values: dict[str, Any]) -> QueryDict:
        found = QueryDict(mutable=True)
        found.update({name: self.form_class.base_fields[name].prepare_value(value) for name, value in values.items()})
        return found


def attachment(body: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A file to be saved and not shown by the browser as a page of ours."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(body, content_type=content_type, headers=headers)
