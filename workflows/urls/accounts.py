"""Signing in, the own profile, employers and roles."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
