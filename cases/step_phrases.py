"""Steps 1 and 2, exits and CPR numbers in words: what was refused and what happened. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.enums import ProposedBy, State
from core.words import day_in
from mentors.enums import SupportArea

Facts = dict[str, Any]


def _area(f: Facts) -> str:
    return str(SupportArea(f["area"]).label) if f.get("area") in SupportArea.values else ""


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # The days of an application
    "received_in_future": lambda f: _("The day of receipt has not been yet. Write today or an earlier day."),
    "received_too_long_ago": lambda f: _("An application from %(year)s is too old to open a case with. Check the year.") % f,
    "acknowledged_in_future": lambda f: _(
        "The receipt cannot have been sent on a day that has not been yet. Leave the field empty until it is sent."
    ),
    "received_after_decision": lambda f: (
        _("The decision has been made: the application was received on %(day)s or before.") % {"day": day_in(f, "latest")}
    ),
    "acknowledged_before_received": lambda f: _("The receipt cannot be sent before the application is received. Check the two days."),
    "starts_too_late": lambda f: _("A situation that begins in %(year)s is too far ahead. Check the year.") % f,
    "consent_day_missing": lambda f: _("Write the day on which the client said yes."),
    "consent_in_future": lambda f: _("The day of the consent has not been yet. Write the day on which the client said yes."),
    "consent_missing": lambda f: _("The client has not said yes to the course yet. Step 1 is done when the consent is written down."),
    "consent_needed": lambda f: _(
        "The case has gone on with the client’s consent. If the client takes it back, close the case as withdrawn."
    ),
    "partner_not_here": lambda f: _("This organisation is not one of the jobcentre’s. Choose another, or none."),
    "contact_without_place": lambda f: _("Write the workplace or school of the contact person, too."),
    # Clients
    "client_unknown": lambda f: _("The client could not be found. Search again."),
    "client_known": lambda f: _("A client with this CPR number is known already. Use the client above, or correct the number."),
    "client_has_open_case": lambda f: _("This client has the open case %(ref)s. A client has one open case at a time: open that one.") % f,
    "probably_known": lambda f: _(
        "A client with a name like this is born on the same day. Use the client above, or tick that it is another person."
    ),
    "cpr_unchanged": lambda f: _("The client has this CPR number already."),
    # Challenges
    "area_unanswered": lambda f: _("%(area)s: choose how much it weighs. “Not a need” is an answer too.") % {"area": _area(f)},
    "need_without_words": lambda f: _("%(area)s: write at least one need in the client’s own words.") % {"area": _area(f)},
    "no_need": lambda f: _("At least one area must be a need. If the client needs no mentor, close the case instead."),
    "weight_missing": lambda f: _("%(area)s: choose how much it weighs, so that the words can be saved.") % {"area": _area(f)},
    "minutes_out_of_range": lambda f: _("Write the hours a week as more than 0 and at most 37."),
}

FIELDS: dict[str, Any] = {
    "given_name": gettext_lazy("given name"),
    "family_name": gettext_lazy("family name"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("e-mail"),
    "address": gettext_lazy("address"),
    "language": gettext_lazy("language"),
    "needs_interpreter": gettext_lazy("interpreter"),
    "channel": gettext_lazy("where letters are sent"),
    "address_protected": gettext_lazy("address protection"),
    "protected_until": gettext_lazy("address protection"),
    "contact_note": gettext_lazy("consideration in contact"),
    "proposed_by": gettext_lazy("who proposed a mentor"),
    "arrived_by": gettext_lazy("how the application came"),
    "received_on": gettext_lazy("day of receipt"),
    "acknowledged_on": gettext_lazy("receipt sent"),
    "situation_id": gettext_lazy("situation"),
    "workplace_id": gettext_lazy("workplace or school"),
    "place_contact": gettext_lazy("contact person at the place"),
    "partner_id": gettext_lazy("partner organisation"),
    "situation_starts_on": gettext_lazy("first day of the situation"),
    "consent": gettext_lazy("consent"),
    "consent_on": gettext_lazy("consent"),
}


def _opened(f: Facts) -> str:
    by = ProposedBy(f["proposed_by"]).label if f.get("proposed_by") in ProposedBy.values else ""
    return _("Application received on %(day)s; proposed by: %(by)s") % {"day": day_in(f, "received_on"), "by": by}


def _changed(f: Facts) -> str:
    names = list(dict.fromkeys(str(FIELDS.get(name, name)) for name in f.get("fields", [])))
    return _("The application was changed: %(fields)s") % {"fields": ", ".join(names)}


def closed_with(f: Facts, first: str) -> str:
    """What ended with the case stands behind what happened."""
    parts = [first]
    step = f.get("state")
    if step in State.values:
        parts.append(_("in the step “%(step)s”") % {"step": State(step).label})
    if number := f.get("proposals_withdrawn"):
        parts.append(ngettext("%(n)d open proposal withdrawn", "%(n)d open proposals withdrawn", number) % {"n": number})
    if f.get("places_freed"):
        parts.append(_("the mentor’s place is free"))
    if f.get("periods_ended"):
        parts.append(_("the period ended"))
    if f.get("requests_taken_back"):
        parts.append(_("what waited to be decided was taken back"))
    if f.get("pauses_ended"):
        parts.append(_("the pause ended"))
    if f.get("wishes_ended"):
        parts.append(_("the client’s changed wish was closed"))
    return ", ".join(parts)


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.opened": _opened,
    "case.contact_done": lambda f: _("Step 1 done: the client has said yes to the course"),
    "case.application_changed": _changed,
    "case.challenges_saved": lambda f: (
        _("Challenges and wishes saved: %(answered)s of %(areas)s areas answered")
        % {"answered": f.get("answered", ""), "areas": f.get("areas", "")}
    ),
    "case.challenges_done": lambda f: _("Step 2 done: the challenges are described"),
    "case.challenges_corrected": lambda f: _("Challenges or wishes corrected"),
    "case.cpr_changed": lambda f: (
        _("The CPR number was changed to a replacement number") if f.get("replacement") else _("The CPR number was changed")
    ),
    "case.withdrawn": lambda f: closed_with(f, _("Closed: the client withdrew")),
    "case.not_relevant": lambda f: closed_with(f, _("Closed: a mentor is no longer relevant")),
    "mentor.place_freed": lambda f: _("Case %(case)s was closed, and the place is free") % {"case": f["case"]},
}
