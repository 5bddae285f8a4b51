"""The texts of letters in the administration: the newest version of each, changed by saving the next one, looked at with invented data (R209)."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Language
from accounts.site import administers_own
from cases.actions.letter_templates import save_template, use_built_in
from cases.admin_base import ReferenceAdmin
from cases.enums_letter import LetterKind
from cases.letter_phrases import FIELD_WORDS
from cases.letters.invented import invented
from cases.letters.page import pdf_of, texts_of
from cases.models import LetterTemplate
from cases.phrases import sentence
from cases.rules.letter_texts import PARTS, Texts, lix, plain, template_gaps
from cases.rules.letters import FIELDS
from core import clock
from core.verdicts import Refused


class TemplateForm(forms.ModelForm):
    """The parts of a version, and whether it is still the newest one."""

    home: Any = None

    class Meta:
        model = LetterTemplate
        fields = PARTS
        widgets = {
            "title": forms.TextInput(attrs={"size": 70}),
            **{name: forms.Textarea(attrs={"rows": rows, "cols": 80}) for name, rows in zip(PARTS[1:], (4, 9, 9, 7, 5), strict=True)},
        }

    def texts(self) -> Texts:
        return Texts(**{name: plain(self.cleaned_data.get(name) or "") for name in PARTS})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            for gap in template_gaps(self.texts(), kind=LetterKind(self.instance.kind)):
                self.add_error(gap.field, sentence(gap.code, gap.facts))
            newest = LetterTemplate.objects.used(self.home, kind=self.instance.kind, language=self.instance.language)
            if newest is not None and newest.pk != self.instance.pk:
                self.add_error(None, sentence("letter_template_newer", {}))
        return data


@admin.register(LetterTemplate)
class LetterTemplateAdmin(ReferenceAdmin):
    """A role administrator who changes a built-in text makes the first version of the own jobcentre's."""

    form = TemplateForm
    change_form_template = "admin/cases/lettertemplate/change_form.html"
    list_display = ["letter", "language", "of", "number", "made_at", "made_by_name"]
    list_filter = ["language", "kind"]
    allowed_lookups = ("language__exact", "kind__exact")
    list_select_related = ["jobcentre"]
    ordering = ["kind", "language", "pk"]
    list_per_page = 100
    platform_may_add = False
    fields = PARTS

    @admin.display(description=gettext_lazy("letter"), ordering="kind")
    def letter(self, row: LetterTemplate) -> str:
        return str(row.get_kind_display())

    @admin.display(description=gettext_lazy("holds for"))
    def of(self, row: LetterTemplate) -> str:
        if row.is_built_in_again:
            return _("%(jobcentre)s: the built-in text again") % {"jobcentre": row.jobcentre}
        return str(row.jobcentre) if row.jobcentre else _("All jobcentres without a text of their own")

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(Q(jobcentre_id=request.member.jobcentre_id) | Q(jobcentre__isnull=True))

    def own_may_change(self, request: HttpRequest, obj: LetterTemplate) -> bool:
        return obj.jobcentre_id in (None, request.member.jobcentre_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        match = request.resolver_match
        return rows.newest() if match and match.url_name == "cases_lettertemplate_changelist" else rows

    def home_of(self, request: HttpRequest, obj: LetterTemplate) -> Any:
        """Whose next version is made by saving."""
        return request.member.jobcentre_id if administers_own(request) else obj.jobcentre_id

    def is_newest(self, request: HttpRequest, obj: LetterTemplate) -> bool:
        used = LetterTemplate.objects.used(self.home_of(request, obj), kind=obj.kind, language=obj.language)
        return used is not None and used.pk == obj.pk

    def has_change_permission(self, request: HttpRequest, obj: LetterTemplate | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        # What is sent from an older version is answered by the form, which keeps what was typed.
        return may and (obj is None or request.method == "POST" or self.is_newest(request, obj))

    def get_form(self, request: HttpRequest, obj: LetterTemplate | None = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change, **kwargs)
        if obj is not None:
            made.home = self.home_of(request, obj)
        return made

    def save(self, request: HttpRequest, obj: LetterTemplate, form: Any, *, change: bool) -> None:
        """The row that was on the screen stays as it is; the next version stands for it from here on."""
        based_on = obj.pk
        made = save_template(
            jobcentre_id=self.home_of(request, obj),
            kind=LetterKind(obj.kind),
            language=obj.language,
            texts=form.texts(),
            based_on=based_on,
            by=request.user,
            at=clock.now(),
        )
        obj.pk, obj.number, obj.jobcentre = made.pk, made.number, made.jobcentre

    def get_urls(self) -> list[URLPattern]:
        preview = path("<int:object_id>/preview/", self.admin_site.admin_view(self.preview_view), name="cases_lettertemplate_preview")
        return [preview, *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A stored version as a PDF about somebody who does not exist."""
        row = self.get_queryset(request).filter(pk=object_id, is_built_in_again=False).first()
        if row is None:
            raise Http404
        try:
            return _pdf(texts_of(row), row)
        except Refused as refused:
            return HttpResponse(self.sentence(refused), status=503, content_type="text/plain; charset=utf-8")

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if object_id else None
        if row is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and "_built_in" in request.POST and self.may_go_back(request, row):
            return self.go_back(request, row)
        if request.method == "POST" and "_preview" in request.POST and self.has_change_permission(request, row):
            form = self.get_form(request, row, change=True)(request.POST, instance=row)
            if form.is_valid():
                try:
                    return _pdf(form.texts(), row)
                except Refused as refused:
                    return HttpResponse(self.sentence(refused), status=503, content_type="text/plain; charset=utf-8")
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **self.beside(request, row)})

    def may_go_back(self, request: HttpRequest, row: LetterTemplate) -> bool:
        """Whether this is a text of a jobcentre, which can be given up for the built-in one."""
        return row.jobcentre_id is not None and not row.is_built_in_again and self.has_change_permission(request, row)

    def go_back(self, request: HttpRequest, row: LetterTemplate) -> HttpResponse:
        """On to the built-in text, which is used from here on; what the jobcentre wrote stays among the versions."""
        kind, home = LetterKind(row.kind), row.jobcentre_id
        try:
            use_built_in(jobcentre_id=home, kind=kind, language=row.language, based_on=row.pk, by=request.user, at=clock.now())
        except Refused as refused:
            messages.error(request, self.sentence(refused))
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The built-in text is used again. Your own versions are kept."))
        used = LetterTemplate.objects.used(home, kind=kind, language=row.language)
        return HttpResponseRedirect(reverse("admin:cases_lettertemplate_change", args=[used.pk]))

    def beside(self, request: HttpRequest, row: LetterTemplate) -> dict[str, Any]:
        """What stands beside the form: the fields, how easy the text is, and the versions."""
        kind = LetterKind(row.kind)
        filled = invented(texts_of(row), kind=kind, language=row.language)
        same = {"kind": row.kind, "language": row.language}
        homes = Q(jobcentre_id=row.jobcentre_id) | Q(jobcentre_id=self.home_of(request, row))
        return {
            "title": (_("%(letter)s in English") if row.language == Language.ENGLISH else _("%(letter)s in Danish"))
            % {"letter": kind.label},
            "letter_fields": [(f"{{{name}}}", FIELD_WORDS[name]) for name in FIELDS[kind]],
            "lix": lix("\n".join(getattr(filled.texts, name) for name in PARTS)),
            "holds_for": self.of(row),
            "built_in_url": reverse("admin:cases_lettertemplate_change", args=[LetterTemplate.objects.used(None, **same).pk])
            if row.is_built_in_again
            else "",
            "may_go_back": self.may_go_back(request, row) and self.is_newest(request, row),
            "becomes_own": row.jobcentre_id is None and administers_own(request),
            "preview_url": reverse("admin:cases_lettertemplate_preview", args=[row.pk]),
            "versions": [
                {"row": each, "url": reverse("admin:cases_lettertemplate_change", args=[each.pk]), "current": each.pk == row.pk}
                for each in LetterTemplate.objects.filter(homes, **same).order_by(F("jobcentre_id").asc(nulls_last=True), "-number")
            ],
        }


def _pdf(texts: Texts, row: LetterTemplate) -> HttpResponse:
    kind = LetterKind(row.kind)
    data = pdf_of(invented(texts, kind=kind, language=row.language), kind=kind, language=row.language)
    headers = {"Content-Disposition": 'inline; filename="preview.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type="application/pdf", headers=headers)
