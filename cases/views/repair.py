"""Put something right: what can be put right in a case and where, and annulling a decision that was wrongly issued."""

import uuid
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts import cpr
from accounts.models import User
from cases.actions.annulling import Annullable, annul_decision, annullable
from cases.enums import DecisionKind, DecisionOutcome, State
from cases.forms.repair import AnnulForm
from cases.models import Case, ClientMerge, Decision, FormerCpr, Handover
from cases.permissions import can_add
from cases.repair_phrases import EFFECTS
from cases.rules.annulling import Effect, annul_verdict, effect
from cases.views.base import CaseFormPage, CasePage
from cases.views.frame import cpr_fact
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day_long, minutes_words

Row = dict[str, Any]


def decision_words(decision: Decision) -> str:
    """ "First decision of 16 November 2026: granted, 3 hours a week" """
    words = _("%(kind)s of %(day)s: %(outcome)s") % {
        "kind": DecisionKind(decision.kind).label,
        "day": date_long(decision.decided_on),
        "outcome": str(DecisionOutcome(decision.outcome).label).lower(),
    }
    if decision.minutes_a_week:
        return _("%(decision)s, %(hours)s a week") % {"decision": words, "hours": minutes_words(decision.minutes_a_week)}
    return words


def annulled_words(decision: Decision) -> str:
    """When, by whom and why a decision was annulled; "" for one that stands."""
    if decision.annulled_on is None:
        return ""
    return _("Annulled on %(day)s by %(name)s: %(why)s") % {
        "day": date_long(decision.annulled_on),
        "name": decision.annulled_by.name if decision.annulled_by else "",
        "why": decision.annulled_why,
    }


def decisions_of(case: Case) -> list[Decision]:
    """All decisions of the case, also annulled ones, the newest first, each with `complain_until`."""
    rows = Decision.objects.filter(case=case).with_last_day_to_complain().select_related("annulled_by", "decided_by", "changes", "rules")
    return list(rows.order_by("-created_at", "pk"))


def former_numbers(case: Case, *, revealed: bool) -> list[Row]:
    """The CPR numbers that the client had before (R10), the newest first: masked unless the page was asked to show them. Two statements at most."""
    rows = list(FormerCpr.objects.filter(client_id=case.client_id).order_by("-replaced_at", "pk"))
    names = dict(User.objects.filter(pk__in=[each.replaced_by_id for each in rows]).values_list("pk", "name")) if rows else {}
    found = []
    for each in rows:
        fact = cpr_fact(case, cpr.decrypt(each.cpr_sealed, row_id=each.pk), revealed=revealed)
        told = {"day": date_long(each.replaced_at), "name": names.get(each.replaced_by_id, "")}
        found.append({**fact, "words": _("Replaced on %(day)s by %(name)s") % told, "reason": each.reason})
    return found


class Repair(CasePage):
    """One page that says what can be put right, and where each is done."""

    template = "cases/repair.html"

    @cached_property
    def shows_cpr(self) -> bool:
        """Asked once: the logged button shows the number of now and the former ones on the same page."""
        return super().is_revealed()

    def is_revealed(self) -> bool:
        return self.shows_cpr

    def context(self) -> Row:
        case = self.case
        merges = ClientMerge.objects.filter(kept_id=case.client_id).select_related("merged", "merged_by").order_by("-merged_at")
        return {
            "heading": _("Put something right: %(name)s") % {"name": case.client.name},
            "decisions": [
                {
                    "words": decision_words(each),
                    "annulled": annulled_words(each),
                    "url": reverse("case_annul", args=[case.ref, each.pk]),
                }
                for each in decisions_of(case)
            ],
            "items": self.items(),
            "numbers": former_numbers(case, revealed=self.shows_cpr),
            "reveal_url": "" if self.shows_cpr else reverse("case_cpr", args=[case.ref]),
            "merges": [
                {
                    "words": _("Merged on %(day)s by %(name)s") % {"day": date_long(each.merged_at), "name": each.merged_by.name},
                    "reason": each.reason,
                    "url": reverse("client_merged", args=[case.ref, each.pk]),
                }
                for each in merges
            ],
        }

    def items(self) -> list[Row]:
        """What else can be put right: a title, a sentence, and where."""
        case = self.case
        handed = Handover.objects.filter(case=case).exists()  # taken back, too: what was handed over can be read
        rows = [
            {
                "title": _("The application"),
                "words": _("Days, situation, workplace and how the client is reached can be changed while the case is open."),
                "page": "case_contact" if case.is_open else "",
                "link": _("Change the application"),
            },
            {
                "title": _("An entry of the contact log"),
                "words": _("An entry that is approved stays readable; the corrected one stands beside it."),
                "page": "case_log" if case.state in (State.RUNNING, State.ENDED) else "",
                "link": _("Open the contact log"),
            },
            {
                "title": _("The CPR number"),
                "words": _("A wrong number is replaced, with the reason. The old number still finds the client."),
                "page": "case_change_cpr",
                "link": _("Change the CPR number"),
            },
            {
                "title": _("The client stands in the system twice"),
                "words": _("Two records of one person become one, with all their cases. Nothing is deleted."),
                "page": "client_merge",
                "link": _("Merge two records"),
            },
            {
                "title": _("The client belongs to another jobcentre"),
                "words": _("The case is closed here, and becomes a new application there."),
                "page": "case_handover" if case.is_open or handed else "",
                "link": _("See the hand-over") if handed else _("Hand over the case"),
            },
        ]
        return [{**row, "url": address(row["page"], case)} for row in rows if row["page"]]


