"""Mentors from a file: what the file looks like, a reading of it with every error, and the press that imports it (R82, R83)."""

import base64
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage, Page
from accounts.permissions import can_write_mentors
from core import clock
from core.forms import Form
from core.templatetags.ui import number
from mentors.actions_imports import FaultyFile, import_mentors, keep_import
from mentors.imports import column_words, example_file, faults_file, read_mentors, said
from mentors.models import MentorImport, Organisation, Workplace
from mentors.phrases import sentence
from mentors.rules.imports import MOST_BYTES, MOST_LINES, MOST_LISTED, Fault, Row, read_table, too_large

NAMES_SHOWN = 20
PLACES_SHOWN = 50


class UploadForm(Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        allow_empty_file=True,  # our own sentence says so
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file."), "missing": gettext_lazy("Choose a file.")},
    )


class FaultsMixin:
    """A page on which the errors of a file can stand."""

    permission = staticmethod(can_write_mentors)
    faults: Sequence[Fault] = ()

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def refuse(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        raise FaultyFile(faults)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        shown, rest = self.faults[:MOST_LISTED], len(self.faults) - MOST_LISTED
        return super().show(  # type: ignore[misc]
            status,
            faults=[said(fault) for fault in shown],
            rest=ngettext("and %(n)s error more", "and %(n)s errors more", rest) % {"n": number(rest)} if rest > 0 else "",
            faults_csv=base64.b64encode(faults_file(shown)).decode() if shown else "",
            **more,
        )


class ImportMentors(FaultsMixin, FormPage):
    """Read a file. Nothing is imported here: a file without errors is kept, and the next page says what is in it."""

    template = "mentors/import.html"
    form_class = UploadForm
    creates = True

    def make_form(self, data: QueryDict | None = None) -> Form:
        return UploadForm(data, self.request.FILES if data is not None else None, initial=self.initial_with_key())

    def context(self) -> dict[str, Any]:
        return {
            "crumbs": crumbs(_("Import from a file")),
            "columns": column_words(),
            "most_lines": number(MOST_LINES),
            "most_mb": MOST_BYTES // 1_000_000,
        }

    def act(self, form: Form) -> str:
        upload, now = form.cleaned_data["file"], clock.now()
        if upload.size > MOST_BYTES:
            self.refuse([too_large(upload.size)])
        reading = read_mentors(upload.read(), jobcentre_id=self.member.jobcentre_id, on=clock.today())
        if reading.faults:
            self.refuse(reading.faults)
        kept = keep_import(
            jobcentre_id=self.member.jobcentre_id,
            file_name=upload.name,
            content=reading.text,
            mentors=len(reading.lines),
            by=self.user,
            at=now,
        )
        if reading.encoding == "cp1252":
            messages.warning(
                self.request,
                _("The file is not in UTF-8 and was read as Windows-1252. See that æ, ø and å stand right in the names below."),
            )
        return reverse("mentor_import_confirm", args=[kept.pk])


class ConfirmImport(FaultsMixin, FormPage):
    """What a file without errors would add, and the button that adds it. Read again at the press: the register may have changed."""

    template = "mentors/import_confirm.html"
    form_class = Form
    added = 0

    def load(self, upload: uuid.UUID, **kwargs: Any) -> None:
        found = MentorImport.objects.filter(jobcentre_id=self.member.jobcentre_id, pk=upload).first()
        if found is None:
            raise Http404
        self.upload = found

    def context(self) -> dict[str, Any]:
        found = self.upload
        rows = read_table(found.content.encode()).rows if found.content else ()
        names = [row.cells["name"] for row in rows[:NAMES_SHOWN] if "name" in row.cells]
        if names:  # they are in no register yet, so the log says the file
            self.log_read(AccessKind.PAGE, SubjectKind.MENTOR, [None], purpose=f"file {found.pk}")
        jobcentre = {"jobcentre_id": self.member.jobcentre_id}
        return {
            "crumbs": crumbs(_("Import from a file")),
            "upload": found,
            "count_words": ngettext("%(n)s mentor", "%(n)s mentors", found.mentors) % {"n": number(found.mentors)},
            "names": names,
            "more_names": number(found.mentors - len(names)) if found.mentors > len(names) else "",
            "new_organisations": new_names(rows, "organisation", Organisation.objects.filter(**jobcentre).values_list("name", flat=True)),
            "new_workplaces": new_names(rows, "workplace", Workplace.objects.filter(**jobcentre).values_list("name", flat=True)),
        }

    def act(self, form: Form) -> str:
        reading = read_mentors(self.upload.content.encode(), jobcentre_id=self.member.jobcentre_id, on=clock.today())
        if reading.faults and not MentorImport.objects.filter(pk=self.upload.pk, imported_at__isnull=False).exists():
            self.refuse(reading.faults)
        self.added = import_mentors(
            jobcentre_id=self.member.jobcentre_id, lines=reading.lines, by=self.user, at=clock.now(), import_id=self.upload.pk
        )
        return reverse("mentor_list")

    def done(self, form: Form) -> str:
        if not self.added:
            return _("The file is imported already. Nothing was added a second time.")
        words = ngettext("%(n)s mentor is added to the register.", "%(n)s mentors are added to the register.", self.added)
        return words % {"n": number(self.added)}


class ImportExample(Page):
    """A file with all columns, to begin with."""

    permission = staticmethod(can_write_mentors)

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = _("mentors-example")
        return HttpResponse(
            example_file(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
        )


def new_names(rows: Sequence[Row], key: str, known: Any) -> list[str]:
    """The places of a file that the register does not have: who misspells one sees it before it is made."""
    there = {name.upper() for name in known}
    found = {row.cells[key].upper(): row.cells[key] for row in reversed(rows) if key in row.cells}
    return sorted(name for upper, name in found.items() if upper not in there)[:PLACES_SHOWN]


def crumbs(last: str) -> list[dict[str, str]]:
    return [{"label": _("Mentors"), "url": reverse("mentor_list")}, {"label": last, "url": ""}]
