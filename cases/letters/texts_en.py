"""The built-in texts of letters in English: the same letters as in `texts_da.py`, for clients who read English better."""

from cases.enums_letter import LetterKind as K
from cases.rules.letters import Texts

ASK = "If you have questions, ask {caseworker}."
VOLUNTARY = "You choose to have a mentor. You can stop when you want."
GOAL = "The goal is: {purpose}\n\nYour mentor helps you with: {tasks}"
COMPLAIN = (
    "You can complain to us until {appeal_until}.\n\n{complaint_guidance}\n\n"
    "You can write, call or come by. Say what you do not agree with. Somebody else may help you."
)
LAW = "{legal_basis}"

TEXTS: dict[K, Texts] = {
    K.ACKNOWLEDGEMENT: Texts(
        title="We have your application for a mentor",
        decision="We got your application on {received_on}. You will have our answer by {answer_due}.",
        what_now=(
            "- {caseworker} reads your application and talks with you about it.\n"
            "- You tell us what you need help with. Do say what you wish for in a mentor.\n"
            "- Then we look at whether a mentor is right for you.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        rules="The municipality has set a time for its answer. This is in section 3 of the Act on Legal Protection and Administration in Social Matters.",
    ),
    K.DELAY: Texts(
        title="Your answer comes later",
        decision="We cannot answer you by {answer_due}, as we wrote. You will have our answer by {expected_on}.",
        why="There is something that we need to know before we can answer you.",
        what_now=f"- We go on with your case.\n- You do not have to do anything now.\n- If we call or write to you, do answer soon.\n\n{ASK}",
        rules=(
            "When we are late, we must write when you will have an answer. "
            "This is in section 3 of the Act on Legal Protection and Administration in Social Matters."
        ),
    ),
    K.HEARING: Texts(
        title="Is there something you want to say before we decide?",
        decision="We may say no to some of what you have asked for. Before we do that, we want to hear from you. Answer us by {reply_by}.",
        what_now=(
            "- Read what we build on.\n"
            "- Say if it is right, and if something is not there.\n"
            "- You can write, call or come by. Somebody else may help you.\n"
            "- If we do not hear from you, we answer by what we know.\n\n"
            f"We have not decided yet. {ASK}"
        ),
        rules="You have a right to be heard before we say no. This is in section 19 of the Public Administration Act.",
    ),
    K.GRANT: Texts(
        title="You get a mentor",
        decision="We say yes to what you have asked for. You get a mentor from {first_day} to {last_day}.",
        why=GOAL,
        what_now=(
            "- We find a mentor who fits you. You have a say in who it is.\n"
            "- You and your mentor meet with us and agree on how you will work.\n"
            "- Your mentor begins when you have both signed.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.PARTIAL: Texts(
        title="You get a mentor, but not all you asked for",
        decision="We say yes to a mentor from {first_day} to {last_day}. Some of it is not as you asked for.",
        why="{reasons}",
        what_now=(
            "- We find a mentor who fits you. You have a say in who it is.\n"
            "- You and your mentor meet with us and agree on how you will work.\n"
            "- Your mentor begins when you have both signed.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.REFUSAL: Texts(
        title="We say no to {what_asked}",
        decision="You have asked for {what_asked}. We say no.",
        why="{reasons}",
        what_now=f"Instead we offer you:\n\n{{offered_instead}}\n\nYou can ask again if something changes. {ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.MATCH_MEETING: Texts(
        title="Come and meet a mentor",
        decision="We would like to meet you on {meeting_when}. The place is: {meeting_place}",
        why="We have a mentor who we think fits you. When we meet, you can get to know each other.",
        what_now=(
            "- You talk about what you need, and how you can meet.\n"
            "- You can say yes or no, or you can think about it.\n"
            "- If you say no, we find somebody else.\n\n"
            "If you cannot come, tell {caseworker}. You may bring somebody with you."
        ),
    ),
    K.AGREEMENT: Texts(
        title="Agreement on a mentor",
        decision="This is an agreement between {client_name} and {mentor_name}. It holds from {first_day} to {last_day}.",
        what_now=(
            "- Both sign.\n"
            "- Both can ask for a change. Then we make a new one.\n"
            "- The mentor tells nobody what they talk about.\n\n"
            "Having a mentor is a choice. If the agreement does not fit, ask {caseworker}."
        ),
    ),
    K.CONFIDENTIALITY: Texts(
        title="Declaration of confidentiality",
        decision="As a mentor you learn things about other people. You promise to keep them to yourself.",
        why=(
            "- You may not tell others what you learn.\n"
            "- You may use it for nothing but being a mentor.\n"
            "- Take care of what you write down. Nobody else may read it.\n"
            "- The promise holds when you are no longer a mentor, too.\n\n"
            "If you are worried about a child, you must tell the municipality. You may always do that."
        ),
        what_now="Sign, and give the paper to {caseworker}. Ask if you are in doubt.",
        rules="The rules are in section 27 of the Public Administration Act and section 152 of the Criminal Code. Who breaks them can be fined or jailed.",
    ),
    K.EXTENSION: Texts(
        title="You have your mentor for {length} more",
        decision="We say yes to what was asked for. You have a mentor until {last_day}.",
        why=GOAL,
        what_now=(
            "- The new period begins on {first_day}.\n"
            "- You get a new agreement, which you both sign.\n"
            "- Before the period ends, we talk about how it goes.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.EXTENSION_PARTIAL: Texts(
        title="You have your mentor for {length} more",
        decision="We say yes, but to less than was asked for. You have a mentor until {last_day}.",
        why="{reasons}",
        what_now=(
            "- The new period begins on {first_day}.\n"
            "- You get a new agreement, which you both sign.\n"
            "- Before the period ends, we talk about how it goes.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.EXTENSION_REFUSED: Texts(
        title="You do not get a mentor for a new period",
        decision="We say no to giving you a mentor for longer. Your last day with a mentor is {course_last_day}.",
        why="{reasons}",
        what_now=f"Instead we offer you:\n\n{{offered_instead}}\n\nYou can ask again if something changes. {ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.CHANGE: Texts(
        title="You get other hours with your mentor",
        decision="From {first_day} you have {hours} a week with your mentor. This holds until {last_day}.",
        what_now=f"- You keep your mentor.\n- You get a new agreement, which you both sign.\n\n{VOLUNTARY} {ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.STOP: Texts(
        title="Your mentor stops",
        decision="You no longer have a mentor. The last day was {closed_on}.",
        what_now=f"- You can ask again if you need a mentor.\n- Later we ask how you are doing. You choose if you want to answer.\n\n{ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.CLOSING: Texts(
        title="We have closed your case",
        decision="We closed your case about a mentor on {closed_on}.",
        what_now=(
            "- You can ask again if you need a mentor.\n"
            "- If you have had a mentor, we ask later how you are doing. You choose if you want to answer.\n\n"
            f"{ASK}"
        ),
    ),
    K.COMPLAINT: Texts(
        title="We have your complaint",
        decision="We got your complaint on {complaint_received_on}. We look at the case again by {reassess_by}.",
        why="You complain about what we wrote on {decided_on}.",
        what_now=(
            "- If you are right, you get a new answer.\n"
            "- If we keep to it, we send the complaint to the National Social Appeals Board. We will tell you.\n"
            "- If you have more to say, write or call. Somebody else may help you.\n\n"
            f"{ASK}"
        ),
        rules="The rules on complaints are in chapter 10 of the Act on Legal Protection and Administration in Social Matters.",
    ),
}
