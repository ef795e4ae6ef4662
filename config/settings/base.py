"""What holds everywhere. Everything a deployment may change is read from the environment;
``.env.example`` explains each name."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")  # what is in the environment already wins

#: The one folder that must be kept and backed up: database, uploads, secret key.
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()

SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", "Partnerships")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
if urlsplit(SITE_URL).hostname not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(urlsplit(SITE_URL).hostname)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.admin",
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
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "import_export",
    "phonenumber_field",
    "simple_history",
    "core",
    "accounts",
    "notifications",
    "partnerships",
    "letters",
    "students",
    "postsecondary",
    "calendar_app",
    "advisory",
    "visits",
    "concerns",
    "mentors",
    "reviews",
    "portal",
    "home",
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
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "partnerships.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.templatetags.house", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site",
                "partnerships.context_processors.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---------------------------------------------------------------- storage

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds; SQLite's queue of writers is not fair, so be patient
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
        "PRAGMA journal_size_limit=27103364; PRAGMA cache_size=-20000;"
    ),
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", 60)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:  # shared by all processes of one machine: rate limits count in it
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA_DIR / "cache",
        }
    }

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
MEDIA_URL = "/media/"  # only a name inside papers: uploads are never served by path
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(DATA_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640

#: Largest list that can be imported, in bytes and in rows.
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_MEGABYTES", 25) * 1024 * 1024
STUDENTS_KEPT_DAYS = env.int("STUDENTS_KEPT_DAYS", 365)  # after they left
IMPORT_MAX_ROWS = env.int("IMPORT_MAX_ROWS", 50_000)
#: Largest picture (logo, signature), in bytes.
PICTURE_MAX_BYTES = env.int("PICTURE_MAX_MEGABYTES", 2) * 1024 * 1024
#: Largest paper of a board, and largest work to be reviewed, in bytes; and how much of papers goes
#: with one mail before links do.
PAPER_MAX_BYTES = env.int("PAPER_MAX_MEGABYTES", 15) * 1024 * 1024
PAPERS_BY_MAIL_MAX_BYTES = env.int("PAPERS_BY_MAIL_MAX_MEGABYTES", 8) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# ---------------------------------------------------------------- people

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:front_door"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "notifications.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody signs up: an invitation proves the address
ACCOUNT_EMAIL_NOTIFICATIONS = True  # mail when a password or second factor changed
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_FORMS = {
    "request_login_code": "portal.forms.sign_in.CodeForm",
    "reset_password": "portal.forms.sign_in.ResetForm",
}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds: mail to schools takes its time
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # the administration changes an address, nobody adds one
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
#: Coordinators, administrators and who may open the admin must set up a second way to prove who
#: they are (an app or a passkey) before they go on.
REQUIRE_SECOND_FACTOR_FOR_STAFF = env.bool("REQUIRE_SECOND_FACTOR_FOR_STAFF", default=False)
#: How many proxies of ours stand before the program: the rate limits count by address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)

SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
# Each provider says below whether it can vouch for an address: True here would overrule them.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {}
if env.str("GOOGLE_CLIENT_ID", ""):
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APP": {
            "client_id": env.str("GOOGLE_CLIENT_ID"),
            "secret": env.str("GOOGLE_CLIENT_SECRET"),
        },
        "SCOPE": ["profile", "email"],
        "EMAIL_AUTHENTICATION": True,
    }
MICROSOFT_VOUCHES = env.str("MICROSOFT_TENANT", "") not in {
    *("", "common", "consumers", "organizations")
}
if env.str("MICROSOFT_CLIENT_ID", ""):
    SOCIALACCOUNT_PROVIDERS["microsoft"] = {
        "APP": {
            "client_id": env.str("MICROSOFT_CLIENT_ID"),
            "secret": env.str("MICROSOFT_CLIENT_SECRET"),
            "settings": {"tenant": env.str("MICROSOFT_TENANT", "organizations")},
        },
        # A Microsoft tenant may let its people choose any address, so only one that the
        # deployment names (not "common") may sign in to an account that is here already.
        "EMAIL_AUTHENTICATION": MICROSOFT_VOUCHES,
        "VERIFIED_EMAIL": MICROSOFT_VOUCHES,
    }

# ---------------------------------------------------------------- mail

EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail://{DATA_DIR / 'mail'}")
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_CONFIG["EMAIL_FILE_PATH"] = f"/{EMAIL_CONFIG['EMAIL_FILE_PATH']}"  # it loses its slash
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", 30)  # seconds, for each answer of the mail server
#: A worker that has not settled a mail by then is taken for dead and another sends it. Sending asks
#: the server about ten questions: keep it over ten times EMAIL_TIMEOUT (a check warns).
MESSAGE_CLAIM_SECONDS = env.float("MESSAGE_CLAIM_SECONDS", 900)
#: Most mails a minute for the whole deployment; 0 for no limit.
MAIL_PER_MINUTE = env.int("MAIL_PER_MINUTE", 0)
#: A mail service by its interface instead of SMTP, as mailgun; ANYMAIL_* are anymail's settings.
ANYMAIL_ESP = env.str("ANYMAIL_ESP", "")
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): value
    for name, value in env.ENVIRON.items()
    if name.startswith("ANYMAIL_") and name != "ANYMAIL_ESP"
}
if ANYMAIL_ESP:
    EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"] = f"anymail.backends.{ANYMAIL_ESP}.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "partnerships@localhost.example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ---------------------------------------------------------------- work in the background

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL or "filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    BROKER_DIR = DATA_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.05,  # seconds; a letter to 500 leaves 500 wake-ups to be read
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A wake-up that cannot be given quickly is dropped: the sweep finds the row.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
#: A worker renews its hold on a job with every step; silent for so long, it is taken for dead.
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", 60)
SWEEP_SECONDS = env.float("SWEEP_SECONDS", 15)
#: How often due reminders are looked for; and after how long a worker that has written none of the
#: mail of a reminder it took is taken for dead.
REMINDER_SECONDS = env.float("REMINDER_SECONDS", 60)
REMINDER_LEASE_SECONDS = env.float("REMINDER_LEASE_SECONDS", 120)
#: Every periodic job. Each may run twice and may be late: the database says what is due. One that
#: waited for longer than its turn is dropped, the next does the same.
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for name, task, seconds in [
        ("sweep-messages", "notifications.sweep_messages", SWEEP_SECONDS),
        ("sweep-jobs", "core.sweep_jobs", SWEEP_SECONDS),
        ("send-reminders", "calendar_app.send_reminders", REMINDER_SECONDS),
        ("erase-left-students", "students.erase_left", 24 * 3600),
        ("draft-thanks", "visits.draft_thanks", 3600),
        ("ask-hosts", "visits.ask_hosts", 3600),
        ("ask-afterwards", "visits.ask_afterwards", 3600),
        ("warn-of-expiring", "mentors.warn_of_expiring", 6 * 3600),
        ("ask-for-reviews", "calendar_app.ask_for_reviews", 3600),
        ("replace-uncleared", "mentors.replace_uncleared", 3600),
        ("nudge-exchanges", "mentors.nudge_exchanges", 3600),
        ("remind-of-evaluations", "mentors.remind_of_evaluations", 3600),
        ("remind-reviewers", "reviews.remind_reviewers", 3600),
    ]
}

# ---------------------------------------------------------------- language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
PHONENUMBER_DEFAULT_REGION = "US"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# ---------------------------------------------------------------- the rest

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
IMPORT_EXPORT_USE_TRANSACTIONS = True
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the letter preview is a page of ours inside a page of ours
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60  # seconds, for who asked to be remembered
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, "https://accounts.google.com", "https://login.microsoftonline.com"],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},  # it says at every start that it has begun
        "pypdf": {"level": "ERROR"},  # it says of every odd file what is odd
        "kombu.connection": {"level": "ERROR"},  # a broker of files has no host name
    },
}
