"""Words that people put anywhere for emphasis: a wording is found with them between its words.

"je veux vraiment mourir", "i just really want to die". Plain words (see `normalise`). No negation, nothing that
changes who does what: "je veux pas mourir" isn't "je veux mourir".
("ne" alone negates nothing: "je ne veux plus vivre".)
"""

_FRENCH = """
absolument actuellement alors apparemment aussi bah bcp ben bien bonnement bref carrement clairement completement
constamment deja desormais donc encore enfin enft evidemment extremement faque forcement franchement frere frero frr
genre grave hyper intensement jcrois jsp juste justement limite litteralement lol maintenant mdr meme mm n ne ouais
parfois pis presk presque profondement progressivement ptain ptdr ptetre ptin ptn putain putin quasi quasiment
reellement seriely serieusement serieux simplement sincerement souvent srx starf super surement tellement tjrs tjr
toujours totalement tout tres trop tropp uniquement vazy verite vmt voila vraiment vrm vrmt wallah wallay wesh wlh wsh
"""

_ENGLISH = """
absolutely actually already also always badly basically bloody completely constantly damn deadass definitely desperately
deeply entirely even extremely finally frankly freaking fr frfr frick fricking friggin frigging fucken fuckin fucking
fully genuinely genuinly goddamn honestly incredibly just jus kinda legit lit literally lmao lowkey highkey lol mad
maybe ngl now obviously often omg probably possibly quite rather rlly rly really seriously simply so sometimes sorta
still super tbh terribly too totally truly utterly very
"""

FILLERS = frozenset(_FRENCH.split() + _ENGLISH.split())
