"""The sizes of pictures that pages show: made when a page is published, never on a reader's request.

Three widths for telephones and screens up to twice as dense, each as AVIF, WebP and JPEG: a browser takes the first
format that it knows. ``templates/blocks/image.html`` asks for exactly these.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch
from wagtail.fields import StreamField
from wagtail.models import Page

logger = logging.getLogger(__name__)

WIDTHS, FORMATS = (360, 720, 1080), ("avif", "webp", "jpeg")
# As `{% picture … format-{avif,webp,jpeg} width-{360,720,1080} %}` expands them.
BODY_SPECS = tuple(f"format-{kind}|width-{width}" for kind in FORMATS for width in WIDTHS)


def with_renditions(specs: Iterable[str], path: str = "renditions") -> Prefetch:
    """Return the prefetch of these sizes of a picture: one query for however many pictures."""
    from safety_centre.pages.models import CustomRendition

    wanted = CustomRendition.objects.filter(filter_spec__in=list(specs))
    return Prefetch(path, queryset=wanted, to_attr="prefetched_renditions")


def pictures_of(page: Page) -> Iterator[Any]:
    """Yield the pictures in the stream fields of ``page``."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for child in getattr(page, field.name):
                if child.block_type == "image" and child.value["image"]:
                    yield child.value["image"]


def make_renditions(image: Any, specs: Iterable[str]) -> None:
    """Make what is missing of these sizes. A file that can't be read stops nobody."""
    try:
        image.get_renditions(*specs)
    except Exception:  # whatever a broken file raises in Pillow or the storage
        logger.warning("The sizes of picture %s could not be made.", image.pk, exc_info=True)
