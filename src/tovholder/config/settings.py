"""Settings. What differs between installations comes from the environment; docs/operations.md lists it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pghistory
from django.utils.translation import gettext_lazy as _

from tovholder.config import database
from tovholder.config.logging import CONSOLE

PACKAGE = Path(__file__).resolve().parent.parent
HOME = database.home()


def _secret_key() -> str:
    """From the environment, else made once and kept in the data folder, readable by its owner alone."""
    if key := os.environ.get("TOVHOLDER_SECRET_KEY"):
        return key
    file = HOME / "secret-key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as opened:
                opened.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass  # another process came first
    return file.read_text()


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("TOVHOLDER_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("TOVHOLDER_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
#: Behind HTTPS: cookies only over HTTPS, and the proxy's word for the scheme is believed.
HTTPS = os.environ.get("TOVHOLDER_HTTPS") == "1"

INSTALLED_APPS = [
    "tovholder.web",
    "tovholder.accounts",
    "tovholder.audit",
    "tovholder.citizens",
    "tovholder.casework",
    "tovholder.rulebook",
    "tovholder.workload",
    "tovholder.continuity",
    "tovholder.imports",
    "tovholder.plans",
    "tovholder.documents",
    "tovholder.waiting",
    "tovholder.cooperation",
    "tovholder.snapshots",
    "tovholder.published",
    "tovholder.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "tovholder.accounts.readonly.ReadsOnlyReadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tovholder.accounts.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tovholder.accounts.sessions.SessionEndsMiddleware",
    "tovholder.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "tovholder.config.urls"
WSGI_APPLICATION = "tovholder.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tovholder.web.context.page",
            ],
            "builtins": ["tovholder.web.templatetags.kit"],
        },
    }
]

DATABASES = {"default": database.settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: A GET that changes something fails (tests, development) or is let through and logged (production).
STRICT_READS = DEBUG

# Throttling counts in here, shared by all web processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "throttle"}}

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"  # my day
ACCOUNT_ADAPTER = "tovholder.accounts.adapter.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_FORMS = {
    "login": "tovholder.accounts.forms.signing_in.SignInForm",
    "reauthenticate": "tovholder.accounts.forms.signing_in.PasswordAgainForm",
    "change_password": "tovholder.accounts.forms.signing_in.NewPasswordForm",
}
# A whole municipality comes from one address, so the limits per address (ip) are wide, those per person (key) narrow.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/5m/key", "wrong_code": "60/5m/ip"}
#: How many proxies of one's own stand before the server: the address of the one who asks is that many from the right.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TOVHOLDER_PROXIES", "1" if HTTPS else "0"))
MFA_ADAPTER = "tovholder.accounts.second_step.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "tovholder.accounts.forms.signing_in.CodeForm",
    "reauthenticate": "tovholder.accounts.forms.signing_in.CodeAgainForm",
    "activate_totp": "tovholder.accounts.forms.signing_in.ActivateAppForm",
    "add_webauthn": "tovholder.accounts.forms.signing_in.AddPasskeyForm",
    "edit_webauthn": "tovholder.accounts.forms.signing_in.RenamePasskeyForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody signs up, so no e-mail is ever verified; the administrator vouches for it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
#: A clock that is off by less than half a minute does not lock anybody out.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Tovholder"

# A caseworker's day: signed out after eight hours, when the browser closes, and after a while without a request.
SESSION_COOKIE_AGE = 8 * 60 * 60
IDLE_MINUTES = int(os.environ.get("TOVHOLDER_IDLE_MINUTES", "60"))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "tovholder_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "tovholder.web.errors.csrf_failure"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        # Charts and bands are drawn as SVG with their measures in style attributes.
        "style-src": ["'self'", "'unsafe-inline'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
LANGUAGE_COOKIE_NAME = "tovholder_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served from where they lie in the rooms; nothing is collected, so there is no STATIC_ROOT.
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"
SNAPSHOT_ROOT = HOME / "snapshots"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
#: Who delivers letters to citizens (continuity/letters/channels.py), and the folder of the only built-in channel.
LETTER_CHANNEL = os.environ.get("TOVHOLDER_LETTER_CHANNEL", "tovholder.continuity.letters.channels.Folder")
LETTER_FOLDER = HOME / "outbox"
#: Where citizens reach the house, for addresses in letters. Without one a letter asks nothing that has to be opened.
PUBLIC_ADDRESS = os.environ.get("TOVHOLDER_ADDRESS", f"https://{ALLOWED_HOSTS[0]}" if HTTPS else "").rstrip("/")

SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # HSTS and redirects belong to the proxy

# What people typed about citizens is in no report of a fault either.
DEFAULT_EXCEPTION_REPORTER = "tovholder.web.reports.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "tovholder.web.reports.Filter"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    **CONSOLE,
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}

# What is changed, by whom and why, is kept by triggers: the row as it was before each change (audit/history.py). The
# first version of a row needs no copy: the row itself says who registered it and when.
PGHISTORY_DEFAULT_TRACKERS = (pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history", db_index=True)
PGHISTORY_APPEND_ONLY = True
