"""A returned application: only what was ticked can be changed, with the remark beside it."""

import pytest
from django.utils.translation import gettext as _

from evaluations.models import Attachment
from tests import cast
from tests.workflows.views.applicant.sending import page_url, send, standing, stored
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def sent_back(city, complete):
    return cast.opine(city, cast.file(complete), "return")


@pytest.fixture
def returned(sent_back, client, clock):
    client.force_login(sent_back.person.user)
    return sent_back


def test_only_what_was_ticked_can_be_changed(client, returned):
    shown = client.get(page_url(returned, "post"))
    kinds = {block.item.id: block.kind for block in shown.context["blocks"]}
    assert [name for name, kind in kinds.items() if kind != "fixed"] == ["post"]
    remark = next(b.remark for b in shown.context["blocks"] if b.item.id == "post")
    assert remark["text"] == "与合同岗位不符"
    sent = standing(shown) | {"answers-post": "数控铣工", "answers-occupation": "偷改"}
    assert (
        client.post(page_url(returned, "post"), sent).url == f"/applications/{returned.public_id}/"
    )
    assert (stored(returned)["post"], stored(returned)["occupation"]) == ("数控铣工", "车工")


def test_files_that_were_not_ticked_stay(client, returned):
    attachment = returned.attachments.get(item="photo")
    answer = send(client, returned, "proof", remove_file=str(attachment.public_id))
    assert answer.status_code == 422
    assert answer.context["errors"][0] == (
        "",
        _("Only the fields named in the correction request can be changed now."),
    )
    assert Attachment.objects.get(pk=attachment.pk).removed_at is None
