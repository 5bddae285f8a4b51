from cases.views.base import CasePage


class NewApplication(CasePage):
    template = "cases/_frame.html"


class ChangeApplication(CasePage):
    template = "cases/_frame.html"


class RevealCpr(CasePage):
    template = "cases/_frame.html"


class ChangeCpr(CasePage):
    template = "cases/_frame.html"
