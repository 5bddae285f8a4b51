"""Letters and their templates in words: what was refused, what happened, and what each field is. Whole sentences from codes."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.enums import Channel
from cases.enums_letter import LetterKind, Recipient
from core.templatetags.ui import clock
from core.words import day_in, listed

Facts = dict[str, Any]

FIELD_WORDS: dict[str, Any] = {
    "client_name": gettext_lazy("the client’s whole name"),
    "case_number": gettext_lazy("the case number"),
    "jobcentre": gettext_lazy("the jobcentre’s name"),
    "caseworker": gettext_lazy("the caseworker’s name"),
    "letter_day": gettext_lazy("the date of the letter"),
    "received_on": gettext_lazy("the day on which the application came"),
    "answer_due": gettext_lazy("the day by which the application is answered"),
    "situation": gettext_lazy("the situation, such as: new job"),
    "expected_on": gettext_lazy("the day by which the answer comes, typed with the letter"),
    "reply_by": gettext_lazy("the day by which the client answers, typed with the letter"),
    "decided_on": gettext_lazy("the day of the decision"),
    "first_day": gettext_lazy("the first day that is granted or agreed"),
    "last_day": gettext_lazy("the last day that is granted or agreed"),
    "length": gettext_lazy("how long, such as: 17 weeks"),
    "hours": gettext_lazy("the hours a week, with their steps"),
    "hours_in_all": gettext_lazy("the hours of the whole period"),
    "purpose": gettext_lazy("the purpose, as the decision has it"),
    "tasks": gettext_lazy("the mentor’s tasks"),
    "mentor_type": gettext_lazy("the type of mentor"),
    "mentor_name": gettext_lazy("the mentor’s name"),
    "reasons": gettext_lazy("the reasons, as the decision has them"),
    "offered_instead": gettext_lazy("what is offered instead"),
    "what_asked": gettext_lazy("what was asked for, such as: a mentor"),
    "course_last_day": gettext_lazy("the last day of the course"),
    "meeting_when": gettext_lazy("day and time of the meeting, typed with the letter"),
    "meeting_place": gettext_lazy("the place of the meeting, typed with the letter"),
    "closed_on": gettext_lazy("the day on which the course or the case ended"),
    "complaint_received_on": gettext_lazy("the day on which the complaint came"),
    "reassess_by": gettext_lazy("the day by which the decision is looked at again"),
    "appeal_until": gettext_lazy("the last day to complain, with its weekday"),
    "complaint_guidance": gettext_lazy("the guidance on complaints of the rules in force"),
    "legal_basis": gettext_lazy("the legal basis of the rules in force"),
}
"""What stands in a letter where a template has the field."""

TYPED_WORDS: dict[str, Any] = {
    "expected_on": gettext_lazy("Write by which day the client has the answer."),
    "reply_by": gettext_lazy("Write by which day the client answers."),
    "meeting_on": gettext_lazy("Write the day of the meeting."),
    "meeting_time": gettext_lazy("Write the time of the meeting, such as 10.30."),
    "meeting_place": gettext_lazy("Write where the meeting is."),
}
PRIVATE_WORDS: dict[str, Any] = {
    "address": pgettext_lazy("in a letter", "address"),
    "phone": pgettext_lazy("in a letter", "phone number"),
    "email": pgettext_lazy("in a letter", "e-mail address"),
}


def _fields(names: list[str]) -> str:
    return listed([f"{{{name}}} ({FIELD_WORDS[name]})" if name in FIELD_WORDS else f"{{{name}}}" for name in names])


def _private(f: Facts) -> str:
    what = listed([str(PRIVATE_WORDS[name]) for name in f["what"]])
    if f["to"] == Recipient.CLIENT:
        return _("The address of this client is protected and stands in no letter. Take it out of the text.")
    return _(
        "In a letter to somebody else the client’s %(what)s must not stand. Take it out of the text, or put it right where the letter has it "
        "from, such as in the agreement."
    ) % {"what": what}


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # Which letter when
    "letter_decided_already": lambda f: _("The decision has been made: this letter belongs before it."),
    "letter_no_hearing_now": lambda f: _("A hearing comes before a decision: in an application, or in a running course."),
    "letter_not_decided": lambda f: _("The case has no decision of this kind. Decide first; then the letter can be written."),
    "letter_no_match_now": lambda f: _("A mentor is looked for when something has been granted. Decide first."),
    "letter_no_agreement": lambda f: _("The agreement is not written yet. Write it in step 5."),
    "letter_no_mentor": lambda f: _("The case has no mentor yet. Assign one in step 4."),
    "letter_not_ended": lambda f: _("The case is not over. Close it first; then the letter can be written."),
    "letter_not_stopped": lambda f: _("The course came to its end: write the letter that says that the case is closed."),
    "letter_no_complaint": lambda f: _("No complaint is written down. Write it down first, on the page of complaints."),
    "letter_other_recipient": lambda f: _("This letter is not for that recipient. Choose another."),
    "letter_no_workplace": lambda f: _("The case names no workplace or school. Choose another recipient, or add the place in step 1."),
    "letter_no_template": lambda f: _("There are no texts for this letter in this language. Ask your administrator to add them."),
    # Which letter does not fit any more
    "letter_answer_day_past": lambda f: (
        _("The application was to be answered by %(day)s: this letter would promise an answer by a day that has passed.")
        % {"day": day_in(f, "day")}
    ),
    "letter_case_over": lambda f: _("The case was closed on %(day)s: what this letter tells of is over.") % {"day": day_in(f, "day")},
    "letter_told_long_ago": lambda f: (
        _("The decision went out on %(day)s, more than four weeks ago: this letter would tell of it as if it were new.")
        % {"day": day_in(f, "day")}
    ),
    "letter_nobody_to_meet": lambda f: _("No mentor is proposed to the client, and no meeting with a mentor is planned."),
    # What is typed
    "letter_day_past": lambda f: _("A letter that is made today cannot have gone out before. Write today or a later day."),
    "letter_day_far": lambda f: _("A letter goes out within a month. The latest day is %(day)s.") % {"day": day_in(f, "latest")},
    "letter_typed_missing": lambda f: str(TYPED_WORDS[f["what"]]),
    "letter_typed_past": lambda f: _("This day lies before the date of the letter. Write a later one."),
    "letter_why_missing": lambda f: _("Write why. The client has a right to know the reasons."),
    "letter_part_long": lambda f: _("At most %(most)s characters fit here, and there are %(length)s. Shorten the text.") % f,
    "letter_changed": lambda f: _(
        "The case or the texts have changed since this page was opened. The letter below is as it would be now: read it, and press again. "
        "What you typed is still there."
    ),
    "letter_made_meanwhile": lambda f: (
        _(
            "%(name)s made this letter at %(time)s, while you wrote. Look at it among the letters of the case; if yours is needed too, press again. "
            "What you typed is still there."
        )
        % {"name": f["who"], "time": clock(dt.datetime.fromisoformat(f["at"]))}
    ),
    "letter_waits": lambda f: (
        _("%(name)s made this letter today at %(time)s, and it is not sent. Make another only if yours is needed too.")
        % {"name": f["who"], "time": clock(dt.datetime.fromisoformat(f["at"]))}
    ),
    "letter_waits_own": lambda f: (
        _(
            "You made this letter today at %(time)s, and it is not sent. Make another only if both are needed; one that is a mistake can be set aside."
        )
        % {"time": clock(dt.datetime.fromisoformat(f["at"]))}
    ),
    "letter_field_missing": lambda f: (
        _(
            "The letter cannot be filled: the case does not have %(fields)s. Add it to the case, or ask your administrator to change the text."
        )
        % {"fields": _fields(f["fields"])}
    ),
    "letter_private": _private,
    # Sent
    "letter_sent_in_future": lambda f: _("The day has not been yet. Say that the letter is sent when it is."),
    "letter_sent_before_made": lambda f: _("The letter was made on %(day)s. It cannot have been sent before.") % {"day": day_in(f, "day")},
    # Set aside
    "letter_is_sent": lambda f: (
        _("The letter was sent on %(day)s. What was sent stays: write a new letter that puts it right.") % {"day": day_in(f, "day")}
    ),
    "letter_is_aside": lambda f: (
        _("%(name)s has set this letter aside, on %(day)s. It is not sent any more: write a new letter if one is needed.")
        % {"name": f["who"], "day": day_in(f, "day")}
    ),
    # Templates
    "letter_part_missing": lambda f: _("This part is needed: a letter has a title, and says first what is decided or told."),
    "letter_field_unknown": lambda f: (
        _("Not a field of this letter: %(unknown)s. These can be used: %(known)s. Check the spelling, or take it out.")
        % {"unknown": listed([str(each) for each in f["unknown"]]), "known": ", ".join(f"{{{name}}}" for name in f["known"])}
    ),
    "letter_no_last_day": lambda f: _("This letter tells of a decision: say until when one can complain, with the field {appeal_until}."),
    "letter_template_newer": lambda f: _(
        "Somebody has saved a newer version of these texts meanwhile. Copy what you wrote, open the newest version, and change that."
    ),
}


def _letter(f: Facts) -> str:
    kind = LetterKind(f["letter"]).label
    if f.get("to") in (None, Recipient.CLIENT):
        return str(kind)
    return _("%(letter)s, to %(recipient)s") % {"letter": kind, "recipient": str(Recipient(f["to"]).label).lower()}


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.letter_made": lambda f: _("Letter made: %(letter)s") % {"letter": _letter(f)},
    "case.letter_sent": lambda f: (
        _("Letter sent on %(day)s (%(channel)s): %(letter)s. It counts as received on %(received)s")
        % {
            "day": day_in(f, "sent_on"),
            "channel": Channel(f["channel"]).label,
            "letter": _letter(f),
            "received": day_in(f, "received_on"),
        }
    ),
    "case.letter_set_aside": lambda f: (
        _("Letter set aside: %(letter)s, dated %(day)s. It is not sent") % {"letter": _letter(f), "day": day_in(f, "dated_on")}
    ),
}
