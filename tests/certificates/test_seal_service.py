import base64
import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from certificates.issue import allocate, issue, read_pdf
from certificates.models import Certificate, Seal
from certificates.seal_service import HttpSealService, SealFailed, configured, seal
from certificates.tasks import seal_files
from tests.certificates.awards import AT, BY, LATER, award
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def issued() -> Certificate:
    return issue(allocate([award()], by=BY, at=AT)[0], by=BY, at=AT)


@pytest.fixture
def platform() -> Iterator[tuple[HttpSealService, list[Any], dict[str, Any]]]:
    """A seal platform on this machine: what it was asked, and what it shall answer."""
    asked: list[Any] = []
    behaviour: dict[str, Any] = {"status": 200}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.headers["Authorization"], body))
            self.send_response(behaviour["status"])
            self.end_headers()
            seal_ = base64.b64encode(b"seal of " + body["sm3"].encode()).decode()
            self.wfile.write(json.dumps({"algorithm": "SM2-SM3", "signature": seal_}).encode())

        def log_message(self, *_args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/seal"
    yield HttpSealService("city", url, "secret"), asked, behaviour
    server.shutdown()
    server.server_close()
    thread.join()


def test_only_digests_leave_and_the_seal_stays(issued: Certificate, platform: Any) -> None:
    service, asked, _behaviour = platform
    content = read_pdf(issued)
    sm3 = hashlib.new("sm3", content).hexdigest()
    row = seal(issued, service=service, by=BY, at=LATER)
    assert asked == [
        ("Bearer secret", {"number": issued.number, "sha256": issued.sha256, "sm3": sm3})
    ]
    assert base64.b64decode(row.signature) == b"seal of " + sm3.encode()
    assert (row.algorithm, row.sealed_by) == ("SM2-SM3", BY)
    assert seal(issued, service=service, by=BY, at=LATER) == row
    assert len(asked) == 1


def test_a_platform_that_fails_leaves_nothing(issued: Certificate, platform: Any) -> None:
    service, _asked, behaviour = platform
    behaviour["status"] = 503
    with pytest.raises(SealFailed):
        seal(issued, service=service, by=BY, at=LATER)
    assert not Seal.objects.exists()
    with pytest.raises(SealFailed):
        seal(issued, service=HttpSealService("x", "http://127.0.0.1:1/", ""), by=BY, at=LATER)


@pytest.fixture
def named(platform: Any, settings: Any) -> Any:
    """The same platform by settings, as an operator names it."""
    service, asked, behaviour = platform
    settings.LAUREL_SEAL_URL, settings.LAUREL_SEAL_TOKEN = service.url, service.token
    settings.LAUREL_SEAL_NAME = "星湖市统一电子印章平台"
    return asked, behaviour


def test_what_waits_is_sealed_and_shown(issued: Certificate, named: Any, client: Any) -> None:
    asked, behaviour = named
    behaviour["status"] = 503
    with pytest.raises(CommandError, match="星湖市统一电子印章平台"):
        call_command("seal_certificates")
    behaviour["status"] = 200
    assert seal_files.call(by=BY) == 1
    assert seal_files.call(by=BY) == 0
    assert len(asked) == 2
    page = client.get(f"/verify/{issued.code}/").content.decode()
    assert "星湖市统一电子印章平台 (SM2-SM3)" in page


def test_without_a_platform_nothing_is_asked(issued: Certificate) -> None:
    assert configured() is None
    assert seal_files.call(by=BY) == 0
    with pytest.raises(CommandError, match="LAUREL_SEAL_URL"):
        call_command("seal_certificates")
