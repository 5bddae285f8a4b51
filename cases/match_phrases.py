"""The match in words: why a mentor is not on the list, what speaks for and against, what was refused, what happened. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import ConflictKind
from core.templatetags.ui import minutes_words
from core.words import day_in, listed
from mentors.enums import AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting, time_label

Facts = dict[str, Any]
MOST_TIMES = 3
"""So many shared times of the week are named in one reason."""


def _lower(label: Any) -> str:
    """A label inside a sentence."""
    text = str(label)
    return text[:1].lower() + text[1:]


def absent(facts: Facts) -> str:
    if facts.get("until"):
        return _("Is away on the first day, until %(day)s.") % {"day": day_in(facts, "until")}
    return _("Is away on the first day, until further notice.")


STOPS: dict[str, Callable[[Facts], str]] = {
    "mentor_other_jobcentre": lambda f: _("There is no such mentor in your jobcentre's register. Choose one from the list."),
    "mentor_conflict": lambda f: _("Conflict of interest: %(kind)s.") % {"kind": _lower(ConflictKind(f["kind"]).label)},
    "mentor_is_manager": lambda f: _("Is the client's own manager."),
    "mentor_is_teacher": lambda f: _("Is the client's own teacher."),
    "mentor_did_not_work": lambda f: _("A match with this mentor did not work in this case."),
    "mentor_refused_before": lambda f: _("Has said no to this client before."),
    "mentor_client_said_no": lambda f: _("The client has said no to this mentor."),
    "mentor_not_wanted": lambda f: _("The client does not want this person as mentor."),
    "mentor_other_workplace": lambda f: _("Is a colleague at another workplace than the client's."),
    "mentor_proposed_already": lambda f: _("Is proposed to the client already, and the answer is awaited."),
    "mentor_no_declaration": lambda f: _("The declaration of confidentiality is not signed."),
    "mentor_declaration_expired": lambda f: (
        _("The declaration of confidentiality is valid until %(day)s only.") % {"day": day_in(f, "until")}
    ),
    "mentor_not_yet": lambda f: _("Is available from %(day)s.") % {"day": day_in(f, "day")},
    "mentor_no_longer": lambda f: _("Was available until %(day)s.") % {"day": day_in(f, "day")},
    "mentor_absent": absent,
    "mentor_full": lambda f: _("Has no free place: %(taken)s of %(most)s are taken.") % f,
    "place_full": lambda f: _("The place mentor has no free place here: %(taken)s of %(most)s are taken.") % f,
    "place_no_hours": lambda f: (
        _("The place has %(free)s a week free, and %(needed)s are granted.")
        % {"free": minutes_words(f["free"]), "needed": minutes_words(f["needed"])}
    ),
    "mentor_no_hours": lambda f: (
        _("Has %(free)s a week free, and %(needed)s are granted.")
        % {"free": minutes_words(f["free"]), "needed": minutes_words(f["needed"])}
    ),
}

REFUSALS: dict[str, Callable[[Facts], str]] = {
    **STOPS,
    # Weights (administration)
    "weights_used": lambda f: _(
        "Mentors were proposed with these weights: only the last day can be changed. Add new weights from the day after."
    ),
    "weights_overlap": lambda f: _("Other weights already hold on one of these days. End those first."),
    "weights_range": lambda f: _("Write a whole number from 0 to 10."),
    "weights_needs_count": lambda f: _("Some experience weighs at least 1, and much experience no less than some."),
    "grant_has_run_out": lambda f: (
        _("The grant ran until %(day)s. A new decision is needed before a mentor can begin.") % {"day": day_in(f, "day")}
    ),
    "too_many_proposals": lambda f: _("The client already has %(most)s proposals to answer. Wait for an answer, or take one back.") % f,
    "conflict_not_asked": lambda f: _("Ask about conflicts of interest, and answer here how you asked."),
    "answer_by_past": lambda f: _("The day lies in the past. Write today or a later day."),
    "wish_reason_missing": lambda f: _("Say why this mentor is proposed although the wish is not met."),
    "proposal_closed": lambda f: _("The proposal is closed and takes no more answers. Look below to see how it ended."),
    "proposal_answered": lambda f: _("Somebody has typed this answer already. Nothing was changed."),
    "answer_in_future": lambda f: _("The day of the answer has not been yet."),
    "answer_too_early": lambda f: _("The answer cannot lie before the question was asked, on %(day)s.") % {"day": day_in(f, "day")},
    "words_missing": lambda f: _("Write why, in the person's own words if you can."),
    "answer_by_missing": lambda f: _("Agree on a new day for the answer and write it here."),
    "not_both_yes": lambda f: _("A mentor is assigned when both the client and the mentor have said yes."),
    "case_has_a_mentor": lambda f: _("The case already has a mentor on these days."),
}

WISHES: dict[str, Callable[[], str]] = {
    "type": lambda: _("Type of mentor"),
    "language": lambda: _("Language"),
    "gender": lambda: _("Gender"),
    "age": lambda: _("Age"),
    "ways": lambda: _("Way of meeting"),
    "place": lambda: _("Place"),
    "times": lambda: _("Times of the week"),
}
"""The wishes that can be unmet, as headings."""


def _types(facts: Facts) -> str:
    wished = [_lower(MentorType(code).label) for code in facts["wished"]]
    return _("%(first)s or %(last)s") % {"first": ", ".join(wished[:-1]), "last": wished[-1]} if len(wished) > 1 else wished[0]


def _ways(codes: list[str]) -> str:
    return listed([_lower(WayOfMeeting(code).label) for code in codes])


def _areas(codes: list[str]) -> str:
    return listed([_lower(SupportArea(code).label) for code in codes])


def _needs(facts: Facts) -> str:
    covers = (
        ngettext("Covers %(covered)s of %(of)s need for support", "Covers %(covered)s of %(of)s needs for support", facts["of"]) % facts
    )
    if not facts["much"]:
        return covers
    return _("%(covers)s, with much experience of %(areas)s") % {"covers": covers, "areas": _areas(facts["much"])}


def _times(facts: Facts) -> str:
    named = "; ".join(str(time_label(code)) for code in facts["times"][:MOST_TIMES]) + (" …" if len(facts["times"]) > MOST_TIMES else "")
    return ngettext(
        "Is free at %(shared)s of %(of)s wished time: %(times)s", "Is free at %(shared)s of %(of)s wished times: %(times)s", facts["of"]
    ) % {"shared": len(facts["times"]), "of": facts["of"], "times": named}


def _away_later(facts: Facts) -> str:
    if facts["until"]:
        return _("Is away from %(first)s to %(until)s") % {"first": day_in(facts, "first"), "until": day_in(facts, "until")}
    return _("Is away from %(first)s, until further notice") % {"first": day_in(facts, "first")}


def _language(facts: Facts) -> str:
    language = SpokenLanguage(facts["language"]).label
    if facts["interpreter"]:
        return _("Speaks %(language)s: no interpreter is needed") % {"language": language}
    return _("Speaks %(language)s") % {"language": language}


def _no_language(facts: Facts) -> str:
    language = SpokenLanguage(facts["language"]).label
    if facts["interpreter"]:
        return _("Does not speak %(language)s: meetings need an interpreter") % {"language": language}
    return _("Does not speak %(language)s") % {"language": language}


REASONS: dict[str, Callable[[Facts], str]] = {
    "needs_covered": _needs,
    "needs_unknown": lambda f: _("What the mentor helps with is not known"),
    "areas_unknown": lambda f: _("Experience of %(areas)s is not known") % {"areas": _areas(f["areas"])},
    "area_missing": lambda f: _("Does not help with %(area)s") % {"area": _lower(SupportArea(f["area"]).label)},
    "type_met": lambda f: _("Is %(type)s, as wished") % {"type": _lower(MentorType(f["type"]).label)},
    "type_unmet": lambda f: _("The client wishes %(types)s") % {"types": _types(f)},
    "language_met": _language,
    "language_unmet": _no_language,
    "language_unknown": lambda f: _("Languages are not known"),
    "gender_met": lambda f: _("Is %(gender)s, as wished") % {"gender": _lower(Gender(f["wished"]).label)},
    "gender_unmet": lambda f: _("The client wishes: %(gender)s") % {"gender": _lower(Gender(f["wished"]).label)},
    "gender_unknown": lambda f: _("Gender is not known"),
    "age_met": lambda f: _("Is %(age)s, as wished") % {"age": _lower(AgeGroup(f["wished"]).label)},
    "age_unmet": lambda f: _("The client wishes the age: %(age)s") % {"age": _lower(AgeGroup(f["wished"]).label)},
    "age_unknown": lambda f: _("Age is not known"),
    "ways_met": lambda f: _("Meets %(ways)s, as wished") % {"ways": _ways(f["ways"])},
    "ways_unmet": lambda f: _("Does not meet %(ways)s, as wished") % {"ways": _ways(f["wished"])},
    "ways_unknown": lambda f: _("How the mentor meets is not known"),
    "place_met": lambda f: _("Comes to the area that is wished"),
    "place_unmet": lambda f: _("Does not come to the area that is wished"),
    "place_unknown": lambda f: _("Where the mentor comes is not known"),
    "times_met": _times,
    "times_unmet": lambda f: _("Is free at none of the wished times"),
    "times_unknown": lambda f: _("When the mentor is free is not known"),
    "type_not_granted": lambda f: _("The decision is for: %(type)s") % {"type": _lower(MentorType(f["granted"]).label)},
    "knows_the_place": lambda f: _("Knows the place and the tasks"),
    "situation_known": lambda f: _("Has experience with the situation"),
    "situation_new": lambda f: _("Has no experience with the situation"),
    "situation_unknown": lambda f: _("Experience is not known"),
    "knows_the_client": lambda f: _("Has been the client's mentor before"),
    "leaves_early": lambda f: _("Is available until %(day)s only") % {"day": day_in(f, "day")},
    "declaration_ends": lambda f: _("The declaration of confidentiality must be renewed by %(day)s") % {"day": day_in(f, "day")},
    "away_later": _away_later,
}


def reason(code: str, facts: Facts) -> str:
    return REASONS[code](facts)


def stop(code: str, facts: Facts) -> str:
    return STOPS[code](facts)


CLIENT_ANSWERS: dict[str, Callable[[], str]] = {
    "yes": lambda: _("The client said yes to the mentor"),
    "no": lambda: _("The client said no to the mentor"),
    "thinking": lambda: _("The client wants to think about the mentor"),
}
MENTOR_ANSWERS: dict[str, Callable[[], str]] = {
    "yes": lambda: _("The mentor said yes"),
    "no": lambda: _("The mentor said no"),
}

EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.mentor_proposed": lambda f: _("A mentor is proposed to the client"),
    "case.client_answered": lambda f: CLIENT_ANSWERS[f["answer"]](),
    "case.mentor_answered": lambda f: MENTOR_ANSWERS[f["answer"]](),
    "case.proposal_withdrawn": lambda f: _("A proposal is taken back"),
    "case.mentor_assigned": lambda f: _("A mentor is assigned from %(day)s") % {"day": day_in(f, "first_day")},
    "mentor.assigned": lambda f: _("Assigned to case %(case)s from %(day)s") % {"case": f["case"], "day": day_in(f, "first_day")},
}
