"""Signing in, the own profile, employers and roles."""

from django.urls import URLPattern, path

from workflows.views.accounts import correction, employers, profile, recovery, session

urlpatterns: list[URLPattern] = [
    path("accounts/login/", session.sign_in, name="login"),
    path("accounts/logout/", session.sign_out, name="logout"),
    path("accounts/register/", session.register, name="register"),
    path("accounts/profile/", profile.profile, name="profile"),
    path("accounts/language/", profile.language, name="choose_language"),
    path("accounts/password/", profile.password, name="password"),
    path("accounts/password/changed/", profile.password_changed, name="password_changed"),
    path("accounts/forgotten/", recovery.forgotten, name="forgotten"),
    path("accounts/forgotten/sent/", recovery.forgotten_sent, name="forgotten_sent"),
    path("accounts/code/", recovery.code, name="enter_code"),
    path("accounts/code/<slug:code>/", recovery.code, name="code"),
    path("accounts/email/", recovery.email, name="email"),
    path("accounts/email/<slug:code>/", recovery.confirm_email, name="confirm_email"),
    path("accounts/correction/", correction.correction, name="identity_correction"),
    path("accounts/employers/", employers.own_employers, name="own_employers"),
    path("accounts/employers/new/", employers.new_employer, name="new_employer"),
    path("accounts/employers/<int:pk>/clerks/new/", employers.new_clerk, name="new_clerk"),
    path("accounts/employers/clerks/<int:pk>/end/", employers.end_clerk, name="end_clerk"),
]
