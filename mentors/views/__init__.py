from mentors.views.register import ChangeMentor, MentorList, MentorPage, NewMentor

__all__ = ["ChangeMentor", "MentorList", "MentorPage", "NewMentor"]
