import pytest
from django.core.mail import mailers
from django.test import override_settings

from config import mail

BACKENDS = "django.core.mail.backends"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp://localhost",
            {
                "BACKEND": f"{BACKENDS}.smtp.EmailBackend",
                "OPTIONS": {"host": "localhost", "port": 25, "timeout": 15},
            },
        ),
        (
            "submission://me:p%40ss@mail.example:587",
            {
                "BACKEND": f"{BACKENDS}.smtp.EmailBackend",
                "OPTIONS": {
                    "host": "mail.example",
                    "port": 587,
                    "username": "me",
                    "password": "p@ss",
                    "use_tls": True,
                    "timeout": 15,
                },
            },
        ),
        (
            "file:///srv/mail",
            {
                "BACKEND": f"{BACKENDS}.filebased.EmailBackend",
                "OPTIONS": {"file_path": "/srv/mail"},
            },
        ),
        ("console://", {"BACKEND": f"{BACKENDS}.console.EmailBackend", "OPTIONS": {}}),
    ],
)
def test_an_address_becomes_a_mailer(url: str, expected: dict[str, object]) -> None:
    found = mail.configure(url)
    assert found == {"default": expected}
    with override_settings(MAILERS=found):
        # Django refuses options that a backend does not know.
        assert type(mailers["default"]).__module__ + ".EmailBackend" == expected["BACKEND"]


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown scheme"):
        mail.configure("pigeon://roof")


def test_mail_to_a_folder_needs_the_folder() -> None:
    with pytest.raises(ValueError, match="folder is missing"):
        mail.configure("file://")
