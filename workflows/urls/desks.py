"""The inbox and the desks where applications lie."""

from django.urls import URLPattern, path

from workflows.views import inbox, messages, overdue
from workflows.views.desks import _file, _opinion, _page, objection, recheck

_OBJECTION = "desk/<uuid:public_id>/objection/<int:objection_id>/"

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/claim/", inbox.claim, name="claim"),
    path("messages/", messages.messages_page, name="messages"),
    path("messages/read/", messages.mark_read, name="mark_read"),
    path("overdue/", overdue.overdue_page, name="overdue"),
    path("desk/next/<slug:desk>/", inbox.next_file, name="next_file"),
    path("desk/<uuid:public_id>/", _page.desk_page, name="desk"),
    path("desk/<uuid:public_id>/open/", _page.open_for_examination, name="open_file"),
    path("desk/<uuid:public_id>/hand/", _page.hand, name="hand"),
    path("desk/<uuid:public_id>/opinion/<slug:desk>/", _opinion.give_opinion, name="give_opinion"),
    path("desk/<uuid:public_id>/recheck/", recheck.decide, name="decide_recheck"),
    path(_OBJECTION + "take/", objection.take, name="take_objection"),
    path(_OBJECTION + "objector/", objection.objector, name="read_objector"),
    path(_OBJECTION + "decide/", objection.decide, name="decide_objection"),
    path(_OBJECTION + "extend/", objection.extend, name="extend_objection"),
    path(_OBJECTION + "evidence/", objection.evidence, name="objection_evidence"),
    path("desk/<uuid:public_id>/files/<uuid:file_id>/", _file.desk_file, name="desk_file"),
]
