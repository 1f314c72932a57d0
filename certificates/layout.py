"""From facts to a page of HTML: escaped texts in a closed set of holes, nothing else.

A layout is a reviewed file of the repository; a wording is data. Neither is a program: the only
operation is replacing ``{hole}`` by an escaped text (reliability brief F11, 2.5).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from certificates import fonts
from certificates import number as numbers
from certificates.designs import DESIGNS, VERSIONS, Design, size_class
from certificates.facts import PLACEHOLDERS, Award

HOLES = frozenset(
    [
        "photo_class",
        "heading_class",
        "heading",
        "heading_en",
        "name",
        "body_slot",
        "body",
        "photo",
        "number",
        "short_code",
        "verify_host",
        "issuers",
        "date",
    ]
)
#: Seals stand side by side and must not touch.
MOST_ISSUERS = 3
LONGEST_HEADING = 8  # characters
_HOLE = re.compile(r"\{([a-z_]+)\}")
#: How a certificate ends. A last line that says only “证。” looks like a slip.
_CLOSING = re.compile(r"(特发此证[，。][^，。]{0,6}。?)$")
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Sheet:
    """One certificate before layout.

    ``qr_text`` is what the square code says: the address, or the address with a signed payload.
    ``record`` is the machine-readable JSON to attach; empty for a page that is only printed.
    ``seals`` are the pictures of the issuers' seals in their order; b"" paints a specimen.
    ``layout`` is the version that the certificate was issued in; empty for the present one.
    """

    award: Award
    number: str
    code: str
    verify_url: str
    payload_url: str = ""
    record: bytes = b""
    seals: tuple[bytes, ...] = ()
    layout: str = ""

    @property
    def qr_text(self) -> str:
        return self.payload_url or self.verify_url

    @property
    def photo_asset(self) -> str:
        """Named by content: a name by position would change the bytes from batch to batch."""
        return f"asset:photo-{hashlib.sha256(self.award.photo or b'').hexdigest()}"

    @property
    def design(self) -> Design:
        return VERSIONS[self.layout] if self.layout else DESIGNS[self.award.design]

    @property
    def heading(self) -> str:
        return self.award.heading or self.design.heading

    @property
    def body_slot(self) -> str:
        beside = "body-beside-photo"
        return beside if self.award.photo and beside in self.design.slots else "body"


def chinese_date(day: date) -> str:
    """2026-03-22 as 二〇二六年三月二十二日, the form used under a seal."""
    year = "".join(_DIGITS[int(d)] for d in str(day.year))
    return f"{year}年{_counted(day.month)}月{_counted(day.day)}日"


def plain_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _counted(value: int) -> str:
    tens, ones = divmod(value, 10)
    ten = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return ten + (_DIGITS[ones] if ones else "")


def span(first: date | None, last: date | None) -> str:
    """“2026年1月1日至2029年12月31日”, or "" when there is no tenure."""
    return f"{plain_date(first)}至{plain_date(last)}" if first and last else ""


def texts(award: Award) -> dict[str, str]:
    """What each placeholder of a wording stands for."""
    return {
        "name": award.holder_name,
        "title": award.title,
        "field": award.field,
        "employer": award.employer_name,
        "year": str(award.year),
        "city": award.city_name,
        "document": award.document_number,
        "tenure": span(award.tenure_from, award.tenure_until),
    }


def require_sound(award: Award) -> None:
    """Raise :class:`fonts.Unprintable` for anything that could print a wrong certificate."""
    if award.design not in DESIGNS:
        raise fonts.Unprintable(_("There is no certificate design “%s”.") % award.design)
    for name in _HOLE.findall(award.wording):
        if name not in PLACEHOLDERS:
            raise fonts.Unprintable(
                _("The wording uses {%(name)s}; only %(known)s may be used.")
                % {"name": name, "known": " ".join(f"{{{p}}}" for p in PLACEHOLDERS)}
            )
        if not texts(award)[name]:
            raise fonts.Unprintable(
                _("The wording asks for {%s}, but the promulgated list has no value for it.") % name
            )
    if re.search(r"[{}]", _HOLE.sub("", award.wording)):
        raise fonts.Unprintable(_("The wording contains a brace that is not a placeholder."))
    if not award.issuers or not award.holder_name.strip():
        raise fonts.Unprintable(_("A certificate needs a holder's name and at least one issuer."))
    if len(award.issuers) > MOST_ISSUERS:
        raise fonts.Unprintable(_("No more than three issuers have room for their seals."))
    if len(award.heading) > LONGEST_HEADING:
        raise fonts.Unprintable(
            _("The heading “%(heading)s” is too long: eight characters have room.")
            % {"heading": award.heading}
        )
    _require_printable(award)


def _require_printable(award: Award) -> None:
    labelled = {
        _("name"): award.holder_name,
        _("heading"): award.heading + award.heading_en,
        _("title"): award.title,
        _("field"): award.field,
        _("employer"): award.employer_name,
        _("document number"): award.document_number,
        _("wording"): award.wording.replace("\n", ""),
        _("issuer"): "".join(award.issuers),
    }
    for where, text in labelled.items():
        fonts.require_printable(text, where=where)


def fill(template: str, values: dict[str, str]) -> str:
    """Replace the closed set of holes; values are markup made by this file from escaped text."""
    assert set(values) == HOLES
    return _HOLE.sub(lambda hole: values[hole[1]], template)


def body(award: Award, *, size: str) -> str:
    """``size``: the class that says how large."""
    values = texts(award)
    paragraphs = []
    for line in award.wording.split("\n"):
        pieces, last = [], 0
        for hole in _HOLE.finditer(line):
            pieces.append(_quoted(line[last : hole.start()]))
            pieces.append(_marked(hole[1], values[hole[1]]))
            last = hole.end()
        pieces.append(_quoted(line[last:]))
        paragraphs.append(f'<p class="{size}">{"".join(pieces)}</p>')
    return "".join(paragraphs)


def plain_wording(award: Award) -> str:
    """The wording with its values, without markup."""
    values = texts(award)
    return _HOLE.sub(lambda hole: values[hole[1]], award.wording)


def _quoted(text: str) -> str:
    """Escaped, with quotation marks as wide as a character: those of the Kai face are Latin ones."""
    marked = re.sub("[“”‘’]+", r'<span class="song">\g<0></span>', escape(text))
    return _CLOSING.sub(r'<span class="nowrap">\1</span>', marked)


def _marked(name: str, text: str) -> str:
    if name in {"title", "field"}:
        return f'<span class="award">{escape(text)}</span>'
    if name == "tenure":
        # A date that breaks after the day's number leaves a lonely 日 on the next line.
        return "至".join(f'<span class="nowrap">{escape(day)}</span>' for day in text.split("至"))
    if name == "document":
        # 〔2026〕12 | 号 reads like a slip, and 〔2026〕 | 12号 like two numbers.
        return re.sub(r"((?:〔\d+〕)?\d+号)", r'<span class="nowrap">\1</span>', escape(text))
    return escape(text)


def variable_text(sheet: Sheet) -> str:
    """Every character that this certificate may print beyond the layout file."""
    award = sheet.award
    parts = [
        sheet.heading,
        award.heading_en,
        award.wording,
        *texts(award).values(),
        *award.issuers,
        sheet.number,
        sheet.verify_url,
    ]
    return "".join(parts)


def page(sheet: Sheet, *, steps: dict[str, int]) -> str:
    """The ``<article>`` of one certificate; ``steps``: which of its sizes each slot has."""
    award, size = sheet.award, {slot: size_class(slot, step) for slot, step in steps.items()}
    picture = '<div class="photo"><img src="{0}" alt="{1}"/></div>'
    return fill(
        sheet.design.html,
        {
            "photo_class": "with-photo" if award.photo else "plain",
            # Two characters stand wide apart, four and more nearer to one another.
            "heading_class": "short" if len(sheet.heading) < 3 else "long",
            "heading": escape(sheet.heading),
            "heading_en": escape((award.heading_en or sheet.design.heading_en).upper()),
            "name": f'<span class="{size["name"]}">{escape(award.holder_name)}</span>',
            "body_slot": sheet.body_slot,
            "body": body(award, size=size[sheet.body_slot]),
            "photo": picture.format(sheet.photo_asset, escape(f"{award.holder_name}照片"))
            if award.photo
            else "",
            "number": escape(sheet.number),
            "short_code": escape(numbers.short_code(sheet.code)),
            "verify_host": escape(_shown_address(sheet.verify_url)),
            "issuers": "".join(
                f'<p class="{size["issuers"]}">{escape(name)}</p>' for name in award.issuers
            ),
            "date": f'<span class="{size["issuers"]}">{chinese_date(award.issued_on)}</span>',
        },
    )


def _shown_address(verify_url: str) -> str:
    """The address to type by hand: host and path without the secret code."""
    parts = urlsplit(verify_url)
    return parts.netloc + parts.path.rstrip("/").rpartition("/")[0] + "/"


def document(articles: list[str], *, title: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-Hans"><head><title>{escape(title)}</title></head>'
        f"<body>{''.join(articles)}</body></html>"
    )
