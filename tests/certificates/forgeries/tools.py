"""Files written anew by a tool, stripped, or signed by somebody else."""

import functools
import io
import random
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pikepdf
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from certificates import authority, sign
from certificates.authority import Authority
from tests.certificates.forgeries.genuine import Genuine, forgery


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


def _forged(content: bytes, name: str, dice: random.Random, **more: Authority) -> bytes:
    """``content`` signed by one of the forger's authorities, at some moment."""
    at = datetime(2026, 3, 22, tzinfo=UTC) + timedelta(seconds=dice.randrange(10**6))
    return sign.sign(content, authority=_foreign(name, dice.randrange(3), **more), at=at)


@functools.cache
def _foreign(name: str, number: int, *, copy_of: Authority | None = None) -> Authority:
    """An authority of the forger, with any name that he likes."""
    dice = random.Random(f"{name}/{number}")
    root_key, key = (
        ec.derive_private_key(dice.getrandbits(200) + 1, ec.SECP256R1()) for _i in range(2)
    )
    root = authority.certify("DEMO Laurel root (not valid)", root_key, None, None)
    certificate = authority.certify(name, key, root_key, root)
    if copy_of:
        certificate = copy_of.certificate
    spoken = ed25519.Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
    return Authority(key, certificate, (root,), (), spoken, demo=False)


@forgery
def signed_with_a_foreign_key_of_the_same_name(g: Genuine, dice: random.Random) -> bytes:
    return _forged(g.unsigned, authority.DEMO_NAME, dice)


@forgery
def signed_with_a_key_named_like_the_city(g: Genuine, dice: random.Random) -> bytes:
    return _forged(g.unsigned, "星湖市人力资源和社会保障局", dice)


@forgery
def our_certificate_with_a_foreign_key(g: Genuine, dice: random.Random) -> bytes:
    return _forged(g.unsigned, "x", dice, copy_of=g.signer)


@forgery
def another_text_signed_with_a_foreign_key(g: Genuine, dice: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(g.unsigned)) as pdf:
        pdf.docinfo["/Title"] = str(dice.random())
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return _forged(out.getvalue(), authority.DEMO_NAME, dice)


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
