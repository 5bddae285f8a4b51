from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SupportArea(models.TextChoices):
    """The five areas of support of the citizens' guide [2]."""

    PRACTICAL = "practical", _("Practical support")
    SOCIAL = "social", _("Social navigation")
    EMOTIONAL = "emotional", _("Emotional support")
    ROUTINES = "routines", _("Daily routines")
    TASKS = "tasks", _("Tasks at work and in education")


class Experience(models.IntegerChoices):
    """How much a mentor can help within a support area. Without a row nothing is known, which counts neither way (R42)."""

    NONE = 0, pgettext_lazy("experience", "None")
    SOME = 1, pgettext_lazy("experience", "Some")
    MUCH = 2, pgettext_lazy("experience", "Much")


class SituationGroup(models.TextChoices):
    """The four situations of the guide [2]."""

    JOB = "job", _("New job")
    TRIAL = "trial", _("Trial or subsidy")
    PROGRAMME = "programme", _("Programme")
    EDUCATION = "education", _("Education")


class MentorType(models.TextChoices):
    """The three types of mentor of the guide [2]."""

    COLLEAGUE = "colleague", _("Colleague at the workplace")
    EXTERNAL = "external", _("External mentor")
    PROFESSIONAL = "professional", _("Professional mentor")


class MentorSubtype(models.TextChoices):
    """What the three types cover in practice [law]: who employs or sends the mentor."""

    WORKPLACE = "workplace", _("Employee of the workplace")
    SCHOOL = "school", _("Employee of the school")
    PROVIDER = "provider", _("From a provider")
    MUNICIPAL = "municipal", _("Employed by the municipality")
    VOLUNTEER = "volunteer", _("Volunteer")
    SELF_EMPLOYED = "self_employed", _("Self-employed")


SUBTYPES: dict[MentorType, tuple[MentorSubtype, ...]] = {
    MentorType.COLLEAGUE: (MentorSubtype.WORKPLACE, MentorSubtype.SCHOOL),
    MentorType.EXTERNAL: (MentorSubtype.PROVIDER, MentorSubtype.MUNICIPAL, MentorSubtype.VOLUNTEER, MentorSubtype.SELF_EMPLOYED),
    MentorType.PROFESSIONAL: (MentorSubtype.PROVIDER, MentorSubtype.MUNICIPAL, MentorSubtype.SELF_EMPLOYED, MentorSubtype.SCHOOL),
}


class SpokenLanguage(models.TextChoices):
    """Languages that a client or mentor speaks; sign language counts."""

    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    DARI = "prs", _("Dari")
    FARSI = "fa", _("Persian (Farsi)")
    GERMAN = "de", _("German")
    KURDISH = "ku", _("Kurdish")
    POLISH = "pl", _("Polish")
    ROMANIAN = "ro", _("Romanian")
    SOMALI = "so", _("Somali")
    TURKISH = "tr", _("Turkish")
    UKRAINIAN = "uk", _("Ukrainian")
    URDU = "ur", _("Urdu")
    SIGN = "sgn", _("Danish sign language")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Other")


class AgeGroup(models.TextChoices):
    """How a client may wish the mentor's age."""

    UNDER_30 = "under_30", _("Under 30")
    FROM_30_TO_50 = "30_50", _("30 to 50")
    OVER_50 = "over_50", _("Over 50")


class WayOfMeeting(models.TextChoices):
    AT_THE_PLACE = "at_the_place", _("At the workplace or school")
    ELSEWHERE = "elsewhere", _("At another place")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video")
    MESSAGES = "messages", _("By messages")


class OrganisationKind(models.TextChoices):
    PROVIDER = "provider", _("Provider")
    USERS = "users", _("User organisation")
    EMPLOYER = "employer", _("Employer")
    SCHOOL = "school", _("School")
    MUNICIPALITY = "municipality", _("Municipality")


class PlaceKind(models.TextChoices):
    WORKPLACE = "workplace", _("Workplace")
    SCHOOL = "school", _("School")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class PartOfDay(models.TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


TIMES: tuple[str, ...] = tuple(f"{day.value}_{part.value}" for day in Weekday for part in PartOfDay)
"""The parts of a week in which one can meet, as codes in their order: `1_morning` is Monday morning."""


def time_label(code: str) -> str:
    """Monday morning, in the language that is active."""
    day, _sep, part = code.partition("_")
    return _("%(weekday)s, %(part)s") % {"weekday": Weekday(int(day)).label, "part": str(PartOfDay(part).label).lower()}
