"""Notes of a case: a new one over the list, newest first; a page of its own for each, with all that it has said and the correction."""

import uuid
from typing import Any

from django.db.models import F, Prefetch
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.pages import mark_of, no_such_place, older_than
from cases.actions.notes import change_note, correct_note, write_note
from cases.enums_course import NoteKind
from cases.forms.notes import CorrectionForm, NoteForm
from cases.models import Document, Note, NoteVersion
from cases.permissions import can_add
from cases.phrases import sentence
from cases.rules.cpr import stands_in
from cases.rules.notes import EDITABLE, changes_in_place
from cases.views.base import CaseFormPage
from core import clock
from core.forms import Form
from core.templatetags.ui import clock as time_of
from core.templatetags.ui import day, moment

ON_A_PAGE = 25
BESIDE = 5


class NoteBase(CaseFormPage):
    """What both pages of notes share: words may be a person's, so no draft of them holds a CPR number."""

    tab = "case_notes"
    creates = True

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(status, can_add=bool(can_add(self.member, self.case)), **more)

    def save_draft(self) -> HttpResponse:
        if stands_in(self.request.POST.get("words", "")):
            form = self.make_form(self.request.POST)
            form.is_valid()
            form.refuse(sentence("cpr_in_text", {}), "words")
            return self.show(status=422, form=form, draft=None)
        return super().save_draft()


def head_of(note: Note) -> str:
    """The kind of a note with its day and source: "Told orally · received Mon 16 Nov 2026 · from the client"."""
    parts = [str(NoteKind(note.kind).label)]
    parts.append(_("received %(day)s") % {"day": day(note.received_on)})
    if note.from_whom:
        parts.append(_("from: %(whom)s") % {"whom": note.from_whom})
    return " · ".join(parts)


class Notes(NoteBase):
    template = "cases/notes.html"
    form_class = NoteForm
    draft_name = "note"

    def initial(self) -> dict[str, Any]:
        return {"kind": NoteKind.NOTE, "received_on": clock.today()}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        write_note(
            case_id=self.case.pk,
            kind=NoteKind(typed["kind"]),
            received_on=typed["received_on"],
            from_whom=typed["from_whom"],
            words=typed["words"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_notes", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The note is saved. You can change it for %(minutes)s minutes; after that it stands, and corrections get a reason.") % {
            "minutes": EDITABLE.seconds // 60
        }

    def context(self) -> dict[str, Any]:
        newest_first = Prefetch("versions", NoteVersion.objects.order_by("-number"))
        notes = Note.objects.filter(case=self.case).annotate(at=F("written_at")).select_related("written_by")
        mark, known = self.request.GET.get("after", ""), False
        if mark:
            notes, known = older_than(rows=notes, mark=mark)
        rows = list(notes.prefetch_related(newest_first).order_by("-at", "-pk")[: ON_A_PAGE + 1])
        more, rows = len(rows) > ON_A_PAGE, rows[:ON_A_PAGE]
        documents = list(Document.objects.filter(case=self.case, struck_on__isnull=True).order_by("-recorded_at", "-pk")[: BESIDE + 1])
        return {
            "heading": _("Notes and documents of %(name)s") % {"name": self.case.client.name},
            "notes": [self.row(note) for note in rows],
            "next_mark": mark_of(rows[-1]) if more else "",
            "first_page": not known,
            "problem": no_such_place() if mark and not known else "",
            "documents": documents[:BESIDE],
            "more_documents": len(documents) > BESIDE,
        }

    def row(self, note: Note) -> dict[str, Any]:
        versions = list(note.versions.all())
        newest = versions[0]
        mine = newest.written_by_id == self.user.pk
        editable = changes_in_place(written_at=newest.written_at, is_writer=mine, at=clock.now())
        return {
            "note": note,
            "head": head_of(note),
            "words": newest.words,
            "by": _("%(time)s · %(name)s") % {"time": moment(note.written_at), "name": note.written_by.name},
            "corrected": newest if newest.number > 1 else None,
            "until": time_of(newest.written_at + EDITABLE) if editable else "",
            "url": reverse("case_note", args=[self.case.ref, note.pk]),
        }


class NotePage(NoteBase):
    """A note with every version. Its writer changes it for a quarter of an hour; after that, and by others, it gets a new version."""

    template = "cases/note.html"

    def load(self, ref: str, note: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref)
        found = Note.objects.filter(case=self.case, pk=note).select_related("written_by").first()
        if found is None:
            raise Http404
        self.note = found
        self.versions = list(found.versions.select_related("written_by").order_by("-number"))
        self.newest = self.versions[0]
        mine = self.newest.written_by_id == self.user.pk
        self.in_place = changes_in_place(written_at=self.newest.written_at, is_writer=mine, at=clock.now())
        # The head of a note belongs to its first version; a correction that was made just now is changed as a correction.
        self.form_class = NoteForm if self.in_place and self.newest.number == 1 else CorrectionForm

    def initial(self) -> dict[str, Any]:
        note, newest = self.note, self.newest
        head = {"kind": note.kind, "received_on": note.received_on, "from_whom": note.from_whom}
        return {**head, "version": note.version, "words": newest.words, "why": newest.why if self.in_place else ""}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        shared = {
            "case_id": self.case.pk,
            "note_id": self.note.pk,
            "version": typed["version"] or 0,
            "words": typed["words"],
            "by": self.user,
            "at": clock.now(),
        }
        if isinstance(form, NoteForm):
            change_note(kind=NoteKind(typed["kind"]), received_on=typed["received_on"], from_whom=typed["from_whom"], **shared)
        else:
            correct_note(why=typed["why"], **shared)
        return reverse("case_note", args=[self.case.ref, self.note.pk])

    def done(self, form: Form) -> str:
        if isinstance(form, NoteForm):
            return _("The note is changed.")
        return _("The correction is saved. The earlier words stay below.")

    def context(self) -> dict[str, Any]:
        last = len(self.versions)
        return {
            "heading": _("Note on %(name)s") % {"name": self.case.client.name},
            "head": head_of(self.note),
            "in_place": self.in_place,
            "until": time_of(self.newest.written_at + EDITABLE) if self.in_place else "",
            "versions": [
                {
                    "title": _("Version %(number)s, which holds now") % {"number": each.number}
                    if each.number == last and last > 1
                    else _("Version %(number)s") % {"number": each.number}
                    if last > 1
                    else _("As it stands"),
                    "words": each.words,
                    "why": each.why,
                    "by": _("%(time)s · %(name)s") % {"time": moment(each.written_at), "name": each.written_by.name},
                }
                for each in self.versions
            ],
        }
