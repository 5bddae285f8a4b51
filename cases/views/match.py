from cases.views.base import CasePage


class Board(CasePage):
    template = "cases/_frame.html"


class Answer(CasePage):
    template = "cases/_frame.html"
