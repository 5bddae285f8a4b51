"""What the crispy pack "dkfds" (templates/dkfds/) needs besides templates: inputs with our classes and descriptions, and the error summary.

Django alone would leave out the read-back under an input and the class of an option, and its error links would not reach a radio group.
"""

from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseFormSet, BoundField, CheckboxInput, MultiWidget, Select, SplitDateTimeWidget
from django.forms.boundfield import BoundWidget
from django.forms.widgets import ChoiceWidget
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


def css_class(widget) -> str:
    """The widget's own classes and the one that DKFDS draws it by."""
    name = type(widget).__name__.lower()
    own = widget.attrs.get("class", "").split()
    fallback = "form-select" if isinstance(widget, Select) else "form-input"
    converted = settings.CRISPY_CLASS_CONVERTERS.get(name, fallback)
    return " ".join(dict.fromkeys([*own, *converted.split()]))


@register.filter
def note(field: BoundField) -> str | None:
    """The read-back under the input: `field.note` of the form field, or "note" among the widget's attributes. None: there is no place for one."""
    form_field: Any = field.field
    attrs = form_field.widget.attrs
    if "note" in attrs:  # not an HTML attribute
        form_field.note = attrs.pop("note")
    return getattr(form_field, "note", None)


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of what stands around the input: hint, error, read-back."""
    ids = [field.field.widget.attrs.get("aria-describedby") or field.aria_describedby or ""]
    if note(field) is not None and field.auto_id:
        ids.append(f"{field.auto_id}_note")
    return " ".join(filter(None, ids))


def _attrs(field: BoundField) -> dict[str, Any]:
    widget = field.field.widget
    attrs: dict[str, Any] = {"class": css_class(widget)}
    # A placeholder is never the label: allauth's forms repeat it there.
    if "placeholder" in widget.attrs and type(field.form).__module__.startswith("allauth."):
        attrs["placeholder"] = False
    if not field.use_fieldset and (ids := described_by(field)):
        attrs["aria-describedby"] = ids
    return attrs


@register.simple_tag
def dkfds_input(field: BoundField) -> SafeString:
    """The input alone, with classes, aria-describedby and aria-invalid."""
    widget = field.field.widget
    if isinstance(widget, MultiWidget):
        names = (gettext("Day"), gettext("Time")) if isinstance(widget, SplitDateTimeWidget) else range(1, len(widget.widgets) + 1)
        for part, name in zip(widget.widgets, names, strict=True):
            part.attrs["class"] = css_class(part)
            part.attrs.setdefault("aria-label", f"{field.label}, {name}")  # the legend names the group, not its parts
        return field.as_widget()
    return field.as_widget(attrs=_attrs(field))


@register.filter
def option_groups(field: BoundField) -> list[tuple[str | None, list[BoundWidget]]]:
    """The options of radios or checkboxes, by group; without groups one group named None."""
    widget = field.field.widget
    attrs = {"id": widget.attrs.get("id") or field.auto_id} if field.auto_id else {}
    attrs = field.build_widget_attrs({**attrs, "class": css_class(widget)})
    attrs.pop("aria-invalid", None)  # no property of a radio button; the fieldset's description carries the error
    groups = widget.optgroups(field.html_name, widget.format_value(field.value()), attrs)
    return [(name, [BoundWidget(widget, option, field.form.renderer) for option in options]) for name, options, _index in groups]


@register.filter
def first_id(field: BoundField) -> str:
    """Where an error link must lead: the first option of a group, the first part of a compound, else the input."""
    widget: Any = field.field.widget
    if isinstance(widget, ChoiceWidget) and not isinstance(widget, Select):
        options = [option for _name, group in option_groups(field) for option in group]
        return options[0].id_for_label or "" if options else field.auto_id
    if isinstance(widget, MultiWidget):
        return f"{field.auto_id}{widget.widgets_names[0]}" if widget.widgets_names else field.auto_id  # type: ignore[attr-defined]  # missing in the stubs
    return field.id_for_label or field.auto_id


@register.filter
def is_single_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def has_options(field: BoundField) -> bool:
    """Radios or checkboxes in a group (not a select)."""
    return isinstance(field.field.widget, ChoiceWidget) and not isinstance(field.field.widget, Select)


@register.simple_tag
def error_items(form: Any) -> list[dict[str, Any]]:
    """Every error of a form or formset, in the order of the fields, with its link. A form whose summary was shown gives none: it is shown once."""
    if getattr(form, "error_summary_shown", False):
        return []
    items: list[dict[str, Any]] = []
    forms = form.forms if isinstance(form, BaseFormSet) else [form]
    if isinstance(form, BaseFormSet):
        items += [{"text": error, "url": ""} for error in form.non_form_errors()]
    for each in forms:
        items += [{"text": error, "url": ""} for error in each.non_field_errors()]
        for field in each:
            url = "" if field.is_hidden else f"#{first_id(field)}"
            # "Who proposed a mentor?: Choose one" reads badly: a question stands alone.
            label = "" if str(field.label).rstrip().endswith("?") else field.label
            items += [{"label": label, "text": error, "url": url} for error in field.errors]
    if items:
        form.error_summary_shown = True
    return items
