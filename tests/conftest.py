"""What holds for every test: no network, own folders for files, Chinese unless it says otherwise."""

import gc
import itertools
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests import worlds
from tests.append_only import flushable_journal  # noqa: F401  (a fixture for every test)
from tests.browser import browser, chromium  # noqa: F401  (fixtures for tests that look)
from tests.database import django_db_setup  # noqa: F401  (replaces pytest-django's own)
from tests.served import live_server  # noqa: F401  (replaces pytest-django's own)
from tests.worlds import _django_db_helper, no_world_stands, worlds_end  # noqa: F401  (the same)

# What imports and collecting make stays: the collector of garbage need not walk it, now or later.
gc.disable()

# A busy machine is not a failing test: examples are searched without a clock. Every run draws new
# ones; LAUREL_EXAMPLES=1000 is the long search before a release.
EXAMPLES = int(os.environ.get("LAUREL_EXAMPLES", "60"))
hypothesis_settings.register_profile("laurel", deadline=None, max_examples=EXAMPLES)
hypothesis_settings.load_profile("laurel")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser come first: one worker has them all, the other need not start one."""
    looking = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in looking)
    worlds.in_order(items)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    gc.enable()


def pytest_sessionfinish() -> None:
    """Once: pytest collects five times over at its end, for interpreters that need it."""
    gc.collect()
    gc.freeze()


LOOPBACK = {"127.0.0.1", "::1", "localhost", ""}


class NetworkForbidden(RuntimeError):
    """A test tried to leave this machine."""


def _is_local(sock: socket.socket, address: Any) -> bool:
    return sock.family == socket.AF_UNIX or str(address[0]) in LOOPBACK


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Connections and name look-ups beyond the loopback raise NetworkForbidden."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not _is_local(self, address):
            raise NetworkForbidden(f"connect to {address!r}")
        connect(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host or "")
        if name not in LOOPBACK and name != socket.gethostname():
            raise NetworkForbidden(f"look up {name!r}")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


_number = itertools.count()


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Uploads and certificates of a test go into the folder of that test. Most tests write none:
    the folder is made by whoever does."""
    own = tmp_path_factory.getbasetemp() / f"files-{next(_number)}"
    settings.MEDIA_ROOT = own / "media"
    settings.LAUREL_CERTIFICATE_DIR = own / "certificates"


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A test that switches the language does not switch it for the next one."""
    with translation.override("zh-hans"):
        yield
