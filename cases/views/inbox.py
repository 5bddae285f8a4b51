"""The inbox: what I am told of, by how soon, with what is put off and what was done; a reminder marked done, or put off with a reason.

Four statements beside what every page costs: the counts, the rows, that they are seen, and the read log.
"""

import datetime as dt
import uuid
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage, Page
from accounts.permissions import can_read_cases
from cases.actions.notices import mark_done, see, snooze
from cases.enums_notice import NOTICED, NoticeState, ToldAs
from cases.forms.inbox import DoneForm, PutOffForm
from cases.inbox_rows import Pile, in_order, pile_counts, piles, told_to, with_subjects
from cases.models import NoticeRecipient
from cases.notice_phrases import notice_action, notice_ref, notice_words
from cases.phrases import sentence
from cases.rules.desk import Bucket, bucket
from cases.views.desk_words import BUCKETS, told_words
from cases.views.inbox_marks import after, mark_of
from core import clock
from core.filters import Filters
from core.forms import Form
from core.templatetags.ui import day, day_short, day_words, due_state, moment
from core.verdicts import Refused

ROWS = 25
PILES = {
    Pile.TODO: pgettext_lazy("inbox", "To do"),
    Pile.LATER: pgettext_lazy("inbox", "Put off"),
    Pile.DONE: pgettext_lazy("inbox", "Done in the last 30 days"),
}
EMPTY = {
    Pile.TODO: (
        gettext_lazy("Nothing waits for you."),
        gettext_lazy("A reminder appears here in the morning of its day. It goes when what it is about is done, or when you mark it done."),
    ),
    Pile.LATER: (gettext_lazy("Nothing is put off."), gettext_lazy("What you put off waits here, and is told again on its day.")),
    Pile.DONE: (gettext_lazy("Nothing was done in the last 30 days."), gettext_lazy("The page of a case shows all of its reminders.")),
}


class Inbox(Page):
    template = "cases/inbox.html"
    permission = staticmethod(can_read_cases)

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """One reminder is marked done. Pressed twice, or when it was done meanwhile, the second press says so and changes nothing."""
        form = DoneForm(request.POST)
        if not form.is_valid():
            raise Http404
        typed = form.cleaned_data
        found = told_to(member=self.member, user=self.user).filter(notice=typed["notice"]).first()
        if found is None:
            raise Http404
        try:
            mark_done(notice_id=found.notice_id, version=typed["version"], by=self.user, at=clock.now())
        except Refused as refused:
            messages.info(request, self.sentence(refused.code, refused.facts))
        else:
            messages.success(request, _("The reminder is marked done. It stands under “Done in the last 30 days”."))
        return HttpResponseRedirect(request.get_full_path())

    def context(self) -> dict[str, Any]:
        now, today = clock.now(), clock.today()
        filters = Filters(self.request.GET, self.request.path)
        pile = Pile(filters.pick("show", [str(each) for each in Pile], default=Pile.TODO))
        mine = told_to(member=self.member, user=self.user)
        counts = pile_counts(rows=mine, at=now)
        found, next_mark = self.rows(with_subjects(mine.filter(piles(at=now)[pile])), pile, filters)
        rows = [inbox_row(row, pile, today) for row in found]
        if pile == Pile.TODO and (new := [row.notice_id for row in found if row.seen_at is None]):
            self.member.new_notices -= see(notice_ids=new, by=self.user, at=now)  # type: ignore[attr-defined]  # for the bell of this very page
        self.log_reads(
            (AccessKind.LIST, SubjectKind.CASE, {row.notice.case_id for row in found if row.notice.case_id}),
            (AccessKind.LIST, SubjectKind.CLIENT, {row.notice.client_id for row in found if row.notice.client_id}),
            (AccessKind.LIST, SubjectKind.MENTOR, {row.notice.mentor_id for row in found if row.notice.mentor_id}),
        )
        text, hint = EMPTY[pile]
        return {
            "pile": pile,
            "pills": [
                filters.pill(
                    "show", "" if each == Pile.TODO else each, label, current="" if pile == Pile.TODO else pile, count=counts[each]
                )
                for each, label in PILES.items()
            ],
            "groups": [
                {"bucket": key, "label": BUCKETS[key] if pile == Pile.TODO else PILES[pile], "rows": list(tasks)}
                for key, tasks in groupby(rows, key=lambda row: row["bucket"])
            ],
            "empty_text": text,
            "empty_hint": hint,
            "unknown": filters.unknown,
            "next_url": filters.address(after=next_mark) if next_mark else "",
            "next_words": _("Show more"),
            "first_url": filters.address() if self.request.GET.get("after") else "",
        }

    def rows(self, rows: Any, pile: Pile, filters: Filters) -> tuple[list[NoticeRecipient], str]:
        """At most 25 rows, and the mark of the last one when there are more."""
        if mark := self.request.GET.get("after", ""):
            behind = after(rows=rows, pile=pile, mark=mark)
            if behind is None:
                filters.unknown.append(_("This place in the list does not exist. The list begins at its top."))
            else:
                rows = behind
        page = list(in_order(rows=rows, pile=pile)[: ROWS + 1])
        return page[:ROWS], mark_of(page[ROWS - 1], pile=pile) if len(page) > ROWS else ""