def address(page: str, case: Case) -> str:
    """Where a page of the case is."""
    try:
        return reverse(page, args=[case.ref])
    except NoReverseMatch:
        return reverse("case", args=[case.ref])


def effect_rows(found: Annullable, *, state: str) -> list[Row]:
    """What happens when the decision is annulled, before anybody presses the button."""
    does = effect(issued=found.issued, on=clock.today())
    rows = [{"label": _("The decision"), "value": _("marked as annulled; it stays in the case and can be read")}]
    words = str(EFFECTS[does])
    if does == Effect.DECIDE_AGAIN:
        rows.append({"label": _("The case"), "value": _("goes back to the assessment, where it is decided again")})
        if state in (State.MATCH, State.STARTUP):
            rows.append(
                {"label": _("The match"), "value": _("proposals are taken back, the mentor’s place is free, meetings are cancelled")}
            )
    elif does in (Effect.PERIOD_NEVER, Effect.PERIOD_ENDS) and found.issued.days:
        label = _("The period from %(day)s") % {"day": date_long(found.issued.days.first_day)}
        rows.append({"label": label, "value": _("does not begin") if does == Effect.PERIOD_NEVER else _("ends today")})
    elif does == Effect.OLD_HOURS:
        rows.append({"label": _("The hours"), "value": words, "note": _("Look at the plan of hours afterwards.")})
    else:
        rows.append({"label": _("The request"), "value": words})
    rows.append({"label": _("The letter"), "value": _("tell the client in writing that the decision no longer holds")})
    return rows


class Annul(CaseFormPage):
    template = "cases/annul.html"
    form_class = AnnulForm
    creates = True

    def load(self, ref: str, decision: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        rows = Decision.objects.select_related("annulled_by", "decided_by", "changes")
        found = rows.filter(case=self.case, pk=decision).first()
        if found is None:
            raise Http404
        self.decision = found

    def initial(self) -> Row:
        return {"version": self.case.version}

    def act(self, form: Form) -> str:
        annul_decision(
            case_id=self.case.pk,
            version=form.cleaned_data["version"] or 0,
            decision_id=self.decision.pk,
            why=form.cleaned_data["why"],
            by=self.user,
            at=clock.now(),
        )
        page = "case_assessment" if self.decision.kind == DecisionKind.FIRST else "case"
        return reverse(page, args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The decision is annulled. Tell the client in writing.")

    def context(self) -> Row:
        decision = self.decision
        found = annullable(self.case, decision=decision)
        may = can_add(self.member, self.case)
        answer = annul_verdict(issued=found.issued, state=State(self.case.state), on=clock.today()) if may else may
        made = _("%(day)s by %(name)s") % {"day": day_long(decision.decided_on), "name": decision.decided_by.name}
        rows = [{"label": _("The decision"), "value": decision_words(decision), "note": made}]
        if decision.annulled_on is not None:
            rows.append({"label": _("Annulled"), "value": annulled_words(decision)})
        if decision.reasons:
            rows.append({"label": _("Reasons"), "value": decision.reasons})
        return {
            "heading": _("Annul a decision: %(name)s") % {"name": self.case.client.name},
            "rows": effect_rows(found, state=self.case.state) if answer else [],
            "decision_rows": rows,
            "possible": bool(answer),
            "why_not_possible": "" if answer else self.sentence(answer.code, answer.facts),
            "cancel_url": reverse("case_repair", args=[self.case.ref]),
        }
