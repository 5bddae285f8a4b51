from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a case is. The first five are the steps of the guide [2], named by the step that is being worked on."""

    CONTACT = "contact", _("Application")
    CHALLENGES = "challenges", _("Challenges")
    ASSESSMENT = "assessment", _("Assessment")
    MATCH = "match", pgettext_lazy("step", "Match")
    STARTUP = "startup", _("Start-up")
    RUNNING = "running", _("Mentor under way")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Withdrawn by the client")
    REFUSED = "refused", pgettext_lazy("state", "Refused")
    NOT_RELEVANT = "not_relevant", _("No longer relevant")


STEPS: tuple[State, ...] = (State.CONTACT, State.CHALLENGES, State.ASSESSMENT, State.MATCH, State.STARTUP)
OPEN_STATES: tuple[State, ...] = (*STEPS, State.RUNNING)
EXITS: tuple[State, ...] = (State.WITHDRAWN, State.REFUSED, State.NOT_RELEVANT)
CLOSED_STATES: tuple[State, ...] = (State.ENDED, *EXITS)


class ProposedBy(models.TextChoices):
    CLIENT = "client", _("The client")
    CASEWORKER = "caseworker", _("A caseworker")
    WORKPLACE = "workplace", _("The workplace")
    SCHOOL = "school", _("The school")
    HEALTH = "health", _("The health service")
    OTHER = "other", _("Somebody else")


class ArrivedBy(models.TextChoices):
    """How the application came."""

    CONVERSATION = "conversation", _("In a conversation")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    DIGITAL_POST = "digital_post", _("By Digital Post")
    FORM = "form", _("By the form on the website")


class Channel(models.TextChoices):
    """Where letters to the client go [law]."""

    DIGITAL_POST = "digital_post", _("Digital Post")
    PAPER = "paper", _("Letter (exempt from Digital Post)")


class Consent(models.TextChoices):
    """The client's yes to the course, which is voluntary [1]."""

    ORAL = "oral", _("Yes, orally")
    WRITTEN = "written", _("Yes, in writing")
    NOT_ASKED = "not_asked", _("Not asked yet")


class Weight(models.IntegerChoices):
    """How much a support area weighs; "not a need" is an answer."""

    NONE = 0, _("Not a need")
    LITTLE = 1, _("A little")
    SOME = 2, _("Some")
    MUCH = 3, _("Much")


