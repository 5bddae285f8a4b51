from cases.models.agreement import Agreement, AgreementGoal, Signature
from cases.models.allocation import Allocation, AllocationLine
from cases.models.appeal import Appeal, Discharge
from cases.models.around import Document, DocumentContent, InformationConsent, ParallelScheme, Representative, WorkplaceTalk
from cases.models.assignment import Assignment, Conflict, Proposal, Rematch
from cases.models.case import Assessment, Case, CaseNumber, CaseTargetGroup, Need, Wishes
from cases.models.client import Client, FormerCpr
from cases.models.contact import Contact, ContactQuestion
from cases.models.decision import Decision
from cases.models.extension import Approval, Extension, GrantStep
from cases.models.feedback import CourseView, Feedback
from cases.models.goal import Goal, GoalReview, GoalScore, LocalResource
from cases.models.letter import Letter, LetterContent, LetterTemplate
from cases.models.measurement import AnswerLabel, Measurement, Question, Questionnaire
from cases.models.meeting import Meeting
from cases.models.note import Note, NoteVersion
from cases.models.notice import Notice, NoticeRecipient
from cases.models.outcome import Benefit, CourseOutcome, CourseReopening, FollowUp
from cases.models.period import Period
from cases.models.plan import ChangedWish, HourPlan, HourStep, Pause
from cases.models.repair import ClientMerge, Handover
from cases.models.rules import SchemeRules, TargetGroup
from cases.models.settings import CourseSettings
from cases.models.weights import MatchWeights

__all__ = [
    "Agreement",
    "AgreementGoal",
    "Allocation",
    "AllocationLine",
    "AnswerLabel",
    "Appeal",
    "Approval",
    "Assessment",
    "Assignment",
    "Benefit",
    "Case",
    "CaseNumber",
    "CaseTargetGroup",
    "ChangedWish",
    "Client",
    "ClientMerge",
    "Conflict",
    "Contact",
    "ContactQuestion",
    "CourseOutcome",
    "CourseReopening",
    "CourseSettings",
    "CourseView",
    "Decision",
    "Discharge",
    "Document",
    "DocumentContent",
    "Extension",
    "Feedback",
    "FollowUp",
    "FormerCpr",
    "Goal",
    "GoalReview",
    "GoalScore",
    "GrantStep",
    "Handover",
    "HourPlan",
    "HourStep",
    "InformationConsent",
    "Letter",
    "LetterContent",
    "LetterTemplate",
    "LocalResource",
    "MatchWeights",
    "Measurement",
    "Meeting",
    "Need",
    "Note",
    "NoteVersion",
    "Notice",
    "NoticeRecipient",
    "ParallelScheme",
    "Pause",
    "Period",
    "Proposal",
    "Question",
    "Questionnaire",
    "Rematch",
    "Representative",
    "SchemeRules",
    "Signature",
    "TargetGroup",
    "Wishes",
    "WorkplaceTalk",
]
