"""One settings file; every choice of the place it runs in comes from the environment.

Own names begin with HCEC_ and an unknown one stops the start: a misspelt switch must never be a silent default.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

KNOWN = {
    "HCEC_DEBUG",
    "HCEC_SECRET_KEY",
    "HCEC_ID_KEY",
    "HCEC_CREDENTIAL_KEYS",
    "HCEC_LOG_KEY",
    "HCEC_LOG_ORIGIN",
    "HCEC_DEMO",
    "HCEC_VAR",
    "HCEC_ALLOWED_HOSTS",
    "HCEC_PUBLIC_URL",
    "HCEC_MAIL_URL",
    "HCEC_LOG",
    "HCEC_TRUSTED_PROXIES",
    "HCEC_ROW_SECURITY",
    "HCEC_SIGNING_KEY",
    "HCEC_SIGNING_PASSPHRASE",
    "HCEC_UNSIGNED",
    "HCEC_TIMESTAMP_URL",
    "HCEC_TIMESTAMP_ROOTS",
}
if unknown := {name for name in os.environ if name.startswith("HCEC_")} - KNOWN:
    raise ImproperlyConfigured(f"Unknown settings in the environment: {', '.join(sorted(unknown))}")

DEBUG = env.bool("HCEC_DEBUG", False)
DEMO = env.bool("HCEC_DEMO", False)
VAR = Path(env.str("HCEC_VAR", str(BASE_DIR / "var")))
PUBLIC_URL = env.str("HCEC_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("HCEC_ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
LOCAL = DEBUG or DEMO

# Keys that a public copy of the source would give away: fine on this machine, refused anywhere else.
SECRET_KEY = env.str("HCEC_SECRET_KEY", "only-for-this-machine-" * 3)
# 32 bytes in base64; seals national IDs and makes their fingerprints (hcec.core.national_id).
HCEC_ID_KEY = env.str("HCEC_ID_KEY", "b25seS1mb3ItdGhpcy1tYWNoaW5lLWtleS0zMmJ5dGU=")
# Ed25519 keys of open credentials, 32 bytes in base64 each: the first signs, the others are still listed.
HCEC_CREDENTIAL_KEYS = env.list(
    "HCEC_CREDENTIAL_KEYS", default=["YS1rZXktdGhhdC1hbnlib2R5LW1heS1zZWUtaGVyZSE="]
)
# 32 bytes in base64: signs the public log of certificates (decision 0033), whose name stays when the address changes.
HCEC_LOG_KEY = env.str("HCEC_LOG_KEY", "c2lnbnMtb25seS1vbi10aGlzLW1hY2hpbmUtMzJieXQ=")
LOG_ORIGIN = env.str("HCEC_LOG_ORIGIN", "demo.hcec.example/log" if LOCAL else PUBLIC_URL[8:] + "/log")
if not LOCAL:
    for name in (
        "HCEC_SECRET_KEY", "HCEC_ID_KEY", "HCEC_CREDENTIAL_KEYS", "HCEC_LOG_KEY", "HCEC_ALLOWED_HOSTS", "HCEC_PUBLIC_URL",
        "DATABASE_URL", "REDIS_URL",
    ):  # fmt: skip
        if not os.environ.get(name):
            raise ImproperlyConfigured(f"{name} must be set when the portal runs outside debug and demo")
    if not PUBLIC_URL.startswith("https://"):
        raise ImproperlyConfigured("HCEC_PUBLIC_URL must be an https address outside debug and demo")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("HCEC_SECRET_KEY must have at least 50 characters")
SECURE = PUBLIC_URL.startswith("https://")

# The key that seals certificates (verification.signing.keys): a PKCS#12 file, or an address "pkcs11:..." (RFC 7512).
SIGNING_KEY = env.str("HCEC_SIGNING_KEY", "")
SIGNING_PASSPHRASE = env.str("HCEC_SIGNING_PASSPHRASE", "")  # of the file, or the PIN of the device
# A time-stamp service (RFC 3161) and, in one PEM file, whom it is believed by.
TIMESTAMP_URL = env.str("HCEC_TIMESTAMP_URL", "")
TIMESTAMP_ROOTS = env.str("HCEC_TIMESTAMP_ROOTS", "")
if not LOCAL and not SIGNING_KEY and not env.bool("HCEC_UNSIGNED", False):
    raise ImproperlyConfigured(
        "HCEC_SIGNING_KEY must name the key of certificates; HCEC_UNSIGNED=1 says there is none"
    )
if SIGNING_KEY and env.bool("HCEC_UNSIGNED", False):
    raise ImproperlyConfigured(
        "HCEC_SIGNING_KEY names a key and HCEC_UNSIGNED says that there is none: take one away"
    )
if TIMESTAMP_URL and not (SIGNING_KEY and TIMESTAMP_ROOTS):
    raise ImproperlyConfigured("HCEC_TIMESTAMP_URL needs HCEC_SIGNING_KEY and HCEC_TIMESTAMP_ROOTS beside it")

INSTALLED_APPS = [
    "hcec.core",
    "hcec.accounts",
    "centers",
    "committees",
    "testing",
    "training",
    "verification",
    "hcec.reports",
    *(["hcec.demo"] if DEMO else []),
    "hcec.accounts.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_filters",
    "import_export",
    "pgtrigger",
    "csp",
]

MIDDLEWARE = [
    "hcec.core.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "hcec.core.middleware.HeadersMiddleware",
    "hcec.core.middleware.MethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hcec.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "committees.middleware.AccessMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "hcec.urls"
WSGI_APPLICATION = "hcec.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hcec.core.context_processors.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "hcec.core.templatetags.components",
                "hcec.core.templatetags.thai",
            ],
        },
    }
]
FORM_RENDERER = "hcec.core.forms.Renderer"

DATABASES = {"default": env.db("DATABASE_URL", "postgres://hcec@127.0.0.1:5432/hcec")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "options": "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"
    },
}
# Pages of a branch run as a role that sees no personal rows outside it (hcec.core.rowguard).
ROW_SECURITY = env.bool("HCEC_ROW_SECURITY", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        # Redis down must slow nothing and break nothing: a miss is always a right answer (reliability finding 9).
        "BACKEND": "hcec.core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "hcec",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = "Asia/Bangkok"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "hcec.core.tasks.heartbeat", "schedule": 10},
    "sweep": {"task": "hcec.core.tasks.sweep", "schedule": 5},
    "draws-move-with-time": {"task": "testing.tasks.move_draws_with_time", "schedule": 60},
    "sessions-move-with-time": {"task": "testing.tasks.move_with_time", "schedule": 60},
    "offers-move-with-time": {"task": "testing.tasks.offers_move_with_time", "schedule": 60},
    "wishes-are-reconciled": {"task": "testing.tasks.reconcile_wishes", "schedule": 3600},
    "certificates-are-watched": {"task": "verification.tasks.watch_validity", "schedule": 12 * 3600},
    "agreements-are-watched": {"task": "committees.tasks.remind_of_agreements", "schedule": 6 * 3600},
    "log-is-signed": {"task": "verification.tasks.sign_log", "schedule": 30},
    "rooms-are-watched": {"task": "centers.tasks.watch_uses", "schedule": 600},
    "files-are-renewed": {"task": "verification.tasks.renew_files", "schedule": 3600},
    "rounds-move-with-time": {"task": "training.tasks.move_with_time", "schedule": 60},
}
# A room held week after week is confirmed again every so many days, or released so many days after a warning.
ROOM_HOLD_CONFIRM_DAYS, ROOM_HOLD_WARN_DAYS = 28, 7
# So many days before a test its laboratory's keepers are asked for checks that will be too old by then.
READINESS_WARN_DAYS = 14
# An offered seat is held so long, and none is offered that would leave less than the second to answer.
OFFER_ANSWER_HOURS = 24
OFFER_LEAST_HOURS = 2
# Whoever lost a seat waits so long after its day for another one, unless she says otherwise.
LOST_SEAT_DAYS = 60
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "hcec.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "landing"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True  # one address at a time; the old one stays until the new one is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True  # for the length of SESSION_COOKIE_AGE, without asking
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE
ACCOUNT_FORMS = {
    "login": "hcec.accounts.forms.LoginForm",
    "signup": "hcec.accounts.forms.SignupForm",
    "add_email": "hcec.accounts.forms.AddEmailForm",
    "change_password": "hcec.accounts.forms.ChangePasswordForm",
    "set_password": "hcec.accounts.forms.SetPasswordForm",
    "reset_password": "hcec.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "hcec.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "hcec.accounts.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "hcec.accounts.forms.AuthenticateForm",
    "reauthenticate": "hcec.accounts.forms.MfaReauthenticateForm",
    "activate_totp": "hcec.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "hcec.accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "hcec.accounts.forms.EditWebAuthnForm",
}
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "HCEC"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("HCEC_TRUSTED_PROXIES", 0)

EMAIL_CONFIG = env.email_url(
    "HCEC_MAIL_URL", default="consolemail://" if not LOCAL else f"filemail:///{VAR}/mail"
)
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = "HCEC <no-reply@hcec.example>"

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Private files: never under static, always sent by a view that checks the right.
MEDIA_ROOT = VAR / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if SECURE:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

LOG_LEVEL = env.str("HCEC_LOG", "INFO")
LOGGING_CONFIG = "hcec.core.logs.configure"
LOGGING = {"level": LOG_LEVEL}
