"""Small files that pass the upload gate and say that they are samples."""

import io

from PIL import Image, ImageDraw

_SIZE = (413, 579)


def picture(tint: int) -> bytes:
    """A JPEG silhouette in the format of an identity photo; ``tint`` tells people apart."""
    image = Image.new("RGB", _SIZE, (120 + tint % 60, 160, 200 - tint % 50))
    draw = ImageDraw.Draw(image)
    draw.ellipse((126, 120, 286, 310), fill=(238, 205, 180))
    draw.rectangle((60, 400, 353, 579), fill=(45 + tint % 40, 58, 72))
    draw.ellipse((60, 330, 353, 520), fill=(45 + tint % 40, 58, 72))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def scan(words: str) -> bytes:
    """A one-page PDF that stands for a stamped document; ``words``: ASCII."""
    stream = f"BT /F1 18 Tf 72 720 Td ({words}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
