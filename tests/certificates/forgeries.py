"""Forged certificates: every class is a function from a genuine file to a false one.

``variant`` is a number that chooses where and how; the same number gives the same forgery.
"""

import io
import random
import re
import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from certificates import authority, sign
from certificates.authority import Authority


@dataclass(frozen=True)
class Genuine:
    """What the forger has: two issued files and the unsigned page of the first."""

    file: bytes
    other: bytes
    unsigned: bytes
    signer: Authority
    folder: Path


Forge = Callable[[Genuine, random.Random], bytes]
FORGERIES: dict[str, Forge] = {}


def forgery(work: Forge) -> Forge:
    FORGERIES[work.__name__.replace("_", " ")] = work
    return work


# --- bytes -----------------------------------------------------------------------------------


def _flip(content: bytes, position: int, dice: random.Random) -> bytes:
    changed = bytearray(content)
    changed[position] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _range_of(content: bytes) -> tuple[int, int, int, int]:
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", content)
    assert found
    a, b, c, d = map(int, found.groups())
    return a, b, c, d


def _region(name: str, low: float, high: float) -> None:
    def work(g: Genuine, dice: random.Random) -> bytes:
        _start, before, _after, _rest = _range_of(g.file)
        return _flip(g.file, dice.randrange(int(before * low), int(before * high)), dice)

    FORGERIES[f"one bit flipped in the {name}"] = work


for _name, _low, _high in (
    ("first tenth", 0.0, 0.1),
    ("first third", 0.1, 0.33),
    ("middle", 0.33, 0.66),
    ("last third", 0.66, 0.9),
    ("last objects", 0.9, 1.0),
):
    _region(_name, _low, _high)


@forgery
def bit_flipped_in_the_signature(g: Genuine, dice: random.Random) -> bytes:
    _a, before, _after, _rest = _range_of(g.file)
    position = before + 1 + dice.randrange(200, 2000)
    digit = bytes([g.file[position]])
    other = dice.choice([d for d in b"0123456789abcdef" if bytes([d]) != digit.lower()])
    return g.file[:position] + bytes([other]) + g.file[position + 1 :]


@forgery
def bit_flipped_after_the_signature(g: Genuine, dice: random.Random) -> bytes:
    _a, _before, after, rest = _range_of(g.file)
    return _flip(g.file, after + dice.randrange(rest), dice)


@forgery
def trailing_bytes(g: Genuine, dice: random.Random) -> bytes:
    return g.file + dice.randbytes(dice.randrange(1, 400))


@forgery
def trailing_newline(g: Genuine, dice: random.Random) -> bytes:
    return g.file + b"\n" * dice.randrange(1, 30)


@forgery
def trailing_comment(g: Genuine, dice: random.Random) -> bytes:
    return g.file + f"\n%{dice.random()}\n%%EOF\n".encode()


@forgery
def leading_bytes(g: Genuine, dice: random.Random) -> bytes:
    return dice.randbytes(dice.randrange(1, 100)) + g.file


