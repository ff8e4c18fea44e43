"""Public pages that are views: the glossary."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from guides import selectors


@require_safe
@cache_control(public=True, max_age=3600)
def glossary(request: HttpRequest) -> HttpResponse:
    """All words, in alphabetical order, each with its topics' guides."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return render(request, "guides/glossary.html", {"entries": selectors.glossary(language)})
