"""`{% field form.words %}`: a form field as the crispy pack "dkfds" draws it, written without templates, for pages that must be quick.

Field, options and hints of the pack are some thirty small templates a form. This is for text inputs, text areas, selects without groups and
radios without groups; a test holds it against the pack, mark by mark.
"""

from typing import Any

from django import template
from django.forms import BoundField, RadioSelect, Select, Textarea, TextInput
from django.forms.utils import flatatt
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from core.templatetags.dkfds import css_class, described_by, note

register = template.Library()
DRAWN = frozenset({TextInput, Textarea, Select, RadioSelect})
NOTHING = mark_safe("")


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Label, hint, error, input and read-back."""
    if type(bound.field.widget) not in DRAWN:
        raise TypeError(f"{bound.name}: a {type(bound.field.widget).__name__} is drawn by the pack only")
    optional = NOTHING if bound.field.required else format_html(' <span class="mc-opt">{}</span>', gettext("(optional)"))
    around = {"id": bound.auto_id, "state": " form-error" if bound.errors else "", "label": bound.label, "optional": optional}
    if bound.use_fieldset:
        ids = described_by(bound)
        return format_html(
            '<fieldset id="div_{id}" class="form-group mc-field{state}"{described}><legend class="form-label">{label}{optional}</legend>\n'
            "{told}{options}{read}</fieldset>\n",
            described=format_html(' aria-describedby="{}"', ids) if ids else "",
            told=_told(bound),
            options=_options(bound),
            read=_read(bound),
            **around,
        )
    return format_html(
        '<div id="div_{id}" class="form-group mc-field{state}"><label class="form-label" for="{target}">{label}{optional}</label>\n'
        "{told}{input}{read}</div>\n",
        target=bound.id_for_label,
        told=_told(bound),
        input=_input(bound),
        read=_read(bound),
        **around,
    )


def _told(bound: BoundField) -> SafeString:
    """The hint, which may hold marks of its own as in every form of Django, and the errors."""
    hint = NOTHING
    if bound.help_text:
        hint = format_html('<span class="form-hint" id="{}_helptext">{}</span>\n', bound.auto_id, mark_safe(bound.help_text))  # noqa: S308
    if not bound.errors:
        return hint
    errors = format_html_join(mark_safe("<br>"), "{}", ((each,) for each in bound.errors))
    return format_html(
        '{}<span class="form-error-message" id="{}_error"><span class="sr-only">{} </span>{}</span>\n',
        hint,
        bound.auto_id,
        gettext("Error:"),
        errors,
    )


def _read(bound: BoundField) -> SafeString:
    text = note(bound)
    return NOTHING if text is None else format_html('<span class="mc-readback" id="{}_note">{}</span>', bound.auto_id, text)


def _context(bound: BoundField, *, in_group: bool) -> dict[str, Any]:
    """What Django would give the widget's template."""
    attrs: dict[str, Any] = {"class": css_class(bound.field.widget), "id": bound.auto_id}
    if not in_group and (ids := described_by(bound)):
        attrs["aria-describedby"] = ids
    attrs = bound.build_widget_attrs(attrs)
    if in_group:
        attrs.pop("aria-invalid", None)  # no property of a radio button; the fieldset's description carries the error
    found: dict[str, Any] = bound.field.widget.get_context(bound.html_name, bound.value(), attrs)["widget"]
    return found


def _input(bound: BoundField) -> SafeString:
    widget = _context(bound, in_group=False)
    name, attrs, value = widget["name"], flatatt(widget["attrs"]), widget["value"]
    if isinstance(bound.field.widget, Textarea):
        return format_html('<textarea name="{}"{}>\n{}</textarea>', name, attrs, "" if value is None else value)
    if isinstance(bound.field.widget, Select):
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((each["value"], flatatt(each["attrs"]), each["label"]) for _group, found, _n in widget["optgroups"] for each in found),
        )
        return format_html('<select name="{}"{}>{}</select>', name, attrs, options)
    shown = NOTHING if value is None or value == "" else format_html(' value="{}"', value)
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], name, shown, attrs)


def _options(bound: BoundField) -> SafeString:
    options = format_html_join(
        "\n",
        '<div class="form-group-radio"><input type="radio" name="{}" value="{}"{}><label for="{}">{}</label></div>',
        (
            (each["name"], each["value"], flatatt(each["attrs"]), each["attrs"]["id"], escape(each["label"]))
            for _group, found, _n in _context(bound, in_group=True)["optgroups"]
            for each in found
        ),
    )
    return format_html('<div class="mc-choices mc-choices--in">{}</div>', options)
