"""The "try it" box: why a text matches, and what kept a term silent."""

import pytest

from safety_centre.prevention.matching import explain

from .sample import MATCHER


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("suicide", []),
        ("SUICIDE", ["case"]),
        ("su\u200bicide", ["invisible"]),
        ("ｓｕｉｃｉｄｅ", ["compatibility"]),
        ("šuicide", ["accents"]),
        ("ѕuicide", ["look-alikes"]),
        ("su1c1de", ["signs"]),
        ("s.u.i.c.i.d.e", ["separators"]),
        ("s u i c i d e", ["spacing"]),
        ("su*cide", ["masked"]),
        ("su🖤cide", ["masked"]),
        ("suiiiicide", ["repeats"]),
        ("ЅU1C.ii.de", ["case", "look-alikes", "signs", "separators", "repeats"]),
        ("sulcide", ["look-alikes"]),
        ("jeveuxmourir", ["spacing"]),
        ("je_veux_mourir", ["separators"]),
        ("suicides", []),
    ],
)
def test_the_steps_lead_from_what_is_written_to_the_term(text, steps):
    (explained,) = explain(MATCHER, text).matches
    assert [step.name for step in explained.steps] == steps
    for before, after in zip(explained.steps, explained.steps[1:], strict=False):
        assert before.after == after.before
    if steps:
        assert explained.steps[0].before == text
        assert explained.steps[-1].after == explained.match.term


@pytest.mark.parametrize(
    ("text", "language", "reason", "because"),
    [
        ("j'ai vu Suicide Squad", None, "exception", "Suicide Squad"),
        ("je veux mourir de rire", None, "exception", "mourir de rire"),
        ("la prévention du suicide", "fr", "longer", "prévention du suicide"),
        ("dépression et météo", None, "not_with", ""),
        ("#ana", None, "only_with", ""),
        ("the bank harassed its customers with many letters", None, "only_with", ""),
        ("du pain", "fr", "language", ""),
        ("un jeune", None, "accents", ""),
    ],
)
def test_what_kept_a_term_silent_is_named(text, language, reason, because):
    explanation = explain(MATCHER, text, language=language)
    assert (reason, because) in {(silence.reason, silence.because) for silence in explanation.silenced}


def test_silences_in_hashtags_name_their_tag():
    explanation = explain(MATCHER, "", ["pourtoi", "suicidesquad"])
    silence = explanation.silenced[0]
    assert (silence.hashtag_index, silence.written, silence.because) == (1, "suicide", "suicidesquad")
    assert explanation.matches == ()
    assert explanation.version == MATCHER.version
