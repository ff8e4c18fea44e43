"""Time grows with the text and no faster, whatever the text. Times are compared within one run."""

import time

import pytest

from .sample import MATCHER

SIZE = 100_000
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
}


def best_time(text, hashtags=(), rounds=3):
    times = []
    for _ in range(rounds):
        start = time.process_time()
        MATCHER.find(text, hashtags)
        times.append(time.process_time() - start)
    return min(times)


@pytest.fixture(scope="module")
def ordinary_time():
    """Time for 100,000 characters of ordinary posts, one in two hundred characters a term: 0.05 s where it was made."""
    return best_time((ORDINARY * (SIZE // len(ORDINARY) + 1))[:SIZE])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_costs_a_few_times_an_ordinary_one(name, ordinary_time):
    unit = HOSTILE[name]
    text = (unit * (SIZE // len(unit) + 1))[:SIZE]
    assert best_time(text) < 10 * ordinary_time
    assert best_time("#" + text.replace(" ", "")) < 10 * ordinary_time


def test_many_different_words_cost_no_more(ordinary_time):
    assert best_time(" ".join(f"s*{number}*c" for number in range(SIZE // 8))) < 10 * ordinary_time
    assert best_time(" ".join(f"su1c1d{number}" for number in range(SIZE // 10))) < 10 * ordinary_time
    assert best_time("".join(chr(0x20000 + place % 60_000) for place in range(SIZE))) < 10 * ordinary_time


def test_many_or_long_hashtags_cost_no_more(ordinary_time):
    assert best_time("", ["suicide"] * (SIZE // 8)) < 10 * ordinary_time
    assert best_time("", ["suicide" * (SIZE // 7)]) < 10 * ordinary_time


@pytest.mark.parametrize("unit", [ORDINARY, "suicide ", "s u i c i d e ", "#suicide ", "su1cide.", "😂s*cide"])
def test_time_is_linear(unit):
    text = unit * (SIZE // len(unit))
    quarter = best_time(text[: SIZE // 4], rounds=5)
    assert best_time(text, rounds=5) < 4 * 2.5 * quarter
