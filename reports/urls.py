from django.urls import path

from reports.views.inspection import Inspection, InspectionSheet
from reports.views.overview import Overview
from reports.views.overview_cases import OverviewCases
from reports.views.overview_figures import OverviewFigures
from reports.views.reports import NewReport, Report, ReportDownload, Reports
from reports.views.sheets import PracticeSheet, ResultsLeaflet, Sheets
from reports.views.statistics import Statistics, StatisticsFile

urlpatterns = [
    path("overview/", Overview.as_view(), name="overview"),
    path("overview/figures/", OverviewFigures.as_view(), name="overview_figures"),
    path("overview/cases/", OverviewCases.as_view(), name="overview_cases"),
    path("reports/", Reports.as_view(), name="report_list"),
    path("reports/new/", NewReport.as_view(), name="report_new"),
    path("reports/inspection/", Inspection.as_view(), name="report_inspection"),
    path("reports/inspection.pdf", InspectionSheet.as_view(), name="report_inspection_pdf"),
    path("reports/statistics/", Statistics.as_view(), name="report_statistics"),
    path("reports/statistics.csv", StatisticsFile.as_view(), name="report_statistics_file"),
    path("reports/sheets/", Sheets.as_view(), name="report_sheets"),
    path("reports/practice.pdf", PracticeSheet.as_view(), name="report_practice"),
    path("reports/results.pdf", ResultsLeaflet.as_view(), name="report_results"),
    path("reports/<uuid:report>/", Report.as_view(), name="report"),
    path("reports/<uuid:report>/<slug:format>/", ReportDownload.as_view(), name="report_file"),
]
