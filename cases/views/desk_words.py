"""The desk's words: groups, what to do and where, and the forms that keep drafts."""

import json
import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.desk_rows import DeskRow
from cases.enums import AllocationState, OutcomePoint
from cases.enums_course import ApprovalKind
from cases.enums_letter import LetterKind
from cases.enums_notice import ToldAs
from cases.models import Case, Notice
from cases.rules.appeals import AppealState
from cases.rules.desk import Bucket, Next, Waiting

BUCKETS = {
    Bucket.OVER: gettext_lazy("Over the deadline"),
    Bucket.TODAY: gettext_lazy("Today"),
    Bucket.WEEK: gettext_lazy("Next 7 days"),
    Bucket.LATER: gettext_lazy("Later"),
}
ALLOCATIONS = {
    AllocationState.WAITING: gettext_lazy("Waits to be calculated"),
    AllocationState.RUNNING: gettext_lazy("Is being calculated"),
    AllocationState.DONE: gettext_lazy("Is done: look at the lines"),
    AllocationState.FAILED: gettext_lazy("The calculation broke off"),
}
# What to do, the words on the button, and the page.
TASKS = {
    Next.FINISH_APPLICATION: (gettext_lazy("Finish the application"), gettext_lazy("Open the application"), "case_contact"),
    Next.DESCRIBE_CHALLENGES: (gettext_lazy("Describe the challenges"), gettext_lazy("Describe the challenges"), "case_challenges"),
    Next.ASSESS: (gettext_lazy("Assess the application"), gettext_lazy("Assess the application"), "case_assessment"),
    Next.FIND_MENTOR: (gettext_lazy("Find a mentor"), gettext_lazy("Find a mentor"), "case_match"),
    Next.FIND_NEW_MENTOR: (gettext_lazy("Find a new mentor"), gettext_lazy("Find a new mentor"), "case_match"),
    Next.RECORD_CLIENT_ANSWER: (
        gettext_lazy("Record the client’s answer to the proposed mentor"),
        gettext_lazy("Record the answer"),
        "case_match",
    ),
    Next.RECORD_MENTOR_ANSWER: (gettext_lazy("Record the mentor’s answer"), gettext_lazy("Record the answer"), "case_match"),
    Next.RENEW_PROPOSAL: (
        gettext_lazy("The proposal of a mentor ran out without an answer"),
        gettext_lazy("Give it a new day"),
        "case_match",
    ),
    Next.ASSIGN_MENTOR: (gettext_lazy("Assign the mentor who has said yes"), gettext_lazy("Assign the mentor"), "case_match"),
    Next.PLAN_STARTUP: (gettext_lazy("Plan the start-up meeting"), gettext_lazy("Plan the meeting"), "case_startup"),
    Next.WRITE_AGREEMENT: (gettext_lazy("Write the agreement"), gettext_lazy("Open the agreement"), "case_agreement"),
    Next.SIGN_AGREEMENT: (gettext_lazy("Get the agreement signed"), gettext_lazy("Open the agreement"), "case_agreement"),
    Next.START_PERIOD: (gettext_lazy("Start the period"), gettext_lazy("Start the period"), "case_start_period"),
    Next.DEAL_WITH_FEEDBACK: (
        gettext_lazy("Something does not work: write what was done"),
        gettext_lazy("See the feedback"),
        "case_feedback",
    ),
    Next.DECIDE_EXTENSION: (gettext_lazy("Decide about the extension"), gettext_lazy("Handle the extension"), "case_extension_decide"),
    Next.COMPLETE_EXTENSION: (
        gettext_lazy("Something is missing in the request for an extension"),
        gettext_lazy("Handle the extension"),
        "case_extension",
    ),
    Next.AWAIT_SECOND: (gettext_lazy("The extension waits for the second person"), gettext_lazy("See the extension"), "case_extension"),
    Next.ASK_EXTENSION: (gettext_lazy("Decide what comes after the period"), gettext_lazy("Open the case"), "case"),
    Next.END_COURSE: (gettext_lazy("The period has run out: close the course or extend it"), gettext_lazy("Open the case"), "case"),
    Next.FOLLOW_COURSE: (gettext_lazy("Follow the course"), gettext_lazy("Open the case"), "case"),
}


def waiting_words(code: Waiting, row: DeskRow, *, ref: str) -> tuple[str, str, str]:
    """What to do, the words on the button, and the address of what waits beside the next thing of each case."""
    if code == Waiting.FOLLOW_UP:
        known = {"point": OutcomePoint(row.place).label}
        return _("Follow up: %(point)s") % known, _("Write the follow-up"), reverse("case_followup", args=[ref])
    if code == Waiting.FEEDBACK:
        label, button, page = TASKS[Next.DEAL_WITH_FEEDBACK]
        return str(label), str(button), reverse(page, args=[ref])
    if code == Waiting.APPEAL:
        labels = {
            AppealState.LOOK_AGAIN: _("Look at a decision again after a complaint"),
            AppealState.DECIDE_AGAIN: _("Make the new decision after a complaint"),
            AppealState.FORWARD: _("Pass a complaint on to the board"),
        }
        return labels[AppealState(row.place)], _("Open the complaint"), reverse("case_appeal", args=[ref, row.subject_id])
    if code == Waiting.ENTRIES:
        label = ngettext("Approve %(count)s contact", "Approve %(count)s contacts", int(row.place)) % {"count": row.place}
        return label, _("See the contacts"), reverse("case_log", args=[ref])
    if code == Waiting.HANDOVER:
        label = ngettext(
            "%(count)s case is handed over to your jobcentre", "%(count)s cases are handed over to your jobcentre", int(row.place)
        ) % {"count": row.place}
        return label, _("See what is handed over"), reverse("handover_list")
    known = {"kind": str(ApprovalKind(row.place).label).lower()}
    return _("Approve as the second person: %(kind)s") % known, _("See the decision"), reverse("approval", args=[row.subject_id])


