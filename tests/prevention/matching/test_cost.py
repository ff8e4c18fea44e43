"""Time grows with the text and no faster, whatever the text. Times are compared within one run.

Hostile texts meet the starter lexicon: what is costly to look at is in its thousands of wordings and frames.
"""

import time

import pytest

from safety_centre.prevention.matching import normalise, terms_from_folder, version_of

from .sample import MATCHER

SIZE = 100_000
MOST = 5  # times the floor
ORDINARY = (
    "je veux mourir, ce matin j'étais trop fatiguée pour aller au lycée, mais ma meilleure amie est passée me chercher "
    "et on a mangé des crêpes à 14h30 chez sa grand-mère, vivement les vacances de Noël ! #pourtoi "
)
HOSTILE = {
    "separators": ".",
    "spaces": " ",
    "invisible": "\u200b",
    "one letter": "a",
    "two letters": "ai",
    "spelt": "s.u.i.c.i.d.e",
    "spelt apart": "s u i c i d e ",
    "spelt words": "s.u.i.c.i.d.e ",
    "alphabet": "a b c d e f ",
    "terms": "suicide ",
    "phrases begun": "je veux ",
    "exceptions": "suicide squad ",
    "tags": "#suicide",
    "innocent tags": "#abcsuicidexyzk ",
    "marks": "\u0316\u0300",
    "zalgo": "s\u0300u\u0316\u0300i\u200bcide ",
    "long ligatures": "\ufdfa",
    "emoji": "😂🔪",
    "Chinese": "漢字",
    "stars": "s*",
    "masked": "su*cide s**ci*e ",
    "bangs": "a!",
    "stretched": "aaabbb ",
    "stretched and signs": "suuuu1c1de ",
    "hyphens": "su-",
    "drawn capitals": "iI",
    "cut short": "suici",
    "surrogates": "\ud800",
    "signals": "🔪🩸",
    "ordinary": ORDINARY,
    "leet": "su1c1d3 ",
    "all leet": "1 w4nt t0 d13 ",
    "changing case": "SuIcIdE ",
    "frames begun": "j'ai envie de ",
    "frames begun in English": "i want to ",
    "whole frames": "je veux vraiment mourir ",
    "spelt sentence": "j e v e u x m o u r i r ",
    "short tags": "#aaa #bbb ",
}


def best_time(matcher, text, hashtags=(), rounds=3):
    times = []
    for _ in range(rounds):
        start = time.process_time()
        matcher.find(text, hashtags)
        times.append(time.process_time() - start)
    return min(times)


@pytest.fixture(scope="module")
def starter():
    from safety_centre.prevention import store
    from safety_centre.prevention.services.lexicon import STARTER

    terms = terms_from_folder(STARTER)
    return store.matcher_of(version_of(terms), lambda: terms)


@pytest.fixture(scope="module")
def floor():
    """What one pass over 100,000 characters costs: normalising them, 25 ms where it was made, and nothing else."""
    text, times = (ORDINARY * (SIZE // len(ORDINARY) + 1))[:SIZE], []
    for _ in range(5):
        start = time.process_time()
        normalise(text)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_costs_no_more_than_a_few_passes_over_it(name, starter, floor):
    unit = HOSTILE[name]
    text = (unit * (SIZE // len(unit) + 1))[:SIZE]
    assert best_time(starter, text) < MOST * floor
    assert best_time(starter, "#" + text.replace(" ", "")) < MOST * floor


def test_many_different_words_cost_no_more(starter, floor):
    assert best_time(starter, " ".join(f"s*{number}*c" for number in range(SIZE // 8))) < MOST * floor
    assert best_time(starter, " ".join(f"su1c1d{number}" for number in range(SIZE // 10))) < MOST * floor
    assert best_time(starter, "".join(chr(0x20000 + place % 60_000) for place in range(SIZE))) < MOST * floor


def test_many_or_long_hashtags_cost_no_more(starter, floor):
    assert best_time(starter, "", ["suicide"] * (SIZE // 8)) < MOST * floor
    assert best_time(starter, "", ["suicide" * (SIZE // 7)]) < MOST * floor


@pytest.mark.parametrize("unit", [ORDINARY, "suicide ", "s u i c i d e ", "#suicide ", "su1cide.", "😂s*cide"])
def test_time_is_linear(unit):
    text = unit * (SIZE // len(unit))
    quarter = best_time(MATCHER, text[: SIZE // 4], rounds=5)
    assert best_time(MATCHER, text, rounds=5) < 4 * 2.5 * quarter
