"""What the office and the deciders do with a whole call, and the office's registers."""

from django.urls import URLPattern, path

from workflows.views.calls import (
    applications,
    certificates,
    decision,
    frame,
    making,
    notice,
    overview,
    promulgating,
    record,
    setup,
)
from workflows.views.calls.registers import (
    accounts,
    calendar,
    contests,
    correct,
    organisations,
    requests,
    roles,
)
from workflows.views.rehearsal import page as rehearsal

_CALL = "office/calls/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("office/calls/", overview.office_calls, name="office_calls"),
    path("office/calls/new/", setup.new_call, name="new_call"),
    path(_CALL, overview.call_office, name="call_office"),
    path(f"{_CALL}desk/", frame.call_desk, name="call_desk"),
    path(f"{_CALL}setup/", setup.call_setup, name="call_setup"),
    path(f"{_CALL}preview/", setup.call_preview, name="call_preview"),
    path(f"{_CALL}cancel/", setup.call_cancel, name="call_cancel"),
    path(f"{_CALL}open/", setup.call_open, name="call_open"),
    path(f"{_CALL}applications/", applications.call_applications, name="call_applications"),
    path(f"{_CALL}history/", overview.call_history, name="call_history"),
    path(f"{_CALL}conclude/", overview.call_conclude, name="call_conclude"),
    path(f"{_CALL}list/", making.call_list, name="call_list"),
    path(f"{_CALL}notice/", notice.call_notice, name="call_notice"),
    path(f"{_CALL}decision/", decision.call_decision, name="call_decision"),
    path(f"{_CALL}promulgation/", promulgating.call_promulgation, name="call_promulgation"),
    path(f"{_CALL}certificates/", certificates.call_certificates, name="call_certificates"),
    path(
        f"{_CALL}certificates/progress.json",
        certificates.call_certificates_progress,
        name="call_certificates_progress",
    ),
    path(f"{_CALL}rehearsal/", rehearsal.call_rehearsal, name="call_rehearsal"),
    path(
        f"{_CALL}rehearsal/progress.json",
        rehearsal.call_rehearsal_progress,
        name="call_rehearsal_progress",
    ),
    path(f"{_CALL}record/", record.call_record, name="call_record"),
    path("office/applications/<uuid:public_id>/record/", record.case_record, name="case_record"),
    path("office/contests/", contests.contests, name="office_contests"),
    path("office/contests/new/", contests.new_contest, name="new_contest"),
    path("office/contests/template.xlsx", contests.template, name="contest_template"),
    path("office/contests/<uuid:public_id>/", contests.contest, name="office_contest"),
    path("office/calendar/", calendar.calendar, name="office_calendar"),
    path("office/calendar/<int:year>/", calendar.calendar_year, name="office_calendar_year"),
    path("office/organisations/", organisations.organisations, name="office_organisations"),
    path("office/organisations/new/", organisations.organisation, name="new_organisation"),
    path("office/organisations/<int:pk>/", organisations.organisation, name="office_organisation"),
    path("office/roles/", roles.roles, name="office_roles"),
    path("office/roles/new/", roles.new_grant, name="new_grant"),
    path("office/roles/<int:pk>/end/", roles.end_grant, name="end_grant"),
    path("office/accounts/", accounts.accounts, name="office_accounts"),
    path("office/accounts/new/", accounts.new_account, name="new_account"),
    path("office/accounts/<int:pk>/", accounts.account, name="office_account"),
    path("office/accounts/<int:pk>/correction/", correct.correct, name="correct_identity"),
    path("office/accounts/<int:pk>/<slug:act>/", accounts.act, name="account_act"),
    path("office/requests/", requests.requests, name="office_requests"),
    path("office/requests/<slug:kind>/<uuid:public_id>/", requests.page, name="office_request"),
    path("office/requests/letters/<uuid:public_id>.file", requests.letter, name="office_letter"),
]
