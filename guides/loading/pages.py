"""Pages of the starter files: made below their parents, then filled once every link has a target."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page, Site

from guides.loading import records
from guides.loading.blocks import to_stream
from guides.loading.documents import Document
from guides.loading.schema import PageKind
from guides.models import CharterCommitment, PartnerAssociation, PartnerPage, Topic
from safety_centre.pages import services
from safety_centre.pages.models import PageKey


@dataclass
class PageFile:
    """A checked page file with its language and kind."""

    document: Document
    language: str
    kind: PageKind

    @property
    def data(self) -> dict[str, Any]:
        return self.document.data

    @property
    def name(self) -> str:
        return f"{self.language}/{self.data['key']}"


def load_pages(files: list[PageFile], site_url: str) -> dict[str, int]:
    """Make or mend the pages of ``files`` (parents first); return counts by what was done.

    Raises nothing for content: problems are reported on the documents, and the caller rolls back.
    """
    counts = {"create": 0, "update": 0, "keep": 0}
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    to_fill: list[tuple[PageFile, Page]] = []
    for file in files:
        action, page = records.decide(file.name, file.document.fingerprint(), _find(file), records.state_of_page)
        if action == "create":
            page = _make(file, locales[file.language])
            if page is None:
                continue
        counts[action] += 1
        if action != "keep" and page is not None:
            to_fill.append((file, page))
    for file, page in to_fill:
        _fill(file, page)
    _keep_site(site_url)
    return counts


def _find(file: PageFile) -> Page | None:
    return (
        file.kind.model.objects.filter(
            locale__language_code=file.language,
            translation_key__in=PageKey.objects.filter(key=file.data["key"]).values("translation_key"),
        ).first()
        or None
    )


def _parent(file: PageFile) -> Page | None:
    if file.kind.parent is None:
        return Page.get_first_root_node()
    keys = PageKey.objects.filter(key=file.kind.parent).values("translation_key")
    return Page.objects.filter(locale__language_code=file.language, translation_key__in=keys).first()


def _make(file: PageFile, locale: Locale) -> Page | None:
    """Add an empty, unpublished page. None where its parent was deleted by an editor."""
    parent = _parent(file)
    if parent is None:
        return None
    if file.kind.parent is None:
        _remove_welcome_page()
        parent = Page.get_first_root_node()
    key = PageKey.objects.filter(key=file.data["key"]).first()
    page = file.kind.model(
        title=file.data["title"],
        slug=file.data["slug"],
        locale=locale,
        translation_key=key.translation_key if key else uuid.uuid4(),
        live=False,
    )
    if "topic" in file.kind.extra:
        page.topic = Topic.objects.get(key=file.data["topic"])
    parent.add_child(instance=page)
    services.give_key(page=page, key=file.data["key"])
    return page


def _remove_welcome_page() -> None:
    """Take away the page that Wagtail's own first migration makes, if nobody touched it."""
    for welcome in Page.objects.filter(depth=2, content_type__model="page", latest_revision__isnull=True):
        if welcome.get_children_count() == 0:
            Site.objects.filter(root_page=welcome).delete()
            welcome.delete()


def _fill(file: PageFile, page: Page) -> None:
    """Put the file's content into ``page``, validate it as the admin would, and publish it."""
    data, kind = file.data, file.kind
    page = Page.objects.get(pk=page.pk).specific  # read anew: adding children changed what the tree keeps on its row
    page.title, page.slug, page.search_description = data["title"], data["slug"], data["search_description"]
    for name in kind.texts:
        setattr(page, name, " ".join((data.get(name) or "").split()))
    for name in kind.dates:
        setattr(page, name, data.get(name))
    for name in kind.bodies:
        stream = to_stream(
            data.get(name) or [],
            seed=f"{file.name}/{name}",
            page_of=lambda key: _linked_page(key, file.language),
            root=file.document.root,
        )
        field = page._meta.get_field(name)
        setattr(page, name, field.stream_block.to_python(stream))
    for name in kind.all_lines:
        block = page._meta.get_field(name).stream_block
        setattr(page, name, block.to_python([{"type": "line", "value": line} for line in data.get(name) or []]))
    if kind.sources:
        block = page._meta.get_field("sources").stream_block
        page.sources = block.to_python([{"type": "source", "value": s} for s in data.get("sources") or []])
    _fill_extra(file, page)
    try:
        page.full_clean()
        for name in kind.bodies:
            page._meta.get_field(name).stream_block.clean(getattr(page, name))
    except ValidationError as error:
        for field, messages in getattr(error, "message_dict", {"(page)": error.messages}).items():
            file.document.report((field,), " ".join(messages))
        return
    page.save_revision(log_action=False).publish(log_action=False)
    records.remember(file.name, file.document.fingerprint(), records.state_of_page(page))


