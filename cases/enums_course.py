"""Codes of a running course and of what comes after it: the contact log, goals, measurements, feedback, extensions, the end, and putting right."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ContactForm(models.TextChoices):
    """How mentor and client were in contact."""

    MEETING = "meeting", _("Meeting")
    AT_WORK = "at_work", _("At the workplace or school")
    ACCOMPANIED = "accompanied", _("Went along somewhere")
    PHONE = "phone", _("Phone")
    VIDEO = "video", _("Video")
    MESSAGE = "message", _("Messages")


class Attendance(models.TextChoices):
    ATTENDED = "attended", _("Took place")
    LATE = "late", _("Took place, too late")
    NO_SHOW = "no_show", _("The client did not come")
    CANCELLED = "cancelled", pgettext_lazy("contact", "Cancelled")


TOOK_PLACE = (Attendance.ATTENDED, Attendance.LATE)


class CancelledBy(models.TextChoices):
    CLIENT = "client", _("The client")
    MENTOR = "mentor", _("The mentor")
    WORKPLACE = "workplace", _("The workplace or school")
    JOBCENTRE = "jobcentre", _("The jobcentre")


class ToldBy(models.TextChoices):
    """Whose word an entry is: it stands beside it. What is typed on the mentor's behalf is the mentor's; who typed it never approves it above the limit."""

    MENTOR = "mentor", _("The mentor told it")
    CASEWORKER = "caseworker", _("I know it myself")


class ContactState(models.TextChoices):
    """Struck: it does not count any more, as it was corrected or entered by mistake; it can still be read."""

    WAITING = "waiting", _("To be approved")
    APPROVED = "approved", _("Approved")
    STRUCK = "struck", _("Struck out")


class View(models.TextChoices):
    """Whose view it is: client and mentor are asked apart."""

    CLIENT = "client", _("Client")
    MENTOR = "mentor", _("Mentor")


class ResourceKind(models.TextChoices):
    """Local resources that a goal builds on [1]."""

    JOBCENTRE = "jobcentre", _("Jobcentre")
    MUNICIPALITY = "municipality", _("Municipality")
    EDUCATION = "education", _("Education")
    BUSINESS = "business", _("Trade and industry")
    HEALTH = "health", _("Health and rehabilitation")


class Respondent(models.TextChoices):
    CLIENT = "client", _("Client")
    MENTOR = "mentor", _("Mentor")
    CASEWORKER = "caseworker", _("Caseworker")


class MeasuredAt(models.TextChoices):
    """The part of the schedule a measurement belongs to; `months` says how many after the start, or after the end."""

    START = "start", pgettext_lazy("measured", "At the start")
    DURING = "during", pgettext_lazy("measured", "During the course")
    END = "end", pgettext_lazy("measured", "At the end")
    AFTER = "after", pgettext_lazy("measured", "After the end")


class Scoring(models.TextChoices):
    """What the answers of a questionnaire come to: their sum times its factor, or their mean, on the scale of the answers."""

    SUM = "sum", pgettext_lazy("score", "Sum times the factor")
    MEAN = "mean", pgettext_lazy("score", "Mean of the answers")


class WhyMissing(models.TextChoices):
    """Missing is missing, never zero."""

    NOT_REACHED = "not_reached", _("Not reached")
    DECLINED = "declined", _("Did not want to answer")
    NOT_ASKED = "not_asked", pgettext_lazy("measurement", "Was not asked")


class FeedbackFrom(models.TextChoices):
    CLIENT = "client", _("The client")
    MENTOR = "mentor", _("The mentor")
    WORKPLACE = "workplace", _("The workplace or school")


class GivenHow(models.TextChoices):
    """How somebody said something to the jobcentre."""

    MEETING = "meeting", _("At a meeting")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    DIGITAL = "digital", _("By Digital Post or email")


class PlanShape(models.TextChoices):
    """The template that a plan of hours began with."""

    STRAIGHT = "straight", _("Straight")
    STAIRS = "stairs", _("Stairs")
    OWN = "own", pgettext_lazy("plan", "Own")


class PauseReason(models.TextChoices):
    ILLNESS = "illness", _("Illness")
    HOLIDAY = "holiday", _("Holiday")
    PLACE = "place", _("The workplace or school is closed")
    MENTOR = "mentor", _("The mentor is away")
    OTHER = "other", pgettext_lazy("pause", "Other")


class AskedBy(models.TextChoices):
    """Who asks for an extension or a change. A caseworker who only writes it down is not the one who asks."""

    CLIENT = "client", _("The client")
    MENTOR = "mentor", _("The mentor")
    CASEWORKER = "caseworker", _("The caseworker")


class ExtensionState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("extension", "Asked for")
    SENT_BACK = "sent_back", pgettext_lazy("extension", "Sent back: something is missing")
    SECOND = "second", pgettext_lazy("extension", "Waits for the second person")
    DECIDED = "decided", pgettext_lazy("extension", "Decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("extension", "Withdrawn")


PENDING_EXTENSIONS: tuple[ExtensionState, ...] = (ExtensionState.ASKED, ExtensionState.SENT_BACK, ExtensionState.SECOND)


class ApprovalState(models.TextChoices):
    """A decision that somebody has prepared and a second person must approve."""

    WAITING = "waiting", pgettext_lazy("approval", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("approval", "Approved")
    RETURNED = "returned", pgettext_lazy("approval", "Sent back")
    CANCELLED = "cancelled", pgettext_lazy("approval", "Taken back")


class LessReason(models.TextChoices):
    """Why an extension is granted shorter or with fewer hours, as a code that can be counted; the words beside it stand in the letter."""

    NEED = "need", _("The need has become less")
    OTHER_HELP = "other_help", _("Other help can take over")
    PART = "part", _("Only a part of the goal needs a mentor")


class ApprovalKind(models.TextChoices):
    """What a second person approves: a decision of this kind (`DecisionKind`), or what a new mentor makes the rest of a running course cost."""

    FIRST = "first", _("First decision")
    EXTENSION = "extension", _("Extension")
    CHANGE = "change", _("Change of hours")
    TAKEOVER = "takeover", _("New mentor in a running course")


class Limit(models.TextChoices):
    """Why a second person is asked: the jobcentre's limit that the decision passes."""

    HOURS = "hours", _("Hours of the case in all")
    COST = "cost", _("Cost of the case in all")
    EXTENSIONS = "extensions", _("Number of extensions")


