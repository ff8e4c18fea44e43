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

POSTS = """
Ce matin j'étais trop fatiguée pour aller au lycée, mais ma meilleure amie est passée me chercher et on a fini par manger des crêpes chez sa grand-mère, c'était le meilleur jour de la semaine franchement
Quelqu'un a compris l'exercice 4 du DM de maths ? J'ai rendez-vous chez le dentiste à 14h30 et je dois le rendre ce soir, si vous avez la réponse envoyez-la moi en message privé s'il vous plaît merci
POV : ta mère rentre dans ta chambre sans frapper alors que tu viens tout juste de ranger, et elle trouve quand même un truc à dire sur la poussière derrière l'armoire... je n'en peux plus #famille #pourtoi
On a gagné le match 3 à 1 contre l'équipe de Villeneuve, et j'ai marqué à la dernière minute ! Merci à toutes celles qui sont venues nous encourager sous la pluie, vous êtes les meilleures du monde
Tuto coiffure pour cheveux bouclés : d'abord on démêle avec les doigts, ensuite on applique la crème du milieu vers les pointes, puis on laisse sécher à l'air libre. Produits en commentaire, bisous à toutes
Est-ce que c'est normal d'avoir peur de l'oral du bac blanc alors que je connais mon texte par cœur depuis deux semaines ? Mon prof dit que ça va aller, mais je tremble rien que d'y penser sérieux
Petite balade au bord de la mer avec le chien, il a couru après toutes les mouettes, il est tombé dans l'eau et maintenant la voiture sent le poisson, je ne regrette absolument rien de cette journée
J'ai fini la saison 2 en une nuit et je refuse d'attendre un an pour la suite, vous vous rendez compte de la fin ??? Ne me dites rien si vous avez lu les livres, je veux garder la surprise jusqu'au bout
Nouvelle recette : pâtes au citron, 200 g de spaghettis, deux citrons, du parmesan et c'est tout. Prêt en 12 minutes, coût 3,50 euros pour quatre personnes, même mon petit frère en a repris deux fois
Le bus 27 est encore en retard, ça fait trois fois cette semaine, et bien sûr c'est le jour où j'ai contrôle de physique en première heure. Si quelqu'un du lycée lit ça, dites au prof que j'arrive
This morning I was way too tired to go to school but my best friend came to pick me up and we had pancakes at her grandma's place, honestly it was the best day of the whole week and I needed it so much
Does anyone understand question 4 of the maths homework? I've got the dentist at 2:30pm and it's due tonight, so if you have the answer please send it to me, I will literally buy you lunch tomorrow
POV: your mum walks into your room without knocking right after you cleaned it and still finds something to say about the dust behind the wardrobe... I can't with this family anymore #family #fyp #relatable
We won the match 3-1 against the team that knocked us out last year and I scored in the very last minute! Thank you to everyone who came to cheer for us in the rain, you are the best supporters in the world
Curly hair routine for beginners: detangle with your fingers first, then put the cream from the middle down to the ends and let it air dry. All the products are linked in the comments, love you all
Is it normal to be this scared of the oral exam when I have known my text by heart for two weeks? My teacher says it will be fine but I am shaking just thinking about standing up in front of everyone
Went for a walk by the sea with the dog, he chased every single seagull, fell in the water and now the whole car smells like fish, and I honestly do not regret anything about this beautiful day out
I finished season 2 in one night and I refuse to wait a year for the next one, do you even realise how it ended??? Don't tell me anything if you have read the books, I want to keep the surprise
New recipe: lemon pasta, 200g of spaghetti, two lemons, some parmesan and that's it. Ready in 12 minutes, costs 3.50 for four people, and even my little brother asked for a second plate of it today
The 27 bus is late again, third time this week, and of course it's the day I have a physics test first thing in the morning. If anybody from school reads this, tell the teacher I am on my way please
""".strip().splitlines()

SYLLABLES = """
ba bri cla co dé du fra ga gli han jo ka lo mé mir na no or pa plu quo rai re sa sou ta tri u va ven zé
""".split()
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
    """Give what others do with the same terms, as far as it is installed here."""
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
        processor = importlib.import_module("flashtext").KeywordProcessor()
        processor.add_keywords_from_list(spellings)
        found["flashtext"] = processor.extract_keywords
    except ImportError:
        print("flashtext: not installed")
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
                print(f"         {name}: {theirs:,.0f} µs, {theirs / costs[size]:,.1f} times ours")
    verdicts.append(("100,000 terms : 5,000 terms", costs[SIZES[1]] / costs[SIZES[0]], LIMITS["growth"]))
    for name, ratio, limit in verdicts:
        print(f"{name}: {ratio:.2f} (limit {limit}) {'ok' if ratio <= limit else 'TOO SLOW'}")
    return int(any(ratio > limit for _, ratio, limit in verdicts))


if __name__ == "__main__":
    sys.exit(main())
