"""Addresses of the paper room."""

from django.urls import path

from certificates import views
from certificates.offline import page

app_name = "certificates"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/status-list.jwt", views.status_list, name="status_list"),
    path("verify/keys.json", views.public_keys, name="public_keys"),
    path("verify/offline/", page.offline, name="offline"),
    path("verify/offline-worker.js", page.worker, name="offline_worker"),
    path("V/<str:statement>", views.verify_statement, name="verify_statement"),
    path("verify/<str:code>/", views.verify_code, name="verify_code"),
    path("registry/", views.registry, name="registry"),
]
