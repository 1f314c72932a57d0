"""One JSON line per log record, built from an allow-list: names, numbers and sentences that
people typed never reach the log."""

import json
import logging
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any

# Their messages carry only identifiers of our own making.
SPEAKING_LOGGERS = ("laurel", "django.tasks", "django_tasks_db", "gunicorn.error")


def configure(level: int | str) -> dict[str, Any]:
    """The LOGGING setting: everything as JSON lines on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "config.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would mail tracebacks, and with them personal data.
            "django": {"handlers": [], "propagate": True},
            # They tell each step of each page.
            "weasyprint": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            # It tells that it has started.
            "pikepdf": {"level": "WARNING"},
        },
    }


class JsonLines(logging.Formatter):
    """`event` is the message before its arguments are filled in: arguments may be anything."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _event(record),
        }
        line |= _request_facts(record)
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["frames"] = _frames(record.exc_info[2])
        # ASCII escapes keep line separators and control characters inside their line.
        return json.dumps(line, ensure_ascii=True)


def _event(record: logging.LogRecord) -> str:
    if _may_speak(record.name):
        return record.getMessage()
    if status := getattr(record, "status_code", None):
        return HTTPStatus(
            status
        ).phrase  # Django's own is "%s: %s", of which the second is the path
    return str(record.msg)


def _may_speak(name: str) -> bool:
    return any(name == allowed or name.startswith(allowed + ".") for allowed in SPEAKING_LOGGERS)


def _request_facts(record: logging.LogRecord) -> dict[str, object]:
    facts: dict[str, object] = {}
    if status := getattr(record, "status_code", None):
        facts["status"] = status
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "method"):
        facts["method"] = request.method
        # The route pattern, not the path: paths hold codes that open things.
        match = getattr(request, "resolver_match", None)
        facts["route"] = match.route if match else None
    return facts


def _frames(traceback: TracebackType | None) -> list[str]:
    """file:line of every frame; the exception's text stays out, it quotes values."""
    frames = []
    while traceback:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return frames
