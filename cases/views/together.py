"""Two forms that stand in one `<form>`, each with a button of its own: what was typed in the one is not lost when the other is sent."""

from collections.abc import Callable
from typing import TypeVar

from django.forms.utils import ErrorDict
from django.http import QueryDict

from core.forms import Form

Made = TypeVar("Made", bound=Form)


def as_typed(make: Callable[[QueryDict | None], Made], typed: QueryDict | None) -> Made:
    """The form with what was typed in it, and no complaints yet; as stored when nothing of it was sent."""
    form = make(typed)
    if typed is None or not html_names(form) & set(typed):
        return make(None)
    form._errors = ErrorDict()
    return form


def html_names(form: Form) -> set[str]:
    """The names under which the form's fields are sent: what one types, and of the form without a prefix the version."""
    hidden = {"key"} if form.add_prefix("version") == "version" else {"key", "version"}
    return {form.add_prefix(name) for name in form.fields if name not in hidden}


def is_typed(form: Form, sent: QueryDict) -> bool:
    """Whether something stands in a form's fields that is not what is stored; blanks and line ends aside."""
    if not (html_names(form) - {"version"}) & set(sent):
        return False
    for name in form.changed_data:
        field = form.fields[name]
        stored, typed = field.prepare_value(form.get_initial_for_field(field, name)), form[name].value()
        if not field.widget.is_hidden and str(stored or "").split() != str(typed or "").split():
            return True
    return False
