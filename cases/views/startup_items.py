"""What step 5 still lacks, as the side panel and the case page list it."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import Party
from cases.models import Case
from cases.startup_rows import StartupRows
from core.days import day_of
from core.templatetags.ui import date_long, day_short, moment


def parties(case: Case, rows: StartupRows) -> dict[Party, str]:
    """Who signs, by name."""
    return {
        Party.CLIENT: case.client.name,
        Party.MENTOR: rows.assignment.mentor.name if rows.assignment else str(Party.MENTOR.label),
        Party.JOBCENTRE: case.jobcentre.name,
    }


def missing_items(case: Case, rows: StartupRows) -> list[dict[str, Any]]:
    """The conditions of the start (R58), each with where it is put right."""
    codes = {(stop.code, stop.facts.get("party", "")) for stop in rows.stops()}
    agreement_url = reverse("case_agreement", args=[case.ref])
    number = rows.agreement.number if rows.agreement else 0
    items = [
        {
            "label": _("Start-up meeting"),
            "url": reverse("case_startup", args=[case.ref]) + "#meeting",
            "done": rows.meeting is not None and rows.meeting.held_on is not None,
            "note": _meeting_note(rows),
        },
        {
            "label": _("The five facts of the agreement"),
            "url": f"{agreement_url}#facts",
            "done": bool(number) and not {code for code, _party in codes} & {"facts_missing", "agreement_other_mentor"},
            "note": _facts_note(codes, number),
        },
    ]
    items += signature_items(case, rows)
    if ("declaration_missing", "") in codes and rows.assignment:
        mentor = rows.assignment.mentor
        until = mentor.confidentiality_valid_until if mentor.confidentiality_signed_on else None
        items.append(
            {
                "label": _("The mentor's declaration of confidentiality"),
                "url": reverse("mentor", args=[rows.assignment.mentor_id]),
                "done": False,
                "note": _("valid until %(day)s, which is before the first day") % {"day": date_long(until)}
                if until
                else _("there is none"),
            }
        )
    return items


def signature_items(case: Case, rows: StartupRows) -> list[dict[str, Any]]:
    """The two signatures that the newest version needs."""
    agreement_url = reverse("case_agreement", args=[case.ref])
    number = rows.agreement.number if rows.agreement else 0
    items = []
    labels = {Party.CLIENT: _("The client's signature"), Party.MENTOR: _("The mentor's signature")}
    for position, party in enumerate((Party.CLIENT, Party.MENTOR)):
        signed = rows.signed.get(party)
        if signed:
            note = _("signed %(day)s") % {"day": day_short(signed.signed_on)}
        elif party in rows.void:
            note = _("on version %(newest)s; the signature on version %(older)s no longer counts") % {
                "newest": number,
                "older": rows.void[party],
            }
        else:
            note = _("on version %(number)s") % {"number": number} if number else _("when the agreement is written")
        url = f"{agreement_url}#id_sign_party_{position}" if number else ""
        items.append({"label": labels[party], "url": url, "done": signed is not None, "note": note})
    return items


def counted(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Context of components/missing.html."""
    return {"items": items, "missing_count": sum(not item["done"] for item in items)}


def _meeting_note(rows: StartupRows) -> str:
    if rows.meeting is None:
        return _("not arranged yet")
    if rows.meeting.held_on:
        return _("held %(day)s") % {"day": day_short(rows.meeting.held_on)}
    return _("arranged for %(moment)s") % {"moment": moment(rows.meeting.at)}


def _facts_note(codes: set[tuple[str, str]], number: int) -> str:
    if not number:
        return _("not written yet")
    if ("agreement_other_mentor", "") in codes:
        return _("written with an earlier mentor")
    return _("some are missing") if ("facts_missing", "") in codes else _("all are filled in")


def suggested_first_day(rows: StartupRows, today: dt.date) -> dt.date:
    """What stands in the agreement before anybody types: the later of the granted first day and the meeting."""
    met = (rows.meeting.held_on or day_of(rows.meeting.at)) if rows.meeting else today
    return max(met, rows.grant.first_day) if rows.grant and rows.grant.first_day else met
