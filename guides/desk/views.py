"""Pages of the desk: what changed in a source, saying that a page was read again, all readers side by side."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override
from wagtail_localize.models import Translation

from guides.desk import access
from guides.models import TopicGuidePage
from guides.models.mixins import ReviewedPage
from guides.selectors import renewal, translations
from guides.services import reviews
from guides.services.translations import submit
from safety_centre.accounts.models import User


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


class ReviewForm(forms.Form):
    """In which role somebody read a page, and by when it is to be read again."""

    role = forms.CharField(
        label=gettext_lazy("In which role did you read it?"),
        max_length=160,
        help_text=gettext_lazy("Readers see it beside the date: “a psychologist of the association”. Not your name."),
    )
    next_review = forms.DateField(label=gettext_lazy("Read it again by"), widget=AdminDateInput)
    read_whole = forms.BooleanField(
        label=gettext_lazy("I read all of it as readers see it: facts, numbers, links, words.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mark_reviewed(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for role and date, then say on the public page that it was reviewed today."""
    page: Any = access.own_page(_user(request), page_id)
    if not issubclass(type(page), ReviewedPage) or not renewal.may_review(_user(request), page):
        raise Http404
    now = timezone.now()
    first = {"role": page.reviewed_by, "next_review": reviews.usual_next_review(page, timezone.localdate(now))}
    form = ReviewForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            reviews.mark_reviewed(
                page=page,
                user=_user(request),
                role=form.cleaned_data["role"],
                next_review=form.cleaned_data["next_review"],
                now=timezone.localtime(now),
            )
        except ValidationError as error:
            for field, problems in error.message_dict.items():
                form.add_error(field if field in form.fields else None, problems)
        else:
            messages.success(request, _("Readers now see that “%(title)s” was reviewed today.") % {"title": page.title})
            return redirect("desk_reviews")
    history = page.reviews.all()[:10]
    return _render(request, "mark_reviewed", page, _("Mark as reviewed"), "check", form=form, history=history)


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what changed in the source since this translation last said the same; let its editor say that it does."""
    page = access.own_page(_user(request), page_id)
    source = translations.source_of(page)
    if source.pk == page.pk:
        raise Http404
    if request.method == "POST":
        reviews.mark_translation_current(page=page, user=_user(request), now=timezone.now())
        messages.success(request, _("“%(title)s” counts as up to date.") % {"title": page.title})
        return redirect("desk_translations")
    behind = translations.is_behind(page, source)
    found = _differences(request, source.specific, page) if behind else []
    return _render(
        request, "changes", page, _("What changed in the source"), "history", source=source, behind=behind, found=found
    )


@require_POST
def submit_translation(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send a translation to its association's reviewers, then to the safety team."""
    page = access.own_page(_user(request), page_id)
    translation = get_object_or_404(
        Translation, source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    try:
        submit(translation=translation, page=page, user=_user(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("wagtailadmin_pages:edit", page.pk)
    messages.success(request, _("“%(title)s” is on its way to its reviewers.") % {"title": page.title})
    return redirect("wagtailadmin_home")


def _differences(request: HttpRequest, source: Page, page: Page) -> list:
    """Return Wagtail's own comparisons between the source as it was then and as it is live now."""
    since = translations.current_since(page)
    then = source.revisions.filter(created_at__lte=since).order_by("created_at", "pk").last() if since else None
    then = then or source.revisions.order_by("created_at", "pk").first()
    if then is None:
        return []
    earlier = then.as_object()
    own = {"reviewed_on", "next_review", "reviewed_by"}  # each language is reviewed by itself
    panel = source.get_edit_handler().get_bound_panel(instance=source, request=request, form=None)
    return [
        one
        for one in (compare(earlier, source) for compare in panel.get_comparison())
        if one.has_changed() and getattr(getattr(one, "field", None), "name", "") not in own
    ]


@require_safe
@xframe_options_sameorigin_override
def draft_frame(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Show the newest draft as one reader meets it. Wagtail's own draft view refuses to stand in a frame."""
    page = access.own_page(_user(request), page_id).get_latest_revision_as_object()
    mode = request.GET.get("mode", page.default_preview_mode)
    if mode not in dict(page.preview_modes):
        raise Http404
    return page.make_preview_request(request, mode)


@require_safe
def side_by_side(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a guide's drafts as each reader will meet them: teen, parent, friend × phone, desktop × languages.

    Each frame is the draft as Wagtail previews it, so what is seen is what will be published.
    """
    page = access.own_page(_user(request), page_id)
    if not isinstance(page, TopicGuidePage):
        raise Http404
    own = {one.pk for one in access.own_pages(_user(request)).filter(translation_key=page.translation_key)}
    pages = [
        one for one in page.get_translations(inclusive=True).select_related("locale").order_by("pk") if one.pk in own
    ]
    modes = dict(page.preview_modes)
    wanted_modes = [mode for mode in request.GET.getlist("mode") if mode in modes] or list(modes)
    wanted_pages = [one for one in pages if str(one.pk) in request.GET.getlist("page")] or [page]
    device = "desktop" if request.GET.get("device") == "desktop" else "phone"
    frames = [
        {
            "page": one,
            "mode": modes[mode],
            "url": f"{reverse('desk_draft_frame', args=[one.pk])}?mode={mode}",
        }
        for one in wanted_pages
        for mode in wanted_modes
    ]
    return _render(
        request,
        "side_by_side",
        page,
        _("Side by side"),
        "view",
        frames=frames,
        modes=modes,
        wanted_modes=wanted_modes,
        pages=pages,
        wanted_pages=wanted_pages,
        device=device,
    )


def _render(request: HttpRequest, name: str, page: Page, title: str, icon: str, **context: Any) -> HttpResponse:
    heading = _("%(what)s: %(title)s") % {"what": title, "title": page.title}
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.title},
        {"url": "", "label": heading},  # the header shows this one alone until it is opened
    ]
    shared = {
        "page": page,
        "page_title": title,
        "header_title": heading,
        "header_icon": icon,
        "breadcrumbs_items": crumbs,
    }
    return render(request, f"guides/desk/{name}.html", shared | context)
