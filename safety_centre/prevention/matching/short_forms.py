"""How people shorten words when they type: "chui" for "je suis", "u" for "you", "pcq" for "parce que".

Phrases are compiled with these forms beside their own, so that a lexicon writes each phrase once, in full. Plain words
in, plain words out (see `normalise`). Single words have none: most short forms alone mean many things.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

MOST = 24
"""Most forms of one phrase. The first ones, with fewer changes, are the commoner."""

SHORT: Mapping[str, tuple[str, ...]] = {
    # French
    "je suis": ("jsuis", "chui", "chuis", "j suis", "jss"),
    "je me": ("jme", "j me"),
    "je veux": ("jveux", "jveu", "j veux", "jve"),
    "je vais": ("jvais", "jvai", "j vais"),
    "je sais": ("jsais", "chais"),
    "je fais": ("jfais", "j fais"),
    "je mange": ("jmange", "j mange"),
    "je vaux": ("jvaux",),
    "je deteste": ("jdeteste",),
    "je pense": ("jpense",),
    "je sers": ("jsers",),
    "je pleure": ("jpleure",),
    "j ai": ("g", "jai"),
    "tu es": ("t es", "t"),
    "t es": ("t", "tes", "tu es"),
    "c est": ("c", "cest"),
    "parce que": ("pcq", "pck", "psk", "parceque", "pask"),
    "tout le monde": ("tlm", "tt le monde", "tous le monde"),
    "tout le temps": ("tt le temps", "tlt"),
    "tous les": ("ts les", "tt les"),
    "toutes les": ("tte les", "ttes les"),
    "quelqu un": ("qqun", "qlqun", "qq1", "kelkun", "qqn"),
    "en peux plus": ("en peu plus", "en peut plus", "en peux pu", "en pe plus"),
    "est ce que": ("esk", "est ce ke", "estce que"),
    "voudrais": ("voudrai", "vourdais"),
    "aimerais": ("aimerai",),
    "etre": ("etr",),
    "pourquoi": ("pk", "pourkoi", "prk"),
    "jamais": ("jms",),
    "toujours": ("tjrs", "tjr"),
    "envie": ("envi",),
    "que faire": ("quoi faire", "ke faire", "je fais quoi"),
    "avec": ("av",),
    "que": ("ke", "q"),
    "qui": ("ki",),
    "rien": ("ri1",),
    "bien": ("b1", "bi1"),
    "plus": ("plu", "pu"),
    # English
    "you are": ("u r", "ur", "youre", "u are"),
    "you re": ("ur", "u r", "you are"),
    "youre": ("ur", "u r", "you are"),
    "you": ("u", "ya"),
    "your": ("ur", "yr"),
    "yourself": ("urself", "ur self", "your self"),
    "want to": ("wanna", "wana"),
    "wanna": ("want to",),
    "wants to": ("wanna",),
    "going to": ("gonna", "gunna", "gon"),
    "gonna": ("going to",),
    "because": ("cuz", "bc", "cause", "cos", "bcuz"),
    "i am": ("im",),
    "people": ("ppl",),
    "about": ("abt",),
    "someone": ("some1", "smone", "somebody"),
    "anymore": ("any more", "anymor"),
    "nobody": ("no one", "noone"),
    "no one": ("nobody", "noone"),
    "everybody": ("everyone",),
    "everyone": ("everybody", "every1"),
    "please": ("pls", "plz"),
    "right now": ("rn",),
    "mom": ("mum", "mam"),
    "to": ("2",),
    "myself": ("my self", "meself"),
    "rumors": ("rumours",),
    "with": ("w",),
}
_LONGEST = max(len(key.split()) for key in SHORT)


def _choices(words: list[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield each place at which something can be shortened: its first word, the word after it, and how."""
    for start in range(len(words)):
        for length in range(min(_LONGEST, len(words) - start), 0, -1):
            found = SHORT.get(" ".join(words[start : start + length]))
            if found:
                yield start, start + length, found


def short_forms(phrase: str) -> list[str]:
    """Return the other ways to type `phrase`, those with one change first; none for a single word."""
    words = phrase.split()
    if len(words) < 2:
        return []
    forms: dict[str, None] = {}
    places = list(_choices(words))
    for start, end, shorter in places:
        for short in shorter:
            forms[" ".join([*words[:start], short, *words[end:]])] = None
    for start, end, shorter in places:
        for later, last, also in places:
            if later >= end:
                for short, other in ((one, two) for one in shorter[:2] for two in also[:2]):
                    forms[" ".join([*words[:start], short, *words[end:later], other, *words[last:]])] = None
    forms.pop(phrase, None)
    return [form for form in forms if " " in form or len(form) >= 5][:MOST]
