"""What anybody may open."""

from django.urls import URLPattern, path

from workflows.views.public import calls, home, notices, objection

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<uuid:public_id>/", calls.call_page, name="call"),
    path("calls/<uuid:public_id>/way.svg", calls.call_diagram, name="call_diagram"),
    path("notices/", notices.notices, name="notices"),
    path("objections/", objection.objection_state, name="objection_state"),
    path("notices/<uuid:public_id>/", notices.notice_page, name="notice"),
    path("notices/<uuid:public_id>/object/", objection.objection, name="objection"),
    path(
        "notices/<uuid:public_id>/received/<str:token>/",
        objection.objection_receipt,
        name="objection_receipt",
    ),
]
