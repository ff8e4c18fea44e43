"""Files that could carry script are refused, whatever they are called."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form

from safety_centre.pages.models import CustomDocument, CustomImage

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize("name", ["x.svg", "x.png", "x.html", "x.jpg"])
@pytest.mark.parametrize("content", [SVG, HTML])
def test_images(name, content):
    form = get_image_form(CustomImage)(
        {"title": "x", "description": "x", "people": "none"}, {"file": SimpleUploadedFile(name, content)}
    )
    assert not form.is_valid()
    assert "file" in form.errors


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.xhtml", "x.js"])
def test_documents(name):
    form = get_document_form(CustomDocument)({"title": "x"}, {"file": SimpleUploadedFile(name, SVG)})
    assert not form.is_valid()
    assert "file" in form.errors


def test_a_picture_needs_words():
    form = get_image_form(CustomImage)({"title": "x", "people": "none"}, {})
    assert "description" in form.errors
