"""What the pages of step 3 show beside the form: how the grant stands to the wish, the advice, what is missing, the summary. No queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions.decisions import letter_days
from cases.enums import Advice, Channel, DecisionOutcome, Funding, State, YesNoUnknown
from cases.forms.assessment import AssessmentForm
from cases.models import Case, Decision, SchemeRules
from cases.phrases import sentence
from cases.rules.assessment import QUESTIONS, SHORT_QUESTIONS, Answers, Gap
from cases.rules.decisions import Deviation, Item, Proposed, Wish, beyond, decidable, deviations
from core.days import DaySpan, last_day_of_months, whole_months
from core.templatetags.ui import day, day_long, minutes_words
from mentors.enums import MentorType

Row = dict[str, Any]

SECTIONS = ("checklist", "groups", "advice", "decision")


def first_id(name: str) -> str:
    """Where a link to a field leads: the first option of a group of radios or ticks."""
    radios = {*QUESTIONS, *SHORT_QUESTIONS, "outcome", "funding", "groups"}
    return f"id_{name}_0" if name in radios else f"id_{name}"


def section_of(name: str) -> str:
    if name == "why_extra" or name.removesuffix("_evidence") in QUESTIONS:
        return "checklist"
    if name == "groups" or name.startswith("since_"):
        return "groups"
    return "advice" if name in SHORT_QUESTIONS else "decision"


def missing(*, gaps: list[Gap], groups: int, advice: Advice, url: str = "") -> list[Row]:
    """The side panel: what is filled in, and each thing that is missing with a link to its field (of the page `url`)."""
    titles = {
        "checklist": _("Checklist"),
        "groups": _("Target groups"),
        "advice": _("Mentor or personal assistance"),
        "decision": _("Decision"),
    }
    notes = {
        "groups": ngettext("%(number)s chosen", "%(number)s chosen", groups) % {"number": groups},
        "advice": _("The answers point to: %(advice)s") % {"advice": advice.label},
    }
    rows: list[Row] = [{"label": _("Situation"), "url": f"{url}#s1", "done": True}]
    for number, section in enumerate(SECTIONS, start=2):
        here = [gap for gap in gaps if section_of(gap.field) == section]
        if not here:
            rows.append({"label": titles[section], "url": f"{url}#s{number}", "done": True, "note": notes.get(section, "")})
        rows += [
            {"label": sentence(gap.code, gap.facts), "url": f"{url}#{first_id(gap.field)}", "done": False, "note": titles[section]}
            for gap in here
        ]
    return rows


def advice_words(advice: Advice, name: str) -> str:
    """Why the answers point there. The last sentence is always the same: advice never decides."""
    words = {
        Advice.MENTOR: _("The need lies in a transition, and %(name)s can do the tasks with support."),
        Advice.ASSISTANCE: _("There are tasks that %(name)s cannot do without help, and support does not change that."),
        Advice.BOTH: _("%(name)s needs support through a transition, and help with tasks as well."),
        Advice.NEITHER: _("The answers tell neither of a transition nor of tasks that %(name)s cannot do. Look at other schemes."),
        Advice.OPEN: _("Answer the four questions, and the advice stands here."),
    }
    return words[advice] % {"name": name}


def below_words(deviation: Deviation) -> str:
    """How far the grant lies from the wish: "1 hour less a week than wished"."""
    facts = deviation.facts
    if deviation.item == Item.HOURS:
        return _("%(hours)s less a week than wished") % {"hours": minutes_words(facts["minutes"])}
    if deviation.item == Item.START:
        return ngettext("%(days)s day later than wished", "%(days)s days later than wished", facts["days"]) % facts
    if deviation.item == Item.LENGTH and "months" in facts:
        return ngettext("%(months)s month shorter than wished", "%(months)s months shorter than wished", facts["months"]) % facts
    if deviation.item == Item.LENGTH:
        return ngettext("%(days)s day shorter than wished", "%(days)s days shorter than wished", facts["days"]) % facts
    return _("another type of mentor than wished")


def beyond_words(deviation: Deviation) -> str:
    """How much more is granted than wished: "4 days longer than wished"."""
    facts = deviation.facts
    if deviation.item == Item.HOURS:
        return _("%(hours)s more a week than wished") % {"hours": minutes_words(facts["minutes"])}
    if deviation.item == Item.START:
        return ngettext("%(days)s day earlier than wished", "%(days)s days earlier than wished", facts["days"]) % facts
    return ngettext("%(days)s day longer than wished", "%(days)s days longer than wished", facts["days"]) % facts


def length_words(first: dt.date, last: dt.date) -> str:
    """ "6 months", or the days where they are not whole months."""
    months = whole_months(DaySpan(first, last))
    if months and last_day_of_months(first, months) == last:
        return ngettext("%(months)s month", "%(months)s months", months) % {"months": months}
    days = DaySpan(first, last).days()
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def mentor_types(codes: Iterable[str]) -> str:
    return ", ".join(str(MentorType(code).label) for code in MentorType.values if code in set(codes))


def versus(*, form: AssessmentForm | None, wish: Wish, proposed: Proposed) -> list[Row]:
    """The table of wish, grant and difference. `form` gives each row its input and the field of its reason."""
    below = {each.item: each for each in deviations(wish=wish, proposed=proposed)}
    more = {each.item: beyond_words(each) for each in beyond(wish=wish, proposed=proposed)}
    first, last = proposed.first_day, proposed.last_day
    length = length_words(first, last) if first and last and first <= last else ""
    wished_last = day(wish.last_day) if wish.last_day else ""
    wished_months = ngettext("%(months)s month", "%(months)s months", wish.months) % {"months": wish.months} if wish.months else ""
    plan: list[tuple[Item, str, str, Any, str, str, str]] = [
        (
            Item.HOURS,
            "minutes_a_week",
            _("Hours a week"),
            wish.minutes_a_week,
            minutes_words(wish.minutes_a_week),
            "",
            _("%(hours)s a week") % {"hours": minutes_words(proposed.minutes_a_week)} if proposed.minutes_a_week else "",
        ),
        (Item.START, "first_day", _("First day"), wish.first_day, day(wish.first_day), "", day(first)),
        (
            Item.LENGTH,
            "last_day",
            _("Last day"),
            wish.months,
            wished_last or wished_months,
            wished_months if wished_last else "",
            f"{day(last)}, {length}" if length else day(last),
        ),
        (
            Item.MENTOR,
            "mentor_type",
            _("Mentor"),
            wish.mentor_types,
            mentor_types(wish.mentor_types),
            "",
            str(MentorType(proposed.mentor_type).label) if proposed.mentor_type else "",
        ),
    ]
    rows = []
    for item, name, label, wished, wish_text, wish_note, granted in plan:
        deviation = below.get(item)
        as_wished = bool(granted and wished and not deviation)
        how = more.get(item) or (_("as wished") if as_wished else "")
        row: Row = {"label": label, "wish": wish_text, "wish_note": wish_note, "granted": granted, "how": how}
        if deviation:
            row |= {"below": below_words(deviation), "reason": getattr(proposed, deviation.reason_field)}
        if form is not None:
            row["field"] = form[name]
            shown = granted if name != "mentor_type" else ""
            form.fields[name].note = ", ".join(filter(None, (shown, how)))  # read back beside the input
            if deviation:
                row["why"] = form[deviation.reason_field]
        rows.append(row)
    return rows


def letter(*, sent_on: dt.date | None, channel: str, scheme: SchemeRules | None) -> Row:
    """When the letter counts as received and until when one can complain, in words."""
    if sent_on is None or scheme is None:
        return {}
    received_on, complain_until = letter_days(sent_on=sent_on, channel=Channel(channel), scheme=scheme)
    if channel == Channel.DIGITAL_POST:
        words = _("Digital Post, counts as received the same day")
    else:
        words = _("Paper letter, counts as received on %(day)s") % {"day": day(received_on)}
    return {"words": words, "received_on": received_on, "appeal_until": complain_until}


def rule(scheme: SchemeRules | None, *, past: bool = False) -> Row:
    """The rule box: which dated rules the decision follows."""
    if scheme is None:
        return {"title": _("no rules are in force today"), "text": sentence("no_rules_in_force", {})}
    limits = _("At most %(months)s months at a time. Complaint within %(weeks)s weeks. In force from %(day)s.") % {
        "months": scheme.longest_months,
        "weeks": scheme.appeal_weeks,
        "day": day(scheme.first_day),
    }
    kept = _("The decision keeps these rules, even if they are changed later.")
    title = _("the decision was made under the rules of that day") if past else _("the decision follows the rules as they are today")
    return {"title": title, "text": f"{limits} {kept} {scheme.legal_basis}", "complaint": scheme.complaint}


def assessment_rows(*, form: AssessmentForm, answers: Answers, groups: dict[str, dt.date | None], advice: Advice) -> list[Row]:
    """The assessment to read: each question with its answer and what it builds on."""
    rows: list[Row] = []
    for question in QUESTIONS:
        answer = getattr(answers, question)
        label = YesNoUnknown(answer).label if answer else ""
        rows.append({"label": form.fields[question].label, "value": str(label), "note": getattr(answers, f"{question}_evidence")})
    rows.append({"label": form.fields["why_extra"].label, "value": answers.why_extra})
    names = {row.pk: str(row) for row in form.group_rows}
    told = [
        _("%(group)s, since %(day)s") % {"group": names.get(code, code), "day": day(since)} if since else names.get(code, code)
        for code, since in groups.items()
    ]
    rows.append({"label": _("Target groups"), "value": "\n".join(told)})
    rows.append({"label": _("Mentor or personal assistance"), "value": _("The answers point to: %(advice)s") % {"advice": advice.label}})
    return rows


def decision_rows(*, proposed: Proposed, wish: Wish) -> list[Row]:
    """The decision to read: every fact with the wish beside it, and the reasons."""
    rows: list[Row] = [{"label": _("Decision"), "value": str(proposed.outcome.label) if proposed.outcome else ""}]
    if proposed.is_grant:
        for row in versus(form=None, wish=wish, proposed=proposed):
            wished = _("Wished: %(wish)s") % {"wish": row["wish"]} if row["wish"] else _("No wish was stated")
            how = row.get("below") or row["how"]
            rows.append({"label": row["label"], "value": row["granted"], "note": f"{wished} · {how}" if how else wished})
            if row.get("below"):
                rows.append({"label": _("Why: %(what)s") % {"what": row["below"]}, "value": row["reason"]})
        rows.append({"label": _("Purpose"), "value": proposed.purpose})
        rows.append({"label": _("The mentor's tasks"), "value": proposed.tasks})
        rows.append({"label": _("Paid by"), "value": str(Funding(proposed.funding).label) if proposed.funding else ""})
    if proposed.outcome != DecisionOutcome.GRANTED:
        rows.append({"label": _("Reasons"), "value": proposed.reasons})
    if not proposed.is_grant:
        rows.append({"label": _("Offered instead"), "value": proposed.offered_instead})
    assistance = _("Yes, with a decision of its own") if proposed.also_assistance else _("No")
    rows.append({"label": _("Personal assistance too"), "value": assistance})
    return rows


def letter_rows(*, channel: str, sent_on: dt.date | None, received_on: dt.date | None, appeal_until: dt.date | None) -> list[Row]:
    return [
        {"label": _("The letter is sent"), "value": day_long(sent_on), "note": str(Channel(channel).label)},
        {"label": _("Counts as received"), "value": day_long(received_on)},
        {"label": _("Last day to complain"), "value": day_long(appeal_until)},
    ]


def as_proposed(decision: Decision) -> Proposed:
    """An issued decision in the shape of the rules, for the same summary."""
    values = {each.name: getattr(decision, each.name) for each in fields(Proposed)}
    return Proposed(**{**values, "outcome": DecisionOutcome(decision.outcome)})


def issued_rows(*, decision: Decision, wish: Wish) -> list[Row]:
    """Every fact of an issued decision."""
    made = _("%(day)s by %(name)s") % {"day": day_long(decision.decided_on), "name": decision.decided_by.name}
    return [
        *decision_rows(proposed=as_proposed(decision), wish=wish),
        {"label": _("Decided"), "value": made},
        *letter_rows(
            channel=decision.channel, sent_on=decision.sent_on, received_on=decision.received_on, appeal_until=decision.appeal_until
        ),
    ]


def granted_span(proposed: Proposed) -> DaySpan | None:
    """The days of a grant as far as it is written; None before both are there, or when they are the wrong way round."""
    first, last = proposed.first_day, proposed.last_day
    return DaySpan(first, last) if proposed.is_grant and first and last and first <= last else None


def why_not_yet(case: Case) -> str:
    """Why the decision cannot be made now; "" when it can."""
    if not case.is_open:
        return sentence("case_closed", {})
    answer = decidable(state=State(case.state))
    return "" if answer else sentence(answer.code, answer.facts)


def change_url(case: Case) -> str:
    return reverse("case_assessment", args=[case.ref])


def late(case: Case, *, today: dt.date) -> Row:
    """What to do when the deadline for an answer has passed; empty before that."""
    if case.answer_due_on >= today:
        return {}
    heading = _("The deadline was %(day)s. Write to %(name)s when an answer can be expected") % {
        "day": day_long(case.answer_due_on),
        "name": case.client.given_name,
    }
    begins = case.situation_starts_on
    words = _("The situation begins %(day)s.") if begins >= today else _("The situation began %(day)s.")
    return {"heading": heading, "text": words % {"day": day_long(begins)}}
