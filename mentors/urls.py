from django.urls import path

from mentors import views

urlpatterns = [
    path("mentors/", views.MentorList.as_view(), name="mentor_list"),
    path("mentors/new/", views.NewMentor.as_view(), name="mentor_new"),
    path("mentors/<uuid:pk>/", views.MentorPage.as_view(), name="mentor"),
    path("mentors/<uuid:pk>/history/", views.MentorHistory.as_view(), name="mentor_history"),
    path("mentors/<uuid:pk>/change/", views.ChangeMentor.as_view(), name="mentor_change"),
]
