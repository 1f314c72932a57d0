"""Bytes changed inside a file that has one revision."""

import random
import re

from tests.certificates.forgeries.genuine import FORGERIES, Genuine, forgery


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
