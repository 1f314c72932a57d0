"""Pictures: decoded strictly, turned upright, written anew without anything but their pixels."""

import io
import struct
import zlib
from contextlib import suppress

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps

from evaluations.uploads.files import Kind, UploadRefused
from evaluations.uploads.paper import PHOTO_SIZE

MAX_PIXELS = 40_000_000  # checked in the header, before anything is decoded (T24)
_PHOTO_SMALLEST = (295, 413)  # the one-inch photo; anything less prints as squares
_PHOTO_RATIO = (0.62, 0.84)  # width / height: from 35 x 53 mm to the 26 x 32 mm of the ID card
_SRGB = ImageCms.createProfile("sRGB")
_LARGEST_PROFILE = 2**20  # bytes; real colour profiles have 500 to 560,000

# What Pillow's parsers raise on files that are broken or meant to break them.
_UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, struct.error, zlib.error, EOFError,
               IndexError, KeyError, OverflowError)  # fmt: skip


def reencoded(data: bytes, kind: Kind) -> bytes:
    """The picture as a new file of the same kind: upright, sRGB, no metadata, nothing appended."""
    picture = _decoded(data, kind)
    if kind is Kind.PNG:
        return _written(picture, "PNG")
    return _written(_flat(picture), "JPEG", quality=92, subsampling=0)


def as_photo(data: bytes, kind: Kind) -> bytes:
    """A baseline JPEG of PHOTO_SIZE in sRGB, cropped a little where the shape asks for it.

    Refuses pictures that are lying, far from the shape of an identity photo, or too small.
    """
    picture = _flat(_decoded(data, kind)).convert("RGB")
    width, height = picture.size
    if width < _PHOTO_SMALLEST[0] or height < _PHOTO_SMALLEST[1]:
        message = _(
            "This photo has %(width)d × %(height)d pixels; at least 295 × 413 are needed. "
            "Take it again, or use the original instead of a copy from a chat."
        )
        raise UploadRefused(message % {"width": width, "height": height}, code="photo_small")
    if not _PHOTO_RATIO[0] <= width / height <= _PHOTO_RATIO[1]:
        message = _(
            "An identity photo is upright, about 5 wide to 7 high. Crop the photo to head and "
            "shoulders and upload it again."
        )
        raise UploadRefused(message, code="photo_shape")
    # Faces sit above the middle: what must go, goes from the bottom first.
    fitted = ImageOps.fit(picture, PHOTO_SIZE, Image.Resampling.LANCZOS, centering=(0.5, 0.3))
    return _written(fitted, "JPEG", quality=92, subsampling=0, dpi=(300, 300))


def opened(data: bytes, kind: Kind) -> Image.Image:
    """The picture upright, in sRGB, on white paper; decoded as strictly as at the gate."""
    return _flat(_decoded(data, kind))


def _decoded(data: bytes, kind: Kind) -> Image.Image:
    # Danger: importing WeasyPrint sets this to True for the whole process, and half a picture
    # would then pass as a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture = _loaded(data, kind)
    except UploadRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _UNREADABLE as error:
        message = _(
            "This picture is damaged or incomplete. Open it, save it again as JPEG or PNG, and "
            "upload that."
        )
        raise UploadRefused(message, code="damaged") from error
    if ImageFile.LOAD_TRUNCATED_IMAGES:
        # Somebody imported WeasyPrint while this picture was being read.
        raise UploadRefused(
            _("The file could not be checked just now. Upload it again."), code="again"
        )
    return picture


def _loaded(data: bytes, kind: Kind) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=(kind.name,)) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise _too_many_pixels()
        if kind is Kind.PNG and getattr(picture, "is_animated", False):
            message = _("Moving pictures are not accepted. Save one frame as PNG or JPEG.")
            raise UploadRefused(message, code="animated")
        picture.load()
        profile = picture.info.get("icc_profile")
        ImageOps.exif_transpose(picture, in_place=True)  # no second copy of 40 million pixels
        return _in_srgb(picture, profile)


def _too_many_pixels() -> UploadRefused:
    message = _(
        "This picture has more than 40 million pixels. Make it smaller, or scan it at 150 to 200 dpi."
    )
    return UploadRefused(message, code="pixels")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Phone cameras write Display P3: without its profile such a face turns pale."""
    if picture.mode == "RGB" and profile and len(profile) <= _LARGEST_PROFILE:
        # A broken profile is no reason to lose the picture: it is then read as sRGB.
        with suppress(ImageCms.PyCMSError, OSError):
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), _SRGB
            ImageCms.profileToProfile(picture, source, target, inPlace=True)
    return _plain(picture)


def _plain(picture: Image.Image) -> Image.Image:
    """One of L, RGB, RGBA, whatever mode the file was stored in."""
    if picture.mode.startswith(("I", "F")):  # 16 bits of grey: keep the upper 8
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in {"LA", "PA", "RGBa", "La"} or "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode == "1":
        return picture.convert("L")
    return picture if picture.mode in {"L", "RGB", "RGBA"} else picture.convert("RGB")


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _written(picture: Image.Image, form: str, **options: object) -> bytes:
    # What Pillow would carry over from the original lives here: comment, profile, exif, text.
    picture.info = {}
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()
