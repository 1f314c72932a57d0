"""The inbox and the desks where applications lie."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
