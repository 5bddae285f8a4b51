from cases.views.base import CasePage


class Assess(CasePage):
    template = "cases/_frame.html"


class Decide(CasePage):
    template = "cases/_frame.html"
