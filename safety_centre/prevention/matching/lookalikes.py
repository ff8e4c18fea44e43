"""Letters of other scripts that are drawn like a Latin letter, and signs used as one.

Our own table, drawn up by eye from what text generators and people produce. It holds only what
compatibility decomposition (NFKD) and the Unicode names of Latin letters don't already give:
full-width, mathematical, circled and accented letters need no row here.

Capitals and small letters are told apart where they are drawn differently (Greek Η is an H, η an n), and letters
that only their capital makes a Latin one (Я, И, Д) are read so only then: Russian words aren't full of Latin ones.
"""

_DRAWN_LIKE = {
    # Cyrillic, Greek, Armenian, small capitals and phonetic letters, Cherokee, Lisu, Canadian syllabics,
    # and the Chinese, Katakana and Bopomofo shapes that "fancy text" generators use.
    "a": "аАӓДαΑΛɑɐᴀᎪᗩᗅꓮ卂ค",
    "b": "ВвЬьБбβΒʙᏴᏼᗷꓐ乃๒",
    "c": "сСҫϲϹςᴄᏟᑕꓚ匚⊂☾",
    "d": "ԁԀԃԂɖᴅᎠᗪꓓժ∂",
    "e": "еЕҽҼєЄεΕξΣɛǝəᴇᎬꓰ乇℮∈έ",
    "f": "ғҒϝꜰᖴꓝ千ƒ",
    "g": "ɡɢԌᏀᏳᘜꓖցﻮ",
    "h": "НнһҺΗʜɥᎻᕼꓧհ卄ん",
    "i": "іІіӀӏıιΙɩɪᎥꓲ丨ﺍ",
    "j": "јЈϳᴊᎫᒍꓙյﾌʝ",
    "k": "кКқҚκΚĸᴋʞᏦꓗҜ长",
    "l": "ɭʟᏞᒪꓡㄥӀլԼℓ",
    "m": "мМΜᴍᎷᗰꓟ爪๓",
    "n": "ИЙпПηΝπɴᑎꓠռոՌ几ภ",
    "o": "оОӧοΟσθΘφΦɵᴏօՕᎾꓳ口ㄖ๏ഠ၀〇◯○●∅",
    "p": "рРρΡᴘᑭᏢꓑ卩ק",
    "q": "ԛԚգզᑫǫϙ",
    "r": "гГЯʀɹᎡᏒᖇꓣ尺ɾ",
    "s": "ѕЅꜱᏚᏕᔕꓢՏտ丂ຮ∫",
    "t": "тТτΤᴛʇᎢꓔㄒ丅†т",
    "u": "Цㄩ凵υμᴜᑌꓴսԱՍน∪",
    "v": "νѵѴᴠᏙᐯꓦ∨√",
    "w": "ШЩωԝԜᴡᏔᏇᗯꓪʍɯ山ฬ",
    "x": "×хХχΧ᙭ꓫ乂ҳ",
    "y": "уУүҮўγΥʏᎩꓬㄚץႸ",
    "z": "ΖζᴢᏃᘔꓜ乙",
    # Latin letters that have no decomposition and no plain base in their name.
    "ae": "æÆ",
    "oe": "œŒɶ",
    "ss": "ßẞ",
    "th": "þÞ",
    "ij": "ĳ",
}

_SIGNS = {
    # Money and other signs that stand for a letter inside a word; the digit is read later, in word context only.
    "3": "€",
    "1": "£",
    "y": "¥",
    "c": "¢©",
    "r": "®",
    "$": "§",
    "!": "¡ǃ",
    "|": "│¦∣❘׀",
    "*": "•∗⁎✱✶✳＊★☆✻✽❋※",
    "+": "✝✞",
    # One apostrophe, one hyphen.
    "'": "’‘ʼʹ´`′‛＇ʻʽ",
    "-": "‐‑‒–—―−﹣－",
    "#": "＃﹟♯",
    # Drawn as nothing, although Unicode calls them letters or spaces of a word.
    "": "\u115f\u1160\u17b4\u17b5\u180e\u034f",
    " ": "\u3164\uffa0\u2800\x85\u2028\u2029",
}


def _build_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for replacement, characters in (*_DRAWN_LIKE.items(), *_SIGNS.items()):
        for character in characters:
            if not character.isascii():
                table.setdefault(character, replacement)
    for offset in range(26):
        letter = chr(ord("a") + offset)
        # Negative circled, negative squared, parenthesised (two blocks), regional indicators, invisible tags.
        for first in (0x1F150, 0x1F170, 0x249C, 0x1F110, 0x1F1E6):
            table[chr(first + offset)] = letter
    return table


LOOKALIKES: dict[str, str] = _build_table()
"""Character → its Latin reading, possibly empty. Keys are single characters, never ASCII."""
