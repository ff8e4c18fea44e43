"""What people do to a word so that a filter doesn't see it, and where it is found nevertheless."""

import pytest

from safety_centre.prevention.matching.lookalikes import LOOKALIKES

from .sample import MATCHER, found, places


@pytest.mark.parametrize(
    "text",
    [
        "suicide",
        "SUICIDE !!!",
        "«suicide»",
        "le s.u.i.c.i.d.e",
        "su-i-cide",
        "s_u_i_c_i_d_e",
        "s u i c i d e",
        "s  u  i  c  i  d  e",
        "s/u/i/c/i/d/e",
        "mort/su1cide",
        "s'u'i'c'i'd'e",
        "a s u i c i d e",
        "su1c1de",
        "5u1c1d3",
        "su!cide",
        "$uicide",
        "su1c1d€",
        "suic|de",
        "sulclde",
        "suIcIde",
        "suiiiicide",
        "sssuuuicide",
        "suiicide",
        "suicideeee",
        "su111cide",
        "suiccide",
        "suicidde",
        "#suiccide",
        "su*cide",
        "s**cide",
        "s*cide",
        "(s)(u)(i)(c)(i)(d)(e)",
        "s-u-i-c-1-d-3",
        "su🖤cide",
        "s🖤u🖤i🖤c🖤i🖤d🖤e",
        "s\u200bu\u200bi\u200bc\u200bi\u200bd\u200be",
        "sui\u00adcide",
        "\u202esui\u202ccide",
        "su\ufe0ficide",
        "sui\x00cide",
        "sui\u3164cide".replace("\u3164", "\u115f"),
        "ѕuісіdе",
        "ѕ.u.і.c.і.d.е",
        "ｓｕｉｃｉｄｅ",
        "ⓢⓤⓘⓒⓘⓓⓔ",
        "🅢🅤🅘🅒🅘🅓🅔",
        "🆂🆄🅸🅲🅸🅳🅴",
        "🇸🇺🇮🇨🇮🇩🇪",
        "𝓼𝓾𝓲𝓬𝓲𝓭𝓮",
        "𝕤𝕦𝕚𝕔𝕚𝕕𝕖",
        "⒮⒰⒤⒞⒤⒟⒠",
        "ꜱᴜɪᴄɪᴅᴇ",
        "ˢᵘⁱᶜⁱᵈᵉ",
        "ᔕᑌIᑕIᗪE",
        "丂ㄩ丨匚丨ᗪ乇",
        "ʂυιƈιԃҽ",
        "s̶u̶i̶c̶i̶d̶e̶",
        "šùîčïdé",
        "SuIcIdE",
        "l'su1cide, encore",
        "anti-suicide",
        "#suicide",
        "#SUICIDE",
        "#sui_cide",
        "#su1c1de",
        "#suiiiicide",
        "#ѕuісіdе",
        "＃suicide",
    ],
)
def test_a_disguised_word_is_found(text):
    assert "suicide" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "je veux mourir",
        "Je veux... mourir",
        "je\nveux\nmourir",
        "je_veux_mourir",
        "je 🖤 veux 🖤 mourir",
        "j3 v3ux m0urir",
        "je veuuuux mouriiiir",
        "je veux m o u r i r",
        "j e v e u x m o u r i r",
        "j e   v e u x   m o u r i r",
        "jeveuxmourir",
        "je veux m*urir",
        "je-veux-m0urir",
        "JE VEUX MOURIR",
        "#jeveuxmourir",
        "#JeVeuxMourir",
        "#jeveuxmourirstp",
        "#je_veux_mourir",
        "#j3v3uxm0urir",
    ],
)
def test_a_disguised_phrase_is_found(text):
    assert found(text) == ["je veux mourir"]


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "`", "´", " ", ""])
def test_elision_with_any_apostrophe_or_none(apostrophe):
    assert found(f"j{apostrophe}ai envie d{apostrophe}en finir") == ["j'ai envie d'en finir"]


@pytest.mark.parametrize(
    "text", ["kiIl myseIf", "k1ll my5elf", "ki11 myself", "k!ll mys3lf", "KILL MYSELF", "k*ll myself"]
)
def test_i_and_l_are_read_for_each_other_where_they_are_drawn_alike(text):
    assert found(text) == ["kill myself"]


@pytest.mark.parametrize(
    "text", ["pro-ana", "pro ana", "proana", "PROANA", "pr0-an4", "#proana", "#proanatips", "#ProAna"]
)
def test_a_hyphen_of_the_term_may_be_missing(text):
    assert found(text) == ["pro-ana"]


@pytest.mark.parametrize("text", ["k.m.s", "k m s", "KMS", "#kms"])
def test_short_forms_are_found_spelt_out(text):
    assert found(text) == ["kms"]


@pytest.mark.parametrize("text", ["p*te", "pu-te", "p.u.t.e", "pu7e", "puuuute", "PU TE pute"])
def test_short_words_are_found_disguised(text):
    assert found(text) == ["pute"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("le SUICIDE!", "SUICIDE"),
        ("é s.u.i.c.i.d.e.", "s.u.i.c.i.d.e"),
        ("𝓼𝓾𝓲𝓬𝓲𝓭𝓮 ok", "𝓼𝓾𝓲𝓬𝓲𝓭𝓮"),
        ("œœ œ su\u200bicide", "su\u200bicide"),
        ("ﬁn «je veux  mourir»", "je veux  mourir"),
        ("#stopsu1cidenow", "su1cide"),
        ("😂😂 #JeVeuxMourir", "JeVeuxMourir"),
        ("va s u i c i d e toi", "s u i c i d e"),
        ("½ su*cide ½", "su*cide"),
    ],
)
def test_the_place_is_that_of_the_original(text, written):
    assert places(text) == [written]


def test_a_multiplication_sign_is_read_as_x():
    assert found("se×torsion") == ["sextorsion"]
    assert found("3×4") == []


def test_emoji_and_other_scripts_are_terms_too():
    assert found("moi 🔪🩸 ce soir") == ["🔪🩸"]
    assert found("moi 🔪\ufe0f 🩸") == ["🔪🩸"]
    assert found("🔪 pour les tomates") == []
    assert found("فكرة انتحار اليوم") == ["انتحار"]
    assert found("انتحاري") == []


def test_every_look_alike_letter_is_read_inside_a_word():
    for character, reading in LOOKALIKES.items():
        if reading in ("s", "u", "i", "c", "d", "e"):
            disguised = "suicide".replace(reading, character, 1)
            assert found(f"le {disguised} ici") == ["suicide"], (character, reading)


def test_a_word_found_twice_is_told_twice_and_in_order():
    matches = MATCHER.find("suicide, encore su1cide", ["suicide"])
    assert [(m.source, m.hashtag_index, m.start) for m in matches] == [
        ("text", None, 0),
        ("text", None, 16),
        ("hashtag", 0, 0),
    ]
