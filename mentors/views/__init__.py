from mentors.views.form import ChangeMentor, NewMentor
from mentors.views.lists import MentorList
from mentors.views.page import MentorHistory, MentorPage

__all__ = ["ChangeMentor", "MentorHistory", "MentorList", "MentorPage", "NewMentor"]
