"""The file of settings as an operator meets it: run afresh under another environment."""

import runpy
import secrets
from pathlib import Path
from typing import Any

import pytest

import config
from config.environment import SettingsError
from config.keys import new_key

FILE = str(Path(config.__file__).with_name("settings.py"))


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """load(NAME=value, …) -> the settings; every name of Laurel is unset first."""

    def run(**environment: str) -> dict[str, Any]:
        from_outside = runpy.run_path(FILE)["env"].names
        for name in from_outside:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"LAUREL_VAR_DIR": str(tmp_path / "var"), **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(FILE)

    return run


def problems(load: Any, **environment: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load(**environment)
    lines = str(raised.value).splitlines()
    return [line.removeprefix("  - ") for line in lines if line.startswith("  - ")]


def production(**others: str) -> dict[str, str]:
    return {
        "LAUREL_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "LAUREL_FIELD_KEY": new_key(),
        "LAUREL_LOOKUP_KEY": new_key(),
        "ALLOWED_HOSTS": "pingjia.example.gov.cn",
    } | others


def test_development_needs_nothing_and_keeps_its_secrets(load: Any, tmp_path: Path) -> None:
    first, second = load(), load()
    assert (first["SECRET_KEY"], first["LAUREL_FIELD_KEYS"], first["LAUREL_LOOKUP_KEY"]) == (
        second["SECRET_KEY"],
        second["LAUREL_FIELD_KEYS"],
        second["LAUREL_LOOKUP_KEY"],
    )
    assert (first["DEMO"], first["DEBUG"], first["PRODUCTION"]) == (True, False, False)
    assert first["DATABASES"]["default"]["NAME"] == str(tmp_path / "var" / "laurel.sqlite3")
    assert first["LAUREL_SITE_URL"] == "http://127.0.0.1:8000"


def test_a_complete_production_starts_closed(load: Any) -> None:
    settings = load(**production())
    assert settings["LAUREL_SITE_URL"] == "https://pingjia.example.gov.cn"
    assert (settings["DEMO"], settings["DEBUG"]) == (False, False)
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert (settings["SESSION_COOKIE_SECURE"], settings["SECURE_SSL_REDIRECT"]) == (True, True)
    assert settings["MAILERS"]["default"]["OPTIONS"]["host"] == "localhost"


def test_an_empty_production_is_told_everything_at_once(load: Any) -> None:
    told = problems(load, LAUREL_MODE="production")
    assert [sentence.split(" is not set. ")[0] for sentence in told] == [
        "SECRET_KEY",
        "LAUREL_FIELD_KEY",
        "LAUREL_LOOKUP_KEY",
        "ALLOWED_HOSTS",
    ]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LAUREL_DEMO", "true", "is on. Demo accounts have known passwords: turn it off."),
        (
            "LAUREL_DEBUG",
            "true",
            "is on. Debug pages show settings and personal data: turn it off.",
        ),
        *(
            (
                "SECRET_KEY",
                value,
                "is not usable. Give 50 or more random characters; keep them out of the repository.",
            )
            for value in (
                "short",
                "k" * 60,
                "django-insecure-abcdefghijklmnopqrstuvwxyz0123456789abcdefgh",
            )
        ),
        *(
            (
                "ALLOWED_HOSTS",
                value,
                "is not usable. Give the host names of the site, with commas: pingjia.example.gov.cn",
            )
            for value in ("https://pingjia.example.gov.cn", "a.example/x", " , ")
        ),
        (
            "LAUREL_SEAL_URL",
            "http://seal.example",
            "is not usable. Give the https address of the seal platform.",
        ),
        (
            "ALLOWED_HOSTS",
            "*",
            (
                "is *. Forged host names would be believed. Give the host names of the site, with "
                "commas: pingjia.example.gov.cn"
            ),
        ),
        (
            "LAUREL_LOOKUP_KEY",
            "abc",
            "is not 32 bytes in base64. Make one with: openssl rand -base64 32",
        ),
    ],
)
def test_production_refuses(load: Any, name: str, value: str, sentence: str) -> None:
    assert problems(load, **production(**{name: value})) == [f"{name} {sentence}"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LAUREL_MODE", "live", "is 'live'. Give development, production or test."),
        ("LAUREL_DEMO", "perhaps", "is not usable. Give true or false."),
        (
            "LAUREL_SESSION_IDLE_MINUTES",
            "half",
            "is not usable. Give whole minutes, from 1 to 1440.",
        ),
        (
            "DATABASE_URL",
            "mysql://here/laurel",
            (
                "is not usable. Give postgres://USER:PASSWORD@HOST:5432/NAME or "
                "sqlite:////absolute/path/laurel.sqlite3, or leave it out for SQLite in the folder of "
                "LAUREL_VAR_DIR."
            ),
        ),
        (
            "EMAIL_URL",
            "pigeon://roof",
            (
                "is not usable. Give smtp://USER:PASSWORD@HOST:25, submission://USER:PASSWORD@HOST:587 "
                "(STARTTLS), file:///absolute/folder or console://."
            ),
        ),
        (
            "LAUREL_CITY_FILE",
            "/nowhere/city.toml",
            (
                "cannot be used. city.toml cannot be read (No such file or directory). Compare it with "
                "config/city.toml."
            ),
        ),
        ("PORT", "99999999", "is not usable. Give the number of a free port."),
        ("LAUREL_TIME_ZONE", "Mars", "is not usable. Give a name like Asia/Shanghai."),
        (
            "LAUREL_TSA_URL",
            "nowhere",
            "is not usable. Give the http or https address of the time-stamping service.",
        ),
        (
            "LAUREL_SEAL_URL",
            "nowhere",
            "is not usable. Give the https address of the seal platform.",
        ),
        (
            "LAUREL_TRUSTED_SIGNERS",
            "abc",
            "is not usable. Give SHA-256 fingerprints of certificates, 64 hexadecimal digits each, with commas.",
        ),
        (
            "LAUREL_ISSUER_CODE",
            "12",
            "is not usable. Give the 18 characters of the issuing office's unified social credit code.",
        ),
        ("LAUREL_VAR_DIR", "var", "is not usable. Give the absolute path of a folder."),
        ("LAUREL_FONT_DIRS", "/nowhere", "is not usable. Give folders with commas."),
        (
            "LAUREL_VAR_DIR",
            "/proc/laurel",
            "(/proc/laurel): No such file or directory. Give a folder you may write to.",
        ),
    ],
)
def test_a_wrong_value_is_answered_with_advice(
    load: Any, name: str, value: str, sentence: str
) -> None:
    assert problems(load, **{name: value}) == [f"{name} {sentence}"]


