"""A small lexicon for the tests of the engine. The real one is tested with its own evaluation data."""

from safety_centre.prevention.matching import Matcher, Term


def term(
    spelling,
    *,
    topic="suicide-self-harm",
    level="risk",
    intent="at-risk",
    match="word",
    language="fr",
    family=None,
    **more,
):
    """Make a term with everyday values for what a test doesn't care about."""
    return Term(spelling, topic, level, intent, match, family or spelling, language, **more)


TERMS = [
    term("suicide", family="suicide", allowed_neighbours=("-s", "anti-"), exceptions=("suicide squad",)),
    term("suicide", family="suicide", language="en", exceptions=("suicide squad",)),
    term("suicidaire", family="suicide"),
    term(
        "je veux mourir",
        family="mourir",
        match="phrase",
        level="urgent",
        exceptions=("mourir de rire", "mourir de faim"),
    ),
    term("j'ai envie d'en finir", family="finir", match="phrase", level="urgent"),
    term("prévention du suicide", family="suicide", match="phrase", intent="seeking-help", level="concern"),
    term("aider une amie harcelée", topic="suicide-self-harm", match="phrase", intent="seeking-help", family="aider"),
    term("tue toi", topic="harassment", level="urgent", match="phrase"),
    term("harcelée", topic="harassment"),
    term("harcèlement", topic="harassment"),
    term("pute", topic="hate"),
    term("dépression", topic="depression", exceptions=("dépression atmosphérique",), not_with=("météo", "anticyclone")),
    term("jeûne", topic="eating-disorders", accents="exact"),
    term("viol", topic="image-abuse"),
    term("kill myself", language="en", match="phrase", level="urgent"),
    term("killing me", language="en", match="phrase", exceptions=("traffic is killing me",)),
    term("want to die", language="en", match="phrase", level="urgent", exceptions=("want to diet",)),
    term("raping", language="en", topic="image-abuse"),
    term("rapist", language="en", topic="image-abuse"),
    term("bully", language="en", topic="harassment", exceptions=("bullylove",)),
    term("sex", language="en", topic="image-abuse", level="concern"),
    term("pain", language="en", topic="depression", level="concern"),
    term("kms", language="en"),
    term("unalive", language="en"),
    term("ana", language="any", topic="eating-disorders", match="hashtag", only_with=("mia", "thinspo")),
    term("pro-ana", language="any", topic="eating-disorders"),
    term("sextorsion", topic="image-abuse"),
    term("harassed", language="en", topic="harassment", only_with=("at school", "(short)")),
    term("🔪🩸", language="any", match="phrase", family="emoji"),
    term("انتحار", language="ar", family="suicide-ar"),
]
MATCHER = Matcher(TERMS)


def found(text, hashtags=(), language=None):
    """Give the spellings found, in order of place."""
    return [match.term for match in MATCHER.find(text, hashtags, language)]


def places(text, **more):
    """Give what stands where terms are found."""
    return [text[match.start : match.end] for match in MATCHER.find(text, **more)]
