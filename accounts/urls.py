"""Sign-in is django-allauth at our own addresses; of its pages only those that exist for us are mounted."""

from allauth.account import views as sign_in
from django.urls import include, path, re_path

from accounts import views, views_demo, views_opinion, views_profile, views_status

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", sign_in.login, name="account_login"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("inactive/", sign_in.account_inactive, name="account_inactive"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("password/set/", sign_in.password_set, name="account_set_password"),
    path("password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("password/reset/done/", sign_in.password_reset_done, name="account_reset_password_done"),
    # The user's key has no hyphen and the link's has some: a plain <uidb36>-<key> would cut at the last one.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", sign_in.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("2fa/", include("allauth.mfa.urls")),
    path("language/", views.set_language_choice, name="set_language_choice"),
    path("jobcentre/", views.choose_jobcentre, name="choose_jobcentre"),
    path("audit/", views.Audit.as_view(), name="audit"),
    path("profile/", views_profile.Profile.as_view(), name="profile"),
    path("opinion/", views_opinion.opinion, name="opinion"),
    path("status/", views_status.Status.as_view(), name="status"),
    # In demo mode only; nobody signs in here.
    path("demo/mails/", views_demo.mails, name="demo_mails"),
    path("demo/mails/<slug:key>/", views_demo.mail, name="demo_mail"),
]
