"""Ordinary words of hashtags and phrases, French and English, as they stand once normalised.

Two uses: to see whether what surrounds a term in a hashtag is made of words (#stopsuicidenow), and to avoid choosing
an ordinary word as the one that calls for a closer look at a post. Drawn up by hand; neither use needs it complete.
"""

_FRENCH = """
a ai aide aider aime aimer alerte alors ami amie amies amis amour an ans anti apres arrete arreter as assez
association au aucun aujourd aussi autre aux avant avec avez avoir bad bas beau beaucoup bebe belle bien bon bonne
bonjour but ca campagne ce cela ces cest cet cette chaque chez choix coeur college combat comme comment conseil contre
corps cours dans de debout depuis des dire dit doit donc dont droits du ecole ecoute ecouter elle elles en encore
enfance enfant enfants ensemble entre espoir est et etait etaient ete etes etre eu eux face faire fait famille faut
femme femmes fille filles fin fois font force fort forte france gars gens grand grande guerre guerison halte hier
homme hommes humour ici il ils info insta internet jamais je jeune jeunes jour journee jours la laisser le les leur
libre ligne lui lutte lycee ma maintenant mais maison mal maman marre matin me mental mentale mere merci mes message
mieux moi moins mois mon monde monsieur mort ne nest ni nom non nos notre nous nouveau nuit on ont ou oui par parce
parent parents parlons parler parole pas passe pendant pense penser pere petit petite peu peur peut peux pire plait
plus pour pourquoi pouvoir premier prevention pro qu quand que quel quelle qui quoi rien sa sans sante savoir se
secours semaine ses si signe silence soeur soir sois soit sommes son sont sos sous soutien stop stp su suis sujet sur
ta tag te temoignage temps tes tiktok toi ton toujours tous tout toute toutes tres trop tu un une urgence va vais vas
vers veut veux victime victimes vie vite vivre voila voir vos votre vous vrai vraiment y
"""

_ENGLISH = """
about action after again against all alone also always am and angel any anymore are art awareness away baby back ban
be because been before being best better between big body boy boys but by call came can cant care change child
children come community could day days dead did do does doing done dont down edit edits end ending ever every everyone
facts feel feeling feels fight fighter first for forever free friend friends from fuck fyp game get gets getting girl
girls give go god going gone good got group guy guys had happy hard has hate have he heal healing health hello help
helpline her here hero hers hey hi him his home hope how hotline hurt i if im in into is issues it its just keep kid
kids kind know last let lets life like line little live lives living lol long look love loved made make man many
matter matters may me media meme memes men mental mind mom moment month more most mum must my myself need needs never
new news next no not nothing now of off ok old omg on one online only or other our out over own people person please
pls poem pov prevent project quote quotes real really recover recovery right sad safe said same save saved say school
see self she should sick smile so social some someone song soon speak stay still story strong support survivor
survivors take talk tell than thank thanks that the their them then there these they thing things think this those
thoughts time tip tips tiktok to today together told tonight too trend truth try up us very vibes video viral want wanna
warning was way we week were what when where who why will win with woman women words world would wrong year years yes
yet you your yourself youth
"""

COMMON_WORDS = frozenset(_FRENCH.split() + _ENGLISH.split())
