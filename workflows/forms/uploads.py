"""File boxes with their limits, and the way of a file through the gate to the law."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from evaluations.actions import applying
from evaluations.errors import Refused
from evaluations.models import Application, User
from evaluations.rules import Upload
from evaluations.uploads import CleanFile, accept_upload, check_size
from workflows.forms.questions import AnswerField, say

# Field names of files are kept apart from those of answers.
PREFIX = "files"
_ENDINGS = {"pdf": (".pdf",), "jpeg": (".jpg", ".jpeg"), "png": (".png",)}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesForm(forms.Form):
    """One file box for each upload of the page; never a judge, see ``evaluations.uploads``."""

    use_required_attribute = False

    def chosen(self, item: str) -> list[UploadedFile]:
        if not self.is_bound or item not in self.fields:
            return []
        return [file for file in self.files.getlist(self.add_prefix(item)) if file]

    def ask_for(self, item: str) -> None:
        """“Upload” was pressed and nothing came: none was chosen, or the browser kept one back."""
        if item in self.fields and not self.files.getlist(self.add_prefix(item)):
            self.add_error(item, _("Choose a file first, then press “Upload”."))


def files_form(uploads: Sequence[Upload], *, data: Any, files: Any) -> FilesForm:
    form = FilesForm(data, files, prefix=PREFIX)
    for upload in uploads:
        form.fields[upload.id] = AnswerField(
            label=say(upload.label),
            help_text=say(upload.hint),
            required=upload.required,
            widget=_box(upload),
        )
    return form


def _box(upload: Upload) -> forms.FileInput:
    endings = [ending for name in upload.formats for ending in _ENDINGS[name]]
    attrs = {"accept": ",".join(endings), "max-bytes": upload.max_mb * 2**20}
    if upload.max_files > 1:
        return FilesInput(attrs | {"multiple": True})
    return forms.FileInput(attrs)


def keep_files(
    case: Application, form: FilesForm, uploads: Sequence[Upload], *, by: User, at: datetime
) -> int:
    """Attach every chosen file that passes; each refusal becomes the error of its box.

    Returns how many were kept.
    """
    passed: list[tuple[str, CleanFile]] = []
    for upload in uploads:
        for file in form.chosen(upload.id):
            try:
                passed.append((upload.id, _clean(upload, file)))
            except Refused as refusal:
                form.add_error(upload.id, f"{file.name}: {refusal}")
    if not passed:
        return 0
    answers = applying.attach_all(application_id=case.pk, files=passed, by=by, at=at)
    kept = 0
    for (item, file), answer in zip(passed, answers, strict=True):
        if isinstance(answer, Refused):
            form.add_error(item, f"{file.name}: {answer}")
        else:
            kept += 1
    return kept


def _clean(upload: Upload, file: UploadedFile) -> CleanFile:
    limit = upload.max_mb * 2**20
    # Asked first: a file far too large is not read into memory only to hear that it is.
    check_size(file.size or 0, limit)
    return accept_upload(
        file.read(),
        name=file.name or "",
        max_bytes=limit,
        formats=upload.formats,
        photo=upload.photo,
    )
