from mentors.views.form import ChangeMentor, NewMentor
from mentors.views.imports import ConfirmImport, ImportExample, ImportMentors
from mentors.views.lists import MentorList
from mentors.views.organisation_form import ChangeOrganisation, NewOrganisation
from mentors.views.organisations import OrganisationList, OrganisationPage
from mentors.views.page import MentorHistory, MentorPage
from mentors.views.places import EndPlace, NewPlace, PlacePage

__all__ = [
    "ChangeMentor",
    "ChangeOrganisation",
    "ConfirmImport",
    "EndPlace",
    "ImportExample",
    "ImportMentors",
    "MentorHistory",
    "MentorList",
    "MentorPage",
    "NewMentor",
    "NewOrganisation",
    "NewPlace",
    "OrganisationList",
    "OrganisationPage",
    "PlacePage",
]
