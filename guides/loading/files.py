"""Files of the starter content that become documents and videos: each made once, found again at the next load."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.files import File

from guides.models import StarterRecord
from safety_centre.pages.models import CustomDocument, CustomMedia


def document_of(path: Path, title: str) -> int:
    """Return the id of the document made of the file at ``path``. Raises :class:`FileNotFoundError`."""
    return _of(CustomDocument, path, {"title": title})


def video_of(path: Path, title: str, facts: dict[str, Any]) -> int:
    """Return the id of the video made of the file at ``path``; a picture of the same name is its poster.

    ``facts``: ``width`` and ``height`` in pixels, ``seconds``. Raises :class:`FileNotFoundError`.
    """
    fields = {"title": title, "type": "video", "width": facts["width"], "height": facts["height"]}
    return _of(CustomMedia, path, {**fields, "duration": facts["seconds"]}, poster=path.with_suffix(".jpg"))


def _of(model: Any, path: Path, fields: dict[str, Any], poster: Path | None = None) -> int:
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    name = f"file/{path.name}"
    record = StarterRecord.objects.filter(name=name, source_hash=content).first()
    if record and model.objects.filter(pk=int(record.state_hash)).exists():
        return int(record.state_hash)
    with path.open("rb") as file:
        instance = model(file=File(file, name=path.name), **fields)
        if poster and poster.exists():
            with poster.open("rb") as picture:
                instance.thumbnail = File(picture, name=poster.name)
                instance.full_clean()
                instance.save()
        else:
            instance.full_clean()
            instance.save()
    StarterRecord.objects.update_or_create(name=name, defaults={"source_hash": content, "state_hash": str(instance.pk)})
    return instance.pk
