"""Notes and documents in words. Whole sentences from codes, and never what stands in a note or a document (R157)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.enums_course import DocumentKind, NoteKind
from core.words import day_in

Facts = dict[str, Any]

REFUSALS: dict[str, Callable[[Facts], str]] = {
    "note_empty": lambda f: _("Write the note first."),
    "cpr_in_text": lambda f: _(
        "This looks like a CPR number. Take it out: the number stands protected on the case, and words can be read by more people."
    ),
    "note_from_whom_missing": lambda f: _("Write who said it, such as the client, the doctor or the employer."),
    "note_unchanged": lambda f: _("The words are the same as before. Change them, or go back to the notes."),
    "note_why_missing": lambda f: _("Write why the note is corrected. The earlier words stay and can be read."),
    "note_stands": lambda f: _("The quarter of an hour is over, so the note stands. Correct it with a reason: the earlier words stay."),
    "document_empty": lambda f: _("The file is empty. Choose another one."),
    "document_too_large": lambda f: (
        _("The file has %(size)s MB, and at most %(most)s MB can be kept. Save it smaller, or send it in parts.") % f
    ),
    "document_type": lambda f: _(
        "This file cannot be kept. Choose a PDF, a picture (PNG or JPEG), plain text, or a text document (DOCX or ODT) without macros."
    ),
    "document_struck_already": lambda f: _("The document is struck out already."),
    "document_why_missing": lambda f: _("Write why the document is struck out."),
    "file_infected": lambda f: _("The virus scanner refuses the file. Nothing is kept. Ask the sender for another copy."),
    "scan_failed": lambda f: _(
        "The virus scanner did not answer, so nothing is kept. Try again in a while, and tell your administrator if it goes on."
    ),
}

EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.note_written": lambda f: _("Note written: %(kind)s, received on %(day)s") % {"kind": _note(f), "day": day_in(f, "received_on")},
    "case.note_changed": lambda f: _("Note changed by its writer: %(kind)s") % {"kind": _note(f)},
    "case.note_corrected": lambda f: _("Note corrected, version %(number)s: %(kind)s") % {"number": f["number"], "kind": _note(f)},
    "case.document_added": lambda f: (
        _("Document added: %(kind)s, received on %(day)s") % {"kind": _document(f), "day": day_in(f, "received_on")}
    ),
    "case.document_struck": lambda f: _("Document struck out: %(kind)s") % {"kind": _document(f)},
}


def _note(f: Facts) -> str:
    return {
        NoteKind.NOTE: pgettext("kind of note", "ordinary note"),
        NoteKind.ORAL: pgettext("kind of note", "told orally"),
        NoteKind.EXPERT: pgettext("kind of note", "assessment by a professional"),
    }[NoteKind(f["which"])]


def _document(f: Facts) -> str:
    label = str(DocumentKind(f["which"]).label)
    return label[:1].lower() + label[1:]
