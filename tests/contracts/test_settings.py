"""Settings that must agree with each other and with the database."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from modeltranslation.settings import AVAILABLE_LANGUAGES
from wagtail.models import Locale


@pytest.mark.django_db
def test_one_list_of_languages():
    codes = [code for code, _name in settings.LANGUAGES]
    assert list(settings.WAGTAIL_CONTENT_LANGUAGES) == list(settings.LANGUAGES)
    assert sorted(AVAILABLE_LANGUAGES) == sorted(codes)
    assert set(Locale.objects.values_list("language_code", flat=True)) == set(codes)
    assert set(settings.DEFAULT_COUNTRIES) == set(codes)


def checked_for_deployment(**more: str) -> subprocess.CompletedProcess:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"},
        "DJANGO_SETTINGS_MODULE": "safety_centre.settings.production",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!?",
        "ALLOWED_HOSTS": "safety.example.org",
        "REDIS_URL": "",
        **more,
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=settings.BASE_DIR)


def test_production_passes_djangos_deployment_checks():
    done = checked_for_deployment(REDIS_URL="redis://127.0.0.1:6379/0")
    assert done.returncode == 0, done.stderr


def test_production_without_a_shared_cache_is_found_before_it_is_deployed():
    """Several processes would each count for themselves: a limit of 6,000 would be one of 6,000 times their number."""
    done = checked_for_deployment()
    assert done.returncode != 0
    assert "safety_centre.W001" in done.stderr
    assert "REDIS_URL" in done.stderr


def test_production_refuses_to_start_without_a_secret_key():
    environment = {k: v for k, v in os.environ.items() if k != "SECRET_KEY"}
    environment |= {"DJANGO_SETTINGS_MODULE": "safety_centre.settings.production", "ALLOWED_HOSTS": "x.example.org"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], capture_output=True, text=True, env=environment, cwd=settings.BASE_DIR
    )
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_nothing_is_fetched_from_third_parties_by_the_admin():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("WAGTAIL_CONTENT_LANGUAGES", [("fr", "French")], "safety_centre.E001"),
        ("MODELTRANSLATION_LANGUAGES", ("fr",), "safety_centre.E002"),
        ("DEFAULT_COUNTRIES", {"fr": "FR"}, "safety_centre.E003"),
        ("PLATFORM_NAME", " ", "safety_centre.E004"),
        ("SITE_URL", "example.org", "safety_centre.E005"),
    ],
)
def test_a_wrong_setting_is_found_at_the_start(settings, name, value, code):
    from django.core.checks import run_checks

    setattr(settings, name, value)
    assert code in [message.id for message in run_checks()]
