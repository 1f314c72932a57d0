import json
import logging
import sys
from types import SimpleNamespace
from typing import Any

from config.logs import JsonLines

SECRET = "990602199001011234"


def line(name: str, message: str, *args: object, **extra: Any) -> dict[str, Any]:
    record = logging.LogRecord(name, logging.WARNING, "", 0, message, args, None)
    record.__dict__.update(extra)
    text = JsonLines().format(record)
    assert "\n" not in text
    assert text.isascii()
    return {key: value for key, value in json.loads(text).items() if key != "time"}


def test_arguments_of_strangers_stay_out() -> None:
    assert line("django.request", "Not Found: %s", f"/people/{SECRET}/") == {
        "level": "WARNING",
        "logger": "django.request",
        "event": "Not Found: %s",
    }


def test_our_own_loggers_may_name_their_numbers() -> None:
    assert line("laurel.desks", "task %d is late", 7)["event"] == "task 7 is late"
    assert line("laurels", "task %d is late", 7)["event"] == "task %d is late"


def test_a_request_is_told_by_its_route() -> None:
    request = SimpleNamespace(
        method="POST", path=f"/x/{SECRET}", resolver_match=SimpleNamespace(route="x/<str:id>")
    )
    told = line(
        "django.request", "%s: %s", "Forbidden", request.path, request=request, status_code=403
    )
    assert (told["method"], told["route"], told["status"]) == ("POST", "x/<str:id>", 403)
    assert told["event"] == "Forbidden"
    assert SECRET not in json.dumps(told)


def test_an_unresolved_request_has_no_route() -> None:
    request = SimpleNamespace(method="GET", resolver_match=None)
    assert line("django.request", "Not Found", request=request)["route"] is None


def test_a_fault_is_told_by_its_frames_not_by_its_words() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        told = line("laurel.health", "broken", exc_info=sys.exc_info())
    assert told["exception"] == "ValueError"
    assert told["frames"][0].endswith("test_a_fault_is_told_by_its_frames_not_by_its_words")
    assert SECRET not in json.dumps(told)


def test_a_forged_line_stays_one_line() -> None:
    assert line("laurel.x", "%s", "a\nb\u2028c\x1b[31m")["event"] == "a\nb\u2028c\x1b[31m"