def _linked_page(key: str, language: str) -> Page:
    keys = PageKey.objects.filter(key=key).values("translation_key")
    return Page.objects.select_related("locale").get(locale__language_code=language, translation_key__in=keys)


def _fill_extra(file: PageFile, page: Any) -> None:
    data, kind = file.data, file.kind
    if "topic" in kind.extra:
        page.topic = Topic.objects.get(key=data["topic"])
        page.partners = list(PartnerAssociation.objects.filter(key__in=data.get("partners") or []))
    if "order" in kind.extra:
        page.illustration = data["key"]
    if "commitments" in kind.extra:
        page.commitments = [
            CharterCommitment(
                key=item["key"],
                title=item["title"],
                text=" ".join(item["text"].split()),
                audience=item["for"],
                locale=page.locale,
                translation_key=uuid.uuid5(page.translation_key, item["key"]),
                sort_order=number,
            )
            for number, item in enumerate(data.get("commitments") or [])
        ]


def make_partner_pages(languages: list[str]) -> int:
    """Give each association of the starter content its page in each language; return how many were made."""
    made = 0
    for partner in PartnerAssociation.objects.all():
        for language in languages:
            made += _make_partner_page(partner, language)
    return made


def _make_partner_page(partner: PartnerAssociation, language: str) -> int:
    name = f"{language}/partner-{partner.key}"
    parent_keys = PageKey.objects.filter(key="partners").values("translation_key")
    parent = Page.objects.filter(locale__language_code=language, translation_key__in=parent_keys).first()
    action, _page = records.decide(name, "1", None, records.state_of_page)
    if action != "create" or parent is None:
        return 0
    key = PageKey.objects.filter(key=f"partner-{partner.key}").first()
    title = getattr(partner, f"name_{language}") or partner.key
    page = PartnerPage(
        title=title,
        slug=partner.key,
        partner=partner,
        locale=parent.locale,
        translation_key=key.translation_key if key else uuid.uuid4(),
        search_description=getattr(partner, f"role_{language}") or "",
    )
    parent.add_child(instance=page)
    page.save_revision(log_action=False).publish(log_action=False)
    services.give_key(page=page, key=f"partner-{partner.key}")
    records.remember(name, "1", records.state_of_page(page))
    return 1


def _keep_site(site_url: str) -> None:
    """Let the default language's home be the root of the site, and its only site stand at ``SITE_URL``.

    Made here because a GET must not write. Pages take their addresses from the site, views from ``SITE_URL``: after
    a change of that setting both are told here. Where there are several sites, the admin's word counts.
    """
    from urllib.parse import urlsplit

    from django.conf import settings

    url = urlsplit(site_url)
    place = {
        "hostname": url.hostname or "localhost",
        "port": url.port or (443 if url.scheme == "https" else 80),
    }
    sites = list(Site.objects.all()[:2])
    if sites:
        if len(sites) == 1 and place != {name: getattr(sites[0], name) for name in place}:
            sites[0].hostname, sites[0].port = place["hostname"], place["port"]
            sites[0].save()
        return
    home_keys = PageKey.objects.filter(key="home").values("translation_key")
    home = Page.objects.filter(translation_key__in=home_keys, locale__language_code=settings.LANGUAGE_CODE).first()
    if home is None:
        return
    Site.objects.create(**place, root_page=home, is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME)
