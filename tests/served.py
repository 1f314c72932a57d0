"""What a browser in a test is served: pages, and the files of the look as production sends them,
to be kept. A browser that has a file does not ask for it again, nor read it anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import axe_playwright_python
import pytest
from django.contrib.staticfiles import handlers
from django.core.servers.basehttp import ThreadedWSGIServer
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test.testcases import QuietWSGIRequestHandler
from pytest_django.live_server_helper import LiveServer

AXE = "/static/axe.min.js"
# A page of the same server with nothing on it: for any other a browser starts a process.
BLANK = "/static/blank"
_AXE_FILE = Path(axe_playwright_python.__file__).with_name("axe.min.js")


class Kept(handlers.StaticFilesHandler):
    """The static files, and axe beside them: the content policy lets no other script in."""

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._own(request.path) or super().serve(request)
        # Ten years: the server may stand in another year than the browser.
        answer["Cache-Control"] = "max-age=315360000, immutable"
        return answer

    def _own(self, path: str) -> HttpResponseBase | None:
        if path == AXE:
            return FileResponse(_AXE_FILE.open("rb"))
        return HttpResponse() if path == BLANK else None


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """pytest-django's own lets a browser ask for every file with every page, and may outlive the
    database, which PostgreSQL then refuses to drop."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handlers, "StaticFilesHandler", Kept)
        server = LiveServer("localhost")
    yield server
    server.stop()


@contextmanager
def served(pages: Any) -> Iterator[str]:
    """The address at which this application (WSGI) stands, without any database."""
    server = ThreadedWSGIServer(("localhost", 0), QuietWSGIRequestHandler)
    server.set_app(Kept(pages))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
