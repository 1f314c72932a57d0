"""What experts open, and where the office keeps experts, panels and meetings."""

from django.urls import URLPattern, path

from workflows.views.experts import (
    copies,
    copy_acts,
    meetings,
    office_meeting,
    panel,
    panels,
    papers,
    pool,
    review,
    work,
)

_FILE = "expert/files/<uuid:token>/"
_ROOM = "expert/meetings/<uuid:public_id>/"
_COPY = f"{_FILE}copies/<uuid:copy>/"
_BLIND = "office/blind-copies/<uuid:token>/"
_PANEL = "office/panels/<uuid:public_id>/"
_MEETING = "office/meetings/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("expert/", work.expert_home, name="expert"),
    path("expert/panels/<int:pk>/undertaking/", work.undertaking, name="undertaking"),
    path(_FILE, review.expert_file, name="expert_file"),
    path(f"{_FILE}autosave/", review.autosave, name="expert_autosave"),
    path(f"{_FILE}recuse/", review.recuse, name="expert_recuse"),
    path(f"{_FILE}attachments/<uuid:file_id>/", review.attachment, name="expert_attachment"),
    path(_COPY, papers.copy_pages, name="expert_copy"),
    path(f"{_COPY}open/", papers.open_copy, name="expert_open_copy"),
    path(f"{_COPY}pages/<int:number>/", papers.copy_picture, name="expert_copy_page"),
    path(f"{_COPY}pdf/", papers.copy_pdf, name="expert_copy_pdf"),
    path(_ROOM, meetings.expert_meeting, name="expert_meeting"),
    path(f"{_ROOM}sign-in/", meetings.sign_in, name="meeting_sign_in"),
    path(f"{_ROOM}items/<int:number>/vote/", meetings.vote, name="meeting_vote"),
    path(f"{_ROOM}items/<int:number>/recuse/", meetings.recuse, name="meeting_recuse"),
    path("office/experts/", pool.office_experts, name="office_experts"),
    path("office/experts/new/", pool.new_expert, name="new_expert"),
    path("office/experts/<uuid:public_id>/", pool.office_expert, name="office_expert"),
    path(
        "office/experts/<uuid:public_id>/relations/",
        pool.declare_relation,
        name="declare_relation",
    ),
    path("office/calls/<uuid:public_id>/panels/", panels.call_panels, name="call_panels"),
    path("office/calls/<uuid:public_id>/blind-copies/", copies.call_copies, name="call_copies"),
    path(_BLIND, copies.blind_copy, name="blind_copy"),
    path(f"{_BLIND}pages/<int:number>/", copies.blind_picture, name="blind_picture"),
    path(f"{_BLIND}boxes/", copy_acts.cover, name="blind_cover"),
    path(f"{_BLIND}boxes/<int:pk>/remove/", copy_acts.uncover, name="blind_uncover"),
    path(f"{_BLIND}release/", copy_acts.release, name="blind_release"),
    path(f"{_BLIND}withhold/", copy_acts.withhold, name="blind_withhold"),
    path(f"{_BLIND}take-back/", copy_acts.take_back, name="blind_take_back"),
    path(f"{_BLIND}again/", copy_acts.try_again, name="blind_try_again"),
    path(_PANEL, panel.panel_office, name="panel_office"),
    path(f"{_PANEL}record/", panels.panel_record, name="panel_record"),
    path(f"{_PANEL}draws/<int:number>/", panels.panel_draw, name="panel_draw"),
    path(f"{_PANEL}draws/new/", panels.panel_further, name="panel_further"),
    path(f"{_PANEL}members/<int:number>/replace/", panels.panel_replace, name="panel_replace"),
    path(f"{_PANEL}members/<int:number>/scores/", panel.final_scores, name="final_scores"),
    path(f"{_PANEL}assign/", panel.panel_assign, name="panel_assign"),
    path(f"{_PANEL}close/", panel.panel_close, name="panel_close"),
    path(f"{_PANEL}scores/", panel.panel_scores, name="panel_scores"),
    path(f"{_PANEL}changes/<int:pk>/new/", panel.propose_change, name="change_score"),
    path(f"{_PANEL}changes/<int:pk>/confirm/", panel.confirm_change, name="confirm_score_change"),
    path(f"{_PANEL}meetings/new/", office_meeting.new_meeting, name="new_meeting"),
    path(_MEETING, office_meeting.meeting_office, name="meeting_office"),
    path(f"{_MEETING}items/<int:number>/", office_meeting.meeting_item, name="meeting_item"),
    path(f"{_MEETING}close/", office_meeting.meeting_close, name="meeting_close"),
    path(f"{_MEETING}minutes/", office_meeting.meeting_minutes, name="meeting_minutes"),
]
