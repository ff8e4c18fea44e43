"""What the starter loader remembers, so that it never overwrites an editor."""

from django.db import models


class StarterRecord(models.Model):
    """One thing that the loader made: from which text, and how it looked right after.

    ``source_hash`` is of the file's part it came from, ``state_hash`` of the object as the loader left it. An object
    whose state differs now was changed by an editor and is left alone for good; one that was deleted stays deleted.
    """

    name = models.CharField(max_length=160, unique=True)
    source_hash = models.CharField(max_length=64)
    state_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
