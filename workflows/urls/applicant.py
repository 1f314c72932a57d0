"""What an applicant opens."""

from django.urls import URLPattern, path

from workflows.views.applicant import (
    acts,
    employer,
    files,
    filing,
    overview,
    page,
    papers,
    reuse,
    tasks,
)

_CASE = "applications/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("applications/", overview.applications, name="applications"),
    path("applications/new/<uuid:call_id>/", overview.start, name="start_application"),
    path(_CASE, tasks.application, name="application"),
    path(f"{_CASE}reuse/", reuse.take_over, name="application_reuse"),
    path(f"{_CASE}employer/", employer.employer, name="application_employer"),
    path(f"{_CASE}page/<slug:page_id>/", page.page, name="application_page"),
    path(f"{_CASE}page/<slug:page_id>/autosave/", page.autosave, name="application_autosave"),
    path(f"{_CASE}files/<uuid:file_id>/", files.file, name="application_attachment"),
    path(f"{_CASE}check/", filing.check, name="application_check"),
    path(f"{_CASE}file/", filing.sign, name="application_file"),
    path(f"{_CASE}form.pdf", papers.form_pdf, name="application_form"),
    path(f"{_CASE}filings/<int:number>/", papers.filed, name="application_filing"),
    path(f"{_CASE}filings/<int:number>/receipt/", filing.receipt, name="application_receipt"),
    path(f"{_CASE}filings/<int:number>/form.pdf", papers.form_pdf, name="application_filed_form"),
    path(f"{_CASE}certificate.pdf", papers.certificate, name="application_certificate"),
    path(f"{_CASE}recall/", acts.recall, name="application_recall"),
    path(f"{_CASE}withdraw/", acts.withdraw, name="application_withdraw"),
    path(f"{_CASE}recheck/", acts.recheck, name="application_recheck"),
]
