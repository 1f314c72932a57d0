"""Much of nothing in very little: what a decompression bomb is made of."""

import zlib

BLOCK = 2**16


def packed(head: bytes, filler: bytes, size: int) -> bytes:
    """``head`` and ``size`` bytes of ``filler``, deflated. One block stands there again and again:
    to pack each anew takes a second for two hundred megabytes."""
    block, check = filler * BLOCK, zlib.adler32(head)
    squeeze = zlib.compressobj(9, wbits=-15)
    body = squeeze.compress(head) + squeeze.flush(zlib.Z_FULL_FLUSH)
    again = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    for _block in range(size // BLOCK):
        check = zlib.adler32(block, check)
    body += again * (size // BLOCK)
    return b"\x78\xda" + body + zlib.compress(b"", wbits=-15) + check.to_bytes(4, "big")