class BenefitKind(models.TextChoices):
    """What the client lives on [1]. Names of benefits change with the law; these are their kinds."""

    UNEMPLOYMENT = "unemployment", _("Unemployment benefit")
    CASH = "cash", _("Cash benefit")
    SICKNESS = "sickness", _("Sickness benefit")
    STUDENT = "student", _("Student grant")
    PENSION = "pension", _("Pension")
    WAGE = "wage", _("Wage, or nothing from the public")
    OTHER = "other", pgettext_lazy("benefit", "Another benefit")
    UNKNOWN = "unknown", pgettext_lazy("benefit", "Not known")


class NoteKind(models.TextChoices):
    """Oral information has its own kind, with the day on which it was received [law]."""

    NOTE = "note", pgettext_lazy("note", "Note")
    ORAL = "oral", _("Told orally")
    EXPERT = "expert", _("Assessment by a professional")


class SchemeKind(models.TextChoices):
    """Schemes beside the mentor [1][2]."""

    ASSISTANCE = "assistance", _("Personal assistance")
    WAGE_SUBSIDY = "wage_subsidy", _("Wage subsidy")
    FLEXIBLE_JOB = "flexible_job", pgettext_lazy("scheme", "Flexible job")
    EDUCATION = "education", pgettext_lazy("scheme", "Education")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    PRIORITY = "priority", _("Priority access to interviews")
    OTHER = "other", pgettext_lazy("scheme", "Other")


class RepresentativeKind(models.TextChoices):
    COMPANION = "companion", _("Lay companion")
    ATTORNEY = "attorney", _("Party’s representative with a power of attorney")
    GUARDIAN = "guardian", _("Guardian")


class DocumentKind(models.TextChoices):
    APPLICATION = "application", pgettext_lazy("document", "Application")
    CONSENT = "consent", pgettext_lazy("document", "Consent")
    AGREEMENT = "agreement", pgettext_lazy("document", "Signed agreement")
    EVIDENCE = "evidence", _("Evidence for a decision")
    COMPLAINT = "complaint", pgettext_lazy("document", "Complaint")
    OTHER = "other", pgettext_lazy("document", "Other")


class Reassessment(models.TextChoices):
    """What the jobcentre's own new look at a decision led to [law]."""

    CHANGED = "changed", pgettext_lazy("complaint", "Changed as the client asks")
    PARTLY = "partly", pgettext_lazy("complaint", "Changed in part")
    UPHELD = "upheld", pgettext_lazy("complaint", "Upheld")


class AppealOutcome(models.TextChoices):
    """What became of a complaint."""

    UPHELD = "upheld", pgettext_lazy("board", "Upheld")
    CHANGED = "changed", pgettext_lazy("board", "Changed")
    SENT_BACK = "sent_back", pgettext_lazy("board", "Sent back to the jobcentre")
    DISMISSED = "dismissed", pgettext_lazy("board", "Dismissed")
    WITHDRAWN = "withdrawn", pgettext_lazy("board", "The client has withdrawn it")


class DischargeAnswer(models.TextChoices):
    """The client's answer to whether a mentor is wished after discharge from a psychiatric hospital [law]."""

    YES = "yes", pgettext_lazy("discharge", "Yes")
    NO = "no", pgettext_lazy("discharge", "No")
    LATER = "later", pgettext_lazy("discharge", "Wants to think about it")
