"""Letters of a case: the list, one letter with the day it was sent or why it is set aside, and its PDF."""

import uuid
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import mark_of, no_such_place, older_than
from cases.actions.letters import mark_sent, set_letter_aside
from cases.enums import Channel
from cases.enums_letter import LetterKind, Recipient
from cases.forms.letters import AsideForm, SentForm
from cases.letters.facts import rows_of
from cases.letters.page import shown
from cases.letters.words import WORDS, why_heading
from cases.models import Letter
from cases.permissions import can_add
from cases.rules.letter_texts import PARTS
from cases.rules.letters import fits, possible
from cases.views.base import CaseFormPage, CasePage
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day, moment

ON_A_PAGE = 25
ASIDE = "aside"
"""The step that the form sends with which a letter is set aside."""
Row = dict[str, Any]


def title_of(letter: Letter) -> str:
    """Agreement, to the mentor"""
    kind = str(LetterKind(letter.kind).label)
    if letter.recipient == Recipient.CLIENT:
        return kind
    return _("%(letter)s, to %(recipient)s") % {"letter": kind, "recipient": str(Recipient(letter.recipient).label).lower()}


def row(letter: Letter, ref: str) -> Row:
    """A letter as lists show it."""
    facts = []
    if letter.sent_on is not None:
        facts.append(_("Sent %(day)s by %(channel)s") % {"day": day(letter.sent_on), "channel": Channel(letter.channel).label})
        facts.append(_("counts as received %(day)s") % {"day": day(letter.received_on)})
    if letter.aside_on is not None and letter.aside_by is not None:
        known = {"day": day(letter.aside_on), "name": letter.aside_by.name, "why": letter.aside_why}
        facts.append(_("Set aside %(day)s by %(name)s: %(why)s") % known)
    elif letter.appeal_until is not None:
        facts.append(_("complaint until %(day)s") % {"day": day(letter.appeal_until)})
    return {
        "letter": letter,
        "title": title_of(letter),
        "facts": capfirst(" · ".join(facts)),
        "url": reverse("case_letter", args=[ref, letter.pk]),
        "file_url": reverse("case_letter_file", args=[ref, letter.pk]),
    }


def kinds(rows: Any, made: set[str], *, ref: str) -> list[Row]:
    """The letters that fit the case now: those that nobody has written yet stand first."""
    url = reverse("case_letter_new", args=[ref])
    now, today = rows.now, clock.today()
    fitting = [kind for kind in LetterKind if possible(kind, now=now) and fits(kind, now=now, today=today)]
    fitting.sort(key=lambda kind: str(kind) in made)
    return [{"label": kind.label, "url": f"{url}?kind={kind}", "made": str(kind) in made} for kind in fitting]


class Letters(CasePage):
    template = "cases/letters.html"
    tab = "case_letters"

    def context(self) -> dict[str, Any]:
        letters = Letter.objects.filter(case=self.case).annotate(at=F("made_at")).select_related("made_by", "aside_by")
        mark, known = self.request.GET.get("after", ""), False
        if mark:
            letters, known = older_than(rows=letters, mark=mark)
        rows = list(letters.order_by("-at", "-pk")[: ON_A_PAGE + 1])
        more, rows = len(rows) > ON_A_PAGE, rows[:ON_A_PAGE]
        may = bool(can_add(self.member, self.case))
        made = {each.kind for each in rows if each.aside_on is None}
        return {
            "heading": _("Letters of %(name)s") % {"name": self.case.client.name},
            "letters": [row(each, self.case.ref) for each in rows],
            "kinds": kinds(rows_of(self.case), made, ref=self.case.ref) if may and not known else [],
            "can_add": may,
            "next_mark": mark_of(rows[-1]) if more else "",
            "first_page": not known,
            "problem": no_such_place() if mark and not known else "",
        }


class LetterMixin:
    """A page about one letter of the case."""

    def load(self, ref: str, letter: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref)  # type: ignore[misc]
        found = Letter.objects.filter(case=self.case, pk=letter).select_related("made_by", "aside_by").first()  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        self.letter = found


