"""What the loader remembers of each thing it made; the one place that decides to make, mend or leave alone."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import models

from guides.models import StarterRecord


def state_of_record(instance: models.Model) -> str:
    """Return a hash of a reference record's columns, relations and child rows."""
    state: dict[str, Any] = {
        field.attname: str(getattr(instance, field.attname)) for field in instance._meta.concrete_fields
    }
    for relation in instance._meta.many_to_many:
        manager = getattr(instance, relation.name)
        state[relation.name] = sorted(str(pk) for pk in manager.values_list("pk", flat=True))
    if hasattr(instance, "hours"):
        rows = type(instance)._default_manager.get(pk=instance.pk).hours.values_list("weekday", "opens", "closes")
        state["hours"] = sorted(str(row) for row in rows)
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def state_of_page(page: Any) -> str:
    """Return what changes whenever somebody edits, publishes, unpublishes or moves a page."""
    page.refresh_from_db(fields=["latest_revision", "live", "path"])
    return f"{page.latest_revision_id}:{page.live}:{page.path}"


def decide(name: str, source_hash: str, found: Any | None, state: Callable[[Any], str]) -> tuple[str, Any | None]:
    """Return ``(what to do, the existing object or None)``: ``create``, ``update`` or ``keep``.

    * never made: create, unless an editor made the same thing, which is kept;
    * made, then deleted by an editor: kept deleted;
    * made, then changed by an editor: kept as the editor left it;
    * made, unchanged, and its file changed: updated.
    """
    record = StarterRecord.objects.filter(name=name).first()
    if record is None:
        return ("keep", found) if found else ("create", None)
    if found is None or record.source_hash == source_hash or state(found) != record.state_hash:
        return "keep", found
    return "update", found


def remember(name: str, source_hash: str, state_hash: str) -> None:
    """Note that the loader made ``name`` from this source and left it in this state."""
    StarterRecord.objects.update_or_create(name=name, defaults={"source_hash": source_hash, "state_hash": state_hash})