def reminder_of(row: DeskRow) -> tuple[Notice, str]:
    """The reminder of a row, for its words and its action, and why it stands here where it is not about one's own case."""
    known = json.loads(row.who_comes)
    notice = Notice(
        id=row.subject_id,
        kind=known["kind"],
        level=known["level"],
        facts=known["facts"],
        about=uuid.UUID(known["about"]),
        case=Case(pk=row.case_id, year=row.year, number=row.number) if row.case_id else None,
        client_id=known["client"] and uuid.UUID(known["client"]),
        mentor_id=known["mentor"] and uuid.UUID(known["mentor"]),
    )
    return notice, told_words(ToldAs(row.place), known["caseworker"] or "")


def told_words(told_as: ToldAs, caseworker: str) -> str:
    """Why somebody is told of a reminder, where it is not one's own case. Without a caseworker it is about a client or a mentor."""
    name = {"name": caseworker}
    if told_as == ToldAs.SUBSTITUTE:
        return _("You stand in for %(name)s") % name if caseworker else _("You stand in for a colleague")
    if told_as == ToldAs.MANAGER:
        return _("Told to you as the manager, beside %(name)s") % name if caseworker else _("Told to you as the manager")
    return ""


# The forms that keep drafts: name, words, page.
DRAFT_PAGES = {
    "agreement": (gettext_lazy("Agreement"), "case_agreement"),
    "appeal": (gettext_lazy("Complaint"), "case_appeal_add"),
    "application": (gettext_lazy("Application"), "case_contact"),
    "around_consent": (gettext_lazy("Consent to pass on information"), "case_around_consent"),
    "around_representative": (gettext_lazy("Who speaks for the client or comes along"), "case_around_representative"),
    "around_resource": (gettext_lazy("A local resource"), "case_around_resource"),
    "around_scheme": (gettext_lazy("A scheme beside the mentor"), "case_around_scheme"),
    "around_talk": (gettext_lazy("What was agreed with the workplace or school"), "case_around_talk"),
    "assessment": (gettext_lazy("Assessment"), "case_assessment"),
    "challenges": (gettext_lazy("Challenges"), "case_challenges"),
    "feedback": (gettext_lazy("Feedback"), "case_feedback_new"),
    **{f"letter_{kind}": (kind.label, "case_letter_new") for kind in LetterKind},
    "log": (gettext_lazy("A contact"), "case_log_new"),
    "goal_review": (gettext_lazy("A view of the goals"), "case_goal_review"),
    "handover": (gettext_lazy("Hand over the case"), "case_handover"),
    "extension": (gettext_lazy("Request for an extension"), "case_extension"),
    "extension_decision": (gettext_lazy("Decision about an extension"), "case_extension_decide"),
    "match": (gettext_lazy("Finding a mentor"), "case_match"),
    "match_meeting": (gettext_lazy("Match meeting"), "case_match_meeting"),
    "hours": (gettext_lazy("Change of hours"), "case_hours"),
    "meeting": (gettext_lazy("Status meeting"), "case_meetings"),
    "mentor": (gettext_lazy("Change of a mentor"), "mentor_change"),
    "mentor_new": (gettext_lazy("New mentor"), "mentor_new"),
    "note": (gettext_lazy("A note"), "case_notes"),
    "pause": (gettext_lazy("Pause"), "case_pause"),
    "plan": (gettext_lazy("Plan of hours"), "case_plan"),
    "place_new": (gettext_lazy("New place mentor"), "mentor_place_new"),
    "close": (gettext_lazy("The end of the course"), "case_close"),
    "reopen": (gettext_lazy("Opening the course again"), "case_reopen"),
    **{f"followup_{point}": (gettext_lazy("Follow-up"), "case_followup") for point in OutcomePoint},
    "rematch": (gettext_lazy("The match does not work"), "case_rematch"),
    "view_client": (gettext_lazy("The client’s view of the course"), "case_view_client"),
    "view_mentor": (gettext_lazy("The mentor’s view of the course"), "case_view_mentor"),
    "proposal": (gettext_lazy("Answer to a proposed mentor"), "case_proposal"),
    "wish": (gettext_lazy("Changed wish"), "case_wish"),
}


def draft_link(form: str, *, subject_id: uuid.UUID, ref: str) -> tuple[Any, str]:
    """The words and the address of a draft; without an address when its form or its case is gone."""
    if form == "application" and not ref:
        return _("New application"), reverse("case_new")
    label, page = DRAFT_PAGES.get(form, (_("Draft"), "case"))
    if page == "mentor_new":
        return label, reverse(page)
    if page in ("mentor_change", "mentor_place_new"):
        return label, reverse(page, args=[subject_id])
    if not ref:
        return label, ""
    return label, reverse(page, args=[ref, subject_id] if page in ("case_proposal", "case_match_meeting") else [ref])
