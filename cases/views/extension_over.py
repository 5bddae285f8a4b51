"""A request that was decided or withdrawn while somebody wrote another decision of it: what became of it, and the words that were typed."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Draft
from accounts.pages import typed_rows
from cases.forms.extension import DecideForm
from cases.views.extension import history
from cases.views.extension_base import ExtensionPage


def show_over(page: ExtensionPage, form: DecideForm, *, draft: Draft | None = None, status: int = 409) -> HttpResponse:
    """The page itself without its form. `draft` is where the words stand, when they were not sent just now."""
    code = "extension_over" if page.case.is_open else "case_closed"
    known: dict[str, Any] = {"heading": _("Extension for %(name)s") % {"name": page.case.client.name}, "form": form, "draft": draft}
    page.template = "cases/extension/over.html"
    return page.show(status, **known, what=page.sentence(code, {}), became=history(page.case.pk)[:1], typed=typed_rows(form))
