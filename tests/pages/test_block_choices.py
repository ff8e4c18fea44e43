"""What an editor sees before and while writing a block: icon, description, a picture, and what good looks like."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail import blocks

from guides.models import TopicGuidePage

pytestmark = pytest.mark.django_db
BODY = TopicGuidePage._meta.get_field("teen").stream_block.child_blocks


def fields_of(block: blocks.Block, name: str) -> list[tuple[str, blocks.Block]]:
    """Return every field that an editor fills in ``block``, with the way to it."""
    if isinstance(block, blocks.StructBlock):
        return [pair for key, child in block.child_blocks.items() for pair in fields_of(child, f"{name}.{key}")]
    if isinstance(block, blocks.ListBlock):
        return fields_of(block.child_block, name)
    return [(name, block)]


@pytest.mark.parametrize("name", BODY)
def test_a_block_says_what_it_is_for(name):
    meta = BODY[name].meta
    assert meta.icon != "placeholder"
    assert meta.group
    assert len(str(BODY[name].get_description())) > 20


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", BODY)
def test_a_block_is_shown_before_it_is_chosen(clients, people, name, language):
    block = BODY[name]
    assert block.is_previewable
    people["partner"].language = language
    people["partner"].save()
    with translation.override(language):
        answer = clients["partner"].get(
            reverse("wagtailadmin_block_preview"),
            {"id": block.definition_prefix},
            headers={"accept-language": language},
        )
        value = block.get_preview_value()
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in html
    shown = value.get("title") or value.get("text") or value.get("caption") if isinstance(value, dict) else value
    words = str(getattr(shown, "source", shown))
    assert words.strip("<p>").split("’")[0][:20] in html


@pytest.mark.parametrize("name", BODY)
def test_each_field_says_what_good_looks_like(name):
    """A lone field, a heading or a text, says it in its description, which Wagtail shows above it."""
    for path, field in fields_of(BODY[name], name):
        help_text = getattr(field.meta, "help_text", "") or getattr(field.field, "help_text", "")
        assert help_text or field.get_description(), path


def test_each_field_of_a_guide_says_what_good_looks_like():
    wanted = ["topic", "partners", "in_brief", "teen", "parent", "friend", "sources", "reviewed_on", "next_review"]
    for name in [*wanted, "reviewed_by"]:
        assert TopicGuidePage._meta.get_field(name).help_text, name
