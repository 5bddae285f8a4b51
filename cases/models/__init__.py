from cases.models.agreement import Agreement, AgreementGoal, Signature
from cases.models.allocation import Allocation, AllocationLine
from cases.models.assignment import Assignment, Conflict, Proposal, Rematch
from cases.models.case import Assessment, Case, CaseNumber, CaseTargetGroup, Need, Wishes
from cases.models.client import Client, FormerCpr
from cases.models.decision import Decision
from cases.models.meeting import Meeting
from cases.models.outcome import CourseOutcome
from cases.models.period import Period
from cases.models.rules import SchemeRules, TargetGroup
from cases.models.weights import MatchWeights

__all__ = [
    "Agreement",
    "AgreementGoal",
    "Allocation",
    "AllocationLine",
    "Assessment",
    "Assignment",
    "Case",
    "CaseNumber",
    "CaseTargetGroup",
    "Client",
    "Conflict",
    "CourseOutcome",
    "Decision",
    "FormerCpr",
    "MatchWeights",
    "Meeting",
    "Need",
    "Period",
    "Proposal",
    "Rematch",
    "SchemeRules",
    "Signature",
    "TargetGroup",
    "Wishes",
]
