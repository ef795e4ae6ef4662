"""For pytest: the base settings with nothing outside the process unless a test asks for it."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403 - these are the base settings, changed
from config.settings.base import DATABASES, SQLITE_OPTIONS, env

SECRET_KEY = "only-for-tests-" + "x" * 50
SITE_URL = "https://partners.example.org"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "partners.example.org"]
DATA_DIR = Path(env.str("TEST_DATA_DIR", "") or tempfile.mkdtemp(prefix="partnerships-test-"))
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not env.str("DATABASE_URL", ""):
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": SQLITE_OPTIONS["timeout"]},
    }
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "partnerships@example.org"
ACCOUNT_RATE_LIMITS = False
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
LOGGING = {"version": 1, "disable_existing_loggers": False}
WHITENOISE_AUTOREFRESH = True