def test_one_key_for_two_purposes_is_refused(load: Any) -> None:
    key = new_key()
    assert problems(load, LAUREL_FIELD_KEY=key, LAUREL_LOOKUP_KEY=key) == [
        (
            "LAUREL_LOOKUP_KEY is the same as a field key; it must be another. "
            "Make one with: openssl rand -base64 32"
        )
    ]


def test_a_retired_key_still_opens(load: Any) -> None:
    now, before = new_key(), new_key()
    settings = load(LAUREL_FIELD_KEY=now, LAUREL_FIELD_KEYS_RETIRED=before)
    assert settings["LAUREL_FIELD_KEYS"] == [now, before]


def test_what_belongs_together_is_asked_for_together(load: Any) -> None:
    assert problems(load, LAUREL_SIGNING_KEY_FILE=FILE, LAUREL_SEAL_TOKEN="t") == [
        "LAUREL_STATEMENT_KEY_FILE belongs to LAUREL_SIGNING_KEY_FILE. Give the path of one file.",
        "LAUREL_SEAL_URL belongs to LAUREL_SEAL_TOKEN.",
    ]


def test_blanks_after_commas_and_colons_in_fingerprints_do_no_harm(load: Any) -> None:
    settings = load(
        ALLOWED_HOSTS="a.example, b.example,", LAUREL_TRUSTED_SIGNERS=":".join(["AB"] * 32)
    )
    assert settings["ALLOWED_HOSTS"] == ["a.example", "b.example"]
    assert settings["LAUREL_TRUSTED_SIGNERS"] == ["ab" * 32]
