"""Passages and noise lines: every construction with sentences written for it."""

from __future__ import annotations

import itertools
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon import packs
from selon.reading.noise import noise_rules
from selon.reading.normal import view
from selon.reading.passages import passages

FR, EN = packs.load("language", "fr"), packs.load("language", "en")
PARAGRAPH = (
    "Le ministre des Transports a visité lundi le port de Saint-Malo, où trois navires attendent depuis une semaine. "
    "Il a promis une réponse avant la fin du mois et n’a pas voulu parler du quatrième navire."
)


def texts(text, pack=FR):
    found, noise = passages(text, pack)
    return [p.span.of(text) for p in found], [n.span.of(text) for n in noise]


def kinds(text, pack=FR):
    return [p.kind for p in passages(text, pack)[0]]


def test_a_line_is_a_passage():
    assert texts(f"Un titre\n{PARAGRAPH}\n\n{PARAGRAPH}")[0] == ["Un titre", PARAGRAPH, PARAGRAPH]


@pytest.mark.parametrize("width", [60, 66, 72, 80])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_wrapped_lines_are_joined(width, end):
    wrapped = end.join(textwrap.wrap(PARAGRAPH, width))
    text = f"Un port attend{end}{end}{wrapped}{end}{end}{wrapped}"
    assert texts(text)[0] == ["Un port attend", wrapped, wrapped]


def test_wrapped_paragraphs_without_blank_lines_part_at_their_short_last_line():
    wrapped = "\n".join(textwrap.wrap(PARAGRAPH, 60))
    assert texts(f"{wrapped}\n{wrapped}")[0] == [wrapped, wrapped]


def test_short_sentences_on_lines_of_their_own_are_not_joined():
    lines = ["Le navire est parti.", "Le port est vide.", "La grève continue.", "Rien ne bouge plus ici."]
    assert texts("\n".join(lines))[0] == lines


def test_speech_dashes_and_items_start_passages_in_wrapped_text():
    wrapped = "\n".join(textwrap.wrap(PARAGRAPH, 70))
    text = f"{wrapped}\n\n— Que contient l’accord que les deux pays ont signé hier à la mairie de\nla ville ?\n— Rien."
    assert texts(text)[0][1:] == [
        "— Que contient l’accord que les deux pays ont signé hier à la mairie de\nla ville ?",
        "— Rien.",
    ]


def test_a_closing_mark_alone_belongs_to_what_it_closes():
    assert (
        texts("« Nous partons demain,\n»\nFin de la lettre du capitaine.")[0][0]
        == "« Nous partons demain,\n»"
    )


def test_kinds():
    text = f"Trois navires attendent\n\n{PARAGRAPH}\n\nUne longue attente\n\n{PARAGRAPH}\n\n• premier point\n\nCrédit photo : Port de commerce"
    assert kinds(text) == ["title", "paragraph", "heading", "paragraph", "list_item", "caption"]


PROMPTS_FR = [
    "Débloquez gratuitement le Bulletin du rédacteur",
    "Déverrouillez Editor's Digest gratuitement",
    "Inscrivez-vous à notre newsletter du matin",
    "Recevez chaque matin l’essentiel de l’actu dans votre boîte mail",
    "S'abonner à l'infolettre",
    "Abonnez-vous pour 1 € par mois",
    "Suivez-nous sur Facebook et WhatsApp",
    "Téléchargez l’application du journal",
    "Lire aussi : Le port ferme ses portes",
    "À lire aussi",
    "A LIRE AUSSI >> Les dockers en colère",
    "» LIRE AUSSI - Les dockers « en colère » bloquent le port",
    "Voir aussi notre dossier sur la pêche",
    "Sur le même sujet",
    "Cet article est réservé aux abonnés",
    "Il vous reste 72 % de cet article à lire",
    "Partager sur Facebook",
    "Nous utilisons des cookies pour améliorer votre visite",
    "© 2024 Le Courrier. Tous droits réservés",
    "Crédits photo : Marie Durand",
    "Le port à l’aube. © Marie Durand",
    "Publié le 3 mars 2025 à 10h12",
    "Par Hélène Vasseur",
    "Publicité",
    "3 commentaires",
]  # fmt: skip
PROMPTS_EN = [
    "Unlock the Editor’s Digest for free",
    "Sign up for our daily newsletter",
    "Subscribe for full access",
    "Get the morning briefing in your inbox",
    "Read more: The bridge in pictures",
    "READ MORE: ‘A hard winter’ ahead for the docks",
    "Story continues below advertisement",
    "Share this article",
    "We use cookies to improve your visit",
    "© 2024 The Ledger. All rights reserved.",
    "Photo: Jane Doe",
    "The harbour at dawn. (Jane Doe/Reuters)",
    "By Tom Ashby, 18 February 2025",
    "Advertisement",
    "Do you have a tip?",
]  # fmt: skip


