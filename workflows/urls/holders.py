"""Joint review, two-person acts, and what happens after the decision."""

from django.urls import URLPattern, path

from workflows.views.holders import contracts, inquiry, register, stipends, title, year
from workflows.views.joint import answering, office
from workflows.views.proposals import changing, deciding

_JOINT = "joint/<uuid:public_id>/"
_DESK = "desk/<uuid:public_id>/joint/"
_ASKED = f"{_DESK}<uuid:request_id>/"
_TITLE = "titles/<uuid:public_id>/"
_CONTRACT = "office/contracts/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("joint/", answering.joint_requests, name="joint_requests"),
    path("joint/no-issue/", answering.no_issue, name="joint_no_issue"),
    path(_JOINT, answering.joint_request, name="joint_request"),
    path(f"{_JOINT}identity/", answering.read_identity, name="joint_identity"),
    path("joint/<uuid:request_id>/evidence/", office.evidence, name="joint_evidence"),
    path(f"{_DESK}hold/", office.hold, name="joint_hold"),
    path(f"{_DESK}lift/", office.lift, name="joint_lift"),
    path(f"{_ASKED}again/", office.ask_again, name="joint_again"),
    path(f"{_ASKED}letter/", office.letter, name="joint_letter"),
    path("office/departments/", office.departments, name="joint_departments"),
    path("office/proposals/", deciding.proposal_list, name="proposals"),
    path("office/proposals/<uuid:public_id>/", deciding.proposal_page, name="proposal"),
    path("office/calls/<uuid:public_id>/changes/", changing.call_changes, name="call_changes"),
    path(
        "office/calls/<uuid:public_id>/changes/<slug:kind>/",
        changing.propose_change,
        name="propose_change",
    ),
    path("office/holders/", register.office_holders, name="office_holders"),
    path("titles/", register.titles, name="titles"),
    path(_TITLE, title.title, name="title"),
    path(f"{_TITLE}year/<int:year>/", year.title_year, name="title_year"),
    path(f"{_TITLE}report/", title.report, name="title_report"),
    path(f"{_TITLE}report/<int:event_id>/", title.settle, name="title_settle"),
    path(f"{_TITLE}propose/<slug:kind>/", title.propose, name="title_propose"),
    path(f"{_TITLE}inquiry/", inquiry.title_inquiry, name="title_inquiry"),
    path(f"{_TITLE}inquiry/<slug:step>/", inquiry.inquiry_step, name="inquiry_step"),
    path("office/stipends/", stipends.stipend_list, name="stipends"),
    path("office/stipends/<int:year>/<int:number>/paid/", stipends.pay_list, name="pay_stipends"),
    path("office/stipends/<int:year>/make/", stipends.make_list, name="make_stipends"),
    path(
        "office/stipends/<int:year>/<int:number>.xlsx", stipends.stipend_file, name="stipend_file"
    ),
    path("office/contracts/", contracts.contracts, name="contracts"),
    path(_CONTRACT, contracts.contract, name="contract"),
    path(f"{_CONTRACT}arrival/", contracts.arrival, name="contract_arrival"),
    path(f"{_CONTRACT}sign/", contracts.sign, name="contract_sign"),
    path(f"{_CONTRACT}file/", contracts.contract_file, name="contract_file"),
    path(
        f"{_CONTRACT}milestone/<int:milestone_id>/", contracts.milestone, name="contract_milestone"
    ),
]
