"""One file of settings; every value that a city may change comes from the environment.

The names are described in docs/operations.md (a test compares the two).
"""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import __version__, city, databases, keys, logs, mail
from config.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = __version__
env = Environment()

# --- What kind of installation this is ------------------------------------------------------
_modes = "Give development, production or test."
MODE: str = env.read("str", "LAUREL_MODE", "development", advice=_modes)
if MODE not in {"development", "production", "test"}:
    env.refuse("LAUREL_MODE", f"is {MODE!r}. {_modes}")
PRODUCTION = MODE == "production"
TESTING = MODE == "test"

DEMO: bool = env.read("bool", "LAUREL_DEMO", MODE == "development", advice="Give true or false.")
DEBUG: bool = env.read("bool", "LAUREL_DEBUG", False, advice="Give true or false.")
if PRODUCTION and DEMO:
    env.refuse("LAUREL_DEMO", "is on. Demo accounts have known passwords: turn it off.")
if PRODUCTION and DEBUG:
    env.refuse("LAUREL_DEBUG", "is on. Debug pages show settings and personal data: turn it off.")

VAR_DIR: Path = env.read(
    "path", "LAUREL_VAR_DIR", BASE_DIR / "var", advice="Give the absolute path of a folder."
)
_kept = keys.fresh()
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    _kept = _kept if PRODUCTION else keys.keep(VAR_DIR)
except OSError as error:
    env.refuse("LAUREL_VAR_DIR", f"({VAR_DIR}): {error.strerror}. Give a folder you may write to.")

# --- Secrets: production brings its own, elsewhere they are made once and kept ---------------
_secret = env.require if PRODUCTION else env.read
SECRET_KEY: str = _secret(
    "str",
    "SECRET_KEY",
    _kept["secret_key"],
    advice="Give 50 or more random characters; keep them out of the repository.",
)
# First the key that seals, then the retired ones that may still open.
LAUREL_FIELD_KEYS: list[str] = [
    _secret(
        "str",
        "LAUREL_FIELD_KEY",
        _kept["field_key"],
        advice="Give 32 random bytes in base64 (openssl rand -base64 32) and back them up apart "
        "from the database: without them no sealed ID number can ever be read again.",
    ),
    *env.read("list", "LAUREL_FIELD_KEYS_RETIRED", [], advice="Give base64 keys with commas."),
]
# The digests by which a sealed number is found have a key of their own: a rotated field key must
# not make people unfindable.
LAUREL_LOOKUP_KEY: str = _secret(
    "str",
    "LAUREL_LOOKUP_KEY",
    _kept["lookup_key"],
    advice="Give 32 other random bytes in base64 (openssl rand -base64 32) and never change "
    "them: every stored lookup digest was made with them.",
)
for _problem in keys.problems(sealing=LAUREL_FIELD_KEYS, lookup=LAUREL_LOOKUP_KEY):
    env.refuse(*_problem)

# --- The city -------------------------------------------------------------------------------
_city_file: Path = env.read(
    "path",
    "LAUREL_CITY_FILE",
    BASE_DIR / "config" / "city.toml",
    advice="Give the path of a copy of config/city.toml.",
)
try:
    CITY = city.load(_city_file)
except ValueError as error:
    env.refuse("LAUREL_CITY_FILE", f"cannot be used. {error} Compare it with config/city.toml.")
    CITY = city.load(BASE_DIR / "config" / "city.toml")
LAUREL_CITY_NAME = CITY.name

# --- Addresses ------------------------------------------------------------------------------
_hosts_advice = "Give the host names of the site, with commas: pingjia.example.gov.cn"
if PRODUCTION:
    ALLOWED_HOSTS: list[str] = env.require("list", "ALLOWED_HOSTS", [], advice=_hosts_advice)
    if "*" in ALLOWED_HOSTS:
        env.refuse("ALLOWED_HOSTS", f"is *. Forged host names would be believed. {_hosts_advice}")
else:
    _local = ["localhost", ".localhost", "127.0.0.1", "[::1]", "testserver"]
    ALLOWED_HOSTS = env.read("list", "ALLOWED_HOSTS", _local, advice=_hosts_advice)
_port: int = env.read("int", "PORT", 8000, advice="Give the number of a free port.")
_site = f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else ""
# Every QR code begins with this: it must stay reachable for as long as certificates live.
_site = _site or f"http://127.0.0.1:{_port}"
_public = "Give the public address of the site: https://pingjia.example.gov.cn"
LAUREL_SITE_URL: str = env.read("str", "LAUREL_SITE_URL", _site, advice=_public).rstrip("/")
# AGPL-3.0 section 13: whoever uses the site is offered the source of what is running.
LAUREL_SOURCE_URL: str = env.read(
    "str", "LAUREL_SOURCE_URL", "", advice="Give the address where this source can be had."
)
CSRF_TRUSTED_ORIGINS: list[str] = env.read(
    "list", "CSRF_TRUSTED_ORIGINS", [], advice="Give https://host addresses with commas."
)

# --- Applications and their order -----------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_tasks_db",
    "viewflow",
    "viewflow.workflow",
    "sandbox",
    "journal",
    "evaluations",
    "certificates",
    "workflows",
]
# viewflow appends its middleware silently otherwise.
VIEWFLOW = {"AUTOREGISTER": False}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.end_idle_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.lead_on",
    "workflows.views.once.SameAnswer",
    "workflows.views.answer.RefusalPages",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.house",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# Dotted path of a function (request) -> entries; every page gets them lazily as `nav`.
