"""Settings, read from the environment; the defaults are the embedded mode."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from ceasefire.embedded.places import data_folder, database_url, secret_key
from ceasefire.logs import configure_structlog, logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Mode -------------------------------------------------------------------
# Embedded: no DATABASE_URL given, so one process serves everything from one
# data folder and shows demo accounts. Anything else is production.
EMBEDDED = env.bool("EMBEDDED", default=not env.str("DATABASE_URL", default=""))
DATA_DIR = data_folder(BASE_DIR, env)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(DATA_DIR, embedded=EMBEDDED)
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]  # for health checks, and the embedded mode
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), *LOCAL_HOSTS]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEMO_ACCOUNTS = EMBEDDED and env.bool("DEMO_ACCOUNTS", default=True)

# --- Applications -----------------------------------------------------------
INSTALLED_APPS = [
    "ceasefire.apps.CeasefireConfig",
    "incidents",
    "parties",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "knox",
    "rest_framework",
    "simple_history",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ceasefire.compression.PackedPagesMiddleware",
    "csp.middleware.CSPMiddleware",
    "ceasefire.door.DoorFilterMiddleware",
    "ceasefire.postgresql.middleware.SecondWallMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ceasefire.postgresql.middleware.WalledAuthenticationMiddleware",
    "ceasefire.language.OwnLanguageMiddleware",
    "ceasefire.names.NamingMiddleware",
    "ceasefire.request_log.RequestLogMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "ceasefire.caching.PrivatePagesMiddleware",
    "ceasefire.api.headers.ApiHeadersMiddleware",
]

ROOT_URLCONF = "ceasefire.urls"
WSGI_APPLICATION = "ceasefire.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "ceasefire.context.mission_page",
            ],
        },
    },
]

FORM_RENDERER = "ceasefire.form_html.StraightRenderer"

# --- Database: PostgreSQL only ----------------------------------------------
DATABASES = {
    "default": env.db_url_config(database_url(DATA_DIR, env), engine="ceasefire.postgresql")
}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"] = {
    "application_name": "ceasefire",
    "options": "-c jit=off",  # it compiles for a second what stops after a hundred rows
} | DATABASES["default"].get("OPTIONS", {})

# Requests work as PostgreSQL roles that read and write what they must: docs/second-wall.md.
SECOND_WALL = env.bool("SECOND_WALL", default=True)

# --- People -----------------------------------------------------------------
AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "ceasefire.accounts.ClosedSignupAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# --- Language, time ---------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("tr", _("Turkish")),
    ("az", _("Azerbaijani")),
    ("hy", _("Armenian")),
]
# Ours, then what libraries do not translate themselves.
LOCALE_PATHS = [BASE_DIR / "ceasefire" / name for name in ("locale", "locale_of_libraries")]
FORMAT_MODULE_PATH = "ceasefire.locale"  # how each language writes dates and numbers
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files ------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "STATICFILES_STORAGE",
            default="ceasefire.static_files.HashedStorage",
        ),
    },
}
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_HANDLERS = [
    "ceasefire.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- Evidence: originals under their hash, never in the database ---------------
EVIDENCE_DIR = Path(env.str("EVIDENCE_DIR", default=str(DATA_DIR / "evidence")))
EVIDENCE_LARGEST_FILE = env.int("EVIDENCE_LARGEST_FILE", default=300_000_000)  # bytes
EVIDENCE_FILES_PER_REPORT = env.int("EVIDENCE_FILES_PER_REPORT", default=20)
EVIDENCE_BYTES_PER_REPORT = env.int("EVIDENCE_BYTES_PER_REPORT", default=1_000_000_000)
EVIDENCE_BYTES_PER_MISSION = env.int("EVIDENCE_BYTES_PER_MISSION", default=200_000_000_000)
EXPORT_DIR = Path(env.str("EXPORT_DIR", default=str(EVIDENCE_DIR / "exports")))  # gone in a week
EXPORT_FILE = "incidents.api.export_file.write_list"  # what a worker writes
EVIDENCE_KEEP_FREE = env.int("EVIDENCE_KEEP_FREE", default=500_000_000)  # for everything else
EVIDENCE_CHECK_DAYS = env.int("EVIDENCE_CHECK_DAYS", default=30)  # every file is read again

# --- API --------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "ceasefire.api.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "ceasefire.api.permissions.ScopePermission",
        "ceasefire.api.permissions.TablePermission",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["ceasefire.api.limits.PersonThrottle"],
    "DEFAULT_FILTER_BACKENDS": ["ceasefire.api.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "ceasefire.api.paging.KeysetPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ceasefire.api.parsers.GuardedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "ceasefire.api.schema.ProblemAutoSchema",
    "EXCEPTION_HANDLER": "ceasefire.api.problems.problem_response",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "ceasefire.api.negotiation.JsonAtOnce",
    "DEFAULT_METADATA_CLASS": "ceasefire.api.options.Methods",
    "DEFAULT_VERSIONING_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "PAGE_SIZE": 100,
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
# Whether scripts of any site may read what the public reads at /ogc/.
PUBLISHED_OPENLY = env.bool("PUBLISHED_OPENLY", default=False)
# Of one person, with all tokens and in all processes; a file costs as much as 20. 0: no limit.
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=600)
SPECTACULAR_SETTINGS = {
    "TITLE": "Ceasefire monitoring",
    "DESCRIPTION": (
        "Much is public. For the rest send a token: `Authorization: Bearer …`, or your user name "
        "and the token by Basic authentication. Every refusal is a problem after RFC 9457, whose "
        "`type` is the address of a page that explains it. Null is not known, never zero."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],  # code lists stand where they are used
}
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=90),
    "TOKEN_PREFIX": "cft_",
    "TOKEN_MODEL": "parties.ApiToken",
    "AUTH_HEADER_PREFIX": "Bearer",
}
MIGRATION_MODULES = {"knox": None}  # its own token table would only stand empty
KNOX_TOKEN_MODEL = "parties.ApiToken"  # noqa: S105 - a model's name

# --- Background work --------------------------------------------------------
# PROMISES: a message is only a doorbell, so losing one costs a look, and none waits long.
REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_timeout": 2, "socket_connect_timeout": 2, "visibility_timeout": 300}
    if REDIS_URL
    else {"polling_interval": 0.25}
)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = CELERY_RESULT_ACCEPT_CONTENT = ["json"]
LOOK_EVERY_SECONDS = 2 if EMBEDDED else 5
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"  # in memory: beat has nothing to remember
CELERY_BEAT_SCHEDULE = {
    "look-now": {
        "task": "incidents.tasks.look_now",
        "schedule": LOOK_EVERY_SECONDS,
        "options": {"expires": LOOK_EVERY_SECONDS * 2},
    },
    "keep-ledger": {  # within two seconds of its filing a report is under a signature
        "task": "incidents.tasks.keep_ledger_now",
        "schedule": 1,
        "options": {"expires": 2},
    },
    "tell-now": {
        "task": "incidents.tasks.tell_now",
        "schedule": LOOK_EVERY_SECONDS,
        "options": {"expires": LOOK_EVERY_SECONDS * 2},
    },
}

# --- E-mail: alerts ---------------------------------------------------------
# EMAIL_URL such as smtp+tls://user:password@mail.example.org:587. Without it production
# sends none and offers none; the embedded mode writes messages to files.
EMAIL_URL = env.str("EMAIL_URL", default="")
SENDS_EMAIL = EMBEDDED or bool(EMAIL_URL)
_MAIL = environ.Env.email_url_config(EMAIL_URL) if EMAIL_URL else {}
EMAIL_BACKEND = _MAIL.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_HOST, EMAIL_PORT = _MAIL.get("EMAIL_HOST", "localhost"), _MAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="alerts@localhost")

# --- Webhooks: only to the public internet by https, but for what is named here --------
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])  # these alone, if any
WEBHOOK_NETWORKS = env.list("WEBHOOK_NETWORKS", default=[])  # private ones, as 10.1.0.0/16
WEBHOOK_PLAIN_HTTP = env.bool("WEBHOOK_PLAIN_HTTP", default=False)
WEBHOOK_CA_FILE = env.str("WEBHOOK_CA_FILE", default="")
WEBHOOK_SECONDS = 15

# --- Printed reports --------------------------------------------------------
REPORT_PAGE = "incidents.views.daily_paper.page_of"  # what a worker sets on paper
# When a mission day ends, for the standing order, which knows no days.
MISSION_DAY_ENDS = "incidents.missionday.window.end_of"
# Where the public reaches the site; printed reports lead there. Empty: as the asker did.
SITE_ADDRESS = env.str("SITE_ADDRESS", default="").rstrip("/")

# --- Ledger: the key is a file, never in the database -----------------------
LEDGER_ORIGIN = env.str("LEDGER_ORIGIN", default="localhost/ceasefire")
LEDGER_KEY_FILE = env.str("LEDGER_KEY_FILE", default="")
LEDGER_POLICY_FILE = env.str("LEDGER_POLICY_FILE", default="")

# --- Security ---------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=not EMBEDDED)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whom the limits of sign-in are counted for
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ceasefire.errors.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- Logs: never a client address -------------------------------------------
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = logging_config(env)
LOGGING_CONFIG = "logging.config.dictConfig"
configure_structlog()