@forgery
def cut_short(g: Genuine, dice: random.Random) -> bytes:
    return g.file[: dice.randrange(len(g.file) // 2, len(g.file) - 1)]


@forgery
def only_the_first_revision(g: Genuine, dice: random.Random) -> bytes:
    return g.unsigned + b"\n" * dice.randrange(3)


@forgery
def a_byte_left_out(g: Genuine, dice: random.Random) -> bytes:
    position = dice.randrange(len(g.file))
    return g.file[:position] + g.file[position + 1 :]


@forgery
def a_byte_put_in(g: Genuine, dice: random.Random) -> bytes:
    position = dice.randrange(len(g.file))
    return g.file[:position] + dice.randbytes(1) + g.file[position:]


@forgery
def two_bytes_swapped(g: Genuine, dice: random.Random) -> bytes:
    while True:
        i = dice.randrange(_range_of(g.file)[1] - 1)
        if g.file[i] != g.file[i + 1]:
            break
    return g.file[:i] + g.file[i + 1 : i + 2] + g.file[i : i + 1] + g.file[i + 2 :]


@forgery
def a_block_of_zeros(g: Genuine, dice: random.Random) -> bytes:
    start = dice.randrange(100, _range_of(g.file)[1] - 700)
    return g.file[:start] + bytes(64) + g.file[start + 64 :]


@forgery
def halves_of_two_certificates(g: Genuine, dice: random.Random) -> bytes:
    cut = dice.randrange(2000, min(len(g.file), len(g.other)) - 2000)
    return g.file[:cut] + g.other[cut:]


@forgery
def version_of_the_header_changed(g: Genuine, dice: random.Random) -> bytes:
    return g.file.replace(b"%PDF-1.7", f"%PDF-1.{dice.randrange(7)}".encode(), 1)


@forgery
def producer_renamed(g: Genuine, dice: random.Random) -> bytes:
    return g.file.replace(b"%\xf0\x9f\x96\xa4", b"%" + dice.randbytes(4), 1)


# --- the byte range and the signature dictionary ---------------------------------------------


def _sub(content: bytes, pattern: bytes, new: bytes) -> bytes:
    changed, count = re.subn(pattern, new, content, count=1)
    assert count == 1
    return changed


def _byte_range(g: Genuine, values: tuple[int, int, int, int]) -> bytes:
    found = re.search(rb"/ByteRange \[[^\]]*\]", g.file)
    assert found
    text = f"/ByteRange [{' '.join(map(str, values))}".encode()
    return g.file.replace(found[0], text.ljust(len(found[0]) - 1) + b"]", 1)


@forgery
def byte_range_ends_early(g: Genuine, dice: random.Random) -> bytes:
    a, b, c, d = _range_of(g.file)
    return _byte_range(g, (a, b, c, d - dice.randrange(1, 300)))


@forgery
def byte_range_starts_late(g: Genuine, dice: random.Random) -> bytes:
    _a, b, c, d = _range_of(g.file)
    k = dice.randrange(1, 900)
    return _byte_range(g, (k, b - k, c, d))


@forgery
def byte_range_with_a_wider_gap(g: Genuine, dice: random.Random) -> bytes:
    a, b, c, d = _range_of(g.file)
    return _byte_range(g, (a, b - dice.randrange(1, 900), c, d))


@forgery
def byte_range_of_nothing(g: Genuine, dice: random.Random) -> bytes:
    return _byte_range(g, (0, 0, 0, dice.randrange(9)))


@forgery
def byte_range_beyond_the_end(g: Genuine, dice: random.Random) -> bytes:
    a, b, c, d = _range_of(g.file)
    return _byte_range(g, (a, b, c, d + dice.randrange(1, 99)))


@forgery
def signature_zeroed(g: Genuine, dice: random.Random) -> bytes:
    _a, b, c, _d = _range_of(g.file)
    keep = dice.randrange(20)
    return g.file[: b + 1 + keep] + b"0" * (c - b - 2 - keep) + g.file[c - 1 :]


@forgery
def signature_of_another_certificate(g: Genuine, dice: random.Random) -> bytes:
    _a, b, c, _d = _range_of(g.file)
    _oa, ob, oc, _od = _range_of(g.other)
    assert c - b == oc - ob
    padded = g.file[:b] + g.other[ob:oc] + g.file[c:]
    return padded + b"\n" * dice.randrange(2)


@forgery
def subfilter_renamed(g: Genuine, dice: random.Random) -> bytes:
    new = dice.choice([b"/adbe.pkcs7.detached ", b"/ETSI.CAdES.detachee", b"/adbe.x509.rsa_sha1 "])
    return _sub(g.file, rb"/ETSI\.CAdES\.detached", new.ljust(20))


@forgery
def signing_time_moved(g: Genuine, dice: random.Random) -> bytes:
    return _sub(g.file, rb"/M \(D\\072\d{4}", rf"/M (D\\072{dice.randrange(1990, 2020)}".encode())


@forgery
def certification_taken_away(g: Genuine, dice: random.Random) -> bytes:
    return _sub(g.file, rb"/DocMDP", dice.choice([b"/DocMDQ", b"/UR3   ", b"/Xxxxxx"]))


@forgery
def certification_loosened(g: Genuine, dice: random.Random) -> bytes:
    return _sub(g.file, rb"/P 1\b", f"/P {dice.choice([2, 3])}".encode())


# --- a later revision ------------------------------------------------------------------------


def _append(content: bytes, objects: dict[int, bytes], *, new_size: int) -> bytes:
    """An incremental update with a classic table, as editors write it."""
    start = [int(n) for n in re.findall(rb"startxref\s+(\d+)", content)][-1]
    root = re.findall(rb"/Root (\d+) 0 R", content)[-1].decode()
    out, offsets = bytearray(content + b"\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n"
    for number, offset in offsets.items():
        out += f"{number} 1\n{offset:010d} 00000 n \n".encode()
    out += (
        f"trailer\n<</Size {new_size}/Root {root} 0 R/Prev {start}>>\nstartxref\n{table}\n%%EOF\n"
    ).encode()
    return bytes(out)


def _page(g: Genuine) -> tuple[int, str, int]:
    """(number of the page object, its dictionary as text, first free number)."""
    with pikepdf.open(io.BytesIO(g.file)) as pdf:
        page = pdf.pages[0].obj
        return page.objgen[0], page.unparse(resolved=True).decode("latin-1"), len(pdf.objects) + 5


def _stream(operators: str) -> bytes:
    packed = zlib.compress(operators.encode())
    head = f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode()
    return head + packed + b"\nendstream"


def _overlay(g: Genuine, operators: str) -> bytes:
    number, page, free = _page(g)
    changed = re.sub(r"/Contents \[([^\]]*)\]", rf"/Contents [\1 {free} 0 R]", page)
    assert changed != page
    objects = {number: changed.encode("latin-1"), free: _stream(operators)}
    return _append(g.file, objects, new_size=free + 1)


@forgery
def name_painted_over(g: Genuine, dice: random.Random) -> bytes:
    return _overlay(g, f"1 1 1 rg {dice.randrange(100, 300)} 330 200 60 re f")


@forgery
def line_drawn_on_top(g: Genuine, dice: random.Random) -> bytes:
    return _overlay(g, f"0 0 0 RG 2 w 10 10 m {dice.randrange(20, 800)} 400 l S")


@forgery
def text_written_on_top(g: Genuine, dice: random.Random) -> bytes:
    return _overlay(g, f"BT /F1 {dice.randrange(10, 40)} Tf 200 300 Td (1) Tj ET")


@forgery
def everything_hidden(g: Genuine, dice: random.Random) -> bytes:
    return _overlay(g, f"0.9{dice.randrange(10)} g 0 0 842 596 re f")


def _annotated(subtype: str, extra: str) -> None:
    def work(g: Genuine, dice: random.Random) -> bytes:
        number, page, free = _page(g)
        x = dice.randrange(50, 500)
        note = f"<</Type/Annot/Subtype/{subtype}/Rect[{x} 100 {x + 200} 150]/F 4{extra}>>"
        changed = re.sub(r"/Annots \[([^\]]*)\]", rf"/Annots [\1 {free} 0 R]", page)
        assert changed != page
        objects = {number: changed.encode("latin-1"), free: note.encode()}
        return _append(g.file, objects, new_size=free + 1)

    FORGERIES[f"annotation added: {subtype}"] = work


for _subtype, _extra in (
    ("FreeText", "/Contents(x)/DA(/Helv 20 Tf 0 g)"),
    ("Stamp", "/Name/Approved"),
    ("Square", "/IC[1 1 1]/C[1 1 1]"),
    ("Link", "/A<</S/URI/URI(http://look-alike.example/)>>"),
    ("Ink", "/InkList[[10 10 90 90]]/C[0 0 0]"),
    ("Highlight", "/QuadPoints[1 1 2 1 1 2 2 2]/C[1 1 0]"),
    ("FileAttachment", "/FS<</Type/Filespec/F(x)>>"),
    ("Widget", "/FT/Tx/T(x)/V(y)"),
):
    _annotated(_subtype, _extra)


@forgery
def later_revision_that_says_nothing(g: Genuine, dice: random.Random) -> bytes:
    _number, _text, free = _page(g)
    return _append(g.file, {free: f"({dice.random()})".encode()}, new_size=free + 1)


@forgery
def page_turned(g: Genuine, dice: random.Random) -> bytes:
    number, page, free = _page(g)
    turned = page.rstrip().removesuffix(">>") + f"/Rotate {dice.choice([90, 180, 270])} >>"
    return _append(g.file, {number: turned.encode("latin-1")}, new_size=free)


@forgery
def page_cropped(g: Genuine, dice: random.Random) -> bytes:
    number, page, free = _page(g)
    cropped = page.rstrip().removesuffix(">>") + f"/CropBox [0 {dice.randrange(9, 200)} 842 596] >>"
    return _append(g.file, {number: cropped.encode("latin-1")}, new_size=free)


def _quietly(work: Callable[[], object]) -> None:
    """The library warns that forms do not survive copying; that is the forger's problem."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        work()


# --- rewritten by a tool ---------------------------------------------------------------------


def _rewritten(g: Genuine, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    with pikepdf.open(io.BytesIO(g.file)) as pdf:
        change(pdf)
        out = io.BytesIO()
        _quietly(lambda: pdf.save(out, **options))  # type: ignore[arg-type]
        return out.getvalue()


@forgery
def saved_again(g: Genuine, dice: random.Random) -> bytes:
    mode = dice.choice(list(pikepdf.ObjectStreamMode.__members__.values()))
    return _rewritten(g, lambda _pdf: None, object_stream_mode=mode, linearize=dice.random() < 0.5)


@forgery
def saved_with_another_title(g: Genuine, dice: random.Random) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = str(dice.random())

    return _rewritten(g, change)


@forgery
def saved_with_another_page_behind(g: Genuine, dice: random.Random) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        for _i in range(dice.randrange(1, 4)):
            pdf.add_blank_page()

    return _rewritten(g, change)


@forgery
def saved_with_the_photo_of_somebody_else(g: Genuine, dice: random.Random) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        for obj in pdf.objects:
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image":
                obj.write(dice.randbytes(5000))

    return _rewritten(g, change)


@forgery
def saved_with_another_record_attached(g: Genuine, dice: random.Random) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        for obj in pdf.objects:
            if isinstance(obj, pikepdf.Stream) and obj.get("/Type") == "/EmbeddedFile":
                obj.write(f'{{"name": "{dice.random()}"}}'.encode())

    return _rewritten(g, change)


@forgery
def saved_with_a_second_attachment(g: Genuine, dice: random.Random) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["x.txt"] = dice.randbytes(30)

    return _rewritten(g, change)


@forgery
def saved_with_the_page_of_another_certificate(g: Genuine, dice: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(g.other)) as other:

        def change(pdf: pikepdf.Pdf) -> None:
            _quietly(lambda: pdf.pages.__setitem__(0, other.pages[0]))
            pdf.docinfo["/X"] = str(dice.random())

        return _rewritten(g, change)


@forgery
def saved_with_a_script(g: Genuine, dice: random.Random) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=str(dice.random()))
        pdf.Root.OpenAction = script

    return _rewritten(g, change)


@forgery
def signature_stripped(g: Genuine, dice: random.Random) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm, pdf.Root.Perms
        pdf.docinfo["/X"] = str(dice.random())

    return _rewritten(g, change)


@forgery
def signature_value_stripped(g: Genuine, dice: random.Random) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm.Fields[0].V
        pdf.docinfo["/X"] = str(dice.random())

    return _rewritten(g, change)


@forgery
def printed_to_a_new_file(g: Genuine, dice: random.Random) -> bytes:
    new = pikepdf.new()
    with pikepdf.open(io.BytesIO(g.file)) as source:
        _quietly(lambda: new.pages.append(source.pages[0]))
        new.docinfo["/X"] = str(dice.random())
        out = io.BytesIO()
        _quietly(lambda: new.save(out))
    return out.getvalue()


# --- somebody else's key ---------------------------------------------------------------------


def _foreign(name: str, dice: random.Random, *, copy_of: Authority | None = None) -> Authority:
    """An authority of the forger, with any name that he likes."""
    root_key, key = (
        ec.derive_private_key(dice.getrandbits(200) + 1, ec.SECP256R1()) for _i in range(2)
    )
    root = authority.certify("DEMO Laurel root (not valid)", root_key, None, None)
    certificate = authority.certify(name, key, root_key, root)
    if copy_of:
        certificate = copy_of.certificate
    spoken = ed25519.Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
    return Authority(key, certificate, (root,), (), spoken, demo=False)


_AT = datetime(2026, 3, 22, tzinfo=UTC)


@forgery
def signed_with_a_foreign_key_of_the_same_name(g: Genuine, dice: random.Random) -> bytes:
    return sign.sign(g.unsigned, authority=_foreign(authority.DEMO_NAME, dice), at=_AT)


@forgery
def signed_with_a_key_named_like_the_city(g: Genuine, dice: random.Random) -> bytes:
    return sign.sign(g.unsigned, authority=_foreign("星湖市人力资源和社会保障局", dice), at=_AT)


@forgery
def our_certificate_with_a_foreign_key(g: Genuine, dice: random.Random) -> bytes:
    thief = _foreign("x", dice, copy_of=g.signer)
    return sign.sign(g.unsigned, authority=thief, at=_AT)


@forgery
def another_text_signed_with_a_foreign_key(g: Genuine, dice: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(g.unsigned)) as pdf:
        pdf.docinfo["/Title"] = str(dice.random())
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return sign.sign(out.getvalue(), authority=_foreign(authority.DEMO_NAME, dice), at=_AT)


@forgery
def no_pdf_at_all(g: Genuine, dice: random.Random) -> bytes:
    return dice.randbytes(dice.randrange(0, 4000))


@forgery
def a_pdf_of_our_number_only(g: Genuine, dice: random.Random) -> bytes:
    new = pikepdf.new()
    new.add_blank_page()
    new.docinfo["/Title"] = f"荣誉证书 990600-TE-2026-0001-V {dice.random()}"
    out = io.BytesIO()
    new.save(out)
    return out.getvalue()
