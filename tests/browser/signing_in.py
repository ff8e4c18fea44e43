"""People who are signed in already: the doors have tests of their own (test_second_step.py, test_partners_job.py)."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext

from safety_centre.accounts.models import User


def sign_in(context: BrowserContext, url: str, user: User) -> BrowserContext:
    """Give ``context`` the session of ``user`` on the site at ``url``."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    return context
