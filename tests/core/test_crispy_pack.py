"""The crispy pack: the order around an input, links that work, and every layout object that we may use."""

import re

import pytest
from crispy_forms.bootstrap import (
    AppendedText,
    FieldWithButtons,
    FormActions,
    InlineCheckboxes,
    InlineRadios,
    StrictButton,
    UneditableField,
)
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Button, ButtonHolder, Column, Div, Field, Fieldset, Hidden, Layout, MultiField, Reset, Row, Submit
from django import forms
from django.template import engines
from django.utils import translation

CHOICES = [("a", "First"), ("b", "Second")]


class Everything(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the passport", error_messages={"required": "Write the name"})
    phone = forms.CharField(label="Phone", required=False)
    who = forms.ChoiceField(label="Who asked?", choices=CHOICES, widget=forms.RadioSelect, error_messages={"required": "Choose who asked"})
    kind = forms.ChoiceField(label="Kind", choices=[("Job", CHOICES), ("School", [("c", "Third")])], widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(label="Needs", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label="Language", choices=CHOICES)
    protect = forms.BooleanField(label="Protected address", required=False)
    day = forms.CharField(label="Day", widget=forms.TextInput(attrs={"note": "Mon 16 Nov 2026"}))
    meeting = forms.SplitDateTimeField(label="Meeting")
    text = forms.CharField(label="Text", widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)


def render(source: str, **context) -> str:
    with translation.override("en"):
        html = engines["django"].from_string("{% load crispy_forms_tags %}" + source).render(context)
    assert "UNDEFINED" not in html
    return html


def part(html: str, name: str) -> str:
    """What is written between the start of one field's box and the next one's."""
    start = html.index(f'id="div_id_{name}"')
    following = html.find('id="div_id_', start + 1)
    return html[start : following if following > 0 else None]


def test_label_hint_error_input_in_this_order():
    box = part(render("{{ form|crispy }}", form=Everything({})), "name")
    order = [box.index(piece) for piece in ("<label", "form-hint", "form-error-message", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in box
    assert 'aria-invalid="true"' in box
    assert '<span class="sr-only">Error: </span>Write the name' in box


def test_only_optional_fields_say_so():
    html = render("{{ form|crispy }}", form=Everything())
    assert "(optional)" in part(html, "phone")
    assert "(optional)" not in part(html, "name")
    assert "(optional)" not in part(html, "protect")


def test_a_group_is_a_fieldset_whose_inputs_and_labels_are_siblings():
    box = part(render("{{ form|crispy }}", form=Everything({})), "who")
    assert re.search(r'<legend class="form-label">Who asked\?\s*</legend>', box)
    assert re.search(r'<input[^>]*class="form-radio"[^>]*><label for="id_who_0">First</label>', box)
    assert "aria-invalid" not in box


def test_an_error_of_a_group_is_described_on_its_fieldset():
    html = render("{{ form|crispy }}", form=Everything({}))
    assert re.search(r'<fieldset id="div_id_who"[^>]* aria-describedby="id_who_error"', html)


def test_grouped_choices_stand_in_columns_of_one_radio_group():
    box = part(render("{{ form|crispy }}", form=Everything()), "kind")
    assert box.count('name="kind"') == 3
    assert box.count('<p aria-hidden="true">') == 2


def test_a_single_checkbox_has_its_label_after_it():
    box = part(render("{{ form|crispy }}", form=Everything()), "protect")
    assert re.search(r'<input[^>]*class="form-checkbox"[^>]*><label for="id_protect">Protected address</label>', box)


def test_the_read_back_stands_under_the_input_and_is_described():
    box = part(render("{{ form|crispy }}", form=Everything()), "day")
    assert box.index("<input") < box.index('<span class="mc-readback" id="id_day_note">Mon 16 Nov 2026</span>')
    assert 'aria-describedby="id_day_note"' in box
    assert " note=" not in box


def test_a_read_back_may_come_from_the_form_field_and_be_empty():
    form = Everything()
    form.fields["phone"].note = ""
    assert 'id="id_phone_note"></span>' in part(render("{{ form|crispy }}", form=form), "phone")


def test_parts_of_a_compound_input_have_names():
    box = part(render("{{ form|crispy }}", form=Everything()), "meeting")
    assert 'aria-label="Meeting, Day"' in box and 'aria-label="Meeting, Time"' in box
    assert box.count('class="form-input"') == 2


def test_a_select_and_a_text_area_have_the_classes_of_the_design_system():
    html = render("{{ form|crispy }}", form=Everything())
    assert 'class="form-select"' in part(html, "language")
    assert 'class="form-input"' in part(html, "text")


def test_the_summary_links_to_what_can_be_focused():
    form = Everything({})
    html = render("{{ form|as_crispy_errors }}{{ form|crispy }}", form=form)
    summary = html[: html.index("</ul>")]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert {"id_name", "id_who_0", "id_kind_0_0", "id_needs_0", "id_meeting_0"} <= set(links)
    assert all(f'id="{link}"' in html[html.index("</ul>") :] for link in links)
    assert 'role="alert" tabindex="-1" autofocus' in summary


def test_the_summary_repeats_no_question_mark():
    html = render("{{ form|as_crispy_errors }}", form=Everything({}))
    assert ">Choose who asked</a>" in html
    assert ">Name: Write the name</a>" in html


def test_the_summary_is_shown_once_and_has_errors_of_the_whole_form_and_of_hidden_fields():
    form = Everything({})
    form.add_error(None, "The case was closed meanwhile")
    html = render("{{ form|as_crispy_errors }}{{ form|crispy }}", form=form)
    assert html.count("mc-errsum") == 1
    assert "<li>The case was closed meanwhile</li>" in html
    assert 'href="#id_version"' not in html


def test_the_heading_counts_or_is_the_helpers():
    form = Everything({"name": "Ida"})
    count = sum(len(errors) for errors in form.errors.values())
    assert f"Correct {count} things" in render("{{ form|as_crispy_errors }}", form=form)
    form = Everything({})
    form.helper = FormHelper()
    form.helper.form_error_title = "Correct this before the case can be created"
    assert "Correct this before the case can be created" in render("{% crispy form %}", form=form)


def test_every_layout_object_that_we_use_can_be_rendered():
    form = Everything()
    form.helper = FormHelper()
    form.helper.form_id = "f"
    form.helper.layout = Layout(
        HTML("<p>Text</p>"),
        Div(Row(Column("name", css_class="s6"), Field("phone", wrapper_class="s6 is-stacked")), css_id="box", css_class="mc-card"),
        Fieldset("Who", InlineRadios("who"), InlineCheckboxes("needs")),
        MultiField("More", "language"),
        AppendedText("day", "(day)"),
        FieldWithButtons("text", StrictButton("Look up", type="submit", css_class="button button-secondary")),
        UneditableField("kind"),
        Hidden("step", "2"),
        "protect",
        "meeting",
        "version",
        ButtonHolder(Submit("save", "Save"), Button("draft", "Save draft"), Reset("reset", "Reset")),
        FormActions(Submit("send", "Send")),
    )
    html = render("{% crispy form %}", form=form, csrf_token="t")
    assert html.count("<form ") == 1 and "novalidate" in html and 'id="f"' in html
    assert 'name="csrfmiddlewaretoken" value="t"' in html
    assert re.search(r'<button type="submit" name="save"[^>]*class="button button-primary[^>]*>Save</button>', html)
    assert "s6 is-stacked" in part(html, "phone")


def test_buttons_of_the_helper():
    form = Everything()
    form.helper = FormHelper()
    form.helper.add_input(Submit("save", "Save"))
    assert 'class="mc-buttons"' in render("{% crispy form %}", form=form)


@pytest.mark.parametrize("source", ["{{ formset|crispy }}", "{% crispy formset helper %}", "{{ formset|as_crispy_errors }}"])
def test_formsets(source):
    formset = forms.formset_factory(Everything, extra=0, min_num=1, validate_min=True)
    bound = formset({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": ""})
    html = render(source, formset=bound, helper=FormHelper())
    assert 'href="#id_form-0-name"' in html
    if "errors" not in source:
        assert 'name="form-TOTAL_FORMS"' in html and html.count("mc-errsum") == 1


def test_one_field_alone():
    html = render("{{ form.name|as_crispy_field }}", form=Everything())
    assert html.count("form-group") == 1
