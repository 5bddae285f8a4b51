from cases.views.base import CasePage


class CaseList(CasePage):
    template = "cases/_frame.html"
