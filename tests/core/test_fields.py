"""The quick fields draw what the crispy pack draws: the same marks with the same attributes and words."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from core.forms import DayField, Form, TextField
from core.templatetags.fields import field


class Sample(Form):
    reason = TextField(label="Why <b>?", help_text="Stands in <b>the case</b>", widget=forms.Textarea(attrs={"rows": "4"}))
    how = forms.ChoiceField(label="How?", choices=[("phone", "By phone & mail"), ("letter", "A letter")], widget=forms.RadioSelect)
    when = forms.ChoiceField(label="When?", help_text="About", choices=[("a", "A")], widget=forms.RadioSelect, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose"), ("family", "Family <3")], required=False)
    by = DayField(label="By", help_text="A day")


class Marks(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, sorted(attrs)))

    def handle_endtag(self, tag) -> None:
        self.found.append(tag)

    def handle_data(self, data) -> None:
        if data.strip():
            self.found.append(" ".join(data.split()))


def by_the_pack(form: Form, name: str) -> str:
    return Template("{% load crispy_forms_tags %}{{ form|as_crispy_field }}").render(Context({"form": form[name]}))


TYPED = [
    None,
    {},
    {"reason": "</textarea><script>", "how": "letter", "kind": "family", "by": "31-02-2027"},
    {"reason": "x" * 3000, "how": "pigeon", "kind": "pigeon", "when": "b", "by": '"><b>'},
]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("data", TYPED)
@pytest.mark.parametrize("name", [name for name in Sample.base_fields if name not in ("version", "key", "opened")])
def test_a_field_has_the_marks_of_the_pack(name, data, language):
    with translation.override(language):
        form = Sample(data, initial={"by": "today"})
        form["by"].field.note = "A day's words"
        assert Marks(field(form[name])).found == Marks(by_the_pack(form, name)).found


def test_what_is_typed_is_never_markup():
    drawn = field(Sample({"reason": "</textarea><script>"})["reason"])
    assert "&lt;/textarea&gt;&lt;script&gt;" in drawn
    assert "<script>" not in drawn


def test_a_group_that_it_does_not_draw_is_refused():
    class Boxes(Form):
        boxes = forms.MultipleChoiceField(label="Boxes", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)

    with pytest.raises(TypeError, match="boxes"):
        field(Boxes()["boxes"])
