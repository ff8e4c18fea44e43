"""As production serves: no debug, connections kept, statistics written in the background."""

from safety_centre.settings.base import *  # noqa: F403

DEBUG = False
ENVIRONMENT = "benchmark"
SECRET_KEY = "benchmark-only-" + "0123456789abcdef" * 4
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.urls"
