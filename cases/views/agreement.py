from cases.views.base import CasePage


class AgreementPage(CasePage):
    template = "cases/_frame.html"


class Sign(CasePage):
    template = "cases/_frame.html"


class StartPeriod(CasePage):
    template = "cases/_frame.html"


class Version(CasePage):
    template = "cases/_frame.html"
