"""Who works here, for which jobcentre, how they are reached, the two logs, and the jobs in the background."""

from accounts.models.forms import Draft, OneTimeKey
from accounts.models.jobs import Heartbeat, JobRun, Message
from accounts.models.logs import AccessEvent, AuditEvent
from accounts.models.opinions import PageOpinion
from accounts.models.people import CalendarFeed, Jobcentre, MemberAbsence, Membership, Team, User, UserManager

__all__ = [
    "AccessEvent",
    "AuditEvent",
    "CalendarFeed",
    "Draft",
    "Heartbeat",
    "JobRun",
    "Jobcentre",
    "MemberAbsence",
    "Membership",
    "Message",
    "OneTimeKey",
    "PageOpinion",
    "Team",
    "User",
    "UserManager",
]
