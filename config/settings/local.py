"""One machine, no questions: SQLite, a broker of files, a secret key made on first start.

For a school that runs this on one small computer. Behind https use ``production``.
"""

from config.settings.base import *  # noqa: F403 - these are the base settings, changed
from config.settings.base import DATA_DIR, SITE_URL, env
from core.secret import read_or_make_secret

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", "") or read_or_make_secret(DATA_DIR / "secret_key")
# Browsers give passkeys to https and, for trying the program, to http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")
