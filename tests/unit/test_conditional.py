"""The French conditional: forms, and a sentence for every construction of every reading."""

from __future__ import annotations

import pytest

from selon.reading.conditional import conditionals, hearsay_markers
from selon.reading.conditional.stems import Stems
from texts import PACKS, parsed

SENTENCES = [
    ('La Corée du Nord aurait livré des obus à la Russie.', 'aurait', 'RPT'),
    ('Des missiles auraient été transférés par train, selon Séoul.', 'auraient', 'RPT'),
    ('Le pétrolier serait arrivé à Chongjin lundi.', 'serait', 'RPT'),
    ('Kim se serait rendu à Vladivostok en secret.', 'serait', 'RPT'),
    ('Trois navires auraient été arraisonnés au large du Japon.', 'auraient', 'RPT'),
    ("Pyongyang livrerait des munitions depuis l'été, selon des sources diplomatiques.", 'livrerait', 'RPT'),
    ("Selon le rapport, la société hébergerait une dizaine d'informaticiens nord-coréens.", 'hébergerait', 'RPT'),
    ("L'homme serait le propriétaire du navire.", 'serait', 'RPT'),
    ('Le réseau compterait plusieurs dizaines de sociétés écrans.', 'compterait', 'RPT'),
    ('Il y aurait eu des contacts entre les deux services.', 'aurait', 'RPT'),
    ('Il y aurait une usine sous la montagne.', 'aurait', 'RPT'),
    ("Le navire n'aurait pas déchargé sa cargaison.", 'aurait', 'RPT'),
    ('Le dirigeant aurait fait livrer une limousine à son homologue.', 'aurait', 'RPT'),
    ("« Nous n'avons rien vendu », aurait-il déclaré à ses proches.", 'aurait', 'RPT'),
    ('Le banquier qui aurait blanchi ces fonds vit à Macao.', 'aurait', 'RPT'),
    ('Les conteneurs seraient en cours de déchargement à Rason.', 'seraient', 'RPT'),
    ("L'armée serait sur le point de lancer un satellite.", 'serait', 'RPT'),
    ('Les travailleurs seraient logés dans un dortoir de la banlieue de Vladivostok, affirme le journal.', 'seraient', 'RPT'),
    ("Le ministre a affirmé que la Russie aurait reçu un million d'obus.", 'aurait', 'RPT'),
    ("D'après le panel, ces pétroliers appartiendraient à un homme d'affaires de Dalian.", 'appartiendraient', 'RPT'),
    ("L'accord daterait de 2019.", 'daterait', 'RPT'),
    ('Les pirates auraient dérobé trois milliards de dollars en six ans.', 'auraient', 'RPT'),
    ('Si la Chine fermait la frontière, le régime perdrait ses recettes.', 'perdrait', 'HYP'),
    ("Sans l'aide de Pékin, le pays aurait sombré.", 'aurait', 'HYP'),
    ("En cas d'attaque, l'armée riposterait aussitôt.", 'riposterait', 'HYP'),
    ('Le transfert de technologies militaires violerait les résolutions.', 'violerait', 'HYP'),
    ('Une telle livraison constituerait une violation des sanctions.', 'constituerait', 'HYP'),
    ('Une nouvelle explosion nucléaire serait une provocation.', 'serait', 'HYP'),
    ('Des livraisons plus nombreuses conduiraient le pays à renforcer son arsenal.', 'conduiraient', 'HYP'),
    ('Les sanctions seraient levées à condition que le site soit fermé.', 'seraient', 'HYP'),
    ("Même si l'accord était signé, il ne changerait rien.", 'changerait', 'HYP'),
    ("À sa place, j'aurais refusé.", 'aurais', 'HYP'),
    ("Il aurait pu vendre ces missiles à l'Iran.", 'aurait', 'HYP'),
    ('Le Conseil aurait dû réagir plus tôt.', 'aurait', 'HYP'),
    ('Le porte-parole a annoncé que le pays livrerait des céréales.', 'livrerait', 'FIP'),
    ("Moscou avait promis qu'elle fournirait des pièces détachées.", 'fournirait', 'FIP'),
    ("Le président a assuré que les troupes seraient retirées avant l'hiver.", 'seraient', 'FIP'),
    ("Il lui a demandé s'il accepterait de venir à Moscou.", 'accepterait', 'FIP'),
    ("Les deux pays ont décidé qu'une commission se réunirait chaque année.", 'réunirait', 'FIP'),
    ("Le ministre précisait que l'usine ouvrirait en mai.", 'ouvrirait', 'FIP'),
    ("Elle savait que le navire n'arriverait jamais.", 'arriverait', 'FIP'),
    ('La Russie pourrait livrer des avions à Pyongyang.', 'pourrait', 'MOD-PS'),
    ("Il a dit que la Chine pourrait s'abstenir.", 'pourrait', 'MOD-PS'),
    ('Les deux dirigeants devraient signer un traité mercredi.', 'devraient', 'MOD-EXP'),
    ('Le vote devrait avoir lieu jeudi.', 'devrait', 'MOD-EXP'),
    ('Un nouveau rapport devrait paraître en mars.', 'devrait', 'MOD-EXP'),
    ('Les États devraient respecter les résolutions du Conseil.', 'devraient', 'MOD-DEO'),
    ('Nous devrions renforcer les contrôles.', 'devrions', 'MOD-DEO'),
    ('La Chine ne devrait pas fermer les yeux.', 'devrait', 'MOD-DEO'),
    ('Il faudrait inspecter tous les navires.', 'faudrait', 'MOD-DEO'),
    ('Je voudrais remercier mes collègues.', 'voudrais', 'ATT'),
    ('Nous souhaiterions obtenir une copie du document.', 'souhaiterions', 'ATT'),
    ("On dirait un film d'espionnage.", 'dirait', 'ATT'),
    ("Il serait préférable d'attendre le rapport.", 'serait', 'ATT'),
    ('Le gouvernement ferait mieux de se taire.', 'ferait', 'ATT'),
    ("Pourquoi la Russie respecterait-elle un embargo qu'elle conteste ?", 'respecterait', 'OTH'),
    ("Comment pourrait-il l'ignorer ?", 'pourrait', 'MOD-PS'),
    ('Qui croirait une telle fable ?', 'croirait', 'ATT'),
    ('Quelle serait la réaction de Séoul ?', 'serait', 'ATT'),
    ('Le groupe opérerait depuis la Chine et emploierait des prête-noms.', 'opérerait', 'RPT'),
    ('Le groupe opérerait depuis la Chine et emploierait des prête-noms.', 'emploierait', 'RPT'),
    ('Un contrat aurait été signé en secret.', 'aurait', 'RPT'),
    ('Selon la presse, le contrat prévoirait la fourniture de drones.', 'prévoirait', 'RPT'),
    ("Un retrait américain affaiblirait l'alliance.", 'affaiblirait', 'HYP'),
    ('Ce serait la première visite du dirigeant depuis 2019.', 'serait', 'RPT'),
    ("Il n'a pas dit quels navires seraient saisis.", "seraient", "FIP"),
    ("Le rapport cite un pays qui livrerait des armes.", "livrerait", "HYP"),
    ("Selon Séoul, une entreprise qui livrerait des armes est visée.", "livrerait", "RPT"),
    ("Les navires auraient changé de pavillon, puis éteint leur balise et gagneraient la Chine.", "auraient", "RPT"),
    ("Envoyer des obus aurait coûté trop cher.", "aurait", "HYP"),
    ("Le navire n'est pas entré au port, ce qui aurait été un affront.", "aurait", "HYP"),
]  # fmt: skip
CONDITIONALS = """
aurait:avoir serait:être ferait:faire irait:aller pourrait:pouvoir devrait:devoir faudrait:falloir
voudrait:vouloir saurait:savoir vaudrait:valoir viendrait:venir parviendraient:parvenir tiendrait:tenir
obtiendrait:obtenir maintiendrait:maintenir verrait:voir enverrait:envoyer renverrait:renvoyer courrait:courir
mourrait:mourir acquerrait:acquérir recevrait:recevoir livrerait:livrer fournirait:fournir vendrait:vendre
prendrait:prendre craindrait:craindre atteindrait:atteindre rejoindrait:rejoindre résoudrait:résoudre
perdrait:perdre mordrait:mordre mettrait:mettre promettrait:promettre battrait:battre connaîtrait:connaître
paraîtrait:paraître naîtrait:naître romprait:rompre vivrait:vivre suivrait:suivre convaincrait:convaincre
croirait:croire boirait:boire plairait:plaire extrairait:extraire conclurait:conclure inclurait:inclure
dirait:dire lirait:lire écrirait:écrire conduirait:conduire fuirait:fuir produirait:produire
détruirait:détruire construirait:construire élirait:élire interdirait:interdire finirait:finir
établirait:établir punirait:punir offrirait:offrir ouvrirait:ouvrir agirait:agir servirait:servir
partirait:partir sortirait:sortir mentirait:mentir garantirait:garantir grandirait:grandir réussirait:réussir
choisirait:choisir envahirait:envahir haïrait:haïr céderait:céder acheterait:acheter opérerait:opérer
préférerions:préférer seriez:être auriez:avoir dirions:dire pleuvrait:pleuvoir émouvrait:émouvoir
assoirait:asseoir satisferait:satisfaire nuirait:nuire réduirait:réduire suffirait:suffire rirait:rire
souscrirait:souscrire approfondirait:approfondir nourrirait:nourrir accueillirait:accueillir
cueillerait:cueillir bouillirait:bouillir défendrait:défendre répondrait:répondre confondrait:confondre
peindrait:peindre joindrait:joindre interviendrait:intervenir équivaudrait:équivaloir tirerait:tirer
retirerait:retirer préviendrait:prévenir accomplirait:accomplir remplirait:remplir polluerait:polluer
périrait:périr guérirait:guérir pâlirait:pâlir
"""
OTHERS = """
tirait retirait attirait admirait respirait livrait montrait entrait rencontrait offrait ouvrait couvrait
découvrait souffrait préparait déclarait assurait espérait opérait considérait intégrait éclairait serrait
enterrait errait fourrait mourait courait pleurait demeurait ignorait durait minerais portrait extrait retrait
attrait effondrait engendrait encadrait consacrait célébrait sombrait filtrait marais frais palais trait
contrait virait inspirait aspirait expirait désirait déchirait figurait jurait mesurait comparait améliorait
explorait laborait élaborait parait mirait misait rentrait délivrait œuvrait générait suggérait libérait
récupérait modérait exagérait tolérait adhérait digérait sidérait référait préférait différait transférait
conférait inférait proliférait acquérait requérait conquérait requérais atterrait barrait narrait separait
séparait adorait dévorait honorait colorait perforait décorait restaurait instaurait inaugurait murmurait
torturait capturait procurait favorisait dérivait mordait perdait cadrait
"""


