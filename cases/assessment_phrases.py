"""The sentences of step 3: refusals and gaps of assessment and decision, and their events."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import GRANTS, DecisionOutcome
from core.templatetags.ui import minutes_words
from core.words import day_in

Facts = dict[str, Any]


REFUSALS: dict[str, Callable[[Facts], str]] = {
    "assessment_decided": lambda f: _("The decision is made, and the assessment stays as it was that day."),
    "group_unknown": lambda f: _("One of the target groups is not known. Load the page again and choose from the list."),
    "answer_missing": lambda f: _("Answer question %(number)s of the checklist.") % f,
    "evidence_missing": lambda f: _("Question %(number)s of the checklist: write what the answer builds on.") % f,
    "whom_to_ask_missing": lambda f: _("Question %(number)s of the checklist: answer yes or no, or write whom you ask and when.") % f,
    "not_voluntary": lambda f: _("A mentor is a voluntary offer: it can be granted when the client has said yes."),
    "why_extra_missing": lambda f: _("Write what the manager or teacher already does, and why a mentor is extra."),
    "group_missing": lambda f: _("Choose at least one target group."),
    "since_missing": lambda f: _("Write since when the target group holds, such as 16-11-2026."),
    "since_ahead": lambda f: _("The target group holds from a day that has not been yet. Write a day up to today."),
    "short_answer_missing": lambda f: _("Answer question %(number)s about mentor or personal assistance.") % f,
    "outcome_missing": lambda f: _("Choose what you decide."),
    "below_the_wish": lambda f: _("Something is less than wished or another than wished. Choose “Granted in part”, or grant it as wished."),
    "nothing_below_the_wish": lambda f: _("Nothing is below the wish. Choose “Granted”."),
    "grant_hours_missing": lambda f: _("Write how many hours a week are granted, such as 2,5 or 2:30."),
    "grant_hours_out_of_range": lambda f: _("Grant at most %(hours)s hours a week, and more than none.") % f,
    "grant_first_day_missing": lambda f: _("Write the first day that is granted."),
    "grant_last_day_missing": lambda f: _("Write the last day that is granted."),
    "grant_is_past": lambda f: _("The last day has already been. Grant a period that is not over."),
    "grant_mentor_type_missing": lambda f: _("Choose the type of mentor."),
    "grant_purpose_missing": lambda f: _("Write the purpose: what the client is to reach with a mentor."),
    "grant_tasks_missing": lambda f: _("Write the mentor's tasks."),
    "grant_funding_missing": lambda f: _("Choose who pays."),
    "why_fewer_hours_missing": lambda f: _("Write why fewer hours are granted than wished."),
    "why_shorter_missing": lambda f: _("Write why a shorter time is granted than wished."),
    "why_later_missing": lambda f: _("Write why the first day is later than wished."),
    "why_other_mentor_missing": lambda f: _("Write why another type of mentor is granted than wished."),
    "reasons_missing": lambda f: _("Write the reasons: the client has a right to them when not everything is granted."),
    "offered_instead_missing": lambda f: _("Write what is offered instead, or whom the client can turn to."),
    "sent_on_missing": lambda f: _("Write the day on which the letter is sent."),
    "sent_before_decision": lambda f: _("The letter cannot be sent before the decision is made. Write today or a later day."),
    "sent_too_late": lambda f: (
        _("The letter is sent within a month of the decision, at the latest on %(latest)s.") % {"latest": day_in(f, "latest")}
    ),
    "period_longer_than_law": lambda f: _("At most six months at a time. Choose an earlier last day."),
    "no_rules_in_force": lambda f: _("No rules of the scheme are in force today. Ask an administrator to enter them."),
    "decide_later": lambda f: _(
        "The decision can be made when steps 1 and 2 are done. The assessment and a draft of the decision can be written now."
    ),
    "decided_already": lambda f: _("The case has been decided already. The decision stands on this page."),
    "no_draft_of_a_decision": lambda f: _(
        "You have no draft of a decision. Write it on the page “Assessment” and press “Review the decision”."
    ),
    "draft_changed": lambda f: _("The draft was changed after you opened this page. Read it again before you decide."),
}


def _decided(facts: Facts) -> str:
    if facts["outcome"] in GRANTS:
        return _("%(decision)s: %(hours)s a week from %(first)s to %(last)s. Complaint until %(appeal)s") % {
            "decision": DecisionOutcome(facts["outcome"]).label,
            "hours": minutes_words(facts["minutes_a_week"]),
            "first": day_in(facts, "first_day"),
            "last": day_in(facts, "last_day"),
            "appeal": day_in(facts, "appeal_until"),
        }
    return _("%(decision)s. Complaint until %(appeal)s") % {
        "decision": DecisionOutcome(facts["outcome"]).label,
        "appeal": day_in(facts, "appeal_until"),
    }


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.assessed": lambda f: _("The assessment was written: %(answered)s of %(questions)s questions of the checklist answered") % f,
    "case.decided": _decided,
}
