"""An RFC 3161 timestamp by settings, from a service that answers on this machine."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from asn1crypto import tsp
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper

from certificates import authority, sign, verify
from certificates.finding import Finding
from tests.certificates.awards import AT
from tests.certificates.test_sign import unsigned

TOKEN = "signature_time_stamp_token"


def _stamper() -> DummyTimeStamper:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = sign._asn1(authority.certify("Time service of a test", key, None, None))
    raw = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(own, PrivateKeyInfo.load(raw), fixed_dt=AT)


@pytest.fixture
def service() -> Iterator[str]:
    stamper = _stamper()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802  (the library's name)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *given: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_timestamp_is_taken_from_the_service_and_the_signature_holds(
    service: str, settings: Any
) -> None:
    ours = authority.current()
    settings.LAUREL_TSA_URL = service
    content = sign.sign(unsigned(ours), authority=ours, at=AT)
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    attributes = signature.signer_info["unsigned_attrs"]
    (token,) = (a["values"][0] for a in attributes if a["type"].native == TOKEN)
    stamped = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    assert stamped == AT
    assert verify.inspected(content).finding is Finding.INTACT


def test_without_the_service_nothing_is_signed(settings: Any) -> None:
    ours = authority.current()
    settings.LAUREL_TSA_URL = "http://127.0.0.1:9/"
    with pytest.raises(sign.NoTimestamp):
        sign.sign(unsigned(ours), authority=ours, at=AT)