@pytest.fixture(scope="module")
def stems():
    return Stems.of([row for _, row in PACKS["fr"].table("conditional").rows])


@pytest.mark.parametrize(("sentence", "form", "reading"), SENTENCES)
def test_reading(sentence, form, reading):
    found = [c for p in parsed(sentence).passages for c in conditionals(p, PACKS["fr"])]
    assert [c.reading for c in found if c.span.of(sentence) == form] == [reading]


def test_forms_are_found_with_their_infinitive(stems):
    pairs = dict(pair.split(":") for pair in CONDITIONALS.split())
    assert {form: stems.infinitive(form) for form in pairs} == pairs


def test_imperfects_and_nouns_are_not_forms(stems):
    assert [word for word in OTHERS.split() if stems.infinitive(word)] == []


def test_a_form_says_what_carries_its_meaning():
    (found,) = conditionals(parsed("Le pays aurait livré des obus.").passages[0], PACKS["fr"])
    assert (found.lemma, found.verb, found.past, found.rule) == ("avoir", "livrer", True, "past form")


def test_a_pack_without_stems_has_no_conditionals():
    assert conditionals(parsed("He would have left.", "en").passages[0], PACKS["en"]) == ()


@pytest.mark.parametrize(
    ("language", "sentence", "marker"),
    [
        ("en", "The vessel reportedly left.", "reportedly"),
        ("en", "Pyongyang is believed to have sent shells.", "is believed to"),
        ("en", "There are reports that shells were sent.", "there are reports that"),
        ("fr", "Le navire est, semble-t-il, parti.", "semble-t-il"),
    ],
)
def test_hearsay_marker(language, sentence, marker):
    (found,) = hearsay_markers(parsed(sentence, language).passages[0], PACKS[language])
    assert (found.lemma, found.reading) == (marker, "RPT")
    assert found.span.of(sentence).lower() == marker
