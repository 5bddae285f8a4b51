from cases.views.base import CasePage


class CaseOverview(CasePage):
    template = "cases/_frame.html"


class TimeLine(CasePage):
    template = "cases/_frame.html"


class Exit(CasePage):
    template = "cases/_frame.html"
