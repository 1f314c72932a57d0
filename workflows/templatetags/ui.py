"""Components of the look that need logic. No ORM: every tag works on what the view hands over."""

from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from zlib import crc32

from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.utils import flatatt
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from workflows.status_words import STEP, TASK, Look, look_of

register = template.Library()

SOON_DAYS = 2


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A vector icon of static/icons.svg; silent to a screen reader unless it has a label."""
    if not label:
        return _silent_icon(name)
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}"><use href="{}"></use></svg>',
        label,
        f"{static('icons.svg')}#{name}",
    )


# A list page shows the same few icons and tags a hundred times: what they look like is made once.
@cache
def _silent_icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<use href="{}"></use></svg>',
        f"{static('icons.svg')}#{name}",
    )


@register.simple_tag
def status_tag(code: str, kind: str = "application") -> SafeString:
    """Colour, icon and word of a status; kind: application, call, verdict or certificate."""
    return _status_tag(code, kind, get_language())


@lru_cache(maxsize=256)
def _status_tag(code: str, kind: str, _language: str | None) -> SafeString:
    look, word = look_of(code, kind)
    return format_html(
        '<span class="tag tone-{}{}" data-status="{}">{}{}</span>',
        look.tone,
        " tag-strong" if look.strong else "",
        code,
        icon(look.icon),
        word,
    )


@register.simple_tag
def button_refused(label: str, reason: str, ident: str = "") -> SafeString:
    """A button that cannot be used now and says why; pass ident where both texts repeat on a page."""
    why = f"why-{ident or format(crc32(f'{label}{reason}'.encode()), 'x')}"
    return format_html(
        '<div class="refused"><button type="button" class="button button-off" aria-disabled="true" '
        'aria-describedby="{0}" data-refused>{1}{2}</button><p class="refused-why" id="{0}">{3}</p></div>',
        why,
        icon("lock"),
        label,
        reason,
    )


@register.simple_tag
def due_chip(due: date | str, today: date, working_left: int | str = "") -> SafeString | str:
    """When a task is due: overdue, soon or in time. `working_left` counts working days if known."""
    if not isinstance(due, date):  # a template passes "" for a row without a due date
        return ""
    days = working_left if isinstance(working_left, int) else (due - today).days
    return _due_chip(due, days, get_language(), this_year=due.year == today.year)


@lru_cache(maxsize=1024)
def _due_chip(due: date, days: int, _language: str | None, *, this_year: bool) -> SafeString:
    tone, name, text = _due_words(days)
    return format_html(
        '<span class="chip tone-{}">{}{} <time datetime="{}">{}</time></span>',
        tone,
        icon(name),
        text,
        due.isoformat(),
        formats.date_format(due, "m-d" if this_year else "Y-m-d"),
    )


@register.filter
def lies_here(days: int) -> str:
    """How long a file has been lying on its desk."""
    return ngettext("lies here for %(n)s day", "lies here for %(n)s days", days) % {"n": days}


def _due_words(days: int) -> tuple[str, str, str]:
    if days < 0:
        late = ngettext("%(n)s day overdue", "%(n)s days overdue", -days)
        return "cinnabar", "warning", late % {"n": -days}
    if days == 0:
        return "gold", "clock", _("Due today")
    left = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return ("gold" if days <= SOON_DAYS else "neutral"), "clock", left


@register.inclusion_tag("parts/countdown.html")
def countdown(deadline: datetime, now: datetime) -> dict[str, object]:
    """Time left to a deadline by the server's clock; the script only subtracts from `now`."""
    return {"deadline": deadline, "now": now, "left": time_left(deadline - now)}


