"""The lexicon at the edge: docs/examples/edge.py, written from the documentation, agrees with the server."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from django.conf import settings

from safety_centre.prevention import store
from safety_centre.prevention.evaluation import COMMENT
from safety_centre.prevention.matching.edge import edge_lexicon
from tests.prevention.conftest import starter

pytestmark = pytest.mark.xdist_group("edge")  # one worker builds it
EXAMPLE = settings.BASE_DIR / "docs" / "examples" / "edge.py"
DATA = Path(__file__).parent.parent / "prevention" / "evaluation"
ONE_IN = 4  # of the evaluation's sentences: enough to disagree on
AGREE = 0.8


@pytest.fixture(scope="module")
def terms():
    return starter()[0]


@pytest.fixture(scope="module")
def edge(terms):
    spec = importlib.util.spec_from_file_location("edge", EXAMPLE)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found.Edge(json.loads(msgspec.json.encode(edge_lexicon(terms))))


@pytest.fixture(scope="module")
def server(terms):
    return store.matcher_of(starter()[1], lambda: terms)


def sentences(language: str, kind: str) -> list[str]:
    lines = [line for path in sorted((DATA / language / kind).glob("*")) for line in path.read_text().splitlines()]
    return [line.split("\t")[-1] for line in lines[::ONE_IN] if line.strip() and not line.startswith(COMMENT)]


def found_by_both(edge, server, language: str, kind: str) -> list[tuple[set[str], set[str]]]:
    """Return for each sentence the topics that the server finds, and those that the edge does."""
    return [
        (
            {match.topic for match in server.find(text, (), language)},
            {one.term["topic"] for one in edge.find(text, (), language)},
        )
        for text in sentences(language, kind)
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_edge_takes_no_ordinary_post_for_a_sensitive_one(edge, server, language):
    found = found_by_both(edge, server, language, "must_not_match")
    assert len(found) > 400
    assert all(theirs <= ours for ours, theirs in found)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_edge_finds_what_is_plainly_written_and_hardly_anything_else(edge, server, language):
    """The rest is disguised or run together: what ``screen`` is for, which sees exceptions in disguise as well."""
    found = found_by_both(edge, server, language, "must_match")
    assert sum(ours == theirs for ours, theirs in found) > AGREE * len(found)
    assert sum(not theirs <= ours for ours, theirs in found) < 0.01 * len(found)


def test_frames_come_as_their_two_sides_and_everything_as_plain_words(terms):
    document = edge_lexicon(terms)
    frames = [term for term in document["terms"] if term["begins"]]
    assert frames
    for term in document["terms"]:
        assert bool(term["begins"]) == bool(term["ends"]) != bool(term["forms"]), term["term"]
        for form in (*term["forms"], *term["begins"], *term["ends"], *term["only_with"], *term["not_with"]):
            assert form == " ".join(form.split()) == form.casefold()
            assert "…" not in form


def test_the_example_runs_from_the_command_line(tmp_path, terms):
    lexicon = tmp_path / "lexicon.json"
    lexicon.write_bytes(msgspec.json.encode(edge_lexicon(terms)))
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), str(lexicon), "fr", "Je veux VRAIMENT mourir…"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[:2] == ["suicide-self-harm", "urgent"]
