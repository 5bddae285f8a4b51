from cases.views.base import CasePage


class Startup(CasePage):
    template = "cases/_frame.html"


class Unassign(CasePage):
    template = "cases/_frame.html"