def time_left(left: timedelta) -> str:
    """'3 days 4 hours' in the reader's language; empty when the deadline has passed."""
    if left <= timedelta(0):
        return ""
    hours, minutes = divmod(left.seconds // 60, 60)
    if left.days:
        return _("{d} d {h} h").format(d=left.days, h=hours)
    if hours:
        return _("{h} h {m} min").format(h=hours, m=minutes)
    return _("{m} min").format(m=max(minutes, 1))


@register.simple_tag
def bar(value: float, total: float, tone: str = "laurel") -> SafeString:
    """A horizontal bar as SVG: widths in attributes, since a strict policy forbids style=""."""
    share = 100 * min(max(value / total, 0), 1) if total else 0
    return format_html(
        '<svg class="bar tone-{}" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="4" class="bar-rail"/><rect width="{}" height="4" class="bar-fill"/></svg>',
        tone,
        f"{share:.1f}",
    )


@register.simple_tag
def banner_look(level: str) -> dict[str, str]:
    """Tone, icon, title and role of a notification; an error interrupts, the rest waits."""
    looks = {
        "success": ("laurel", "approved", _("Done"), "status"),
        "warning": ("gold", "warning", _("Please note"), "status"),
        "error": ("cinnabar", "not-selected", _("Not done"), "alert"),
    }
    found = looks.get(str(level), ("blue", "info", _("Information"), "status"))
    return dict(zip(("tone", "icon", "title", "role"), found, strict=True))


@register.filter
def split_words(text: str) -> list[str]:
    """For a short list written in a template: "paper ink laurel"|split_words."""
    return text.split()


@register.simple_tag
def task_look(state: str) -> Look:
    """How a section of the questionnaire stands: done, progress, todo, blocked, returned."""
    return TASK[state]


@register.simple_tag
def step_look(state: str) -> Look:
    """How a step of the procedure stands: done, current, todo, returned."""
    return STEP[state]


@register.simple_tag
def collect_errors(*sources: object) -> list[tuple[str, str]]:
    """(id of the field or "", message) of forms, formsets, lists of them, or such pairs themselves."""
    found: list[tuple[str, str]] = []
    for source in sources:
        if isinstance(source, BaseFormSet):
            found += [("", str(error)) for error in source.non_form_errors()]
            found += collect_errors(*source.forms)
        elif isinstance(source, BaseForm):
            found += _form_errors(source)
        elif isinstance(source, tuple) and len(source) == 2:
            found.append((str(source[0]), str(source[1])))
        elif isinstance(source, list | tuple):
            found += collect_errors(*source)
    return found


def _form_errors(form: BaseForm) -> list[tuple[str, str]]:
    found = [("", str(error)) for error in form.non_field_errors()]
    for field in form.visible_fields():
        # A group of radios has no box of its own: the link goes to its first choice.
        target = field.id_for_label or f"{field.auto_id}_0"
        found += [(target, _named(field.label, str(error))) for error in field.errors]
    return found


def _named(label: object, error: str) -> str:
    """Ten times "This field is required." helps nobody: a message that does not name its field does."""
    name = str(label).rstrip("。.:：?？")
    return error if name in error else _("%(label)s: %(error)s") % {"label": name, "error": error}


@register.simple_tag
def widget_attrs(widget: dict, dropped: str = "") -> SafeString:
    """The attributes of a form widget with the class of its kind and every description it has."""
    # A browser cuts pasted text at maxlength without a word; the server answers with a sentence.
    gone = {"unit", "max-bytes", "maxlength", *dropped.split()}
    attrs = {name: value for name, value in widget["attrs"].items() if name not in gone}
    kind = _kind(widget)
    attrs["class"] = " ".join(filter(None, (kind, attrs.get("class", ""))))
    extra = _extra_description(widget, kind)
    if extra and attrs.get("id"):
        described = f"{attrs.get('aria-describedby', '')} {attrs['id']}_{extra}"
        attrs["aria-describedby"] = described.strip()
    if widget.get("type") == "radio":
        attrs.pop("aria-invalid", None)
    return flatatt({n: v for n, v in attrs.items() if v not in (None, "", False)})


def _kind(widget: dict) -> str:
    name = widget.get("template_name", "")
    for kind in ("textarea", "select"):
        if name.endswith(f"/{kind}.html"):
            return kind
    if widget.get("type") in ("checkbox", "radio", "hidden"):
        return ""
    return "file" if widget.get("type") == "file" else "input"


def _extra_description(widget: dict, kind: str) -> str:
    if kind == "textarea" and widget["attrs"].get("maxlength"):
        return "count"
    return "limits" if kind == "file" and file_limits(widget)["text"] else ""


@register.simple_tag
def file_limits(widget: dict) -> dict[str, object]:
    """What may be uploaded, in words: accept=".pdf,.jpg" and max-bytes of the widget's attributes."""
    attrs = widget["attrs"]
    accepted = [kind.strip() for kind in str(attrs.get("accept", "")).split(",")]
    kinds = [kind.lstrip(".").upper() for kind in accepted if kind.startswith(".")]
    size = filesizeformat(attrs["max-bytes"]) if attrs.get("max-bytes") else ""
    parts = [_("Allowed: %(kinds)s") % {"kinds": _(", ").join(kinds)}] if kinds else []
    parts += [_("at most %(size)s") % {"size": size}] if size else []
    return {"max_bytes": attrs.get("max-bytes"), "size": size, "text": " · ".join(parts)}


@register.simple_tag
def iso_date(value: str | None) -> str | None:
    """The date as a native date box wants it, "" for none, None for what is not a date.

    A native box would show an unreadable date as empty, and what was typed would be lost.
    """
    if not value:
        return ""
    for pattern in formats.get_format("DATE_INPUT_FORMATS"):
        try:
            return datetime.strptime(str(value), pattern).date().isoformat()
        except ValueError:
            continue
    return None


@register.simple_tag
def choice_words(label: object) -> dict[str, str]:
    """A choice may carry a hint on a second line of its label: "By contest\\nRank in a listed contest"."""
    first, _newline, hint = str(label).partition("\n")
    return {"label": first, "hint": hint}
