"""What a server on the internet must not start with."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def refuse_insecure(
    *,
    secret_key: str,
    debug: bool,
    site_url: str,
    allowed_hosts: Sequence[str],
    email_backend: str,
    default_from_email: str,
    broker_url: str,
    redis_url: str,
    machines: int,
) -> None:
    """Raise ImproperlyConfigured that names every insecure setting and what to write instead."""
    problems = []
    if len(secret_key) < 50 or len(set(secret_key)) < 10:
        problems.append("SECRET_KEY must be at least 50 random characters (make secret prints one)")
    if debug:
        problems.append("DEBUG must not be set")
    if urlsplit(site_url).scheme != "https":
        problems.append("SITE_URL must begin with https://")
    if "*" in allowed_hosts:
        problems.append("ALLOWED_HOSTS must name the hosts, not *")
    if not email_backend.endswith(("smtp.EmailBackend", "anymail")) and "anymail" not in (
        email_backend
    ):
        problems.append("EMAIL_URL must name a mail server, as smtp+tls://user:password@host:587")
    if default_from_email.endswith("example.org"):
        problems.append("DEFAULT_FROM_EMAIL must be an address of yours")
    if machines > 1 and (broker_url.startswith("filesystem") or not redis_url):
        problems.append("REDIS_URL must be set when MACHINES is more than 1")
    if problems:
        raise ImproperlyConfigured("Not started. " + ". ".join(problems) + ".")
