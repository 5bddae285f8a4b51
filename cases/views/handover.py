"""A case for another jobcentre: handed over from here, and taken there with what was handed over and nothing else."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import cpr as sealed
from accounts.enums import AccessKind, SubjectKind
from accounts.models import Jobcentre
from accounts.pages import FormPage, Page
from cases.actions.handover import hand_over, take_back_handover, take_handover
from cases.enums import State, Weight
from cases.forms.repair import HandoverForm, TakeBackForm
from cases.models import Handover, Need, Wishes
from cases.permissions import can_add, can_change, can_read_cases, can_write_cases
from cases.phrases import sentence
from cases.rules import cpr
from cases.rules.handover import take_back_verdict
from cases.views.base import CaseFormPage
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day, minutes_words

Row = dict[str, Any]
MOST = 100


class HandOver(CaseFormPage):
    """Close the case here and offer it to another jobcentre; afterwards, what was handed over and whether it was taken."""

    template = "cases/handover.html"
    form_class = HandoverForm
    draft_name = "handover"
    creates = True

    def initial(self) -> Row:
        return {"version": self.case.version}

    def make_form(self, data: QueryDict | None = None) -> HandoverForm:
        others = Jobcentre.objects.exclude(pk=self.case.jobcentre_id).order_by("name")
        return HandoverForm(data, initial=self.initial_with_key(), jobcentres=others.values_list("pk", "name"))

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        hand_over(
            case_id=self.case.pk,
            version=values["version"] or 0,
            to_id=values["to"],
            reason=values["reason"],
            ground=values["ground"],
            with_challenges=values["with_challenges"],
            by=self.user,
            at=clock.now(),
        )
        return self.request.path

    def done(self, form: Form) -> str:
        return _("The case is handed over, and closed here. The other jobcentre sees it on its list.")

    def context(self) -> Row:
        rows = handovers_of(self.case)
        row = next((each for each in rows if each.taken_back_on is None), None)
        may = can_change(self.member, self.case)
        return {
            "heading": _("Hand over the case of %(name)s") % {"name": self.case.client.name},
            "handed_rows": handed_rows(row) if row else [],
            "can_take_back": row is not None and row.new_case_id is None and bool(can_add(self.member, self.case)),
            "earlier": [handed_rows(each) for each in rows if each.taken_back_on is not None],
            "possible": bool(may) and row is None,
            "why_not_possible": "" if may or row else self.sentence(may.code, may.facts),
            "rows": [
                {"label": _("The case"), "value": _("closed here today; everything in it can still be read here")},
                {"label": _("Mentor and period"), "value": _("end today, and the mentor’s place is free")},
                {
                    "label": _("Goes along"),
                    "value": _("who the client is, the situation, the workplace, the reason and the ground you write"),
                },
                {"label": _("Stays here"), "value": _("notes, documents, the mentor, decisions, the log and feedback")},
            ],
            "cancel_url": reverse("case_repair", args=[self.case.ref]),
        }


class TakeBack(CaseFormPage):
    """The case is no longer offered to the other jobcentre, as long as nobody there has taken it."""

    template = "cases/handover_back.html"
    form_class = TakeBackForm
    creates = True

    def act(self, form: Form) -> str:
        take_back_handover(case_id=self.case.pk, why=form.cleaned_data["why"], by=self.user, at=clock.now())
        return reverse("case_handover", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The case is taken back. The other jobcentre no longer sees it.")

    def context(self) -> Row:
        row = next((each for each in handovers_of(self.case) if each.taken_back_on is None), None)
        may = can_add(self.member, self.case)
        if may:
            may = take_back_verdict(is_there=row is not None, taken=row is not None and row.new_case_id is not None, why="-")
        return {
            "heading": _("Take back the case of %(name)s") % {"name": self.case.client.name},
            "possible": bool(may),
            "why_not_possible": "" if may else self.sentence(may.code, may.facts),
            "rows": handed_rows(row) if row else [],
            "next": _("The case stays closed. Open the course again when it is to go on.")
            if self.case.state == State.ENDED
            else _("The case stays closed. Make a new application when the client still wants a mentor."),
            "back": reverse("case_handover", args=[self.case.ref]),
        }


def handovers_of(case: Any) -> list[Handover]:
    """The newest first."""
    return list(Handover.objects.filter(case=case).select_related("to_jobcentre", "handed_by", "taken_back_by").order_by("-handed_at"))


def handed_rows(row: Handover) -> list[Row]:
    """What was handed over, for the old jobcentre: of the new case only that it was taken."""
    taken = _("Taken on %(day)s") % {"day": date_long(row.taken_at)} if row.taken_at else _("Not taken yet")
    back: list[Row] = []
    if row.taken_back_on is not None and row.taken_back_by is not None:
        taken = _("Never taken there")
        back = [
            {"label": _("Taken back on"), "value": date_long(row.taken_back_on), "note": f"{row.taken_back_by.name}. {row.taken_back_why}"}
        ]
    return [
        {"label": _("Handed over to"), "value": row.to_jobcentre.name, "note": taken},
        {"label": _("Handed over on"), "value": date_long(row.handed_on), "note": row.handed_by.name},
        {"label": _("Reason"), "value": row.reason},
        {"label": _("Consent or legal ground"), "value": row.ground},
        {"label": _("Challenges and wishes"), "value": _("go along") if row.with_challenges else _("stay here")},
        *back,
    ]


class HandoverList(Page):
    """Cases that other jobcentres have handed over to this one and that nobody has taken yet."""

    template = "cases/handovers.html"
    permission = staticmethod(can_read_cases)

    def sentence(self, code: str, facts: Row) -> str:
        return sentence(code, facts)

    def context(self) -> Row:
        rows = Handover.objects.filter(to_jobcentre_id=self.member.jobcentre_id, new_case__isnull=True, taken_back_on__isnull=True)
        found = list(rows.select_related("case__client", "from_jobcentre").order_by("handed_on", "handed_at", "pk")[:MOST])
        self.log_read(AccessKind.LIST, SubjectKind.CASE, [row.case_id for row in found])
        return {
            "rows": [
                {
                    "name": row.case.client.name,
                    "place": row.from_jobcentre.name,
                    "day": day(row.handed_on),
                    "url": reverse("handover_take", args=[row.pk]),
                }
                for row in found
            ]
        }


class TakeHandover(FormPage):
    """What was handed over, and one button that makes it an application here.

    Afterwards only why it was: the client is read in the new case, and what the other jobcentre has written of the person since stays there.
    """

    template = "cases/handover_take.html"
    permission = staticmethod(can_read_cases)
    may_write = staticmethod(can_write_cases)
    form_class = Form
    creates = True

    def load(self, handover: uuid.UUID, **kwargs: Any) -> None:
        rows = Handover.objects.filter(to_jobcentre_id=self.member.jobcentre_id)
        rows = rows.select_related("case__client", "case__situation", "case__workplace", "from_jobcentre", "new_case__client", "taken_by")
        found = rows.filter(pk=handover).first()
        if found is None or (found.taken_back_on is not None and self.request.method != "POST"):
            raise Http404
        self.handover = found

    def sentence(self, code: str, facts: Row) -> str:
        return sentence(code, facts)

    def act(self, form: Form) -> str:
        case = take_handover(handover_id=self.handover.pk, member=self.member, by=self.user, at=clock.now())
        return reverse("case", args=[case.ref])

    def done(self, form: Form) -> str:
        return _("The case is taken. Ask the client for consent to the course, and describe the challenges with the client.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        self.log_read(AccessKind.PAGE, SubjectKind.CASE, [self.handover.new_case_id or self.handover.case_id])
        return super().show(status, **more)

    def context(self) -> Row:
        row = self.handover
        may = can_write_cases(self.member)
        client = row.new_case.client if row.new_case else row.case.client
        if Handover.objects.filter(pk=row.pk, taken_back_on__isnull=False).exists():
            # While the page lay open: nothing of the person is shown any more.
            gone = {"label": _("Handed over by"), "value": row.from_jobcentre.name}
            return {"heading": _("Take over a case"), "rows": [gone], "why_not": self.sentence("handover_taken_back", {})}
        return {
            "heading": _("Handed over: %(name)s") % {"name": client.name},
            "client": client,
            "rows": reason_rows(row) if row.new_case else [*taken_rows(row), *reason_rows(row)],
            "challenges": self.challenges() if row.with_challenges and not row.new_case else [],
            "with_challenges": row.with_challenges,
            "can_take": bool(may) and row.new_case_id is None,
            "why_not": "" if may else self.sentence(may.code, may.facts),
            "new_case": row.new_case,
            "taken_by": row.taken_by,
        }

    def challenges(self) -> list[Row]:
        """Needs and wishes in the client's words, as they were agreed to be passed on."""
        case = self.handover.case
        rows: list[Row] = [
            {"label": need.get_area_display(), "value": Weight(need.weight).label, "note": need.words}
            for need in Need.objects.filter(case=case).order_by("pk")
        ]
        wishes = Wishes.objects.filter(case=case).first()
        if wishes and wishes.minutes_a_week:
            rows.append({"label": _("Wished hours a week"), "value": minutes_words(wishes.minutes_a_week)})
        if wishes and wishes.words:
            rows.append({"label": _("Wishes"), "value": wishes.words})
        return rows


def taken_rows(row: Handover) -> list[Row]:
    """What was handed over, for the new jobcentre, until it is taken: the person and the application."""
    case, client = row.case, row.case.client
    number = sealed.decrypt(client.cpr_sealed, row_id=client.pk)
    return [
        {"label": _("Client"), "value": client.name, "note": _("CPR %(cpr)s") % {"cpr": cpr.masked(number)}},
        {"label": _("Phone"), "value": client.phone},
        {"label": _("Email"), "value": client.email},
        {"label": _("Address"), "value": _("protected") if client.address_protected else client.address},
        {"label": _("Language"), "value": client.get_language_display()},
        {"label": _("Situation"), "value": str(case.situation), "note": case.workplace.name if case.workplace else ""},
        {"label": _("Situation starts"), "value": date_long(case.situation_starts_on)},
    ]


def reason_rows(row: Handover) -> list[Row]:
    """Who handed over, and why, for the new jobcentre."""
    return [
        {"label": _("Handed over by"), "value": row.from_jobcentre.name, "note": date_long(row.handed_on)},
        {"label": _("Reason"), "value": row.reason},
        {"label": _("Consent or legal ground"), "value": row.ground},
    ]
