"""What stands around a course in words: schemes, resources, the workplace, representatives, consents. Kinds and days, never names (R157)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import Consent
from cases.enums_course import RepresentativeKind, ResourceKind, SchemeKind
from core.words import day_in

Facts = dict[str, Any]


def _lower(label: Any) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]


REFUSALS: dict[str, Callable[[Facts], str]] = {
    "scheme_struck_already": lambda f: _("The scheme is struck out. Add it again if it is there after all."),
    "resource_stopped": lambda f: _("The resource is not used any more. Add it again if you work with it after all."),
    "stopped_in_future": lambda f: _("The day has not been yet. Write today or an earlier day."),
    "goal_of_another": lambda f: _("This goal is not worked on any more. Choose one of the goals of now, or none."),
    "consent_not_valid": lambda f: _(
        "This consent does not hold today: it is withdrawn, has run out or has not begun. Choose another, or ask the client and add a new one."
    ),
    "talk_in_future": lambda f: _("The day has not been yet. Write it down when you have talked."),
    "talk_by_nobody": lambda f: _("Choose a colleague of this jobcentre."),
    "consent_ends_before_start": lambda f: _("The consent would run out before it was given. Write a later day."),
    "consent_stands": lambda f: _(
        "What the client has said yes to stands after the day it was written down. Withdraw this consent and add a new one."
    ),
    "consent_withdrawn_already": lambda f: _("The consent was withdrawn on %(day)s.") % {"day": day_in(f, "day")},
    "withdrawn_in_future": lambda f: _("The day has not been yet. Write today or an earlier day."),
    "withdrawn_before_given": lambda f: _("The consent was given on %(day)s. Write that day or a later one.") % {"day": day_in(f, "day")},
}


def _scheme(f: Facts, said: str) -> str:
    kind = _lower(SchemeKind(f["which"]).label)
    facts = {"kind": kind, "first": day_in(f, "first_day"), "last": day_in(f, "last_day")}
    return said % facts


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.scheme_added": lambda f: _scheme(
        f,
        _("Beside the mentor: %(kind)s, %(first)s to %(last)s") if f.get("last_day") else _("Beside the mentor: %(kind)s, from %(first)s"),
    ),
    "case.scheme_changed": lambda f: _scheme(
        f,
        _("Beside the mentor, changed: %(kind)s, %(first)s to %(last)s")
        if f.get("last_day")
        else _("Beside the mentor, changed: %(kind)s, from %(first)s"),
    ),
    "case.scheme_struck": lambda f: _("Struck out, was written down by mistake: %(kind)s") % {"kind": _lower(SchemeKind(f["which"]).label)},
    "case.resource_added": lambda f: _("Local resource added: %(kind)s") % {"kind": _lower(ResourceKind(f["which"]).label)},
    "case.resource_changed": lambda f: _("Local resource changed: %(kind)s") % {"kind": _lower(ResourceKind(f["which"]).label)},
    "case.resource_stopped": lambda f: (
        _("Local resource not used any more from %(day)s: %(kind)s")
        % {"day": day_in(f, "day"), "kind": _lower(ResourceKind(f["which"]).label)}
    ),
    "case.talk_added": lambda f: _("Talk with the workplace or school on %(day)s written down") % {"day": day_in(f, "day")},
    "case.talk_changed": lambda f: _("Talk with the workplace or school on %(day)s changed") % {"day": day_in(f, "day")},
    "case.representative_added": lambda f: _("Beside the client, added: %(kind)s") % {"kind": _lower(RepresentativeKind(f["which"]).label)},
    "case.representative_changed": lambda f: (
        _("Beside the client, changed: %(kind)s") % {"kind": _lower(RepresentativeKind(f["which"]).label)}
    ),
    "case.info_consent_added": lambda f: (
        _("Consent to pass on information, in writing, until %(day)s") % {"day": day_in(f, "until")}
        if f["how"] == Consent.WRITTEN
        else _("Consent to pass on information, given orally, until %(day)s") % {"day": day_in(f, "until")}
    ),
    "case.info_consent_changed": lambda f: (
        _("Consent to pass on information put right; it holds until %(day)s") % {"day": day_in(f, "until")}
    ),
    "case.info_consent_revoked": lambda f: _("Consent to pass on information withdrawn on %(day)s") % {"day": day_in(f, "day")},
}
