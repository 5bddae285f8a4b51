"""What the two pages of step 1 share: choices, the side panel, the advice about lateness, a client who is alike."""

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Jobcentre
from cases import likeness
from cases.enums import Consent, State
from cases.forms.application import ApplicationForm
from cases.models import Client
from cases.rules.deadlines import answer_due, days_late
from core import clock
from core.templatetags.ui import date_long, day_short
from mentors.models import Organisation, SituationKind, Workplace

OFFERED_PLACES = 200
OFFERED_PARTNERS = 1000


def situations(*, keep: SituationKind | None = None) -> list[SituationKind]:
    """The kinds in force, and the one that a case began with."""
    found = list(SituationKind.objects.in_force(clock.today()).order_by("position", "code"))
    return found + [keep] if keep and keep not in found else found


def place_names(jobcentre_id: uuid.UUID) -> list[str]:
    return list(
        Workplace.objects.filter(jobcentre_id=jobcentre_id).order_by("name").values_list("name", flat=True).distinct()[:OFFERED_PLACES]
    )


def partners(jobcentre_id: uuid.UUID, *, keep: Organisation | None = None) -> list[tuple[str, str]]:
    """The jobcentre's organisations to choose from, as key and name."""
    mine = Organisation.objects.filter(jobcentre_id=jobcentre_id).order_by("name", "pk")
    found = [(str(pk), name) for pk, name in mine.values_list("pk", "name")[:OFFERED_PARTNERS]]
    return found if keep is None or str(keep.pk) in dict(found) else [*found, (str(keep.pk), keep.name)]


def lateness(*, starts_on: dt.date | None, jobcentre: Jobcentre) -> dict[str, str]:
    """The advice that a situation begins before a mentor is usually found (R15): words, never a hindrance."""
    if starts_on is None:
        return {}
    usual = jobcentre.usual_days_to_match
    late = days_late(starts_on=starts_on, today=clock.today(), usual_days=usual)
    if not late:
        return {}
    if starts_on < clock.today():
        return {
            "heading": _("The situation began on %(day)s") % {"day": date_long(starts_on)},
            "text": _(
                "That day has been. Check the year; if it is right, agree with the client and the place who supports until a mentor is found."
            ),
        }
    ready_on = clock.today() + dt.timedelta(days=usual)
    return {
        "heading": ngettext(
            "The situation begins %(days)d day before a mentor is usually found",
            "The situation begins %(days)d days before a mentor is usually found",
            late,
        )
        % {"days": late},
        "text": _(
            "A match usually takes %(usual)d days, from now until %(ready)s. Agree with the client and the place who supports until then."
        )
        % {"usual": usual, "ready": date_long(ready_on)},
    }


def panel(form: ApplicationForm, *, jobcentre: Jobcentre) -> dict[str, Any]:
    """The side panel: the deadline, what is missing, and the advice about lateness."""
    late = lateness(starts_on=form.day("situation_starts_on"), jobcentre=jobcentre)
    items = []
    for anchor, label, names in form.SECTIONS:
        done = all(form.filled(name) for name in names)
        note = ""
        if anchor == "s_consent" and form["consent"].value() == Consent.NOT_ASKED:
            done, note = False, _("The client has not been asked yet.")
        if anchor == "s_situation" and late:
            note = late["heading"]
        items.append({"label": label, "url": f"#{anchor}", "done": done, "note": note})
    received_on = form.day("received_on") or clock.today()
    return {
        "items": items,
        "missing_count": sum(not item["done"] for item in items),
        "late": late,
        "answer_due": answer_due(received_on=received_on, within_days=jobcentre.answer_within_days),
        "answer_note": _("%(days)d days from %(day)s") % {"days": jobcentre.answer_within_days, "day": day_short(received_on)},
    }


def client_values(client: Client) -> dict[str, Any]:
    """A client as the form's values."""
    return {
        "given_name": client.given_name,
        "family_name": client.family_name,
        "phone": client.phone,
        "email": client.email,
        "language": client.language,
        "needs_interpreter": "yes" if client.needs_interpreter else "no",
        "channel": client.channel,
        "address": client.address,
        "address_protected": client.address_protected,
        "protected_until": client.protected_until,
        "contact_note": client.contact_note,
    }


def hit_row(hit: likeness.Hit) -> dict[str, Any]:
    """A client who is alike, with the reasons in words."""
    reasons = {
        "same_cpr": _("The CPR number is the same."),
        "former_cpr": _("The client had this CPR number before."),
        "same_name": _("The name is the same."),
        "name_alike": _("The name is alike."),
        "same_phone": _("The phone number is the same."),
        "same_birth_day": _("Born on the same day."),
    }
    return {
        "client": hit.client,
        "born": hit.birth_day,
        "masked": hit.masked,
        "case": hit.case,
        "open_case": hit.open_case,
        "state": State(hit.case.state).label if hit.case else "",
        "strong": hit.likeness.strong,
        "why": " ".join(reasons[code] for code in hit.likeness.reasons),
    }
