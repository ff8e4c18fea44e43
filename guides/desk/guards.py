"""Doors that Wagtail and wagtail-localize leave open to everyone in the admin, closed to what isn't one's own.

Their permission to translate is one for the whole site: with it, an association could translate anybody's page, and
read the titles of all translations in a report; without any further one, publish or overwrite live translations past
the reviewers. Their addresses are answered here first (Wagtail takes hooks in the order of INSTALLED_APPS).
"""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.i18n import JavaScriptCatalog
from wagtail import hooks
from wagtail.admin import messages
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from guides.desk import access
from guides.services import translations
from safety_centre.pages.selectors import public_pages

_submit = SubmitPageTranslationView.as_view()


class UpdateOwnTranslations(UpdateTranslationsView):
    """Theirs has a box that publishes every translation at once, for whoever may edit one."""

    def get_form(self) -> forms.Form:
        form = super().get_form()
        if not self.object.get_source_instance().permissions_for_user(self.request.user).can_publish():
            box = form.fields["publish_translations"]
            box.disabled, box.widget = True, forms.HiddenInput()
        return form


_update = UpdateOwnTranslations.as_view()


def submit_own_page(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Start a translation of a page that its editor works on; any other is missing."""
    page = access.own_page(request.user, page_id)  # type: ignore[arg-type]
    if not page.is_root() and not Locale.objects.exclude(pk__in=page.get_translations(inclusive=True).values("locale")):
        # Wagtail-localize would show a form without a single language to choose.
        messages.info(
            request, _("“%(title)s” already exists in every language: open the one to work on.") % {"title": page.title}
        )
        return redirect("desk_translations")
    return _submit(request, page_id=page_id)


def update_own_source(request: HttpRequest, translation_source_id: int) -> HttpResponseBase:
    """Bring translations in line with a source that its editor works on; any other is missing."""
    source = TranslationSource.objects.filter(pk=translation_source_id).first()
    instance = source and Page.objects.filter(translation_key=source.object_id, locale_id=source.locale_id).first()
    if source is None or instance is None:
        raise Http404
    access.own_page(request.user, instance.pk)  # type: ignore[arg-type]
    if request.method == "POST":
        translations.refresh_source(source=source)
    return _update(request, translation_source_id=translation_source_id)


def replace_own_translation(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Put the source in a translation's place, live at once: a decision of those who may publish it."""
    page = access.own_page(request.user, page_id)  # type: ignore[arg-type]
    if not page.permissions_for_user(request.user).can_publish():
        raise Http404
    return convert_to_alias(request, page_id)


@hooks.register("before_edit_page", order=-100)
def keep_what_was_written_by_hand(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Going on side by side starts from the page as it is, not as it was on the day it was left."""
    if request.method != "POST" or "localize-restart-translation" not in request.POST:
        return None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=False
    ).first()
    if translation is None:
        return None
    lost = translations.take_up(translation=translation, page=page, user=request.user)  # type: ignore[arg-type]
    if not lost:
        return None
    text = Truncator(strip_tags(lost[0])).chars(80)
    messages.error(
        request,
        _(
            "Some of what was written here by hand has no place beside the source, such as “%(text)s”. Going on side "
            "by side would lose it, so nothing was changed: keep editing here."
        )
        % {"text": text},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def our_report(request: HttpRequest) -> HttpResponseBase:
    """Lead from wagtail-localize's report, which shows everybody's pages, to ours."""
    return redirect("desk_translations")


@hooks.register("register_admin_urls", order=-100)
def guarded_urls() -> list:
    return [
        path("localize/submit/page/<int:page_id>/", submit_own_page),
        path("localize/update/<int:translation_source_id>/", update_own_source),
        path("localize/page/<int:page_id>/convert_to_alias/", replace_own_translation),
        # Theirs knows their own words alone; this one says ours first (safety_centre/wording).
        path("localize/jsi18n/", JavaScriptCatalog.as_view()),
        path("localize/reports/translations/", our_report),
        path("localize/reports/translations/results/", our_report),
    ]


def _choosable(files: QuerySet, request: HttpRequest) -> QuerySet:
    policy = policy_registry.get_by_type(files.model)
    own = policy.instances_user_has_any_permission_for(request.user, ["change", "choose"])
    return files.filter(pk__in=own.values("pk"))


class OwnImages(ImagesAdminAPIViewSet):
    """The pictures that somebody may choose; Wagtail's own list has everybody's."""

    def get_queryset(self) -> QuerySet:
        return _choosable(super().get_queryset(), self.request)


class OwnDocuments(DocumentsAdminAPIViewSet):
    """The documents that somebody may choose."""

    def get_queryset(self) -> QuerySet:
        return _choosable(super().get_queryset(), self.request)


@hooks.register("construct_admin_api", order=100)
def own_media_in_the_api(router: Any) -> None:
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@hooks.register("construct_page_chooser_queryset")
def choose_public_or_own(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """A link leads to a page that readers can open, or to one's own: others' drafts aren't to be seen here."""
    if request.user.is_superuser:
        return pages
    own: Any = access.own_pages(request.user)  # type: ignore[arg-type]
    return pages.filter(Q(pk__in=public_pages().values("pk")) | Q(pk__in=own.values("pk")))
