"""Two readers share an answer only where everything that it varies on is the same; what may be kept at all."""

from urllib.parse import parse_qsl, urlencode

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from safety_centre.pages.page_cache.keys import TRACKING, canonical_query, variant_of
from safety_centre.pages.page_cache.middleware import chosen_encoding, keep_for

NAMES = st.sampled_from(["for", "country", "language", "q", "utm_source", "fbclid", "For", "for ", "page"])
VALUES = st.one_of(
    st.sampled_from(["", "teen", "parent", "FR", "GB", "fr&for=teen", "a=b", "é", "+", "%", "../", "x" * 41]),
    st.text(max_size=8),
)
QUERIES = st.lists(st.tuples(NAMES, VALUES), max_size=5)
REQUESTS = st.fixed_dictionaries({
    "method": st.sampled_from(["GET", "HEAD", "POST", "OPTIONS"]),
    "path": st.sampled_from(["/fr/", "/en/", "/fr/aide/", "/fr/Aide/", "/admin/", "/family/", "/fr", "/zz/"]),
    "query": QUERIES,
    "host": st.sampled_from(["one.example", "two.example", "one.example:8000"]),
    "secure": st.booleans(),
    "session": st.booleans(),
})  # fmt: skip


def request_of(wanted: dict):
    request = getattr(RequestFactory(), wanted["method"].lower())(
        wanted["path"], headers={"host": wanted["host"]}, secure=wanted["secure"]
    )
    request.META["QUERY_STRING"] = urlencode(wanted["query"])
    if wanted["session"]:
        request.COOKIES["safety_session"] = "x"
    return request


def meaning(wanted: dict) -> tuple:
    """What a page could see of a request, told without the code under test."""
    seen = [(name, value) for name, value in wanted["query"] if not TRACKING.fullmatch(name)]
    return wanted["host"], wanted["secure"], wanted["path"], tuple(sorted(seen, key=lambda pair: pair[0]))


@given(REQUESTS, REQUESTS)
def test_variants_of_two_readers_never_mix(one, other):
    first, second = variant_of(request_of(one)), variant_of(request_of(other))
    if first is not None and first == second:
        assert meaning(one) == meaning(other)
        assert not one["session"]
        assert not other["session"]
        assert one["method"] in ("GET", "HEAD")
        assert one["path"].startswith(("/fr/", "/en/"))


@given(QUERIES)
def test_the_page_sees_exactly_what_the_key_says(query):
    canonical = canonical_query(urlencode(query))
    if canonical is not None:
        seen = [(name, value) for name, value in query if not TRACKING.fullmatch(name)]
        assert sorted(parse_qsl(canonical, keep_blank_values=True)) == sorted(seen)
        assert canonical_query(canonical) == canonical


@given(st.lists(st.tuples(st.sampled_from(["for", "country"]), st.sampled_from(["a", "b"])), max_size=4))
def test_the_order_of_two_values_of_one_name_counts(query):
    """``?for=teen&for=parent`` means its last value; names may change places, values of a name may not."""
    canonical = parse_qsl(canonical_query(urlencode(query)) or "")
    for name in ("for", "country"):
        assert [v for n, v in canonical if n == name] == [v for n, v in query if n == name]


def response(**headers: str) -> HttpResponse:
    return HttpResponse("x", headers={name.replace("_", "-"): value for name, value in headers.items()})


def cookie() -> HttpResponse:
    made = response()
    made.set_cookie("a", "b")
    return made


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (response(), 600),
        (response(Cache_Control="max-age=60"), 60),
        (response(Cache_Control="public, max-age=86400"), 600),
        (response(Cache_Control="max-age=300, s-maxage=30"), 30),
        (response(Cache_Control="max-age=0"), 0),
        (response(Cache_Control="no-store"), 0),
        (response(Cache_Control="max-age=0, no-cache, no-store, must-revalidate, private"), 0),
        (response(Cache_Control="private, max-age=60"), 0),
        (response(Vary="Cookie"), 0),
        (response(Vary="Accept-Encoding, Accept-Language"), 0),
        (response(Vary="Accept-Encoding"), 600),
        (response(Content_Type="application/pdf"), 0),
        (response(Content_Type="application/json"), 600),
        (response(Content_Encoding="gzip"), 0),
        (HttpResponse("x", status=404), 0),
        (HttpResponse(status=302), 0),
        (StreamingHttpResponse(["x"]), 0),
        (cookie(), 0),
    ],
)
def test_what_may_be_kept_and_for_how_long(answer, seconds, rf):
    request = rf.get("/fr/")
    request.resolver_match = None
    assert keep_for(request, answer) == seconds


def test_a_page_with_a_nonce_is_never_kept(rf):
    request = rf.get("/fr/")
    request.resolver_match, request._csp_nonce = None, "abc"
    assert keep_for(request, response()) == 0


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("br, gzip", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("gzip;q=nonsense", ""),
        ("deflate, zstd", ""),
        (",;,", ""),
    ],
)
def test_the_best_encoding_that_is_accepted(accepted, chosen):
    assert chosen_encoding(accepted) == chosen


@given(st.text(max_size=60))
def test_any_header_is_read(accepted):
    assert chosen_encoding(accepted) in {"", "br", "gzip"}
