"""The addresses of cases. They are a contract: `<ref>` is the case number, and nothing personal stands in an address."""

from django.urls import path, register_converter

from cases.enums_course import View
from cases.views import (
    agreement,
    allocation,
    application,
    assessment,
    challenges,
    conflicts,
    course,
    course_views,
    cpr,
    desk,
    exits,
    feedback,
    lists,
    match,
    proposal,
    rematch,
    startup,
)


class RefConverter:
    regex = r"[0-9]{4}-[0-9]{4,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")

urlpatterns = [
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("allocation/", allocation.Allocations.as_view(), name="allocation_list"),
    path("allocation/<uuid:allocation>/", allocation.AllocationLines.as_view(), name="allocation"),
    path("cases/", lists.CaseList.as_view(), name="case_list"),
    path("cases/new/", application.NewApplication.as_view(), name="case_new"),
    path("cases/<ref:ref>/", course.CaseOverview.as_view(), name="case"),
    path("cases/<ref:ref>/contact/", application.ChangeApplication.as_view(), name="case_contact"),
    path("cases/<ref:ref>/cpr/", cpr.RevealCpr.as_view(), name="case_cpr"),
    path("cases/<ref:ref>/cpr/change/", cpr.ChangeCpr.as_view(), name="case_change_cpr"),
    path("cases/<ref:ref>/challenges/", challenges.Challenges.as_view(), name="case_challenges"),
    path("cases/<ref:ref>/assessment/", assessment.Assess.as_view(), name="case_assessment"),
    path("cases/<ref:ref>/assessment/decide/", assessment.Decide.as_view(), name="case_decide"),
    path("cases/<ref:ref>/match/", match.Board.as_view(), name="case_match"),
    path("cases/<ref:ref>/match/<uuid:proposal>/", proposal.Answer.as_view(), name="case_proposal"),
    path("cases/<ref:ref>/match/conflicts/<uuid:conflict>/", conflicts.LiftConflict.as_view(), name="case_conflict_lift"),
    path("cases/<ref:ref>/startup/", startup.Startup.as_view(), name="case_startup"),
    path("cases/<ref:ref>/startup/unassign/", startup.Unassign.as_view(), name="case_unassign"),
    path("cases/<ref:ref>/rematch/", rematch.RematchPage.as_view(), name="case_rematch"),
    path("cases/<ref:ref>/rematch/drop/", rematch.DropRematch.as_view(), name="case_rematch_drop"),
    path("cases/<ref:ref>/agreement/", agreement.AgreementPage.as_view(), name="case_agreement"),
    path("cases/<ref:ref>/agreement/sign/", agreement.Sign.as_view(), name="case_sign"),
    path("cases/<ref:ref>/agreement/start/", agreement.StartPeriod.as_view(), name="case_start_period"),
    path("cases/<ref:ref>/agreement/<int:number>/", agreement.Version.as_view(), name="case_agreement_version"),
    path("cases/<ref:ref>/feedback/", feedback.FeedbackList.as_view(), name="case_feedback"),
    path("cases/<ref:ref>/feedback/new/", feedback.NewFeedback.as_view(), name="case_feedback_new"),
    path("cases/<ref:ref>/feedback/<uuid:feedback>/", feedback.DealWithFeedback.as_view(), name="case_feedback_deal"),
    path("cases/<ref:ref>/timeline/", course.TimeLine.as_view(), name="case_timeline"),
    path("cases/<ref:ref>/view/client/", course_views.CourseViewPage.as_view(whose=View.CLIENT), name="case_view_client"),
    path("cases/<ref:ref>/view/mentor/", course_views.CourseViewPage.as_view(whose=View.MENTOR), name="case_view_mentor"),
    path("cases/<ref:ref>/exit/", exits.Exit.as_view(), name="case_exit"),
]
