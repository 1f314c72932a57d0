"""Files on a page: kept, removed, refused with a sentence, and never at the cost of an answer."""

import io

import pytest
from django.utils.translation import gettext as _

from evaluations.models import Attachment
from tests.workflows.views.applicant.sending import errors, page_url, picture, send, stored

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_and_goes_by_its_own_button(client, case):
    for attachment in case.attachments.filter(item="photo"):
        send(client, case, "proof", remove_file=str(attachment.public_id))
    answer = send(client, case, "proof", files__photo=picture(), upload="photo")
    assert answer.url == f"{page_url(case, 'proof')}#item_photo"
    kept = Attachment.objects.get(item="photo", removed_at=None)
    assert (kept.name, kept.content_type) == ("photo.jpg", "image/jpeg")
    send(client, case, "proof", remove_file=str(kept.public_id))
    assert not Attachment.objects.filter(item="photo", removed_at=None).exists()


def fake(data: bytes, name: str) -> io.BytesIO:
    stream = io.BytesIO(data)
    stream.name = name
    return stream


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (
            fake(b"MZ\x90", "cv.pdf"),
            _("This is a program, not a document. Upload a PDF, JPEG or PNG."),
        ),
        (fake(b"", "cv.pdf"), ""),
        (
            fake(b"%PDF-1.7" + b"0" * (10 * 2**20), "scan.pdf"),
            _(
                "This file has %(size).1f MB; %(limit).1f MB are allowed. Scan it again at 150 to "
                "200 dpi, or upload the pages in parts."
            )
            % {"size": 10.1, "limit": 10.0},
        ),
    ],
)
def test_an_unfit_file_is_a_sentence_and_the_answers_are_saved(client, case, file, sentence):
    answer = send(
        client, case, "proof", answers__penalty="yes", files__social_insurance=file,
        upload="social_insurance",
    )  # fmt: skip
    assert answer.status_code == 422
    (message,) = errors(answer)["files-social_insurance"]
    assert message.startswith(file.name)
    assert sentence in message
    assert stored(case)["penalty"] == "yes"
    assert not case.attachments.filter(item="social_insurance").exists()


def test_one_file_too_many_names_the_limit(client, case):
    answer = send(client, case, "proof", files__photo=picture(), upload="photo")
    (message,) = errors(answer)["files-photo"]
    limit = _("At most %(n)d files can be kept here. Remove one before adding another.") % {"n": 1}
    assert message == f"photo.jpg: {limit}"


def test_upload_without_a_file_asks_for_one(client, case):
    answer = send(client, case, "proof", upload="social_insurance", answers__penalty="yes")
    assert answer.status_code == 422
    assert errors(answer)["files-social_insurance"] == [
        _("Choose a file first, then press “Upload”.")
    ]
    assert stored(case)["penalty"] == "yes"
