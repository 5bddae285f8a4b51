"""A new letter: which kinds there are now, and one of them as it will read, with the parts that are written by hand."""

import re
from functools import cached_property
from typing import Any

from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Language
from accounts.models import Draft
from cases.actions.letters import make_letter, needs_why, template_for, what_was_seen
from cases.enums import Channel
from cases.enums_letter import LetterKind, Recipient
from cases.forms.letters import LetterForm
from cases.letters.facts import INVITED_TO, Asked, Rows, rows_of
from cases.letters.page import Composed, compose, shown
from cases.letters.words import WORDS, why_heading
from cases.models import Letter, LetterTemplate, Meeting
from cases.permissions import can_add
from cases.rules.letter_texts import EDITED, PARTS, plain
from cases.rules.letters import SIGNED, end_kind, fits, kind_of_decision, possible, recipients
from cases.views.base import CaseFormPage
from cases.views.letters import by_hand
from core import clock
from core.days import day_of, midnight
from core.forms import Form
from core.templatetags.ui import clock as time_of
from core.verdicts import Answer, Refused
from mentors.enums import SpokenLanguage

OF_THE_DECISION, OF_THE_END = "decision", "end"
"""Instead of a kind in an address: the letter of the newest decision, and that of the end."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class NewLetter(CaseFormPage):
    """Without a kind in the address the kinds to choose from; with one the letter as it will be, to be made."""

    tab = "case_letters"
    creates = True

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.rows: Rows = rows_of(self.case)
        self.kind = self._kind(self.request.GET.get("kind", ""))
        self.template = "cases/letter_new.html" if self.kind else "cases/letter_kinds.html"
        self.draft_name = f"letter_{self.kind}" if self.kind else ""

    def _kind(self, name: str) -> LetterKind | None:
        if name == OF_THE_DECISION and self.rows.decisions:
            newest = self.rows.decisions[0]
            return kind_of_decision(kind=newest.kind, outcome=newest.outcome)
        if name == OF_THE_END:
            return end_kind(self.rows.now)
        return LetterKind(name) if name in LetterKind.values else None

    @property
    def possible(self) -> Any:
        return possible(self.kind, now=self.rows.now) if self.kind else None

    # What stands in the form when it is opened

    def initial(self) -> dict[str, Any]:
        if self.kind is None or not self.possible:
            return {}
        client, today = self.case.client, clock.today()
        decision = self.rows.decision_of(self.kind)
        recipient = recipients(self.kind)[0]
        known: dict[str, Any] = {
            "recipient": str(recipient),
            "language": Language.ENGLISH if client.language == SpokenLanguage.ENGLISH else Language.DANISH,
            "channel": client.channel if recipient == Recipient.CLIENT else Channel.DIGITAL_POST,
            "dated_on": max(today, decision.sent_on) if decision else today,
            **self._meeting(),
        }
        known["shown_language"] = known["language"]
        asked = Asked(kind=self.kind, recipient=recipient, **{name: known[name] for name in ("language", "channel", "dated_on")})
        composed, _template, _why = self._composed(asked)
        if composed is not None:
            known |= {name: getattr(composed.texts, name) for name in EDITED}
        return known

    def _meeting(self) -> dict[str, Any]:
        """The meeting of the address; else the next one with the mentor that is planned, also with a new one in a running course."""
        if self.kind != LetterKind.MATCH_MEETING:
            return {}
        planned = Meeting.objects.filter(case=self.case, kind__in=INVITED_TO, held_on__isnull=True, cancelled_on__isnull=True)
        asked = self.request.GET.get("meeting", "")
        chosen = planned.filter(pk=asked).first() if _UUID.fullmatch(asked) else None
        meeting = chosen or planned.filter(at__gte=clock.now()).order_by("at").first()
        if meeting is None:
            return {}
        return {"meeting_on": day_of(meeting.at), "meeting_time": time_of(meeting.at), "meeting_place": meeting.place}

    def _composed(self, asked: Asked, own: dict[str, str] | None = None) -> tuple[Composed | None, LetterTemplate | None, str]:
        """The letter as it would be, the texts it is made from, and why it cannot be shown."""
        try:
            template = template_for(jobcentre_id=self.case.jobcentre_id, kind=asked.kind, language=asked.language)
        except Refused as refused:
            return None, None, self.sentence(refused.code, refused.facts)
        return compose(self.rows, asked, template=template, signed_by=self.user.name, own=own), template, ""

    def make_form(self, data: QueryDict | None = None) -> LetterForm:
        return LetterForm(data, initial=self.initial_with_key(), kind=self.kind or LetterKind.ACKNOWLEDGEMENT)

    # What is sent

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.kind is None:
            return self.show()
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.kind is None:
            return HttpResponseRedirect(request.path)
        self.require_write()
        if "update" in request.POST:
            form = self.make_form(request.POST)
            form._errors = ErrorDict()  # what is still to be written is no error yet
            return self.show(form=form, draft=None)
        response = super().post(request, **kwargs)
        if isinstance(response, HttpResponseRedirect) and response.url == request.path:
            return HttpResponseRedirect(f"{request.path}?kind={self.kind}")  # a draft was saved or thrown away
        return response

    def act(self, form: Form) -> str:
        if self.kind is None:
            raise Refused("letter_not_decided")
        typed = form.cleaned_data
        letter = make_letter(
            case_id=self.case.pk,
            kind=self.kind,
            recipient=Recipient(typed["recipient"]),
            language=typed["language"],
            channel=Channel(typed["channel"]),
            dated_on=typed["dated_on"],
            typed={name: typed[name] for name in form.typed_names},  # type: ignore[attr-defined]
            own={name: typed[name] for name in EDITED},
            seen=typed["seen"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_letter", args=[self.case.ref, letter.pk])

    def done(self, form: Form) -> str:
        return _("The letter is made. Open it, send it, and mark it as sent.")

    # What is shown

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        known: dict[str, Any] = {"can_add": bool(can_add(self.member, self.case))}
        form = more.get("form")
        if isinstance(form, LetterForm) and self.kind is not None and self.possible:
            known |= self._shown(form, self.kind)
        return super().show(status, **known, **more)

    def _shown(self, form: LetterForm, kind: LetterKind) -> dict[str, Any]:
        """The letter with what stands in the form. Texts that nobody has touched follow the language."""
        asked = form.asked()
        asked["dated_on"] = asked["dated_on"] or clock.today()
        now = Asked(kind=kind, **asked)
        composed, template, why_not = self._composed(now)
        if composed is None or template is None:
            return {"why_not_made": why_not}
        seen = what_was_seen(composed=composed, template=template, case=self.case, kind=kind)
        if form.is_bound:
            form.data = form.data.copy()
            before = form.value_of("shown_language") or now.language
            if before != now.language:
                old, _template, _why = self._composed(Asked(kind=kind, **{**asked, "language": before}))
                for name in EDITED:
                    if old is not None and plain(form[name].value() or "") == getattr(old.texts, name):
                        form.data[name] = getattr(composed.texts, name)
            form.data["shown_language"] = now.language
            form.data["seen"] = seen
        else:
            form.initial["seen"] = seen
        missing = sorted({each for name, found in composed.missing.items() if name not in EDITED for each in found} - self._to_come(form))
        words, unfit = WORDS[now.language], fits(kind, now=self.rows.now, today=clock.today())
        return {
            "composed": composed,
            "words": words,
            "language": now.language,
            "why_heading": why_heading(kind, now.language),
            "why_needed": needs_why(rows=self.rows, kind=kind),
            "fallen": self._fallen(form, composed, kind=kind, language=now.language),
            "is_signed": kind in SIGNED,
            "shown": {name: shown(getattr(composed.texts, name)) for name in PARTS},
            "typed_fields": [form[name] for name in form.typed_names],
            "one_recipient": len(recipients(kind)) == 1,
            "why_not_made": self.sentence("letter_field_missing", {"fields": missing}) if missing else "",
            **self._told(unfit, now),
            "by_hand": by_hand(self.case, str(now.recipient)) if now.channel == Channel.PAPER else "",
        }

    def _told(self, unfit: Answer, now: Asked) -> dict[str, Any]:
        """Why the letter does not fit, and that one like it was made today and waits to be sent, such as before the browser's back."""
        said = [] if unfit else [self.sentence(unfit.code, unfit.facts)]
        waiting = Letter.objects.filter(
            case=self.case,
            kind=now.kind,
            recipient=now.recipient,
            sent_on__isnull=True,
            aside_on__isnull=True,
            made_at__gte=midnight(clock.today()),
        )
        made = waiting.select_related("made_by").order_by("-made_at", "-pk").first()
        if made is None:
            return {"told": " ".join(said)}
        code = "letter_waits_own" if made.made_by_id == self.user.pk else "letter_waits"
        said.append(self.sentence(code, {"who": made.made_by.name, "at": made.made_at.isoformat()}))
        url = reverse("case_letter", args=[self.case.ref, made.pk])
        return {"told": " ".join(said), "told_actions": [{"label": _("Look at the letter"), "url": url}]}

    def _fallen(self, form: LetterForm, composed: Composed, *, kind: LetterKind, language: str) -> list[str]:
        """The headings that fall away, because a part that the text has was emptied; reasons that a rule asks for are refused instead."""
        headings = {"what_now": WORDS[language]["what_now"]}
        if not needs_why(rows=self.rows, kind=kind):
            headings["why"] = why_heading(kind, language)
        own = form.own()
        return [
            headings[name] for name in EDITED if name in headings and getattr(composed.texts, name).strip() and not plain(own[name]).strip()
        ]

    def _to_come(self, form: LetterForm) -> set[str]:
        """The fields whose values are typed on this page."""
        return {"meeting_when", *form.typed_names}

    def context(self) -> dict[str, Any]:
        name = self.case.client.name
        if self.kind is None:
            return {"heading": _("New letter for %(name)s") % {"name": name}, **self._kinds()}
        answer = self.possible
        return {
            "heading": _("%(letter)s: %(name)s") % {"letter": self.kind.label, "name": name},
            "kind": self.kind,
            "waits": "" if answer else self.sentence(answer.code, answer.facts),
            "back": reverse("case_letter_new", args=[self.case.ref]),
        }

    @cached_property
    def _drafts(self) -> set[str]:
        mine = Draft.objects.filter(user=self.user, jobcentre=self.member.jobcentre_id, subject_id=self.case.pk, form__startswith="letter_")
        return {name.removeprefix("letter_") for name in mine.values_list("form", flat=True)}

    def _kinds(self) -> dict[str, Any]:
        made = set(Letter.objects.filter(case=self.case, aside_on__isnull=True).values_list("kind", flat=True))
        fitting: list[dict[str, Any]] = []
        unfit: list[dict[str, Any]] = []
        others: list[dict[str, Any]] = []
        now, today = self.rows.now, clock.today()
        for kind in LetterKind:
            answer = possible(kind, now=now)
            if not answer:
                others.append({"label": kind.label, "value": self.sentence(answer.code, answer.facts)})
                continue
            url, code = f"{self.request.path}?kind={kind}", str(kind)
            one = {"label": kind.label, "url": url, "made": code in made, "draft": code in self._drafts}
            if answer := fits(kind, now=now, today=today):
                fitting.append(one)
            else:
                unfit.append({**one, "why": self.sentence(answer.code, answer.facts)})
        for found in (fitting, unfit):
            found.sort(key=lambda each: (not each["draft"], each["made"]))
        return {"fitting": fitting, "unfit": unfit, "others": others, "may_write": bool(can_add(self.member, self.case))}
