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
    "je suis": ("jsuis", "chui", "chuis", "j suis", "jss", "jsui", "chu", "je sui"),
    "je me": ("jme", "j me"),
    "je veux": ("jveux", "jveu", "j veux", "jvx", "jve", "jveut", "je veut", "je veu", "je ve"),
    "je peux": ("jpeux", "jpeu", "jpe", "je peut", "je peu"),
    "je vais": ("jvais", "jvai", "j vais", "jva", "je vai", "mva", "m en va"),
    "je me fais": ("jme fe", "jme fai", "jme fait", "jmfais"),
    "me fais": ("me fe", "me fai", "mfais"),
    "se fait": ("se fe", "se fai", "sfait"),
    "me suis": ("m suis", "msuis", "me sui"),
    "me sens": ("me sen", "me sent"),
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
    "tous les": ("ts les", "tt les", "tout les"),
    "il y a": ("y a", "ya", "yavait"),
    "ils m": ("il m", "i m"),
    "ils me": ("il me", "y me"),
    "sur moi": ("sr moi",),
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
    "plus": ("plu", "pu", "pus"),
    "pas": ("pa",),
    "dans": ("ds",),
    "pour": ("pr",),
    "vous": ("vs",),
    "tout": ("tt",),
    "toute": ("tte",),
    "quand": ("qd", "kan", "kand"),
    "comment": ("cmt", "coment", "comen"),
    "comme": ("com",),
    "quoi": ("koi",),
    "mourir": ("mourrir", "mourire"),
    "moi": ("mwa", "moa"),
    "ecole": ("ecol",),
    "college": ("colege", "clg"),
    "photos": ("fotos", "tofs"),
    "photo": ("foto", "tof"),
    "fait": ("fai", "fais"),
    "vivre": ("vivr",),
    "d en finir": ("den finir", "dan finir"),
    "depuis": ("depui", "dpuis", "dps"),
    "encore": ("encor",),
    "personne": ("person", "prsn"),
    "veut": ("veu",),
    "peur": ("peure",),
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
_MELTS = {"je": "j", "te": "t"}
"""French words of two letters that are written as one before a consonant: "jme", "jcrois", "jte"."""
_VOWELS = frozenset("aeiouyh")
_BEFORE_INFINITIVE = frozenset(("fait", "fais", "faire", "suis", "ai", "ont"))
"""After these, "-er" and "-é" sound alike and are written for each other: "me suis fait frappé", "m'a frapper"."""
_SHORTEST_VERB = 5


def _melted(words: list[str], start: int) -> tuple[str, ...]:
    """Give how a word runs into the next: "je coule" as "jcoule"."""
    letter = _MELTS.get(words[start])
    if letter is None or start + 1 == len(words) or words[start + 1][0] in _VOWELS:
        return ()
    return (letter + words[start + 1],)


def _choices(words: list[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield each place at which something can be shortened: its first word, the word after it, and how."""
    for start, word in enumerate(words):
        for length in range(min(_LONGEST, len(words) - start), 0, -1):
            found = SHORT.get(" ".join(words[start : start + length]))
            if found:
                yield start, start + length, found
        melted = _melted(words, start)
        if melted and " ".join(words[start : start + 2]) not in SHORT:
            yield start, start + 2, melted
        if start and len(word) >= _SHORTEST_VERB and word.endswith("er") and words[start - 1] in _BEFORE_INFINITIVE:
            yield start, start + 1, (word[:-1], f"{word[:-2]}ez")


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
