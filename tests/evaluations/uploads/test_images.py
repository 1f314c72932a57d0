"""Of a picture only the picture comes in: upright, whole, and without a word about its maker."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageFile, PngImagePlugin

from evaluations.uploads import PHOTO_SIZE, Kind, UploadRefused
from evaluations.uploads.images import as_photo, reencoded
from tests import bombs
from tests.evaluations.uploads import samples
from tests.evaluations.uploads.samples import CANARY, chunk, picture, png_with


def refused_as(check, *args) -> str:
    with pytest.raises(UploadRefused) as refused:
        check(*args)
    assert str(refused.value).endswith((".", "。"))
    return refused.value.code


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def is_dark(image: Image.Image, place: tuple[int, int]) -> bool:
    return image.convert("L").getpixel(place) < 128


def exif(**named: object) -> bytes:
    made = Image.Exif()
    for name, value in named.items():
        made[getattr(ExifTags.Base, name)] = value
    made.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (37.0, 27.0, 0.0)
    return made.tobytes()


def texts() -> PngImagePlugin.PngInfo:
    made = PngImagePlugin.PngInfo()
    made.add_text("Author", CANARY.encode("unicode_escape").decode())
    made.add_itxt("Author", CANARY, zip=False)
    made.add_text("Zipped", "x" * 50, zip=True)
    return made


@pytest.mark.parametrize(
    ("kind", "mode"),
    [(Kind.JPEG, mode) for mode in ("RGB", "L", "CMYK")]
    + [(Kind.PNG, mode) for mode in ("RGB", "L", "1", "P", "LA", "RGBA")],
)
def test_every_common_mode_comes_back_as_the_same_picture(kind, mode):
    image = opened(reencoded(picture(kind.name, mode=mode), kind))
    assert (image.format, image.size) == (kind.name, (60, 80))
    assert [
        sum(half.get_flattened_data()) // (30 * 80) < 100
        for half in (image.convert("L").crop(box) for box in ((0, 0, 30, 80), (30, 0, 60, 80)))
    ] == [True, False]


def test_transparency_of_a_palette_is_kept():
    made = Image.new("P", (9, 9))
    file = io.BytesIO()
    made.save(file, "PNG", transparency=0)
    image = opened(reencoded(file.getvalue(), Kind.PNG))
    assert (image.mode, image.getpixel((0, 0))[3]) == ("RGBA", 0)


def test_sixteen_bits_of_grey_keep_their_middle():
    made = Image.new("I;16", (3, 1))
    for x, value in enumerate((0, 32768, 65535)):
        made.putpixel((x, 0), value)
    file = io.BytesIO()
    made.save(file, "PNG")
    image = opened(reencoded(file.getvalue(), Kind.PNG))
    assert [image.getpixel((x, 0)) for x in range(3)] == [0, 128, 255]


@pytest.mark.parametrize(
    ("orientation", "dark"), [(1, (10, 40)), (3, (50, 40)), (6, (40, 10)), (8, (40, 50))]
)
def test_the_picture_is_turned_as_the_camera_said(orientation, dark):
    data = picture(exif=exif(Orientation=orientation))
    image = opened(reencoded(data, Kind.JPEG))
    light = tuple(side - 1 - place for side, place in zip(image.size, dark, strict=True))
    assert image.size == ((60, 80) if orientation < 5 else (80, 60))
    assert (is_dark(image, dark), is_dark(image, light)) == (True, False)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture(exif=exif(Artist="CANARY-7361", Make="CANARY-7361")), Kind.JPEG),
        (picture(comment=b"CANARY-7361"), Kind.JPEG),
        (picture(icc_profile=b"CANARY-7361" * 20), Kind.JPEG),
        (picture() + b"CANARY-7361", Kind.JPEG),
        (picture()[:2] + b"\xff\xed\x00\x0dCANARY-7361" + picture()[2:], Kind.JPEG),  # IPTC
        (png_with(chunk(b"tEXt", b"Author\0CANARY-7361")), Kind.PNG),
        (png_with(chunk(b"iTXt", b"Author\0\0\0\0\0CANARY-7361")), Kind.PNG),
        (png_with(chunk(b"eXIf", exif(Artist="CANARY-7361")[6:])), Kind.PNG),
        (png_with(chunk(b"prVt", b"CANARY-7361")), Kind.PNG),
        (picture("PNG") + b"CANARY-7361", Kind.PNG),
    ],
)
def test_no_word_of_the_original_survives(data, kind):
    assert b"CANARY-7361" in data
    written = reencoded(data, kind)
    image = opened(written)
    assert (b"CANARY-7361" in written, dict(image.getexif())) == (False, {})
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_packed_texts_do_not_survive_either():
    image = opened(reencoded(picture("PNG", pnginfo=texts()), Kind.PNG))
    assert image.text == {}


def test_an_archive_behind_a_picture_is_left_behind():
    written = reencoded(picture() + samples.archive(), Kind.JPEG)
    assert (b"PK\x03\x04" in written, b"payload" in written) == (False, False)


def test_a_colour_profile_is_applied_and_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = opened(reencoded(picture("PNG", icc_profile=profile), Kind.PNG))
    assert ("icc_profile" in image.info, image.getpixel((50, 40))) == (False, (200, 190, 180))


def test_a_second_picture_of_a_phone_is_left_behind():
    first, second = Image.new("RGB", (60, 80), "white"), Image.new("RGB", (60, 80), "black")
    file = io.BytesIO()
    first.save(file, "MPO", save_all=True, append_images=[second])
    image = opened(reencoded(file.getvalue(), Kind.JPEG))
    assert (image.format, getattr(image, "n_frames", 1), is_dark(image, (5, 5))) == (
        "JPEG",
        1,
        False,
    )


def moving() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("white", "black")]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    return file.getvalue()


def packed_chunk(kind: bytes, head: bytes) -> bytes:
    """A chunk that unpacks to 80 megabytes."""
    return chunk(kind, head + bombs.packed(b"", b"\0", 80 * 2**20))


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (samples.pixel_flood(30_000), Kind.PNG, "pixels"),
        (samples.pixel_flood(6_400), Kind.PNG, "pixels"),
        (picture()[:-20], Kind.JPEG, "damaged"),
        (picture()[:40], Kind.JPEG, "damaged"),
        (b"\xff\xd8\xff", Kind.JPEG, "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 5000, Kind.JPEG, "damaged"),
        (picture("PNG")[:-30], Kind.PNG, "damaged"),
        (b"\x89PNG\r\n\x1a\n", Kind.PNG, "damaged"),
        (picture("PNG").replace(b"IDAT", b"IDAX"), Kind.PNG, "damaged"),
        (picture("PNG")[:60] + b"\1" + picture("PNG")[61:], Kind.PNG, "damaged"),
        (png_with(packed_chunk(b"zTXt", b"a\0\0")), Kind.PNG, "damaged"),
        (moving(), Kind.PNG, "animated"),
    ],
)
def test_what_is_not_one_whole_picture_is_refused(data, kind, code):
    assert refused_as(reencoded, data, kind) == code


def test_a_profile_that_unpacks_without_end_is_not_unpacked():
    data = png_with(packed_chunk(b"iCCP", b"a\0\0"))
    try:
        written = reencoded(data, Kind.PNG)
    except UploadRefused:
        written = b""
    assert len(written) < 2000


def test_a_picture_just_under_the_limit_comes_in():
    image = opened(reencoded(samples.pixel_flood(3_000), Kind.PNG))
    assert image.size == (3_000, 3_000)


def test_the_wrong_parser_is_never_asked():
    assert refused_as(reencoded, picture("PNG"), Kind.JPEG) == "damaged"


def test_half_a_picture_is_refused_although_weasyprint_asked_for_leniency(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refused_as(reencoded, picture()[:-20], Kind.JPEG) == "damaged"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_leniency_asked_for_while_reading_does_not_pass(monkeypatch):
    load = ImageFile.ImageFile.load

    def load_while_somebody_imports_weasyprint(self):
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
        return load(self)

    monkeypatch.setattr(ImageFile.ImageFile, "load", load_while_somebody_imports_weasyprint)
    assert refused_as(reencoded, picture("PNG"), Kind.PNG) == "again"


@pytest.mark.parametrize(
    ("size", "form"),
    [((413, 579), "JPEG"), ((295, 413), "JPEG"), ((1200, 1600), "JPEG"), ((413, 626), "PNG")],
)
def test_an_identity_photo_gets_its_one_size(size, form):
    image = opened(as_photo(picture(form, size=size), Kind[form]))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", PHOTO_SIZE)
    assert (image.info.get("progressive"), image.info["dpi"], dict(image.getexif())) == (
        None,
        (300, 300),
        {},
    )
    assert (is_dark(image, (50, 300)), is_dark(image, (360, 300))) == (True, False)


def test_a_transparent_photo_stands_on_white():
    made = Image.new("RGBA", (413, 579), (0, 0, 0, 0))
    file = io.BytesIO()
    made.save(file, "PNG")
    assert opened(as_photo(file.getvalue(), Kind.PNG)).getpixel((200, 200)) == (255, 255, 255)


def test_a_grey_photo_becomes_colour():
    assert opened(as_photo(picture(size=(413, 579), mode="L"), Kind.JPEG)).mode == "RGB"


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((294, 412), "photo_small"),
        ((20, 28), "photo_small"),
        ((800, 600), "photo_shape"),
        ((600, 600), "photo_shape"),
        ((400, 900), "photo_shape"),
    ],
)
def test_a_photo_of_another_shape_or_too_small_is_refused(size, code):
    assert refused_as(as_photo, picture(size=size), Kind.JPEG) == code


def test_a_lying_photo_that_the_camera_turned_is_accepted():
    data = picture(size=(579, 413), exif=exif(Orientation=6))
    assert opened(as_photo(data, Kind.JPEG)).size == PHOTO_SIZE


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([Kind.JPEG, Kind.PNG]), st.data())
def test_a_damaged_picture_is_written_anew_or_refused_and_nothing_else(kind, data):
    changed = bytearray(picture(kind.name))
    for _n in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(8, len(changed) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del changed[data.draw(st.integers(8, len(changed) - 1)) :]
    try:
        written = reencoded(bytes(changed), kind)
    except UploadRefused as refused:
        assert refused.code in {"damaged", "pixels", "animated"}  # noqa: PT017
    else:
        assert opened(written).format == kind.name


def test_a_forged_size_does_not_reserve_memory():
    whole = picture("PNG")
    header = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    forged = whole[:8] + chunk(b"IHDR", header) + whole[33:]
    assert refused_as(reencoded, forged, Kind.PNG) == "pixels"


def test_a_wide_colour_is_brought_into_srgb():
    """A profile with red and blue exchanged must show: dark blue becomes dark red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    data = picture("PNG", icc_profile=bytes(profile))
    seen = opened(reencoded(data, Kind.PNG)).getpixel((10, 40))
    assert (seen[0] > 80, seen[2] < 50) == (True, True)
