from cases.views.base import CasePage


class Challenges(CasePage):
    template = "cases/_frame.html"
