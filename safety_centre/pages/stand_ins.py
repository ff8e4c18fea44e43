"""Pages that stand in for their translation: help pages only, and visibly.

A reader who finds no help in their language must find it in another one; any other page that isn't translated is
absent (architecture.md, "Decisions that cannot be changed later"). Wagtail's aliases are how such a page stands in the
other language's tree.
"""

from functools import cache

from django.apps import apps
from django.db.models import F, Q


@cache
def _types() -> Q:
    """Return the condition on a page's content type that lets it stand in."""
    from safety_centre.pages.models import BasePage  # models of all apps are there when this is asked

    found = Q(pk__in=())
    for model in apps.get_models():
        if issubclass(model, BasePage) and model.may_stand_in:
            found |= Q(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name)
    return found


def allowed() -> Q:
    """Return the condition for pages that readers may get: no alias of another language, unless it may stand in."""
    return Q(alias_of__isnull=True) | Q(alias_of__locale=F("locale")) | _types()
