"""What an applicant opens."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
