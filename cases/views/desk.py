from cases.views.base import CasePage


class Desk(CasePage):
    template = "cases/_frame.html"
