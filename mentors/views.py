from accounts.pages import Page


class MentorList(Page):
    pass


class NewMentor(Page):
    pass


class MentorPage(Page):
    pass


class ChangeMentor(Page):
    pass
