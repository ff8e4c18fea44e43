"""What a post is about, beside its terms: somebody looks for help, or talks about a subject.

A term says what was written, these cues say why: "comment aider une copine qui se mutile", "une étude sur le suicide".
They give at-risk matches their intent (see `resolve`) and never make or hide one. Drawn up by hand; both languages
at once, because a post's language is often unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import ahocorasick

from .normalise import normalise

_SEEKING = """
comment aider|comment l'aider|comment les aider|comment soutenir|comment la soutenir|comment le soutenir|
comment accompagner|comment réagir|comment en parler|comment lui parler|comment lui en parler|comment parler de|
comment parler à|comment dire à mes parents|comment dire à ses parents|comment dire à ma mère|comment le dire|
comment l'annoncer|comment faire pour arrêter|comment arrêter|comment on arrête|comment j'arrête|comment m'en sortir|
comment s'en sortir|comment sortir de|comment guérir|comment on guérit|comment porter plainte|comment signaler|
comment faire supprimer|comment la faire supprimer|comment les faire supprimer|comment faire retirer|
comment supprimer|comment savoir si|comment on sait si|comment on sait qu'on|comment protéger|comment me protéger|
comment se protéger|comment me défendre|comment se défendre|comment gérer|comment faire face|comment surmonter|
comment trouver un psy|comment trouver de l'aide|que faire|quoi faire|je fais quoi|on fait quoi|faire quoi|
qu'est ce que je peux faire|qu'est ce que je dois faire|qu'est ce qu'on peut faire|que puis je faire|
que dois je faire|comment je fais pour|à qui parler|à qui en parler|à qui je peux parler|à qui je peux en parler|
à qui le dire|à qui dire|à qui s'adresser|à qui m'adresser|qui contacter|qui appeler|qui prévenir|vers qui me tourner|
vers qui se tourner|où trouver de l'aide|où demander de l'aide|où signaler|quel numéro|un numéro à appeler|
un numéro pour|le numéro pour|le numéro contre|numéro d'écoute|numéro d'aide|numéro vert|ligne d'écoute|besoin d'aide|
besoin de l'aide|besoin d'un conseil|besoin de conseils|besoin de vos conseils|besoin d'un psy|besoin de parler|
des conseils|un conseil svp|vos conseils|cherche de l'aide|demander de l'aide|aidez moi|aide moi|aidez nous|aidez la|
aidez le|veux m'en sortir|envie de m'en sortir|veux guérir|envie de guérir|aimerais guérir|aimerais arrêter|
voudrais arrêter|j'essaie d'arrêter|essaye d'arrêter|cherche un psy|cherche une psy|connaît un psy|connaît une psy|
connaissez un psy|porter plainte|déposer plainte|déjà vécu ça|peut m'aider|peut nous aider|pour l'aider|
sais pas comment l'aider|peur pour elle|peur pour lui|faut il en parler|dois je en parler|
est ce que je dois en parler|je dois le dire|how can i help|how do i help|how to help|how can we help|how do you help|
how do we help|what do i do|what should i do|what can i do|what can we do|what do we do|what to do|what should we do|
who can i talk to|who do i talk to|who should i tell|who do i tell|who can i tell|who can i call|who do i call|
who can i report|who do i report|who should i contact|who can i contact|someone to talk to|somebody to talk to|
where can i get|where can i find|where do i get|where to get help|where to find help|where do i report|
where can i report|get help for|get help with|find help|need help|need some help|need your help|please help|pls help|
plz help|help me please|help me pls|someone help|somebody help|can anyone help|can someone help|any advice|
need advice|need some advice|want advice|looking for advice|looking for support|looking for help|advice please|
advice needed|any tips on helping|is there a hotline|is there a helpline|is there a number|number i can call|
number i can text|hotline i can|how do i stop|how to stop|how can i stop|how do you stop|how do i quit|how do i tell|
how to tell my|how do i talk to|how to talk to|how can i talk to|how do i report|how to report|how can i report|
how to deal with|how do i deal with|how do you deal with|how to cope|how do i cope|how do you cope|how do i get out|
want to get better|wanna get better|want to recover|wanna recover|trying to recover|trying to get better|
how to recover|how do i recover|how to support|how do i support|how can i support|how do i know if|how to know if|
how do you know if|should i tell|do i tell|looking for a therapist|find a therapist|know a therapist|
recommend a therapist|need a therapist|see a therapist|how do i get my|how to get my|taken down|how to remove|
how do i remove|want to stop cutting|want to stop hurting|want to stop purging|want to stop bingeing|worried about my|
worried about her|worried about him|scared for her|scared for him|scared for my|how to protect|how do i protect|
help my son|help my daughter|help my friend|help my child|help my kid|help my sister|help my brother|how do i handle|
how to handle|how should i handle|how do i respond|how do i press charges|can i press charges
"""

_TALKING = """
journée mondiale|journée nationale|journée internationale|semaine nationale|mois de la|prévention|sensibilisation|
sensibiliser|sensibilise|lutte contre|lutter contre|luttons contre|tous contre|ensemble contre|mobilisation contre|
mobilisés contre|marche contre|campagne contre|campagne de|numéro national|étude|enquête|sondage|selon|rapport|
statistiques|chiffres|le taux|taux de|une femme sur|un élève sur|un jeune sur|un enfant sur|un ado sur|
un adolescent sur|un collégien sur|un lycéen sur|une fille sur|une personne sur|jeunes sur|élèves sur|enfants sur|
femmes sur|pour cent|procès|condamné|condamnée|condamnés|condamnation|tribunal|la loi|une loi|loi contre|puni de|
punie de|puni par|punie par|est puni|est punie|passible de|délit|documentaire|docu|reportage|podcast|émission|
conférence|colloque|atelier|intervention en classe|intervention au collège|intervention au lycée|programme|formation|
exposé|mémoire sur|thèse|cours sur|leçon|symptômes|signes de|signes d'alerte|signaux|signes qui|causes|traitement|
traitements|soigner|prise en charge|diagnostic|témoignage|témoignages|ancien harcelé|ancienne harcelée|
ancien anorexique|ancienne anorexique|ancienne boulimique|guéri de|guérie de|j'ai guéri|suis guérie|suis guéri|
en voie de guérison|guérison|rétablissement|rémission|clean depuis|clean de|mois clean|ans clean|an clean|ans sans|
an sans|mois sans|survécu|survivant|survivante|s'en sortir|m'en suis sorti|m'en suis sortie|aller mieux|vais mieux|
va mieux|hommage à|en hommage|en mémoire|mémoire de|marche blanche|s'est suicidé|s'est suicidée|repose en paix|
ministre|ministère|gouvernement|sénat|députés|police|gendarmerie|gendarmes|parquet|mis en examen|garde à vue|
hausse des|hausse du|augmentation des|baisse des|santé publique|psychologue explique|infirmière scolaire|
éducation nationale|association|associations|ong|collecte|dons|livre sur|roman sur|film sur|série sur|article sur|
awareness|prevention|prevent|study|studies|research|researchers|survey|report says|new report|statistics|stats|
according to|rates|percent|percentage|law|laws|legislation|bill|lawsuit|sued|sentenced|court|trial|convicted|arrested|
charged with|pleads guilty|jailed|police|fbi|documentary|podcast|webinar|workshop|training|conference|seminar|
assembly|school talk|lesson|campaign|charity|fundraiser|fundraising|nonprofit|symptoms|signs of|signs that|
warning signs|causes|treatment|treatments|treatable|treat|therapist explains|recovery|recovered|recovering from|
in remission|clean from|free from|years clean|year clean|months clean|survivor|survivors|survived|lost my brother to|
lost my sister to|lost my friend to|lost my best friend to|lost my dad to|lost my mom to|lost my son to|
lost my daughter to|lost my cousin to|lost him to|lost her to|lost a friend to|in memory of|in loving memory|donate|
hotline|lifeline|helpline|crisis text line|has no place|no place for|one in three|one in four|one in five|one in six|
one in ten|1 in 3|1 in 4|1 in 5|1 in 6|1 in 10|end racism|say no to|stand against|stand up to|stand up against|
speak out|speak up|against hate|rally|march against|protest|experts|psychologists|teachers|parents should know|
what parents|every parent|article about|book about|movie about|film about|essay on|presentation on|talk about|
let's talk|we need to talk|normalize|destigmatize|stigma|is real|is not a choice|isn't a choice|is an illness|
is a disease|is not a joke|isn't a joke|is not funny|not just being sad|day against|awareness month|awareness week|
awareness day|history of|mortality
"""

_OWN = """
je j me m moi mon ma mes jme jveux jvais jsuis chui tu t te toi ton ta tes
i im ive id my me myself mine you u ur your youre yourself urself
"""
FIRST_OR_SECOND = frozenset(_OWN.split())
"""Words that make a wording somebody's own: talk about a subject doesn't make it less so."""


class Context(NamedTuple):
    """What a post shows beside its terms: somebody looks for help, or talks about a subject."""

    seeking: bool = False
    talking: bool = False


@cache
def _cues() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for kind, wordings in ((1, _TALKING), (0, _SEEKING)):  # a cue of both kinds is one of looking for help
        for wording in wordings.replace("\n", "").split("|"):
            apart = normalise(wording.replace("'", " ")).text
            for form in (apart, normalise(wording.replace("'", "")).text):
                automaton.add_word(f" {form} ", kind)
    automaton.make_automaton()
    return automaton


def context_of(parts: Iterable[str]) -> Context:
    """Read the cues of a post's text and hashtags. Time grows with their length."""
    return context_of_plain(" \n ".join([f" {normalise(part).text} " for part in parts]))


def context_of_plain(plain: str) -> Context:
    """As `context_of`, of plain words between spaces."""
    kinds = {kind for _, kind in _cues().iter(plain)}
    return Context(0 in kinds, 1 in kinds)
