"""The style page: the manual of the look."""

from django.urls import URLPattern, path

from workflows.views import style

urlpatterns: list[URLPattern] = [
    path("style/", style.style_page, name="style"),
    path("style/<slug:page>/", style.style_page, name="style_page"),
]