@pytest.mark.parametrize(("line", "pack"), [(p, FR) for p in PROMPTS_FR] + [(p, EN) for p in PROMPTS_EN])
def test_prompts_are_noise(line, pack):
    body = (
        PARAGRAPH
        if pack is FR
        else "The minister went to the harbour on Monday and promised an answer by the end of the month."
    )
    assert texts(f"Un titre\n\n{body}\n\n{line}\n\n{body}", pack)[1] == [line]


@pytest.mark.parametrize(
    "code",
    [
        "ttn-fr-56",
        "ref-fr-2041",
        "art-uk-9",
        "a1b2c3d4e5f60718",
        "nl_fr_0042",
        "id:fr:77",
        "https://example.org/a/b?c=1",
    ],
)
def test_codes_at_the_end_are_noise(code):
    assert texts(f"{PARAGRAPH}\n\n{PARAGRAPH}\n\n\n{code}")[1] == [code]


@pytest.mark.parametrize(
    "line",
    [
        "Su-35",
        "Le Hwasong-15",
        "Le missile KN-23",
        "Recevez les inspecteurs, a exigé l’ambassadeur",
        "Abonnez-vous, a lancé le ministre : « Ce journal ment. »",
        "« Inscrivez-vous à notre lettre », demandait le tract saisi, selon la police.",
        "La publicité du gouvernement a été retirée.",
        "Photo à l’appui, le ministère affirme que le navire a coulé.",
        "Lire aussi entre les lignes de ce discours, voilà le travail des diplomates.",
        "Selon l'AFP",
        "Suivre ce navire n’est pas facile.",
        "Partager le pouvoir n’est pas envisagé, assure le président.",
        "Les commentaires du ministre ont choqué.",
        "Lire aussi : « Nous avons livré les obus », a reconnu le ministre.",
    ],
)  # fmt: skip
def test_the_article_is_never_noise(line):
    assert texts(f"Un titre\n\n{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}")[1] == []


@pytest.mark.parametrize(
    "line",
    [
        "Sign up or leave, the minister told the crews.",
        "Read more than one paper, said the envoy.",
        "“Subscribe to our newsletter,” read the leaflet that police seized.",
        "Watch this space, officials say.",
        "Advertising revenue fell sharply last year.",
        "By Monday the ships had left.",
    ],
)  # fmt: skip
def test_the_article_is_never_noise_in_english(line):
    body = "The minister went to the harbour on Monday and promised an answer by the end of the month."
    assert texts(f"A title\n\n{body}\n\n{line}\n\n{body}", EN)[1] == []


def test_the_list_that_a_prompt_announces_is_noise():
    lines = [
        "Inscrivez-vous gratuitement",
        "L’accès aux articles réservés",
        "Des lettres choisies",
        "La sauvegarde de vos articles",
    ]
    text = "\n\n".join(["Un titre", PARAGRAPH, *lines, PARAGRAPH])
    assert texts(text)[1] == lines


def test_a_heading_after_a_prompt_is_kept():
    text = "\n\n".join(
        ["Un titre", PARAGRAPH, "Inscrivez-vous à notre newsletter", "Une longue attente", PARAGRAPH]
    )
    assert texts(text)[1] == ["Inscrivez-vous à notre newsletter"]


def test_without_a_pack_only_codes_are_noise():
    text = "Ein Titel\n\nEin Schiff liegt im Hafen.\n\nAbonnieren Sie jetzt\n\nabc-de-12"
    assert texts(text, None)[1] == ["abc-de-12"]


@pytest.mark.parametrize("pack", [FR, EN], ids=["fr", "en"])
def test_every_noise_rule_names_its_reason_and_limit(pack):
    rules = noise_rules(pack)
    assert rules.keeps and all(r.reason and 1 <= r.words <= 60 for r in rules.marks)


LINE = st.text(alphabet=st.sampled_from("abcé À.,!«»\"-—'1\u00a0\u200b\t"), max_size=90)
TEXT = st.lists(LINE, max_size=8).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\u2028"]).map(lambda end: end.join(lines))
)


@given(TEXT)
def test_passages_cover_every_visible_character_once(text):
    found, noise = passages(text, FR)
    spans = [p.span for p in found]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    covered = {i for s in spans for i in range(s.start, s.end)}
    normal = view(text)
    assert all(i in covered for i in range(len(text)) if not normal[i].isspace())
    assert all(not normal[s.start].isspace() and not normal[s.end - 1].isspace() for s in spans)
    assert {n.span for n in noise} <= set(spans)