class LetterPage(LetterMixin, CaseFormPage):
    """What the letter says, and when and how it went out, or why it did not. Of its two forms the one that was sent has the errors."""

    template = "cases/letter.html"
    tab = "case_letters"

    def initial(self) -> dict[str, Any]:
        letter = self.letter
        return {
            "version": letter.version,
            "channel": letter.channel,
            "sent_on": letter.sent_on or min(letter.dated_on, clock.today()),
        }

    def make_form(self, data: QueryDict | None = None) -> Form:
        return self.build(self.request.POST.get("step", ""), data)

    def build(self, step: str, data: QueryDict | None = None) -> Form:
        if step == ASIDE:
            return AsideForm(data, initial={"version": self.letter.version}, auto_id="id_aside_%s")
        return SentForm(data, initial=self.initial())

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        known: dict[str, Any] = {"case_id": self.case.pk, "letter_id": self.letter.pk, "by": self.user, "at": clock.now()}
        if isinstance(form, AsideForm):
            set_letter_aside(version=typed["version"] or 0, why=typed["why"], **known)
        else:
            mark_sent(version=typed["version"] or 0, channel=Channel(typed["channel"]), sent_on=typed["sent_on"], **known)
        return self.request.path

    def done(self, form: Form) -> str:
        if isinstance(form, AsideForm):
            return _("The letter is set aside. It stays here and can be read.")
        return _("The letter is marked as sent on %(day)s.") % {"day": date_long(form.cleaned_data["sent_on"])}

    def show_both(self, form: Form, stale: Any) -> HttpResponse:
        self.load(ref=self.case.ref, letter=self.letter.pk)
        return super().show_both(form, stale)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        if status == 422:
            self.load(ref=self.case.ref, letter=self.letter.pk)  # somebody else may have been quicker
        form, is_aside = more["form"], isinstance(more["form"], AsideForm)
        return super().show(
            status,
            can_add=bool(can_add(self.member, self.case)),
            sent_form=self.build("") if is_aside else form,
            aside_form=form if is_aside else self.build(ASIDE),
            aside_open=is_aside,
            **more,
        )

    def context(self) -> dict[str, Any]:
        letter, case = self.letter, self.case
        texts, words = letter.texts, WORDS[letter.language]
        headings = {
            "why": why_heading(LetterKind(letter.kind), letter.language),
            **{name: words[name] for name in ("what_now", "complaint", "rules")},
        }
        made = _("%(time)s by %(name)s") % {"time": moment(letter.made_at), "name": letter.made_by.name}
        rows: list[Row] = [
            {"label": _("To"), "value": str(Recipient(letter.recipient).label)},
            {"label": _("Language of the letter"), "value": letter.get_language_display()},
            {"label": _("Date of the letter"), "value": day(letter.dated_on)},
            {"label": _("Made"), "value": made},
        ]
        if letter.sent_on:
            rows += [
                {"label": _("Sent"), "value": day(letter.sent_on), "note": str(Channel(letter.channel).label)},
                {"label": _("Counts as received"), "value": day(letter.received_on)},
            ]
        if letter.aside_on and letter.aside_by:
            who = _("%(time)s by %(name)s") % {"time": day(letter.aside_on), "name": letter.aside_by.name}
            rows += [{"label": pgettext("letter", "Set aside"), "value": who}, {"label": _("Why"), "value": letter.aside_why}]
        elif letter.appeal_until:
            rows.append({"label": _("Last day to complain"), "value": day(letter.appeal_until)})
        return {
            "heading": _("Letter to %(name)s") % {"name": case.client.name}
            if letter.recipient == Recipient.CLIENT
            else _("Letter in the case of %(name)s") % {"name": case.client.name},
            "letter": letter,
            "title": title_of(letter),
            "rows": rows,
            "texts": texts,
            "table": letter.facts.get("table"),
            "parts": [{"heading": headings.get(name, ""), "blocks": shown(texts[name])} for name in PARTS[1:] if texts[name]],
            "by_hand": by_hand(case, letter.recipient) if letter.channel == Channel.PAPER else "",
            "file_url": reverse("case_letter_file", args=[case.ref, letter.pk]),
        }


def by_hand(case: Any, recipient: str) -> str:
    """That an address that is protected is written on the envelope by hand; "" for all others (R203)."""
    if recipient == Recipient.CLIENT and case.client.address_protected:
        return _("The address is protected: it does not stand in the letter. Write it on the envelope by hand.")
    return ""


class LetterFile(LetterMixin, CasePage):
    """The PDF itself: logged as taken out, shown by the browser or saved."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = self.letter
        self.log_read(AccessKind.EXPORT, SubjectKind.CASE, [self.case.pk], purpose=f"letter {found.pk}")
        name = f"{self.case.ref}-{found.dated_on.isoformat()}-{found.pk.hex[:8]}.pdf"
        return HttpResponse(
            bytes(found.content.data),
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'{"attachment" if "save" in request.GET else "inline"}; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )
