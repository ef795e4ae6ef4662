"""Behind https, for a district or a state. Refuses to start on what would not be safe."""

from config.settings.base import *  # noqa: F403 - these are the base settings, changed
from config.settings.base import (
    ALLOWED_HOSTS,
    CELERY_BROKER_URL,
    DEFAULT_FROM_EMAIL,
    EMAIL_CONFIG,
    REDIS_URL,
    SITE_URL,
    env,
)
from core.production import refuse_insecure

SECRET_KEY = env.str("SECRET_KEY", "")
refuse_insecure(
    secret_key=SECRET_KEY,
    debug=env.bool("DEBUG", default=False),
    site_url=SITE_URL,
    allowed_hosts=ALLOWED_HOSTS,
    email_backend=EMAIL_CONFIG["EMAIL_BACKEND"],
    default_from_email=DEFAULT_FROM_EMAIL,
    broker_url=CELERY_BROKER_URL,
    redis_url=REDIS_URL,
    machines=env.int("MACHINES", 1),
)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
