"""Development and first look: SQLite, e-mails in the terminal's log, everything on this machine."""

from safety_centre.settings.base import *  # noqa: F403
from safety_centre.settings.base import BASE_DIR, env

DEBUG = env.bool("DEBUG", default=False)  # off, so that error pages look as they will
SECRET_KEY = env("SECRET_KEY", default="development-only-" + "0123456789abcdef" * 4)
ALLOWED_HOSTS = ["*"] if DEBUG else ["127.0.0.1", "localhost", "[::1]", "testserver"]
ALLOWED_HOSTS += env.list("ALLOWED_HOSTS", default=[])
ENVIRONMENT = "development"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
