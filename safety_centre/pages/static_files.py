"""Static files in production: named by content, lean, compressed, and so are the modules that our modules import."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Ours only: other packages' files may hold licences and strings over several lines.
OURS = ("css/site.css", "js/*.js")
_CSS_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
_JS_COMMENTS = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


def _is_ours(name: str) -> bool:
    return any(PurePosixPath(name).match(pattern) for pattern in OURS)


def lean(name: str, text: str) -> str:
    """Return a style sheet or script of ours without comments on lines of their own and without indentation.

    A reader on a slow line saves a kilobyte on the help page; line numbers are all that is lost.
    """
    comments = _CSS_COMMENTS if name.endswith(".css") else _JS_COMMENTS
    return _INDENTATION.sub("", comments.sub("", text))


class StaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also renames ``from "./other.js"`` and ``import("./other.js")`` in ``static/js``.

    Django's own ``support_js_module_import_aggregation`` reads every script of every package, bundles included; this
    reads ours. Without it a page's modules would come from two generations after an update, and a phone that keeps
    the help page would lack the one that is imported.
    """

    def save(self, name: str, content: Any, max_length: int | None = None) -> str:
        """Keep a file as it came; ours lean."""
        if _is_ours(name):
            content = ContentFile(lean(name, content.read().decode()).encode())
        return super().save(name, content, max_length)

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Name and compress what was kept; of other packages' files, what they are at their source."""
        kept = {name: (self, name) if _is_ours(name) else found for name, found in paths.items()}
        return super().post_process(kept, *args, **options)

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "js/*.js",
            (
                (
                    r"""(?P<matched>(?P<before>from |import\()"(?P<url>\./[^"]+)")""",
                    '%(before)s"%(url)s"',
                ),
            ),
        ),
    )