class YesNoUnknown(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Don't know")


class Advice(models.TextChoices):
    """What the four short questions point to. Advice never decides [2]."""

    MENTOR = "mentor", _("mentor")
    ASSISTANCE = "assistance", _("personal assistance")
    BOTH = "both", _("both mentor and personal assistance")
    NEITHER = "neither", _("neither mentor nor personal assistance")
    OPEN = "open", _("nothing yet")


class DecisionOutcome(models.TextChoices):
    GRANTED = "granted", _("Granted")
    PARTIAL = "partial", _("Granted in part")
    REFUSED = "refused", pgettext_lazy("decision", "Refused")
    OTHER_SCHEME = "other_scheme", _("Other scheme")


GRANTS = frozenset({DecisionOutcome.GRANTED, DecisionOutcome.PARTIAL})


class DecisionKind(models.TextChoices):
    """First grant; later decisions of the same course."""

    FIRST = "first", _("First decision")
    EXTENSION = "extension", _("Extension")
    CHANGE = "change", _("Change of hours")


class Funding(models.TextChoices):
    """Who pays [1]."""

    NATIONAL = "national", _("The state")
    MUNICIPAL = "municipal", _("The municipality")
    SHARED = "shared", _("Shared")


class AskedHow(models.TextChoices):
    """How the client is asked about a proposed mentor."""

    MEETING = "meeting", _("At a meeting")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("With a letter")


class ProposalState(models.TextChoices):
    CLIENT_ASKED = "client_asked", _("The client is asked")
    CLIENT_THINKING = "client_thinking", _("The client wants to think")
    MENTOR_ASKED = "mentor_asked", _("The mentor is asked")
    ACCEPTED = "accepted", _("Both have said yes")
    CLIENT_DECLINED = "client_declined", _("The client said no")
    MENTOR_DECLINED = "mentor_declined", _("The mentor said no")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")
    ASSIGNED = "assigned", _("Assigned")


OPEN_PROPOSALS: tuple[ProposalState, ...] = (
    ProposalState.CLIENT_ASKED,
    ProposalState.CLIENT_THINKING,
    ProposalState.MENTOR_ASKED,
    ProposalState.ACCEPTED,
)


class ConflictKind(models.TextChoices):
    """Why somebody cannot be this client's mentor, whoever that is (R40)."""

    FAMILY = "family", _("Family")
    MANAGER = "manager", _("The client's own manager")
    TEACHER = "teacher", _("The client's own teacher")
    PRIVATE = "private", _("They know each other privately")
    OTHER = "other", pgettext_lazy("conflict of interest", "Other")


class RaisedBy(models.TextChoices):
    """Who says that the match does not work."""

    CLIENT = "client", _("The client")
    MENTOR = "mentor", _("The mentor")
    WORKPLACE = "workplace", _("The workplace or school")
    CASEWORKER = "caseworker", _("A caseworker")


class RematchReason(models.TextChoices):
    """Why a match does not work, as a code that can be counted; the words stand beside it."""

    CHEMISTRY = "chemistry", _("They do not work well together")
    TIMES = "times", _("The times do not fit")
    WAY = "way", _("The way of meeting does not fit")
    NEEDS = "needs", _("The needs have changed")
    TRUST = "trust", _("The trust is gone")
    PLACE = "place", _("The workplace or school has changed")
    MENTOR_LEAVES = "mentor_leaves", _("The mentor stops or is away for long")
    OTHER = "other", pgettext_lazy("rematch", "Other")


class MayRead(models.TextChoices):
    """What the new mentor may read of the old one's log."""

    NOTHING = "nothing", pgettext_lazy("log", "Nothing")
    SUMMARY = "summary", _("A summary that the caseworker writes")
    ALL = "all", _("The whole log")


class AllocationState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("allocation", "Waiting")
    RUNNING = "running", pgettext_lazy("allocation", "Being made")
    DONE = "done", pgettext_lazy("allocation", "Done")
    FAILED = "failed", pgettext_lazy("allocation", "Failed")


class LineState(models.TextChoices):
    """A client's line in an allocation."""

    OPEN = "open", pgettext_lazy("line", "Open")
    ACCEPTED = "accepted", pgettext_lazy("line", "Proposed")
    DROPPED = "dropped", pgettext_lazy("line", "Dropped")
    REFUSED = "refused", pgettext_lazy("line", "No longer possible")
    NOBODY = "nobody", pgettext_lazy("line", "No mentor is free")


class MeetingKind(models.TextChoices):
    MATCH = "match", _("Match meeting")
    STARTUP = "startup", _("Start-up meeting")
    STATUS = "status", _("Status meeting")


class Party(models.TextChoices):
    """Who signs an agreement."""

    CLIENT = "client", _("Client")
    MENTOR = "mentor", _("Mentor")
    JOBCENTRE = "jobcentre", _("Jobcentre")


class SignedHow(models.TextChoices):
    PAPER = "paper", _("On paper at the meeting")
    POST = "post", _("On paper by post")
    DIGITAL = "digital", _("Digitally")


class Outcome(models.TextChoices):
    """What became of the client: the pilot's four [1] and the others of practice."""

    ORDINARY_JOB = "ordinary_job", _("Ordinary job")
    FLEXIBLE_JOB = "flexible_job", _("Flexible job")
    ORDINARY_EDUCATION = "ordinary_education", _("Ordinary education")
    KEPT_JOB = "kept_job", _("Kept the job")
    WAGE_SUBSIDY = "wage_subsidy", pgettext_lazy("outcome", "Wage subsidy")
    OTHER_MEASURE = "other_measure", _("Still in another measure")
    SICKNESS = "sickness", pgettext_lazy("outcome", "Sickness")
    PENSION = "pension", _("Pension")
    MOVED = "moved", _("Moved")
    STOPPED = "stopped", _("Stopped")
    UNKNOWN = "unknown", pgettext_lazy("outcome", "Unknown")


class OutcomePoint(models.TextChoices):
    """When an outcome was recorded, months after the end of the course."""

    END = "end", _("At the end")
    MONTHS_3 = "m3", _("3 months after")
    MONTHS_6 = "m6", _("6 months after")
    MONTHS_12 = "m12", _("12 months after")


class EndReason(models.TextChoices):
    """Why a course ended; the first four count as completed."""

    GOAL_REACHED = "goal_reached", _("The goal is reached")
    MANAGES_WITHOUT = "manages_without", _("The client manages without")
    OTHER_SOLUTION = "other_solution", _("Another solution was found")
    RAN_OUT = "ran_out", _("The period ran out")
    WITHDRAWN = "withdrawn", _("The client withdrew")
    MATCH_FAILED = "match_failed", _("The match did not work")
    MOVED = "moved", pgettext_lazy("end of course", "The client moved")
    HEALTH = "health", _("Health")
    OTHER = "other", pgettext_lazy("end of course", "Other")
