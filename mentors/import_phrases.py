"""What is wrong with a file of mentors, as sentences: each says what to do instead."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.ui import number

Facts = dict[str, Any]

REFUSALS: dict[str, Callable[[Facts], str]] = {
    "file_too_large": lambda f: (
        _("The file holds %(size)s MB, and at most %(most)s MB can be read. Divide it into smaller files, each with the line of headings.")
        % f
    ),
    "file_empty": lambda f: _("The file is empty. Choose another one."),
    "file_without_lines": lambda f: _("The file has headings and no mentor under them."),
    "file_is_spreadsheet": lambda f: _("This is a spreadsheet. Open it there and save it as CSV (“CSV UTF-8”), then choose that file."),
    "file_is_no_text": lambda f: _("The file cannot be read as text. Save it as CSV (“CSV UTF-8”) and choose that file."),
    "file_too_many_lines": lambda f: (
        _("The file has more than %(most)s mentors. Divide it into smaller files, each with the line of headings.")
        % {"most": number(f["most"])}
    ),
    "file_too_many_columns": lambda f: (
        _("The line of headings has more than %(most)s columns. See which ones there are in the example file.") % f
    ),
    "file_has_faults": lambda f: (
        ngettext(
            "The file has %(n)s error, and nothing was imported. Correct it in the file, and read the file again.",
            "The file has %(n)s errors, and nothing was imported. Correct them in the file, and read the file again.",
            f["count"],
        )
        % {"n": number(f["count"])}
    ),
    "import_is_running": lambda f: _(
        "Mentors are being imported in your jobcentre right now. Wait a minute, and look at the list of mentors before you press again."
    ),
    "column_unknown": lambda f: _("There is no column with this heading. Remove it, or write one of the headings of the example file."),
    "column_twice": lambda f: _("The column stands in the file twice. Remove one of the two."),
    "column_missing": lambda f: _("The column “%(column)s” is missing. Add it: every mentor needs it.") % f,
    "cell_without_heading": lambda f: _("The cell stands under no heading. Is there a separator too many in the line?"),
    "cell_is_formula": lambda f: _(
        "A cell may not begin with =, +, -, @ or a tab, because a spreadsheet would compute it. Write the text without it."
    ),
    "cell_is_no_text": lambda f: _("The cell holds signs that cannot be seen and are no text. Write it anew."),
    "cell_too_long": lambda f: _("A cell of the line is longer than anything that can be written. Does a quotation mark lack its end?"),
    "quote_never_closes": lambda f: _("A quotation mark in this line is never closed. Put one at the end of the cell, or remove it."),
    "quote_inside": lambda f: _(
        "A quotation mark stands inside a cell. Write it twice, with the whole cell in quotation marks, or remove it."
    ),
    "value_unknown": lambda f: (
        _("Write one of these: %(choices)s.") % f if f["choices"] else _("None is registered here yet. Leave the cell empty.")
    ),
    "value_refused": lambda f: str(f["sentence"]),
    "experience_unreadable": lambda f: (
        _("Write support areas and how much, with commas between, such as “%(example)s”. The areas are: %(choices)s.") % f
    ),
    "organisation_kind_missing_in_file": lambda f: (
        _("The organisation “%(value)s” is new. Write in one of its lines what kind it is, such as provider or employer.") % f
    ),
    "mentor_is_registered": lambda f: _(
        "The mentor is in the register already. Remove the line; what is registered is never changed by a file."
    ),
    "mentor_is_twice": lambda f: _("The same mentor stands in line %(other)s. Remove one of the two.") % f,
}
