"""The print desk, the proofs of layouts, and a holder's own certificate."""

from django.urls import URLPattern, path

from workflows.views.paper import desk, holder, proofs, replacing, seals, work

_CALL = "office/calls/<uuid:public_id>/print/"
_REPLACE = "office/calls/<uuid:public_id>/certificates/<int:key>/replace/"
_OWN = "titles/<uuid:public_id>/certificate/"

urlpatterns: list[URLPattern] = [
    path(_CALL, desk.print_desk, name="print_desk"),
    path(f"{_CALL}spoiled/", desk.spoiled, name="print_spoiled"),
    path(f"{_CALL}work/", work.print_work, name="print_work"),
    path(f"{_CALL}work/progress.json", work.print_work_progress, name="print_work_progress"),
    path(f"{_CALL}work/file.pdf", work.print_work_file, name="print_work_file"),
    path("office/corrections/", replacing.certificates_to_correct, name="to_correct"),
    path(_REPLACE, replacing.replace_certificate, name="replace_certificate"),
    path("office/printers/", desk.printers, name="printers"),
    path("office/printers/ruler.pdf", desk.ruler, name="printer_ruler"),
    path("office/layouts/", proofs.proofs, name="proofs"),
    path("office/layouts/<slug:key>/", proofs.proof, name="proof"),
    path("office/layouts/<slug:key>/proof.pdf", proofs.proof_file, name="proof_file"),
    path("office/seals/", seals.seal_list, name="seals"),
    path("office/seals/<slug:key>/", seals.seal, name="seal"),
    path("office/seals/<slug:key>/<int:version>.png", seals.seal_picture, name="seal_picture"),
    path("office/seals/<slug:key>/<int:version>.pdf", seals.seal_proof, name="seal_proof"),
    path(_OWN, holder.own_paper, name="title_paper"),
    path(f"{_OWN}<uuid:copy_id>.pdf", holder.copy_file, name="title_copy"),
    path("honour/<str:token>/", holder.shown_title, name="shown_title"),
]
