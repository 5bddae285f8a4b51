"""The addresses of cases. They are a contract: `<ref>` is the case number, and nothing personal stands in an address."""

from django.urls import path, register_converter

from cases.enums_course import View
from cases.views import (
    agreement,
    allocation,
    application,
    around,
    around_forms,
    around_people,
    assessment,
    challenges,
    conflicts,
    course,
    course_views,
    cpr,
    desk,
    documents,
    exits,
    feedback,
    lists,
    match,
    notes,
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
    path("cases/<ref:ref>/notes/", notes.Notes.as_view(), name="case_notes"),
    path("cases/<ref:ref>/notes/<uuid:note>/", notes.NotePage.as_view(), name="case_note"),
    path("cases/<ref:ref>/documents/", documents.Documents.as_view(), name="case_documents"),
    path("cases/<ref:ref>/documents/<uuid:document>/file/", documents.DocumentFile.as_view(), name="case_document_file"),
    path("cases/<ref:ref>/documents/<uuid:document>/strike/", documents.StrikeDocument.as_view(), name="case_document_strike"),
    path("cases/<ref:ref>/around/", around.Around.as_view(), name="case_around"),
    path("cases/<ref:ref>/around/scheme/new/", around_forms.SchemePage.as_view(), name="case_around_scheme"),
    path("cases/<ref:ref>/around/scheme/<uuid:scheme>/", around_forms.SchemePage.as_view(), name="case_around_scheme_change"),
    path("cases/<ref:ref>/around/scheme/<uuid:scheme>/strike/", around_forms.StrikeScheme.as_view(), name="case_around_scheme_strike"),
    path("cases/<ref:ref>/around/resource/new/", around_forms.ResourcePage.as_view(), name="case_around_resource"),
    path("cases/<ref:ref>/around/resource/<uuid:resource>/", around_forms.ResourcePage.as_view(), name="case_around_resource_change"),
    path("cases/<ref:ref>/around/resource/<uuid:resource>/stop/", around_forms.StopResource.as_view(), name="case_around_resource_stop"),
    path("cases/<ref:ref>/around/talk/new/", around_forms.TalkPage.as_view(), name="case_around_talk"),
    path("cases/<ref:ref>/around/talk/<uuid:talk>/", around_forms.TalkPage.as_view(), name="case_around_talk_change"),
    path("cases/<ref:ref>/around/representative/new/", around_people.RepresentativePage.as_view(), name="case_around_representative"),
    path(
        "cases/<ref:ref>/around/representative/<uuid:representative>/",
        around_people.RepresentativePage.as_view(),
        name="case_around_representative_change",
    ),
    path("cases/<ref:ref>/around/consent/new/", around_people.ConsentPage.as_view(), name="case_around_consent"),
    path("cases/<ref:ref>/around/consent/<uuid:info_consent>/", around_people.ConsentPage.as_view(), name="case_around_consent_change"),
    path(
        "cases/<ref:ref>/around/consent/<uuid:info_consent>/withdraw/",
        around_people.WithdrawConsent.as_view(),
        name="case_around_consent_withdraw",
    ),
    path("cases/<ref:ref>/timeline/", course.TimeLine.as_view(), name="case_timeline"),
    path("cases/<ref:ref>/view/client/", course_views.CourseViewPage.as_view(whose=View.CLIENT), name="case_view_client"),
    path("cases/<ref:ref>/view/mentor/", course_views.CourseViewPage.as_view(whose=View.MENTOR), name="case_view_mentor"),
    path("cases/<ref:ref>/exit/", exits.Exit.as_view(), name="case_exit"),
]
