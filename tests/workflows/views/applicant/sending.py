"""What a browser would send: the fields of a page as they stand there, with some of them changed."""

import io
from typing import Any

from django.urls import reverse
from PIL import Image

from tests import cast


def page_url(case: Any, page: str) -> str:
    return reverse("application_page", args=[case.public_id, page])


def standing(answer: Any) -> dict[str, Any]:
    """All fields of the page that was shown, ready to be sent back as they are."""
    found: dict[str, Any] = {"base": answer.context["base"], "seen": answer.context["case"].version}
    for block in answer.context["blocks"]:
        if block.kind == "question":
            found[block.field.html_name] = _value(block.field)
        elif block.kind == "table":
            rows = block.rows
            found[f"{rows.prefix}-TOTAL_FORMS"] = len(rows.forms)
            found[f"{rows.prefix}-INITIAL_FORMS"] = 0
            for form in rows.forms:
                found |= {
                    f.html_name: _value(f) for f in form.visible_fields() if f.name != "DELETE"
                }
    return found


def _value(field: Any) -> Any:
    value = field.value()
    return "" if value is None else value


def send(client: Any, case: Any, page: str, **changes: Any) -> Any:
    """Open the page, change these fields, send. Names with __ for the dashes of a row."""
    shown = client.get(page_url(case, page))
    sent = standing(shown) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(page_url(case, page), sent)


def stored(case: Any) -> dict[str, Any]:
    """The answers of the working copy."""
    return cast.fresh(case).answers


def errors(answer: Any) -> dict[str, list[str]]:
    """Field of the page -> its errors, over all forms of the page."""
    found: dict[str, list[str]] = {}
    for form in answer.context["errors"]:
        for each in getattr(form, "forms", [form]):
            for name, messages in getattr(each, "errors", {}).items():
                found[each.add_prefix(name)] = list(messages)
    return found


def picture(width: int = 413, height: int = 579, name: str = "photo.jpg") -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#88aacc").save(stream, "JPEG")
    stream.seek(0)
    stream.name = name
    return stream
