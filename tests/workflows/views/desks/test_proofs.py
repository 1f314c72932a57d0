"""Files at a desk, and the next file after an opinion."""

import pytest

from evaluations.desks import Desk, Verdict
from evaluations.models import Attachment, Opinion
from tests import cast, visits
from tests.clock import at
from tests.evaluations.uploads.samples import pdf
from tests.workflows.views.desks.sitting import NOW, address, at_desk, opened, passing, say
from tests.worlds import world

pytestmark = pytest.mark.django_db

ON_ROUTE = (
    Desk.EMPLOYER,
    Desk.DISTRICT,
    Desk.FORMAL_CHECK,
    Desk.QUALIFICATION,
    Desk.QUALIFICATION_APPROVAL,
)


@world
def city() -> cast.City:
    return cast.City()


def upload(name: str, data: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile  # only where files are sent

    return SimpleUploadedFile(name, data)


def test_a_proof_is_kept_though_the_form_is_refused(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    answer = say(city.clerk, case, Verdict.PASS, proof=upload("minutes.pdf", pdf()))
    assert answer.status_code == 422
    proof = Attachment.objects.get(item="desk.employer")
    assert proof.name in visits.text(answer)

    say(city.clerk, case, Verdict.PASS, **passing(case))

    assert Opinion.objects.get().detail["proofs"] == [str(proof.public_id)]


def test_a_proof_that_is_no_document_is_refused_with_a_sentence(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    bad = upload("page.pdf", b"<html><script>alert(1)</script>")
    answer = say(city.clerk, case, Verdict.PASS, proof=bad, **passing(case))
    assert answer.status_code == 422
    assert "page.pdf" in str(answer.context["form"].errors["__all__"])
    assert Attachment.objects.filter(item="desk.employer").count() == 0
    assert Opinion.objects.count() == 0


def test_a_desks_proof_is_no_part_of_what_is_filed_later(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    say(city.clerk, case, Verdict.PASS, proof=upload("minutes.pdf", pdf()))
    say(city.clerk, case, Verdict.RETURN, reason="x", **{"mark-answers.post": "x"})
    cast.file(cast.fresh(case), at("2026-03-06 10:00"))
    assert "desk.employer" not in case.filings.latest("number").content


def test_files_open_inline_for_readers_and_stand_alone(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    attachment = case.attachments.get(item="contract")
    url = address(case, f"files/{attachment.public_id}/")

    answer = visits.get(city.clerk, url, NOW)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer) == b"%PDF-1.7 contract"
    assert visits.get(city.stranger, url, NOW).status_code == 404
    assert visits.get(None, url, NOW).status_code == 302


def test_a_file_of_a_correction_that_is_not_filed_yet_is_hidden(city) -> None:
    case = cast.walked(city, city.call(), "draft")
    case = cast.file(case)
    case = cast.opine(
        city, case, Verdict.RETURN, remarks=[{"path": "uploads.contract", "remark": "x"}]
    )
    old = case.attachments.get(item="contract")
    from evaluations.actions import applying  # plays the applicant

    when = at("2026-03-06 09:00")
    applying.remove_attachment(attachment_id=old.pk, by=case.person.user, at=when)
    new = cast.attach(case, "contract", when)

    filed = visits.get(city.clerk, address(case, f"files/{old.public_id}/"), NOW)
    assert b"".join(filed) == b"%PDF-1.7 contract"
    assert visits.get(city.clerk, address(case, f"files/{new.public_id}/"), NOW).status_code == 404


def test_the_next_file_of_the_desk_keeps_the_filters_and_skips_a_colleagues(city) -> None:
    call = city.call()
    mine, theirs, free = (cast.file(cast.draft(city, call)) for _each in range(3))
    colleague = cast.official("同事", "employer_clerk", organisation=city.employer)
    opened(colleague, theirs)
    say(city.clerk, mine, Verdict.PASS, **passing(mine))

    answer = visits.get(city.clerk, "/desk/next/employer/?hand=free", NOW)

    assert answer["Location"] == f"{address(free)}?hand=free"


def test_after_the_last_file_the_list_says_so(city) -> None:
    answer = visits.get(city.clerk, "/desk/next/employer/", NOW)
    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")


def test_record_and_go_back_to_the_list(city) -> None:
    case = at_desk(city, Desk.EMPLOYER)
    answer = say(city.clerk, case, Verdict.PASS, then="inbox", **passing(case))
    assert answer["Location"] == "/inbox/"
