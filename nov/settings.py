"""The one settings file: what differs between installations comes from the environment (README.md lists every variable).

Importing it reads nothing but the environment (and files named by `…_FILE` variables) and starts nothing.
"""

from datetime import date
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from nov import logs

env = environ.FileAwareEnv()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("NOV_DATA", default=str(BASE_DIR / "var"))).resolve()

# Where and how
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")  # no default: Django refuses an empty one
SITE_URL = env("SITE_URL", default="http://localhost:8000")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [SITE_HOST, *env.list("ALLOWED_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if DEBUG and SITE_HOST not in ("localhost", "127.0.0.1"):
    raise ImproperlyConfigured(f"DEBUG shows everybody at {SITE_HOST} what is inside: leave it out.")
ROOT_URLCONF = "nov.urls"

# The day on which the demo's clock stands still; empty where real work is done.
NOV_TODAY = date.fromisoformat(env("NOV_TODAY")) if env("NOV_TODAY", default="") else None

# The database: the application's log-in, which owns no table. DATABASE_OWNER_URL is read by nov.database only.
DATABASES = {"default": env.db("DATABASE_URL", default="postgresql:///nov")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The apps, each importing only what stands above it
INSTALLED_APPS = [
    "nov",
    "reports",
    "programmes",
    "members",
    "finance",
    "nov.kernel",
    "nov.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
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
                "nov.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "nov.kernel.forms.base.Renderer"

# Language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
FORMAT_MODULE_PATH = ["nov.language"]

# Logging in
AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = [
    "nov.roles.RolesBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "nov.accounts.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the bureau, which knows the address
ACCOUNT_ADAPTER = "nov.accounts.Accounts"  # nobody signs up by themselves
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an address without an account gets no mail, and the page does not tell
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_TOTP_ISSUER = "Vereniging NOV"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]

# Cookies and headers follow the scheme of SITE_URL
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-sessie" if SECURE else "sessie"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "nov.views.csrf_failure"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    ("fonts/lato", find_spec("font_lato").submodule_search_locations[0] + "/files"),
    ("handboek", BASE_DIR / "docs" / "img"),
]
MEDIA_ROOT = DATA_DIR / "media"  # never served by address: attachments go through a view that checks the right
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Mail: nothing leaves an installation that names no server
vars().update(env.email("EMAIL_URL", default="consolemail://"))
MAIL_ON = env.bool("MAIL_ON", default=False)  # off: the outbox keeps everything waiting, as a copy should
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="NOV <noreply@localhost>")

# Work in the background: every module with tasks; finished jobs leave the table

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["nov.jobs", "nov.kernel.tasks", "finance.tasks", "members.tasks"]
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

# Lists and history
NOV_IMPORTS = "nov.imports.IMPORTS"
DJANGO_TABLES2_TEMPLATE = "kernel/table.html"
# Who did it stands on the event's own row, which nobody may change afterwards.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()

# Logs
LOGGING = logs.configuration(env("LOG_LEVEL", default="WARNING"), readable=DEBUG)
