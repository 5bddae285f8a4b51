"""The built-in texts of letters in English: the same letters as in `texts_da.py`, for clients who read English better."""

from cases.enums_letter import LetterKind as K
from cases.rules.letter_texts import Texts

ASK = "If you have questions, contact {caseworker}."
VOLUNTARY = "Having a mentor is voluntary. You can stop at any time."
GOAL = "The goal is: {purpose}\n\nYour mentor helps you with: {tasks}"
COMPLAIN = (
    "You can complain to us until {appeal_until}.\n\n{complaint_guidance}\n\n"
    "Write, call or drop in. Tell us what you disagree with. You may get help."
)
LAW = "{legal_basis}"

TEXTS: dict[K, Texts] = {
    K.ACKNOWLEDGEMENT: Texts(
        title="We have your application for a mentor",
        decision="We received your application on {received_on}. You will have our answer by {answer_due}.",
        what_now=(
            "- {caseworker} reads your application and talks with you about it.\n"
            "- You tell us what you need help with, and what you would like in a mentor.\n"
            "- Then we decide if a mentor is right for you.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        rules="The municipality has set a time limit for its answer. This is in section 3 of the Act on Legal Protection and Administration in Social Matters.",
    ),
    K.DELAY: Texts(
        title="Your answer comes later",
        decision="We cannot answer you by {answer_due}, as we wrote. We are sorry. You will have our answer by {expected_on}.",
        why="We need to know more before we can answer you.",
        what_now=f"- We are still working on your case.\n- You do not have to do anything now.\n- If we call or write to you, please answer soon.\n\n{ASK}",
        rules=(
            "When we are late, we must tell you when you will have an answer. "
            "This is in section 3 of the Act on Legal Protection and Administration in Social Matters."
        ),
    ),
    K.HEARING: Texts(
        title="Would you like to say something before we decide?",
        decision="We may say no to some of what you have asked for. Before we do that, we want to hear from you. Answer us by {reply_by}.",
        what_now=(
            "- Read what we base this on.\n"
            "- Tell us if it is right, and if something is missing.\n"
            "- You can write, call or drop in. Someone may help you.\n"
            "- If we do not hear from you, we decide on what we know.\n\n"
            f"We have not decided yet. {ASK}"
        ),
        rules="You have a right to be heard before we say no. This is in section 19 of the Public Administration Act.",
    ),
    K.GRANT: Texts(
        title="You are getting a mentor",
        decision="We say yes to what you asked for. You will have a mentor from {first_day} to {last_day}.",
        why=GOAL,
        what_now=(
            "- We find a mentor who suits you. You have a say in who it is.\n"
            "- You and your mentor meet with us and agree on how you will work.\n"
            "- Your mentor starts when you have both signed.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.PARTIAL: Texts(
        title="You are getting a mentor, but not all you asked for",
        decision="We say yes to a mentor from {first_day} to {last_day}. Some of it is not what you asked for.",
        why="{reasons}",
        what_now=(
            "- We find a mentor who suits you. You have a say in who it is.\n"
            "- You and your mentor meet with us and agree on how you will work.\n"
            "- Your mentor starts when you have both signed.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.REFUSAL: Texts(
        title="We say no to {what_asked}",
        decision="You asked for {what_asked}. Our answer is no.",
        why="{reasons}",
        what_now=f"Instead we offer you:\n\n{{offered_instead}}\n\nYou can apply again if something changes. {ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.MATCH_MEETING: Texts(
        title="Come and meet a mentor",
        decision="We would like to meet you on {meeting_when}. Place: {meeting_place}",
        why="We have found a mentor who we think suits you. At the meeting you can get to know each other.",
        what_now=(
            "- We talk about what you need, and how you and the mentor can meet.\n"
            "- You can say yes or no, or take time to think about it.\n"
            "- If you say no, we look for someone else.\n\n"
            "If you cannot come, tell {caseworker}. You are welcome to bring someone."
        ),
    ),
    K.AGREEMENT: Texts(
        title="Agreement about a mentor",
        decision="This is an agreement between {client_name} and {mentor_name}. It runs from {first_day} to {last_day}.",
        what_now=(
            "- Both sign.\n"
            "- Both can ask for a change. Then we make a new agreement.\n"
            "- The mentor does not tell others what they talk about.\n\n"
            "Having a mentor is voluntary. If the agreement does not suit you, contact {caseworker}."
        ),
    ),
    K.CONFIDENTIALITY: Texts(
        title="Declaration of confidentiality",
        decision="As a mentor you learn things about other people. You promise to keep them to yourself.",
        why=(
            "- You may not tell others what you learn.\n"
            "- You may use it only in your work as a mentor.\n"
            "- Keep what you write down safe. Others must not be able to read it.\n"
            "- The promise still holds when you are no longer a mentor.\n\n"
            "If you are worried about a child, you must tell the municipality. You may always do so."
        ),
        what_now="Sign the paper and give it to {caseworker}. Ask if you are in doubt.",
        rules="The rules are in section 27 of the Public Administration Act and section 152 of the Criminal Code. Anyone who breaks them can be fined or sent to prison.",
    ),
    K.EXTENSION: Texts(
        title="You keep your mentor for another {length}",
        decision="We say yes to what was asked for. You will have a mentor until {last_day}.",
        why=GOAL,
        what_now=(
            "- The new period starts on {first_day}.\n"
            "- You get a new agreement, which you both sign.\n"
            "- Before the period ends, we talk about how it is going.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.EXTENSION_PARTIAL: Texts(
        title="You keep your mentor for another {length}",
        decision="We say yes, but to less than was asked for. You will have a mentor until {last_day}.",
        why="{reasons}",
        what_now=(
            "- The new period starts on {first_day}.\n"
            "- You get a new agreement, which you both sign.\n"
            "- Before the period ends, we talk about how it is going.\n\n"
            f"{VOLUNTARY} {ASK}"
        ),
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.EXTENSION_REFUSED: Texts(
        title="You will not have a mentor for a new period",
        decision="We say no to more time with a mentor. Your last day is {course_last_day}.",
        why="{reasons}",
        what_now=f"Instead we offer you:\n\n{{offered_instead}}\n\nYou can apply again if something changes. {ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.CHANGE: Texts(
        title="Your hours with your mentor are changing",
        decision="From {first_day} you will have {hours} a week with your mentor. This is until {last_day}.",
        what_now=f"- You keep your mentor.\n- You get a new agreement, which you both sign.\n\n{VOLUNTARY} {ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.STOP: Texts(
        title="Your time with a mentor has ended",
        decision="You no longer have a mentor. Your last day was {closed_on}.",
        what_now=f"- You can apply again if you need a mentor.\n- Later we will ask how you are doing. It is up to you if you answer.\n\n{ASK}",
        complaint=COMPLAIN,
        rules=LAW,
    ),
    K.CLOSING: Texts(
        title="We have closed your case",
        decision="We closed your case about a mentor on {closed_on}.",
        what_now=(
            "- You can apply again if you need a mentor.\n"
            "- If you have had a mentor, we will later ask how you are doing. It is up to you if you answer.\n\n"
            f"{ASK}"
        ),
    ),
    K.COMPLAINT: Texts(
        title="We have your complaint",
        decision="We received your complaint on {complaint_received_on}. We will look at the case again by {reassess_by}.",
        why="You are complaining about our decision of {decided_on}.",
        what_now=(
            "- If we agree with you, you will have a new answer.\n"
            "- If we do not change it, we send the complaint to the National Social Appeals Board. We will let you know.\n"
            "- If you have more to say, write or call. Someone may help you.\n\n"
            f"{ASK}"
        ),
        rules="The rules on complaints are in chapter 10 of the Act on Legal Protection and Administration in Social Matters.",
    ),
}
