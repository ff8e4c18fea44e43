"""Read everything, check everything, then load everything in one transaction, or nothing."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from guides import derived
from guides.loading import schema
from guides.loading.documents import Document, read_document
from guides.loading.errors import StarterContentError
from guides.loading.once import following_once
from guides.loading.pages import PageFile, load_pages, make_partner_pages
from guides.loading.reference import ORDER, check_reference, load_reference


@dataclass
class Loaded:
    """How many things were created, updated and kept as they are."""

    created: int = 0
    updated: int = 0
    kept: int = 0
    warnings: list[str] = field(default_factory=list)

    def add(self, counts: dict[str, int]) -> None:
        self.created += counts["create"]
        self.updated += counts["update"]
        self.kept += counts["keep"]


def load_starter_content(*, folder: Path | None = None) -> Loaded:
    """Load the starter files below ``folder`` (the settings' own by default).

    Raises :class:`StarterContentError` with every problem found, each with file, line and field; nothing is loaded
    then. A second load changes nothing; what an editor changed or deleted stays so.
    """
    root = folder or settings.STARTER_CONTENT_DIR
    references = [read_document(root / name, root) for name in ORDER if (root / name).exists()]
    languages = [code for code, _name in settings.LANGUAGES if (root / code).is_dir()]
    files = [file for language in languages for file in _page_files(root, language)]
    _check(references, files)
    result = Loaded()
    with transaction.atomic(), following_once():
        for language in languages:
            Locale.objects.get_or_create(language_code=language)
        for document in references:
            result.add(load_reference(document, root))
        result.add(load_pages(files, settings.SITE_URL))
        result.created += make_partner_pages(languages)
        derived.refresh_words(only_missing=True)
        # What only a full validation finds rolls everything back.
        _refuse_if_problems([*references, *(file.document for file in files)])
    return result


def _page_files(root: Path, language: str) -> list[PageFile]:
    """Return the page files of a language, parents before children, chapters in their order."""
    folder = root / language
    found = []
    for pattern, kind in schema.KINDS.items():
        paths = sorted(folder.glob(f"{pattern}.yaml" if pattern.endswith("*") else pattern))
        documents = [read_document(path, root) for path in paths]
        if "order" in kind.extra:
            documents.sort(key=lambda d: d.data.get("order") or 0 if isinstance(d.data, dict) else 0)
        found += [PageFile(document, language, kind) for document in documents]
    return found


def _check(references: list[Document], files: list[PageFile]) -> None:
    keys: dict[str, set[str]] = {}
    for document in references:
        check_reference(document)
        rows = document.data if isinstance(document.data, list) else []
        keys[document.name] = {row["key"] for row in rows if isinstance(row, dict) and "key" in row}
    _refuse_if_problems(references)  # without them, every page would seem to name unknown topics
    topics, partners = keys.get("topics.yaml", set()), keys.get("partners.yaml", set())
    for file in files:
        schema.check_page(file.document, file.kind, topics, partners)
    documents = [*references, *(file.document for file in files)]
    _refuse_if_problems(documents)
    for language in {file.language for file in files}:
        known = {file.data["key"] for file in files if file.language == language}
        for file in files:
            if file.language == language:
                for key in sorted(schema.page_links(file.data, file.kind) - known):
                    file.document.report(("body",), f"a link leads to page:{key}, and there is no such page")
    _refuse_if_problems(documents)


def _refuse_if_problems(documents: list[Document]) -> None:
    problems = [problem for document in documents for problem in document.problems]
    if problems:
        raise StarterContentError(problems)
