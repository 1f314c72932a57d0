"""The square code: made as one vector path, read again as a camera would."""

import zxingcpp
from PIL import Image


def modules(text: str) -> list[list[bool]]:
    """Rows of dark modules for ``text`` at error correction M, without quiet zone."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = memoryview(barcode.to_image(scale=1, add_quiet_zones=False)).tolist()
    return [[value == 0 for value in row] for row in image]


def svg(text: str) -> bytes:
    """Dark runs as one path. The quiet zone is the light page around it: designs keep it free."""
    rows = modules(text)
    size = len(rows)
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'width="{size}" height="{size}">'
        f'<path fill="#1a1714" d="{"".join(runs)}"/></svg>'
    ).encode()


def read(image: Image.Image) -> list[str]:
    """Every code on a rendered page, as text."""
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return [result.text for result in found]
