from django.urls import path

from mentors import views

urlpatterns = [
    path("mentors/", views.MentorList.as_view(), name="mentor_list"),
    path("mentors/new/", views.NewMentor.as_view(), name="mentor_new"),
    path("mentors/import/", views.ImportMentors.as_view(), name="mentor_import"),
    path("mentors/import/example.csv", views.ImportExample.as_view(), name="mentor_import_example"),
    path("mentors/import/<uuid:upload>/", views.ConfirmImport.as_view(), name="mentor_import_confirm"),
    path("mentors/<uuid:pk>/", views.MentorPage.as_view(), name="mentor"),
    path("mentors/<uuid:pk>/history/", views.MentorHistory.as_view(), name="mentor_history"),
    path("mentors/<uuid:pk>/change/", views.ChangeMentor.as_view(), name="mentor_change"),
    path("mentors/<uuid:pk>/places/new/", views.NewPlace.as_view(), name="mentor_place_new"),
    path("mentors/<uuid:pk>/places/<uuid:place>/", views.PlacePage.as_view(), name="mentor_place"),
    path("mentors/<uuid:pk>/places/<uuid:place>/end/", views.EndPlace.as_view(), name="mentor_place_end"),
    path("organisations/", views.OrganisationList.as_view(), name="mentor_organisations"),
    path("organisations/new/", views.NewOrganisation.as_view(), name="mentor_organisation_new"),
    path("organisations/<uuid:organisation>/", views.OrganisationPage.as_view(), name="mentor_organisation"),
    path("organisations/<uuid:organisation>/change/", views.ChangeOrganisation.as_view(), name="mentor_organisation_change"),
]
