from cases.views.base import CasePage


class Help(CasePage):
    template = "cases/_frame.html"
