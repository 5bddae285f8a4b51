"""The settings: one file, safe by default, the same in every place.

A value comes from the environment or from a file of that name in `$MENTORCASE_VAR/env/` (made by the first start, mode 0600);
the environment wins. Nothing exists in production alone: demo mode only shows a banner, allows the demo accounts and lets
cookies travel over plain http on this machine.
"""

import json
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from mentorcase.schedule import BEAT

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("MENTORCASE_VAR") or BASE_DIR / "var")


def setting(name: str, default: str | None = None) -> str:
    """The value of `name`: environment first, then the file in `$MENTORCASE_VAR/env/`, then the default; without one, start is refused."""
    if name in os.environ:
        return os.environ[name]
    file = VAR / "env" / name
    try:
        return file.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        pass
    if default is None:
        raise ImproperlyConfigured(
            f"{name} is not set: put it in the environment or in {file}, or start with script/server, which makes it."
        )
    return default


def database(url: str) -> dict:
    """Django's database settings from postgresql://user:password@host:port/name or, for a socket, postgresql://user@/name?host=/folder."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "core.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A cursor of the server lives in its session, and a pooler gives that to somebody else after the transaction.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        # Our own limit on a server that has stopped answering; see core/postgres.
        "ANSWER_WITHIN": None if AS_OWNER else 12,
        "OPTIONS": {
            **query,
            "connect_timeout": 2,
            # A page that waits longer than this is a fault: better a clear sentence than a browser that hangs.
            "options": "-c lock_timeout=5000 -c statement_timeout=0" if AS_OWNER else "-c lock_timeout=4000 -c statement_timeout=10000",
        },
    }


# Mode
DEMO = setting("MENTORCASE_DEMO", "0") == "1"
DEBUG = False
AS_OWNER = os.environ.get("MENTORCASE_AS_OWNER") == "1"
# The address that people type, with the scheme: https://mentor.example.dk
PUBLIC_URL = setting("MENTORCASE_URL", "http://127.0.0.1:8000")
HTTPS = urlsplit(PUBLIC_URL).scheme == "https"

# Keys: of their own, never derived from each other
SECRET_KEY = setting("SECRET_KEY")
CPR_KEYS: dict[str, str] = json.loads(setting("CPR_KEYS"))  # key id -> 32 bytes in hex; the last one encrypts
CPR_INDEX_KEY = setting("CPR_INDEX_KEY")  # 32 bytes in hex

# Applications
INSTALLED_APPS = [
    "accounts.admin_config.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "core",
    "accounts",
    "mentors",
    "cases",
    "reports",
]
ROOT_URLCONF = "mentorcase.urls"
WSGI_APPLICATION = "mentorcase.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "core.http.PageHeadersMiddleware",
    "core.http.BadInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.MembershipMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last, so that it is nearest to the view: one transaction for the view, its template and its read log.
    "accounts.middleware.TransactionMiddleware",
]

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
                "accounts.context.frame",
                "reports.context.reports",
            ],
            "builtins": ["core.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("dkfds",)
CRISPY_TEMPLATE_PACK = "dkfds"
CRISPY_FAIL_SILENTLY = False
CRISPY_CLASS_CONVERTERS = {
    "textinput": "form-input",
    "numberinput": "form-input",
    "emailinput": "form-input",
    "passwordinput": "form-input",
    "dateinput": "form-input",
    "textarea": "form-input",
    "select": "form-select",
    "radioselect": "form-radio",
    "checkboxinput": "form-checkbox",
    "checkboxselectmultiple": "form-checkbox",
}

# Database: the plain role for web and worker, the owner for migrations; with one DATABASE_URL only, `check` says that a layer is missing
DATABASE_URL = setting("DATABASE_URL")
DATABASE_OWNER_URL = setting("DATABASE_OWNER_URL", DATABASE_URL)
DATABASE_PLAIN_ROLE = unquote(urlsplit(DATABASE_URL).username or "")
DATABASES = {"default": database(DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL)}

# Cache, sessions and rate limits live in the database: signing in and saving must work when the broker is gone
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Hosts and transport
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "127.0.0.1", *([] if HTTPS else ["127.0.0.1", "localhost", "[::1]"])]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Limits on signing in count per address of the visitor. So many proxies of ours stand in front and each adds to X-Forwarded-For; what a
# visitor claims before that is not believed. With too few, everybody has the proxy's address and one stranger locks all of us out.
ALLAUTH_TRUSTED_PROXY_COUNT = int(setting("PROXIES", "1" if HTTPS else "0"))
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of two-factor sign-in is a data: picture
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list] = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Files that people send: one a form, in memory only, at most so many bytes (of a larger one the page says that it is too large).
# The scanner gets each document on its standard input: exit code 0 keeps it, 1 refuses it, such as "clamdscan --no-summary -".
FILE_UPLOAD_HANDLERS = ["core.uploads.LimitedUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2
MENTORCASE_SCAN_COMMAND = setting("MENTORCASE_SCAN_COMMAND", "")

# Sign-in
AUTH_USER_MODEL = "accounts.User"
# "email is not unique": it is, by the constraint user_email_once on lower(email), which Django's check does not read.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["accounts.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/login/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "MentorCase"

# Broker and jobs
REDIS_URL = setting("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
# A task runs at most 540 s, so a task that is in hand is never given out a second time (600 s).
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "retry_on_timeout": False,
    # Without these a broker that refuses is asked for six seconds, even when the sender says that it wants no retry.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "connect_retries_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for a broker as long as it is away
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 540
CELERY_TASK_SOFT_TIME_LIMIT = 500
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_TIMEZONE = "Europe/Copenhagen"
CELERY_BEAT_SCHEDULE = BEAT
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Mail: demo mode keeps mails as files in the var folder and writes them on the console; outside it SMTP, named by the environment
EMAIL_BACKEND = "accounts.demo_mail.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = setting("EMAIL_HOST", "localhost")
EMAIL_PORT = int(setting("EMAIL_PORT", "25"))
EMAIL_HOST_USER = setting("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = setting("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = setting("EMAIL_USE_TLS", "0") == "1"
EMAIL_TIMEOUT = 20  # no page waits for it: mails are rows that the worker sends
DEFAULT_FROM_EMAIL = SERVER_EMAIL = setting("EMAIL_FROM", "mentorcase@localhost")

# Language and time: Danish unless the user chose English; days are Copenhagen's days
LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
FORMAT_MODULE_PATH = ["core.formats"]

# Files of the application itself
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Logs: to standard error, without request bodies or anything personal
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"scrub": {"()": "core.logs.ScrubFilter"}},
    "formatters": {"plain": {"()": "core.logs.PlainFormatter", "format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["scrub"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"level": "INFO"},
        "django.server": {"handlers": [], "propagate": True},
        # Steps and fonts of every PDF; and WeasyPrint names the addresses that it refused, which may be what somebody typed.
        "weasyprint": {"level": "CRITICAL"},
        "weasyprint.progress": {"level": "CRITICAL"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
    },
}