def inbox_row(row: NoticeRecipient, pile: Pile, today: dt.date) -> dict[str, Any]:
    """A reminder in words: the template only places them."""
    notice = row.notice
    case = notice.case
    if pile == Pile.TODO:
        due_on = row.act_by  # type: ignore[attr-defined]  # annotated by with_subjects
    elif pile == Pile.LATER:
        due_on = notice.snoozed_until
    else:
        due_on = None
    found = bucket(due_on=due_on, today=today)
    when, words = (day_short(due_on), day_words(due_on, today)) if due_on else (day_short(notice.closed_at), "")
    if due_on and found == Bucket.TODAY:
        when, words = words, when
    label, url = notice_action(notice)
    client = case.client if case else notice.client
    return {
        "id": notice.pk,
        "version": notice.version,
        "bucket": found if pile == Pile.TODO else pile,
        "due": due_state(due_on, today),
        "day": when,
        "words": words,
        "new": pile == Pile.TODO and row.seen_at is None,
        "title": notice_words(notice),
        "name": client.name if client else notice.mentor.name if notice.mentor else "",
        "ref": notice_ref(notice),
        "told_as": told_words(ToldAs(row.told_as), case.caseworker.name if case else ""),
        "note": note_words(row, pile),
        "label": label,
        "url": url,
        "put_off_url": reverse("inbox_put_off", args=[notice.pk]),
    }


def note_words(row: NoticeRecipient, pile: Pile) -> str:
    """What became of it, and why it was put off or stopped."""
    notice = row.notice
    who = notice.changed_by.name if notice.changed_by else ""
    if pile == Pile.LATER:
        return _("Put off by %(name)s: %(why)s") % {"name": who, "why": notice.why}
    if pile == Pile.DONE and notice.closed_at:
        facts = {"time": moment(notice.closed_at), "name": who, "why": notice.why}
        if notice.state == NoticeState.STOPPED:
            return _("Stopped %(time)s by %(name)s: %(why)s") % facts
        return _("Done %(time)s, marked by %(name)s") % facts if who else _("Done %(time)s") % facts
    return ""


class PutOff(FormPage):
    """One reminder of mine, put off until a day with a reason."""

    template = "cases/inbox_put_off.html"
    permission = staticmethod(can_read_cases)
    form_class = PutOffForm
    told: NoticeRecipient

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def load(self, notice: uuid.UUID, **kwargs: Any) -> None:
        if not can_read_cases(self.member):
            raise Http404
        found = with_subjects(told_to(member=self.member, user=self.user)).filter(notice=notice).first()
        if found is None:
            raise Http404
        self.told = found

    def initial(self) -> dict[str, Any]:
        return {"version": self.told.notice.version}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        snooze(
            notice_id=self.told.notice_id,
            version=typed["version"] or 0,
            until=typed["until"],
            why=typed["why"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("inbox")

    def done(self, form: Form) -> str:
        return _("The reminder is put off until %(day)s.") % {"day": day(form.cleaned_data["until"])}

    def context(self) -> dict[str, Any]:
        notice = self.told.notice
        self.log_reads(
            (AccessKind.PAGE, SubjectKind.CASE, [notice.case_id] if notice.case_id else []),
            (AccessKind.PAGE, SubjectKind.CLIENT, [notice.client_id] if notice.client_id else []),
            (AccessKind.PAGE, SubjectKind.MENTOR, [notice.mentor_id] if notice.mentor_id else []),
        )
        others = notice.recipients.count() - 1
        return {
            "row": inbox_row(self.told, Pile.TODO, clock.today()),
            "waits": notice.state in NOTICED or notice.state == NoticeState.SNOOZED,
            "others": ngettext("%(n)s other colleague is told of it, too.", "%(n)s other colleagues are told of it, too.", others)
            % {"n": others}
            if others
            else "",
            "back": reverse("inbox"),
            "crumbs": [{"label": _("Inbox"), "url": reverse("inbox")}, {"label": _("Put off a reminder")}],
        }
