"""The codes of organisations and of the import as sentences: refusals of the form, and events."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.ui import number

Facts = dict[str, Any]

REFUSALS: dict[str, Callable[[Facts], str]] = {
    "organisation_name_taken": lambda f: _("There is an organisation with this name already. Change that one, or write another name."),
    "cvr_not_eight_digits": lambda f: _("A CVR number has eight digits. Write all of them, or leave the field empty."),
}

EVENTS: dict[str, Callable[[Facts], str]] = {
    "organisation.added": lambda f: _("Organisation added"),
    "organisation.changed": lambda f: _("Details of the organisation changed"),
    "mentor.imported": lambda f: (
        ngettext("%(n)s mentor imported from a file", "%(n)s mentors imported from a file", f["mentors"]) % {"n": number(f["mentors"])}
    ),
}
