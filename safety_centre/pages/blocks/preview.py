"""How a block looks before it is chosen: sample words in the editor's language, files that aren't anybody's."""

from types import SimpleNamespace
from typing import Any

from django.utils.functional import Promise
from wagtail import blocks


def stand_in(**facts: Any) -> SimpleNamespace:
    """Return something that a template shows as a file. A real one would be some association's own."""
    return SimpleNamespace(**facts)


def _spoken(value: Any) -> Any:
    """Return ``value`` with its sample words in the language of whoever looks."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {key: _spoken(one) for key, one in value.items()}
    return [_spoken(one) for one in value] if isinstance(value, list) else value


class Previewed(blocks.Block):
    """A block whose preview holds words to translate: ``preview_value``, or ``preview_sample`` with files stood in for.

    A sample is shown and nothing else; a ``preview_value`` is a whole value that could be saved.
    """

    def get_preview_value(self) -> Any:
        sample = getattr(self.meta, "preview_sample", None) or self.meta.preview_value
        return self.normalize(_spoken(sample))
