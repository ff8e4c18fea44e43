"""Media in development: whole, in parts, and what is answered to a bad range (RFC 9110, section 14)."""

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from safety_centre.pages.media_serving import UnsatisfiableRange, read_range

CONTENT = bytes(range(256)) * 800  # more than one chunk


@pytest.fixture
def video():
    folder = Path(settings.MEDIA_ROOT) / "media"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ranges.mp4").write_bytes(CONTENT)
    return "/media/media/ranges.mp4"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_whole(client, video):
    response = client.get(video)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == str(len(CONTENT))
    assert not response.cookies


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),  # what Safari asks first, to learn whether ranges work
        ("bytes=0-", 0, len(CONTENT) - 1),
        ("bytes=1000-1999", 1000, 1999),
        ("bytes=-500", len(CONTENT) - 500, len(CONTENT) - 1),
        ("bytes=-9999999", 0, len(CONTENT) - 1),
        (f"bytes=10-{10**15}", 10, len(CONTENT) - 1),
        ("Bytes = 7 - 9", 7, 9),
    ],
)
def test_a_part(client, video, asked, first, last):
    response = client.get(video, headers={"range": asked, "accept-encoding": "gzip"})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert body(response) == CONTENT[first : last + 1]
    assert response["Content-Length"] == str(last + 1 - first)
    assert "Content-Encoding" not in response, "a compressed part is no part"


@pytest.mark.parametrize("asked", [f"bytes={len(CONTENT)}-", f"bytes={10**17}-{10**17 + 1}", "bytes=-0"])
def test_out_of_range(client, video, asked):
    response = client.get(video, headers={"range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(CONTENT)}"
    assert body(response) == b""


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=5-2",
        "bytes=0-1,5-9",
        "items=0-1",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=--5",
        "0-1",
        "bytes=1",
        "é" * 40,
        f"bytes={'9' * 40}-",
    ],
)
def test_a_range_that_is_not_understood_gets_the_whole(client, video, asked):
    response = client.get(video, headers={"range": asked})
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_if_range_only_continues_the_same_file(client, video):
    etag = client.get(video)["ETag"]
    assert client.get(video, headers={"range": "bytes=0-1", "if-range": etag}).status_code == 206
    assert client.get(video, headers={"range": "bytes=0-1", "if-range": '"older"'}).status_code == 200
    modified = client.get(video)["Last-Modified"]
    assert client.get(video, headers={"range": "bytes=0-1", "if-range": modified}).status_code == 206


def test_unchanged(client, video):
    first = client.get(video)
    assert client.get(video, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(video, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert client.get(video, headers={"if-none-match": '"other"'}).status_code == 200


def test_head_and_other_methods(client, video):
    response = client.head(video, headers={"range": "bytes=0-1"})
    assert (response.status_code, body(response), response["Content-Length"]) == (200, b"", str(len(CONTENT)))
    assert client.post(video).status_code == 405


@pytest.mark.django_db  # the page that says so asks for its navigation
@pytest.mark.parametrize("path", ["../manage.py", "media/../../x", "media", "", "nowhere.mp4", "media/%2e%2e/%2e%2e/x"])
def test_nothing_outside_the_folder(client, video, path):
    assert client.get(f"/media/{path}").status_code == 404


@given(st.text(max_size=40), st.integers(0, 10**6))
def test_any_header_gives_a_range_inside_the_file_or_none(header, size):
    try:
        found = read_range(header, size)
    except UnsatisfiableRange:
        return
    assert found is None or 0 <= found[0] <= found[1] < size


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 1000))
def test_a_good_range_is_what_was_asked(first, last, size):
    if first < size and first <= last:
        assert read_range(f"bytes={first}-{last}", size) == (first, min(last, size - 1))
