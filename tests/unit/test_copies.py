"""One story counted once: copies, cuts, passages and translations of texts written for this test."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.relate.copies import compare, copies, prints
from selon.relate.origins import Account, agency, families, origins, ties

LONG = (
    "Le cargo Estrella a quitté Saint-Malo lundi soir avec trois conteneurs, a indiqué la capitainerie du port breton. "
    "Selon deux dockers cités par le journal local, une équipe venue de Nantes a chargé la marchandise peu avant minuit. "
    "La préfecture assure n’avoir reçu aucun signalement et renvoie vers le parquet de Rennes, qui n’a pas répondu. "
    "L’armateur, une société enregistrée à Malte en 2019, possède deux autres navires immobilisés à Gênes depuis mars. "
    "Le syndicat Mer et Quais demande une enquête et rappelle que deux incidents semblables ont eu lieu en 2021 et 2022."
)
OTHER = (
    "La mairie de Brest veut planter quatre cents arbres d’ici à la fin de l’hiver dans les quartiers du nord de la ville. "
    "Les habitants ont été consultés en octobre et préfèrent des tilleuls, a expliqué l’adjointe chargée des espaces verts. "
    "Le budget s’élève à deux cent mille euros, dont une moitié vient de la région et le reste de la métropole bretonne."
)
ENGLISH = (
    "The cargo ship Estrella left Saint-Malo on Monday evening with three containers, the harbour office of the Breton port said. "
    "According to two dockers quoted by the local paper, a crew from Nantes loaded the goods shortly before midnight. "
    "The prefecture says it received no report and refers to the Rennes prosecutor, who did not reply. "
    "The owner, a company registered in Malta in 2019, has two other ships held in Genoa since March. "
    "The Mer et Quais union asks for an inquiry and recalls that two similar incidents took place in 2021 and 2022."
)
SENTENCES = LONG.split(". ")


def kinds(*texts):
    return {(c.a, c.b): c.kind for c in copies(texts)}


def test_the_same_text_is_a_copy():
    (found,) = copies([LONG, OTHER, LONG])
    assert (found.a, found.b, found.kind, found.containment) == (0, 2, "copy", 1.0)
    assert found.ours.of(LONG) == LONG.rstrip(".")


def test_a_cut_and_a_reordered_text_are_copies():
    assert kinds(LONG, ". ".join(SENTENCES[:2])) == {(0, 1): "copy"}
    assert kinds(LONG, ". ".join(reversed(SENTENCES))) == {(0, 1): "copy"}


def test_a_rewritten_text_is_a_copy():
    rewritten = (
        LONG.replace("lundi soir", "dans la nuit de lundi")
        .replace("assure", "affirme")
        .replace("deux autres", "encore deux")
    )
    assert kinds(LONG, rewritten) == {(0, 1): "copy"}


def test_a_shared_passage_in_different_articles():
    article = f"{OTHER} {SENTENCES[1]}. {SENTENCES[2]}. {OTHER.upper().replace('A', 'O')}"
    (found,) = copies(
        [
            OTHER.replace("arbres", "haies").replace("t", "l"),
            LONG + " " + "z".join(OTHER[::-1].split()),
            article,
        ]
    )
    assert (found.a, found.b, found.kind) == (1, 2, "passage")
    assert found.run >= 25
    assert found.theirs.of(article).startswith("Selon deux dockers")


def test_texts_on_different_things_are_not_tied():
    assert kinds(LONG, OTHER) == {}


def test_signatures_of_a_site_do_not_tie():
    signature = (
        "\nInscrivez-vous à la lettre du soir de notre rédaction et partagez cet article autour de vous"
    )
    texts = [t + signature for t in (LONG, OTHER, LONG[::-1], OTHER[::-1])]
    assert kinds(*texts) == {}


@given(
    st.lists(st.sampled_from(["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"]), max_size=60),
    st.data(),
)
def test_a_piece_of_a_text_is_wholly_contained(words, data):
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    whole, piece = prints(" ".join(words)), prints(" ".join(words[start:end]))
    found = compare(whole, piece)
    if end - start >= 5:
        kind, containment, run, ours, theirs = found
        assert (kind, containment) == ("copy", 1.0)
        assert run == end - start
        assert ours.of(" ".join(words)) == theirs.of(" ".join(words[start:end]))
    else:
        assert found is None


def account(id, text, language=None, published=None):
    return Account(id, text, language, published)


def test_a_translation():
    (tie,) = ties(
        [
            account("en", ENGLISH, "en", "2025-01-09"),
            account("x", OTHER, "fr"),
            account("fr", LONG, "fr", "2025-01-08"),
        ]
    )
    assert (tie.a, tie.b, tie.kind) == ("fr", "en", "translation")
    assert tie.containment >= 0.5


def test_translations_need_two_known_languages():
    assert list(ties([account("en", ENGLISH), account("fr", LONG)])) == []


def test_an_article_on_the_same_event_is_no_translation():
    article = (
        "Malta promised on Friday to look into the ownership of the Estrella after a union in Brittany complained. "
        "The ministry in Valletta said ships held in Genoa were a matter for Italy, and would not talk about 2019. "
        "In Rennes a judge has been asked to open a file, but the mayor of Nantes, Claire Morvan, has heard nothing yet. "
        "It is not the first time that Saint-Malo makes the news: in 2021 a trawler caught fire there, killing two sailors."
    )
    assert (
        list(ties([account("en", article, "en"), account("fr", LONG, "fr"), account("x", OTHER, "fr")])) == []
    )


def test_families_count_articles_and_origins():
    accounts = [
        account("late", LONG, "fr", "2025-01-10"),
        account("other", OTHER, "fr", "2025-01-01"),
        account("first", LONG, "fr", "2025-01-08"),
        account("en", ENGLISH, "en", "2025-01-09"),
    ]
    found = families(accounts, ties(accounts))
    assert [(f.origin, set(f.members)) for f in found] == [
        ("first", {"late", "first", "en"}),
        ("other", {"other"}),
    ]
    assert found[0].members == ("first", "en", "late")


def test_a_passage_makes_no_family():
    article = f"{OTHER} {SENTENCES[1]}. {SENTENCES[2]}. " + " ".join(w[::-1] for w in OTHER.split())
    accounts = [account("a", LONG + " " + " ".join(w[::-1] for w in LONG.split())), account("b", article)]
    assert [t.kind for t in ties(accounts)] == ["passage"]
    assert len(families(accounts, ties(accounts))) == 2


def test_origins_contract():
    lines = [
        json.dumps({"id": "a", "text": LONG, "published": "2025-01-09"}),
        "{broken",
        json.dumps({"id": "b", "text": LONG, "published": "2025-01-08"}),
        json.dumps({"id": "c"}),
        json.dumps({"id": "a", "text": OTHER}),
        json.dumps({"id": "d", "text": OTHER, "published": "hier"}),
        "",
    ]
    found = list(origins(lines))
    assert [(r["id"], r["error"]["code"]) for r in found if "error" in r] == [
        (None, "json"),
        ("c", "missing-text"),
        ("a", "duplicate-id"),
        ("d", "invalid-date"),
    ]
    (pair,) = [r for r in found if "error" not in r]
    assert {k: pair[k] for k in ("a", "b", "kind", "containment")} == {
        "a": "b",
        "b": "a",
        "kind": "copy",
        "containment": 1.0,
    }
    assert json.loads(json.dumps(pair)) == pair


def test_origins_asks_for_a_language_that_is_not_stated():
    rows = [{"id": 1, "text": LONG}, {"id": 2, "text": ENGLISH}, {"id": 3, "text": OTHER}]
    found = list(origins(rows, language_of=lambda text: "en" if " the " in text else "fr"))
    assert [(r["a"], r["b"], r["kind"]) for r in found] == [("1", "2", "translation")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"Un titre\nBrest (AFP) - {OTHER}", "AFP"),
        (f"Un titre\n{OTHER}\n© 2025 AFP", "AFP"),
        (f"Un titre\n{OTHER}\n(avec Reuters)", "Reuters"),
        (f"SEOUL, Jan. 8 (Yonhap) -- {OTHER}", "Yonhap"),
        (f"Un titre\n{OTHER} Il l’a dit à l’AFP mardi, à Brest.", None),
        (OTHER, None),
    ],
)
def test_agencies(text, name):
    assert agency(text) == name
