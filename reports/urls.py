from django.urls import path

from reports.views.overview import Overview
from reports.views.overview_cases import OverviewCases
from reports.views.reports import NewReport, Report, ReportDownload, Reports

urlpatterns = [
    path("overview/", Overview.as_view(), name="overview"),
    path("overview/cases/", OverviewCases.as_view(), name="overview_cases"),
    path("reports/", Reports.as_view(), name="report_list"),
    path("reports/new/", NewReport.as_view(), name="report_new"),
    path("reports/<uuid:report>/", Report.as_view(), name="report"),
    path("reports/<uuid:report>/<slug:format>/", ReportDownload.as_view(), name="report_file"),
]
