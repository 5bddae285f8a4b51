from cases.models.agreement import Agreement, AgreementGoal, Signature
from cases.models.assignment import Assignment, Proposal
from cases.models.case import Assessment, Case, CaseNumber, CaseTargetGroup, Need, Wishes
from cases.models.client import Client, FormerCpr
from cases.models.decision import Decision
from cases.models.meeting import Meeting
from cases.models.outcome import CourseOutcome
from cases.models.period import Period
from cases.models.rules import SchemeRules, TargetGroup

__all__ = [
    "Agreement",
    "AgreementGoal",
    "Assessment",
    "Assignment",
    "Case",
    "CaseNumber",
    "CaseTargetGroup",
    "Client",
    "CourseOutcome",
    "Decision",
    "FormerCpr",
    "Meeting",
    "Need",
    "Period",
    "Proposal",
    "SchemeRules",
    "Signature",
    "TargetGroup",
    "Wishes",
]