NAVIGATION = "workflows.navigation.entries"

# --- Database, tasks, mail, files -----------------------------------------------------------
_url = env.read("str", "DATABASE_URL", "", advice=databases.ADVICE)
try:
    DATABASES = {"default": databases.configure(_url, folder=VAR_DIR)}
except ValueError:
    env.refuse("DATABASE_URL", f"is not usable. {databases.ADVICE}")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

_post = "smtp://localhost:25" if PRODUCTION else f"file://{VAR_DIR / 'mail'}"
try:
    MAILERS = mail.configure(env.read("str", "EMAIL_URL", _post, advice=mail.ADVICE))
except ValueError:
    env.refuse("EMAIL_URL", f"is not usable. {mail.ADVICE}")
_mail = "Give one mail address."
DEFAULT_FROM_EMAIL = env.read("str", "DEFAULT_FROM_EMAIL", CITY.office.email, advice=_mail)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Only our own files: the style sheets inside viewflow name fonts that it does not bring.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
# Evidence is never served as files: a view asks for permission first.
MEDIA_ROOT = VAR_DIR / "media"
LAUREL_CERTIFICATE_DIR = VAR_DIR / "certificates"
LAUREL_FONT_DIRS: list[str] = env.read(
    "list", "LAUREL_FONT_DIRS", ["/usr/share/fonts"], advice="Give folders with commas."
)
# Prepared once for a machine, not once for each demo.
LAUREL_FONT_CACHE = (VAR_DIR if PRODUCTION else BASE_DIR / "var") / "fonts"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# A tick each for the five thousand certificates of the largest list.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# --- Signing of certificates: without these a demo signs with throw-away keys -----------------
_file = "Give the path of one file."
LAUREL_SIGNING_KEY_FILE = env.read("str", "LAUREL_SIGNING_KEY_FILE", "", advice=_file)
LAUREL_STATEMENT_KEY_FILE = env.read("str", "LAUREL_STATEMENT_KEY_FILE", "", advice=_file)
LAUREL_SIGNING_PASSPHRASE = env.read("str", "LAUREL_SIGNING_PASSPHRASE", "")
LAUREL_SIGNING_CRL_FILES = env.read("list", "LAUREL_SIGNING_CRL_FILES", [])
_prints = env.read("list", "LAUREL_TRUSTED_SIGNERS", [])
LAUREL_TRUSTED_SIGNERS = [fingerprint.replace(":", "").lower() for fingerprint in _prints]
LAUREL_TSA_URL = env.read("str", "LAUREL_TSA_URL", "")
LAUREL_SEAL_URL = env.read("str", "LAUREL_SEAL_URL", "")
LAUREL_SEAL_TOKEN = env.read("str", "LAUREL_SEAL_TOKEN", "")
LAUREL_SEAL_NAME = env.read("str", "LAUREL_SEAL_NAME", "")
LAUREL_ISSUER_CODE = env.read("str", "LAUREL_ISSUER_CODE", "TEST00000000000000")
LAUREL_LICENCE_TYPE_CODE = env.read("str", "LAUREL_LICENCE_TYPE_CODE", "TEST00000000000000001")
if LAUREL_SIGNING_KEY_FILE and not LAUREL_STATEMENT_KEY_FILE:
    env.refuse("LAUREL_STATEMENT_KEY_FILE", f"belongs to LAUREL_SIGNING_KEY_FILE. {_file}")
if LAUREL_SEAL_TOKEN and not LAUREL_SEAL_URL:
    env.refuse("LAUREL_SEAL_URL", "belongs to LAUREL_SEAL_TOKEN.")

# --- People and sessions --------------------------------------------------------------------
AUTH_USER_MODEL = "evaluations.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ["UserAttributeSimilarityValidator", "CommonPasswordValidator"]
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/inbox/"
LOGOUT_REDIRECT_URL = "/"

_TLS: bool = env.read("bool", "LAUREL_TLS", PRODUCTION, advice="Give true or false.")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _TLS
# A __Host- cookie cannot be planted by a neighbouring subdomain.
SESSION_COOKIE_NAME = "__Host-session" if _TLS else "laurel_session"
CSRF_COOKIE_NAME = "__Host-csrf" if _TLS else "laurel_csrf"
LANGUAGE_COOKIE_NAME = "laurel_language"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_MINUTES: int = env.read("int", "LAUREL_SESSION_IDLE_MINUTES", 30)

# --- What browsers are told -----------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _TLS else 0
# Whether neighbouring subdomains are ready for TLS only their owner knows.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# The probe of a load balancer comes without TLS and wants an answer, not a redirect.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env.read("bool", "LAUREL_BEHIND_PROXY", False, advice="Give true or false."):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Words and time -------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.read("str", "LAUREL_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# --- The log --------------------------------------------------------------------------------
_level = env.read("log_level", "LAUREL_LOG_LEVEL", 20, advice="Give DEBUG, INFO or WARNING.")
LOGGING = logs.configure("WARNING" if TESTING else _level)

env.finish()
