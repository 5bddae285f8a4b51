"""The base of every page: who may, what is read is logged, and how a form becomes one action call.

Two deep at most: a page is a `Page` or a `FormPage`. These stand in the domain layer of accounts because all apps' views build on them.
"""

import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from accounts import drafts
from accounts.audit import Read, seen_all
from accounts.enums import AccessKind, SubjectKind
from accounts.models import Draft, Membership, OneTimeKey, User
from accounts.phrases import refusal
from core import clock
from core.forms import Form
from core.ids import NOTHING
from core.verdicts import Answer, Refused, Stale

_NOT_A_DRAFT = {"csrfmiddlewaretoken", "draft", "key"}


class Page(View):
    """A page of a signed-in member. `permission` answers before anything is read; a no is a 403 page that says why."""

    template = ""
    permission: Callable[[Membership | None], Answer]

    request: HttpRequest
    member: Membership
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.member, self.user = request.member, request.user
        if not request.member:
            raise PermissionDenied(refusal("jobcentre_gone" if request.memberships else "no_jobcentre", {}))
        answer = type(self).permission(request.member)
        if not answer:
            raise PermissionDenied(str(self.sentence(answer.code, answer.facts)))
        self.load(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def load(self, **kwargs: Any) -> None:
        """Get what the address names, through `visible_to`: a 404 belongs here."""

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        """The words for a reason code; apps with codes of their own override this."""
        return refusal(code, facts)

    def context(self) -> dict[str, Any]:
        """What the template needs."""
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return render(self.request, self.template, {**self.context(), **more}, status=status)

    def log_read(self, kind: AccessKind, subject_kind: SubjectKind, ids: Iterable[uuid.UUID | None], purpose: str = "") -> None:
        """Log what this page shows, in its own transaction: if the log fails, the page is not shown."""
        self.log_reads((kind, subject_kind, ids), purpose=purpose)

    def log_reads(self, *reads: Read, purpose: str = "") -> None:
        """The same of several kinds of subject, in one statement."""
        match = self.request.resolver_match
        seen_all(
            reads=reads,
            jobcentre_id=self.member.jobcentre_id,
            user_id=self.user.pk,
            page=match.view_name if match else "",
            at=clock.now(),
            purpose=purpose,
        )


class FormPage(Page):
    """A page with one form: GET shows it, POST turns it into one action call.

    `draft_name` switches drafts on (a button named `draft`); they are not encrypted, so the fields in `never_in_draft` are left out.
    `creates` gives the form a one-time key. A Refused goes to its field, a Stale shows both texts with status 409; what was typed always stays in the form.
    """

    form_class: type[Form]
    draft_name = ""
    never_in_draft: frozenset[str] = frozenset()
    creates = False
    may_write: Callable[[Membership | None], Answer] | None = None

    def initial(self) -> dict[str, Any]:
        """The values as stored, including `version` for what is edited."""
        return {}

    def initial_with_key(self) -> dict[str, Any]:
        """The stored values, with the one-time key of a form that creates."""
        return {**self.initial(), "key": uuid.uuid4()} if self.creates else self.initial()

    def make_form(self, data: QueryDict | None = None) -> Form:
        return self.form_class(data, initial=self.initial_with_key())

    def require_write(self) -> None:
        """Who may read the page and not write gets a 403 that says why."""
        may_write = type(self).may_write
        if may_write and not (answer := may_write(self.member)):
            raise PermissionDenied(str(self.sentence(answer.code, answer.facts)))

    def act(self, form: Form) -> str:
        """Call the one action with the cleaned form; returns the address to go to. Raises Refused."""
        raise NotImplementedError

    def subject_id(self) -> uuid.UUID:
        """The case the form is about, for its draft; the nil UUID when there is none yet."""
        return NOTHING

    def done(self, form: Form) -> str:
        """The message after success; "" for none."""
        return ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        draft = self.my_draft()
        form = self.make_form(drafts.as_data(draft, key=str(uuid.uuid4())) if draft else None)
        if draft:
            # A draft is shown as it was typed; what is missing in it is not an error yet.
            form._errors = ErrorDict()
        return self.show(form=form, draft=draft)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_write()
        if self.creates and request.POST.get("jobcentre", "") not in ("", str(self.member.jobcentre_id)):
            # A tab of another jobcentre: what is new would be made in this one (R63).
            form = self.make_form(request.POST)
            form.is_valid()
            form.refuse(self.sentence("form_of_other_jobcentre", {}))
            return self.show(status=422, form=form, draft=None)
        if self.draft_name and "draft" in request.POST:
            return self.save_draft()
        if self.draft_name and "discard_draft" in request.POST:
            drafts.discard(user=self.user, member=self.member, form=self.draft_name, subject_id=self.subject_id())
            messages.success(request, _("The draft is thrown away."))
            return HttpResponseRedirect(request.path)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(status=422, form=form, draft=None)
        try:
            address = self.act_once(form) if self.creates else self.act_and_forget_draft(form)
        except Stale as stale:
            return self.show_both(form, stale)
        except Refused as refused:
            form.refuse(self.sentence(refused.code, refused.facts), refused.field)
            return self.show(status=422, form=form, draft=None)
        if text := self.done(form):
            messages.success(request, text)
        return HttpResponseRedirect(address)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """A page that creates something says in a hidden field in which jobcentre the form was opened.

        `typed` is for components/typed.html, on a page that has no form any more for what was sent.
        """
        known: dict[str, Any] = {"typed": lambda: typed_rows(more.get("form"))}
        known["form_jobcentre"] = self.request.POST.get("jobcentre") or self.member.jobcentre_id
        return super().show(status, **{**known, **more})

    def act_and_forget_draft(self, form: Form) -> str:
        with transaction.atomic():
            address = self.act(form)
            if self.draft_name:
                drafts.discard(user=self.user, member=self.member, form=self.draft_name, subject_id=self.subject_id())
        return address

    def act_once(self, form: Form) -> str:
        """The action under the form's one-time key: a second sending waits for the first and gets its result page."""
        key = form.cleaned_data.get("key") or uuid.uuid4()
        try:
            with transaction.atomic():
                row = OneTimeKey.objects.create(key=key, user=self.user, used_at=clock.now(), result_url="")
                row.result_url = self.act_and_forget_draft(form)
                row.save(update_fields=["result_url"])
                return row.result_url
        except IntegrityError:
            done = OneTimeKey.objects.filter(key=key, user=self.user).first()
            if done is None:
                raise
            return done.result_url

    def show_both(self, form: Form, stale: Stale) -> HttpResponse:
        """Somebody saved first: the typed text stays in the form, what is stored now stands beside it, and the next press saves.

        A page that says what it was opened with (`Form.opened`) lists only what was changed since then.
        """
        fresh = self.make_form()
        opened, marks = form.opened_marks(), fresh.marks()
        conflicts = []
        for name, field in form.fields.items():
            if field.widget.is_hidden or opened.get(name) == marks[name]:
                continue
            stored = field.prepare_value(fresh.get_initial_for_field(field, name))
            typed = form[name].value()
            if not alike(field, stored, typed):
                conflicts.append(
                    {
                        "label": form.full_label(name),
                        "stored": shown(field, stored),
                        "typed": shown(field, typed),
                        "url": f"#{form[name].id_for_label}",
                    }
                )
        mine = stale.facts.get("by_id") == self.user.pk
        if not conflicts:  # there are no two texts to show: a form of buttons, or another part of the same was saved
            code = ("stale_elsewhere_mine" if mine else "stale_elsewhere") if opened else stale.code
            form.refuse(self.sentence(code, stale.facts))
        form.data = form.data.copy()
        form.data["version"] = fresh.initial.get("version", "")
        if opened:
            form.data["opened"] = fresh["opened"].value()
        return self.show(status=409, form=form, draft=None, conflicts=conflicts, stale={**stale.facts, "mine": mine})

    def my_draft(self) -> Draft | None:
        if not self.draft_name:
            return None
        return drafts.find(user=self.user, member=self.member, form=self.draft_name, subject_id=self.subject_id())

    def save_draft(self) -> HttpResponse:
        names = set(self.make_form(self.request.POST).fields) - _NOT_A_DRAFT - self.never_in_draft
        data = {name: values for name, values in self.request.POST.lists() if name in names}
        drafts.keep(user=self.user, member=self.member, form=self.draft_name, subject_id=self.subject_id(), data=data, at=clock.now())
        messages.success(self.request, _("The draft is saved. Only you can see it."))
        return HttpResponseRedirect(self.request.path)


def alike(field: Any, stored: Any, typed: Any) -> bool:
    """Whether both are one value: 2,5 and 2:30 hours are, and so are a zero that is stored and one that was chosen."""
    with suppress(ValidationError):  # what cannot be read differs as it stands
        typed = field.prepare_value(field.clean(typed))
    if stored in (None, "") and typed in (None, ""):
        return True
    return " ".join(shown(field, stored).split()) == " ".join(shown(field, typed).split())


def shown(field: Any, value: Any) -> str:
    """A value as the form's reader knows it: the label of a choice instead of its code."""
    choices: dict[str, str] = {}
    for code, label in getattr(field, "choices", []):
        group = label if isinstance(label, (list, tuple)) else [(code, label)]
        choices |= {str(each): str(words) for each, words in group}
    values = value if isinstance(value, (list, tuple)) else [value]
    ticked = {True: _("Yes"), False: ""}
    words = [ticked[v] if isinstance(v, bool) else choices.get(str(v), str(v)) for v in values if v is not None]
    return ", ".join(word for word in words if word)


def typed_rows(form: Form | None) -> list[dict[str, str]]:
    """What stands in the fields of a form that was sent, as it was typed, to be read and copied; nothing of a form that was not sent."""
    if form is None or not form.is_bound:
        return []
    names = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    rows = [{"label": str(form.fields[name].label), "value": shown(form.fields[name], form[name].value())} for name in names]
    return [row for row in rows if row["value"]]


def mark_of(row: Any) -> str:
    """The place of a row in a list that stands newest first, for an address: `<instant>_<id>`."""
    return f"{row.at.isoformat()}_{row.pk}"


def older_than(*, rows: QuerySet, mark: str) -> tuple[QuerySet, bool]:
    """The rows behind `mark_of` a row, and whether that is a mark: one list of 25 persons is 25 rows of the same instant."""
    instant, _sep, key = mark.rpartition("_")
    try:
        at, last = clock.parse_instant(instant), uuid.UUID(key)
    except ValueError:
        return rows, False
    return rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=last), at__lte=at), True


def no_such_place() -> str:
    """What a page says of a mark that is none."""
    return _("This place in the list does not exist. The list begins at its top.")
