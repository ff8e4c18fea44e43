"""Settings that every environment shares; each environment's module says what differs and why."""

from pathlib import Path
from urllib.parse import unquote

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- The platform this centre belongs to: one name, never typed into a template or a text.
PLATFORM_NAME = env("PLATFORM_NAME", default="Clipo")
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
WAGTAIL_SITE_NAME = _("Safety centre")
WAGTAILADMIN_BASE_URL = SITE_URL
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="safety-centre@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
STARTER_CONTENT_DIR = BASE_DIR / "guides" / "starter"
# Where "Leave this page" goes: a page that says nothing about why somebody went there.
QUICK_EXIT_URL = env("QUICK_EXIT_URL", default="https://www.google.com/")
# Another one for a language, as "en=https://…,fr=https://…": what is ordinary differs from place to place.
QUICK_EXIT_URLS = env.dict("QUICK_EXIT_URLS", default={})

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, so that its fields reach every form
    "safety_centre.accounts",
    "safety_centre.pages",
    "guides",
    "family_pairing",
    "safety_centre.prevention",
    "safety_centre.search",
    "safety_centre.platform_api",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtailmedia",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_countries",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "safety_centre.pages.page_cache.middleware.PageCacheMiddleware",  # first: what it keeps is the whole answer
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "safety_centre.platform_api.middleware.HotEndpointsMiddleware",
    "safety_centre.pages.middleware.SitePolicyMiddleware",
    "safety_centre.pages.middleware.PermissionsPolicyMiddleware",
    "safety_centre.pages.request_scope.RequestScopeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "safety_centre.pages.middleware.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "safety_centre.accounts.middleware.AccountLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "safety_centre.accounts.middleware.StaffSecondFactorMiddleware",
    "safety_centre.pages.media_in_use.MediaInUseMiddleware",
    "guides.middleware.MustFixMiddleware",
    "guides.middleware.OwnPagesMiddleware",
    "axes.middleware.AxesMiddleware",
    "guides.middleware.OneEditAtATimeMiddleware",  # last: it runs the view
]

ROOT_URLCONF = "safety_centre.urls"
WSGI_APPLICATION = "safety_centre.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "safety_centre.pages.context_processors.platform",
            ],
        },
    },
]

# --- Database: SQLite unless DATABASE_URL says otherwise.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])  # a socket's folder comes as %2Frun%2F…
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env("REDIS_URL")}
        if env("REDIS_URL", default="")
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# --- Languages: one list for Django, Wagtail and modeltranslation. Adding one is a line here plus its translations.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fr", "en")
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
FORMAT_MODULE_PATH = "safety_centre.formats"
TIME_ZONE = "Europe/Paris"
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "safety_centre" / "wording" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))

from safety_centre.settings.auth import *  # noqa: E402, F403
from safety_centre.settings.security import *  # noqa: E402, F403
from safety_centre.settings.wagtail import *  # noqa: E402, F403

# The country whose help lines a language shows before the reader chose one (nobody is located by address).
DEFAULT_COUNTRIES = {"fr": "FR", "en": "GB"}
# Where 112 and the other European numbers hold.
# fmt: off
EUROPEAN_UNION = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})
# fmt: on

# Under which licence others may republish the texts: its name and address, shown in feeds and portable guides. Empty:
# all rights are the associations' and nothing is said. Software licences don't fit texts: the starter texts
# (guides/starter/LICENSE) are under Creative Commons, so that an association may adapt them and shares what it makes.
CONTENT_LICENCE = env("CONTENT_LICENCE", default="CC BY-SA 4.0")
CONTENT_LICENCE_URL = env("CONTENT_LICENCE_URL", default="https://creativecommons.org/licenses/by-sa/4.0/")
# Parts of a country with an ISO code of their own where the country's lines hold (France's overseas departments).
SAME_LINES_AS = dict.fromkeys(["GF", "GP", "MQ", "RE", "YT"], "FR")

# Public pages that are views instead of pages of the tree: in the sitemap, with their alternates.
PUBLIC_VIEWS = ["search", "prevention_demo", "transparency", "glossary"]

# What `make run` does after migrating, in this order. Each is repeatable.
PREPARE_COMMANDS = ["load_starter_content", "load_starter_lexicon", "create_sample_accounts", "rebuild_search_index"]

# --- Mail about pairings goes out beside the request: how long a page takes says nothing about who is written to.
MAIL_IN_BACKGROUND = env.bool("MAIL_IN_BACKGROUND", default=True)

# --- Prevention: where the compiled lexicon lies for all processes. Several machines may share the folder, else each
# compiles for itself.
LEXICON_STORE = Path(env("LEXICON_STORE", default=str(BASE_DIR / "var" / "lexicon")))
# How often statistics without identities are written; 0 leaves it to whoever calls ``flush``.
AGGREGATE_FLUSH_SECONDS = env.float("AGGREGATE_FLUSH_SECONDS", default=5.0)

# --- Public pages from memory (safety_centre/pages/page_cache): bytes for each process, 0 for none; seconds that a page
# may be kept without a change that a signal tells of; seconds after which other processes notice a publication.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=32 * 1024 * 1024)
PAGE_CACHE_SECONDS = 600
PAGE_CACHE_CHECK_SECONDS = 2
# The only parameters that public pages vary on; a request with any other is rendered for itself.
PAGE_CACHE_PARAMETERS = frozenset({"for", "country", "topic", "who", "audience", "language", "channel", "print"})
# Views, by the name of their address, that are never kept, whatever they answer: search says something about who asks,
# the page that shows prevention must say the rule of this moment.
PAGE_CACHE_NEVER = frozenset({"search", "prevention_demo"})
# How many proxies of ours stand before this site: the reader's address is that many places from the end of
# X-Forwarded-For. It is used for the limit on helpful votes, and kept nowhere.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# --- Webhooks go to public https addresses only; True lets a development machine call itself.
WEBHOOK_PRIVATE_TARGETS = env.bool("WEBHOOK_PRIVATE_TARGETS", default=False)
# IP addresses that checks of links may call though they aren't public: a site that the safety centre sees from inside.
LINK_CHECK_PRIVATE = env.list("LINK_CHECK_PRIVATE", default=[])
