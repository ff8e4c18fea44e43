"""Tests: like production where it matters, on the PostgreSQL that tests/plugins/postgres.py starts."""

from safety_centre.settings.base import *  # noqa: F403
from safety_centre.settings.base import BASE_DIR, DATABASES, env

DEBUG = False
SECRET_KEY = "test-only-" + "0123456789abcdef" * 4
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
ENVIRONMENT = "test"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; the hasher itself is Django's
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = BASE_DIR / "var" / "test-media"
LEXICON_STORE = BASE_DIR / "var" / "test-lexicon"  # shared by all test processes, and by the next run
DATABASES["default"]["CONN_MAX_AGE"] = 0
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
SILENCED_SYSTEM_CHECKS = env.list("SILENCED_SYSTEM_CHECKS", default=[])
AGGREGATE_FLUSH_SECONDS = 0  # tests write when they ask for it
MAIL_IN_BACKGROUND = False
PAGE_CACHE_BYTES = 0  # tests change what they read without committing; those of the cache turn it on
