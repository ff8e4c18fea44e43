"""Pictures: the right size in the best format a browser knows, their room kept free, made before anybody reads."""

import re

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file

from guides.models import PartnerAssociation, TopicGuidePage
from safety_centre.pages.models import CustomImage, CustomRendition
from safety_centre.pages.renditions import BODY_SPECS, FORMATS, WIDTHS
from tests.contracts.test_every_page import Links

pytestmark = pytest.mark.django_db
GUIDE = "/fr/sujets/harcelement/"


def image(number: int = 0) -> CustomImage:
    file = get_test_image_file(filename=f"picture-{number}.png", size=(1600, 900))
    return CustomImage.objects.create(title=f"x{number}", file=file, description=f"Une porte ouverte {number}")


def publish_with(images: list[CustomImage]) -> None:
    page = TopicGuidePage.objects.get(topic__key="harassment", locale__language_code="fr")
    page.teen = [
        *(child for child in page.teen.raw_data if child["type"] != "image"),
        *({"type": "image", "value": {"image": one.pk, "caption": ""}} for one in images),
    ]
    page.save_revision().publish()


def queries(address: str) -> list[str]:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_each_size_in_each_format_is_made_when_the_page_is_published():
    picture = image()
    publish_with([picture])
    made = set(CustomRendition.objects.filter(image=picture).values_list("filter_spec", flat=True))
    assert made == set(BODY_SPECS)
    assert len(made) == len(WIDTHS) * len(FORMATS)


def test_a_browser_chooses_format_and_size_and_keeps_the_room_free():
    publish_with([image()])
    html = Client().get(GUIDE).content.decode()
    markup = re.search(r'<figure class="picture">.*?</figure>', html, re.DOTALL)[0]
    links = Links(markup)
    assert [source["type"] for source in links.of("source")] == ["image/avif", "image/webp"]
    for source in links.of("source"):
        assert re.findall(r" (\d+)w", source["srcset"]) == ["360", "720", "1080"]
        assert source["sizes"]
    shown = links.of("img")[0]
    assert shown["src"].endswith(".jpg")
    assert int(shown["width"]) / int(shown["height"]) == pytest.approx(16 / 9, abs=0.01)
    assert shown["loading"] == "lazy"
    assert shown["alt"] == "Une porte ouverte 0"
    assert re.findall(r" (\d+)w", shown["srcset"]) == ["360", "720", "1080"]


def test_the_modern_formats_are_lighter():
    """Of a picture with something in it: flat colour says nothing about a format."""
    import io
    import random

    from PIL import Image, ImageFilter

    noise = random.Random(5)
    drawn = Image.new("RGB", (1200, 675))
    drawn.putdata([(noise.randrange(256), noise.randrange(256), noise.randrange(256)) for _ in range(1200 * 675)])
    out = io.BytesIO()
    drawn.filter(ImageFilter.GaussianBlur(6)).save(out, "PNG")
    picture = CustomImage.objects.create(
        title="x", file=ImageFile(io.BytesIO(out.getvalue()), name="n.png"), description="x"
    )
    publish_with([picture])
    sizes = {
        spec: CustomRendition.objects.get(image=picture, filter_spec=spec).file.size
        for spec in ("format-avif|width-720", "format-webp|width-720", "format-jpeg|width-720")
    }
    assert sizes["format-avif|width-720"] < sizes["format-jpeg|width-720"]
    assert sizes["format-webp|width-720"] < sizes["format-jpeg|width-720"]


def test_pictures_ask_the_same_however_many_there_are_and_nothing_is_written():
    publish_with([image()])
    queries(GUIDE)  # locales are read once a process
    one = queries(GUIDE)
    publish_with([image(number) for number in range(1, 5)])
    four = queries(GUIDE)
    assert len(four) == len(one)
    assert not [sql for sql in four if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert len(four) <= 17, "two more than a guide without pictures: the pictures, and their sizes"


def test_the_size_of_a_logo_is_there_before_anybody_reads():
    partner = PartnerAssociation.objects.filter(guides__topic__key="harassment").first()
    partner.logo = image()
    partner.save()
    assert CustomRendition.objects.filter(image=partner.logo, filter_spec="max-400x200").exists()
    assert not [sql for sql in queries(GUIDE) if sql.split()[0] == "INSERT"]


def test_a_broken_file_stops_no_publication():
    picture = image()
    picture.file.storage.delete(picture.file.name)
    publish_with([picture])
    assert Client().get(GUIDE).status_code == 200
    assert not CustomRendition.objects.filter(image=picture).exists()
