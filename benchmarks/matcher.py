"""What matching costs: `python benchmarks/matcher.py`.

Prints times and, what counts, ratios taken in the same run: to the bare automaton on text that was normalised
beforehand, between 5,000 and 100,000 terms, to a regular-expression alternation, and to the best-known Python
profanity and keyword filters where they are installed. Posts are about 200 characters; one in twenty holds a term.
"""

from __future__ import annotations

import importlib
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import ahocorasick

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from safety_centre.prevention.matching import Matcher, Term, normalise  # noqa: E402

ROUNDS = 15
SIZES = (5_000, 100_000)
LIMITS = {"growth": 1.5, "bare automaton": 8.0}

POSTS = (Path(__file__).parent / "posts.txt").read_text(encoding="utf-8").splitlines()

SYLLABLES = (
    *("ba", "bri", "cla", "co", "dé", "du", "fra", "ga", "gli", "han", "jo", "ka", "lo", "mé", "mir", "na", "no"),
    *("or", "pa", "plu", "quo", "rai", "re", "sa", "sou", "ta", "tri", "u", "va", "ven", "zé"),
)
OPENERS = ("je suis", "j'ai", "je veux", "c'est", "il faut", "on va", "i am", "i want to", "my", "this", "we are", "ma")


def make_terms(count: int) -> list[Term]:
    """Make `count` different terms, words and phrases that begin as posts do, so that the automaton isn't idle."""
    choose = random.Random(7)
    made: dict[str, Term] = {}
    while len(made) < count:
        word = "".join(choose.choice(SYLLABLES) for _ in range(choose.randint(3, 5)))
        phrase = choose.random() < 0.6
        spelling = f"{choose.choice(OPENERS)} {word}" if phrase else word
        made[spelling] = Term(
            spelling, "depression", "risk", "at-risk", "phrase" if phrase else "word", word, choose.choice(("fr", "en"))
        )
    return list(made.values())


def make_posts(terms: list[Term]) -> list[str]:
    """Give the posts plain, with curly quotes and emoji, in capitals, and one in twenty with a term in it."""
    posts = [*POSTS, *(post.replace("'", "’") for post in POSTS[::4]), *(f"{post} 😂😂" for post in POSTS[::4])]
    choose = random.Random(3)
    for place in range(0, len(posts), 20):
        posts[place] = posts[place].replace(", ", f", {choose.choice(terms).term}, ", 1)
    return posts


def clock(work: Callable[[str], object], texts: Iterable[str], rounds: int) -> float:
    """Give the median over `texts` of the best time for one, in microseconds."""
    times = []
    for text in texts:
        best = float("inf")
        for _ in range(rounds):
            start = time.perf_counter()
            work(text)
            best = min(best, time.perf_counter() - start)
        times.append(best * 1e6)
    return statistics.median(times)


def bare_search(terms: list[Term]) -> Callable[[str], object]:
    """Give a search that only runs an automaton over normalised text and lists what it finds."""
    automaton = ahocorasick.Automaton()
    for term in terms:
        automaton.add_word(f" {normalise(term.term).text} ", term)
    automaton.make_automaton()
    return lambda text: [term for _, term in automaton.iter(text)]


def peers(terms: list[Term]) -> dict[str, Callable[[str], object]]:
    """Give what others do with the same terms and posts, as far as it is installed here.

    As they are, they look for keywords as they are written, capitals aside: no accents left out, no look-alike letters,
    no disguises, no hashtags of several words. flashtext2 therefore comes twice: bare, and on posts that are normalised
    first by `normalise`, the least that it would take to find what is merely written without its accents.
    """
    spellings = [term.term for term in terms]
    plain = sorted({normalise(spelling).text for spelling in spellings}, key=len, reverse=True)
    alternation = re.compile(r"\b(?:" + "|".join(map(re.escape, plain)) + r")\b")
    found: dict[str, Callable[[str], object]] = {"regular expression": alternation.findall}
    try:
        profanity = importlib.import_module("better_profanity").Profanity()
        profanity.load_censor_words(spellings)
        found["better-profanity"] = profanity.contains_profanity
    except ImportError:
        print("better-profanity: not installed")
    try:
        processor = importlib.import_module("flashtext2").KeywordProcessor(case_sensitive=False)
        processor.add_keywords_from_iter(spellings)
        found["flashtext2, which normalises nothing"] = processor.extract_keywords
        normal = importlib.import_module("flashtext2").KeywordProcessor(case_sensitive=False)
        normal.add_keywords_from_iter(plain)
        found["flashtext2 on text that is normalised first"] = lambda text: normal.extract_keywords(
            normalise(text).text
        )
    except ImportError:
        print("flashtext2: not installed")
    return found


def main() -> int:
    costs: dict[int, float] = {}
    verdicts: list[tuple[str, float, float]] = []
    for size in SIZES:
        terms = make_terms(size)
        posts = make_posts(terms)
        start = time.perf_counter()
        matcher = Matcher(terms)
        compiled_in = time.perf_counter() - start
        normalised = [f" {normalise(post).text} " for post in posts]
        costs[size] = clock(matcher.find, posts, ROUNDS)
        bare = clock(bare_search(terms), normalised, ROUNDS)
        print(f"{size:>7,} terms: compiled in {compiled_in:.1f} s; a post {costs[size]:.1f} µs, bare {bare:.2f} µs")
        verdicts.append((f"matcher : bare automaton, {size:,} terms", costs[size] / bare, LIMITS["bare automaton"]))
        if size == SIZES[0]:
            matching = [post.replace(", ", f", {terms[0].term}, ", 1) for post in POSTS]
            print(f"         a post with a term {clock(matcher.find, matching, ROUNDS):.0f} µs")
            for name, work in peers(terms).items():
                theirs = clock(work, normalised if name == "regular expression" else posts, 3)
                print(f"         {name}: {theirs:,.1f} µs, {theirs / costs[size]:,.1f} times ours")
    verdicts.append(("100,000 terms : 5,000 terms", costs[SIZES[1]] / costs[SIZES[0]], LIMITS["growth"]))
    for name, ratio, limit in verdicts:
        print(f"{name}: {ratio:.2f} (limit {limit}) {'ok' if ratio <= limit else 'TOO SLOW'}")
    return int(any(ratio > limit for _, ratio, limit in verdicts))


if __name__ == "__main__":
    sys.exit(main())
