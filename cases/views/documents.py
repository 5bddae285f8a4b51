"""Documents that came: the list with a form over it, the file as an attachment, and striking one out."""

import uuid
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import mark_of, no_such_place, older_than
from cases.actions.documents import add_document, strike_document
from cases.enums_course import DocumentKind
from cases.forms.documents import DocumentForm, StrikeForm
from cases.models import Document
from cases.permissions import can_add
from cases.rules.documents import ENDINGS, file_name
from cases.views.base import CaseFormPage, CasePage
from core import clock
from core.forms import Form
from core.templatetags.ui import day
from core.words import size_words

ON_A_PAGE = 25


def row(document: Document, ref: str) -> dict[str, Any]:
    """A document as lists show it."""
    parts = [str(DocumentKind(document.kind).label), _("received %(day)s") % {"day": day(document.received_on)}]
    if document.from_whom:
        parts.append(_("from: %(whom)s") % {"whom": document.from_whom})
    parts.append(f"{ENDINGS.get(document.content_type, '').upper()}, {size_words(document.size)}")
    return {
        "document": document,
        "head": " · ".join(parts),
        "url": reverse("case_document_file", args=[ref, document.pk]),
        "strike_url": reverse("case_document_strike", args=[ref, document.pk]),
    }


class Documents(CaseFormPage):
    template = "cases/documents.html"
    form_class = DocumentForm
    tab = "case_notes"
    creates = True

    def initial(self) -> dict[str, Any]:
        return {"received_on": clock.today()}

    def make_form(self, data: QueryDict | None = None) -> Form:
        return DocumentForm(data, self.request.FILES if data is not None else None, initial=self.initial_with_key())

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        add_document(
            case_id=self.case.pk,
            kind=DocumentKind(typed["kind"]),
            title=typed["title"],
            received_on=typed["received_on"],
            from_whom=typed["from_whom"],
            data=typed["file"].read(),
            size=typed["file"].size,
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_documents", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The document is kept with the case.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(status, can_add=bool(can_add(self.member, self.case)), **more)

    def context(self) -> dict[str, Any]:
        documents = Document.objects.filter(case=self.case).annotate(at=F("recorded_at")).select_related("recorded_by")
        mark, known = self.request.GET.get("after", ""), False
        if mark:
            documents, known = older_than(rows=documents, mark=mark)
        rows = list(documents.order_by("-at", "-pk")[: ON_A_PAGE + 1])
        more, rows = len(rows) > ON_A_PAGE, rows[:ON_A_PAGE]
        return {
            "heading": _("Documents of %(name)s") % {"name": self.case.client.name},
            "documents": [row(each, self.case.ref) for each in rows],
            "next_mark": mark_of(rows[-1]) if more else "",
            "first_page": not known,
            "problem": no_such_place() if mark and not known else "",
        }


class DocumentMixin:
    """A page about one document of the case."""

    def load(self, ref: str, document: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref)  # type: ignore[misc]
        found = Document.objects.filter(case=self.case, pk=document).first()  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        self.document = found


class DocumentFile(DocumentMixin, CasePage):
    """The file itself: logged as taken out, always an attachment, and never opened by the browser as a page of ours."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = self.document
        self.log_read(AccessKind.EXPORT, SubjectKind.CASE, [self.case.pk], purpose=f"document {found.pk}")
        name = file_name(ref=self.case.ref, received_on=found.received_on.isoformat(), key=found.pk.hex, content_type=found.content_type)
        return HttpResponse(
            bytes(found.content.data),
            content_type=found.content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )


class StrikeDocument(DocumentMixin, CaseFormPage):
    template = "cases/document_strike.html"
    form_class = StrikeForm
    tab = "case_notes"
    creates = True

    def act(self, form: Form) -> str:
        strike_document(case_id=self.case.pk, document_id=self.document.pk, why=form.cleaned_data["why"], by=self.user, at=clock.now())
        return reverse("case_documents", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The document is struck out. It stays in the list and can be read.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(status, can_add=bool(can_add(self.member, self.case)), **more)

    def context(self) -> dict[str, Any]:
        shown = row(self.document, self.case.ref)
        return {
            "heading": _("Strike out a document of %(name)s") % {"name": self.case.client.name},
            "rows": [{"label": _("Document"), "value": self.document.title, "note": shown["head"]}],
            "struck": self.document.struck_on,
            "cancel_url": reverse("case_documents", args=[self.case.ref]),
        }
