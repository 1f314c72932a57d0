"""What the office and the deciders do with a whole call."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
