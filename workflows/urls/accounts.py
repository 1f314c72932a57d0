"""Signing in, the own profile, employers and roles."""

from django.urls import URLPattern, path

from workflows.views.accounts import profile, session

urlpatterns: list[URLPattern] = [
    path("accounts/login/", session.sign_in, name="login"),
    path("accounts/logout/", session.sign_out, name="logout"),
    path("accounts/register/", session.register, name="register"),
    path("accounts/profile/", profile.profile, name="profile"),
    path("accounts/language/", profile.language, name="choose_language"),
    path("accounts/password/", profile.password, name="password"),
    path("accounts/password/changed/", profile.password_changed, name="password_changed"),
]
