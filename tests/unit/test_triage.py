"""Triage: names are found in the bytes of a page whatever its encoding, and nothing else keeps a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon import packs
from selon.errors import InputError
from selon.gather.arrivals import Arrival, Failure
from selon.gather.triage import SetAside, Triage, sift, spellings
from selon.model.actor import ListEntry, ListName

ENTRIES = (
    ListEntry("un", "KPe.999", "organization", (ListName("KUMGANG EXAMPLE TRADING"), ListName("KET-8"))),
    ListEntry("un", "KPv.999", "vessel", (ListName("EUN HA"),), identifiers=(("imo", "9999993"),)),
)


@pytest.fixture(scope="module")
def triage():
    languages = [packs.load("language", code) for code in packs.names("language")]
    return Triage.of(languages, [packs.load("regime", "1718")], ENTRIES)


PAGES = {
    "French": ("Un navire parti de Corée du Nord", "utf-8"),
    "windows-1252": ("Un navire parti de Corée du Nord", "cp1252"),
    "UTF-16": ("Un navire parti de Corée du Nord", "utf-16"),
    "capitals": ("LA CORÉE DU NORD A TIRÉ", "utf-8"),
    "hard blanks": ("la Corée\u00a0du\u00a0Nord", "utf-8"),
    "wrapped": ("la Corée\ndu\nNord", "utf-8"),
    "entities": ("la Cor&eacute;e du Nord", "ascii"),
    "numbers": ("la Cor&#233;e&nbsp;du&nbsp;Nord", "ascii"),
    "JSON": ('{"t": "la Cor\\u00e9e du Nord"}', "ascii"),
    "demonym": ("des diplomates nord-coréens", "utf-8"),
    "metonym": ("selon Pyongyang", "utf-8"),
    "Korean": ("북한이 미사일을 발사했다", "utf-8"),
    "Korean, EUC-KR": ("북한이 미사일을 발사했다", "euc-kr"),
    "Korean, JSON": ("\\ubd81\\ud55c", "ascii"),
    "Russian": ("КНДР запустила ракету", "cp1251"),
    "Chinese": ("朝鲜发射导弹", "gb18030"),
    "Japanese": ("北朝鮮がミサイル", "shift_jis"),
    "German": ("Schiffe aus Nordkorea", "utf-8"),
    "panel": ("the UN panel of experts was dissolved", "utf-8"),
    "list, as listed": ("KUMGANG EXAMPLE TRADING", "utf-8"),
    "list, as written": ("la société Kumgang Example Trading", "utf-8"),
    "IMO number": ("le pétrolier (OMI 9999993)", "utf-8"),
}


@pytest.mark.parametrize("case", PAGES)
def test_a_name_keeps_a_page(triage, case):
    text, encoding = PAGES[case]
    verdict = triage(f"<html><p>{text}</p></html>".encode(encoding))
    assert verdict.matters
    assert verdict.names


@pytest.mark.parametrize(
    "text",
    [
        "La mairie de Brest veut planter quatre cents arbres.",
        "La Corée du Sud a battu le Brésil.",
        "South Korea beat Brazil.",
        "한국 대통령이 말했다",
        "Le comité d'entreprise a voté la grève.",
        "Eun, huit ans, est arrivée à Séoul.",
    ],
)
def test_general_news_is_set_aside(triage, text):
    assert not triage(text.encode()).matters


def test_examples_are_all_kept(triage, examples):
    assert all(triage(path.read_bytes()).matters for path in (examples / "articles").iterdir())


def test_every_claim_of_the_regime_is_kept(triage):
    """The regime pack's own examples: what engages a provision is never set aside."""
    from selon.regimes import pack

    sentences = [
        row["positive"][code]
        for _, row in pack("1718").examples().rows
        for code in ("fr", "en")
        if row["positive"]["engages"]
    ]
    assert len(sentences) > 100
    missed = [s for s in sentences if not triage(s.encode()).matters and "KOMID" not in s]
    assert missed == []


def test_sift_names_what_it_sets_aside(triage):
    kept, aside = Arrival("Pyongyang dément.".encode(), "a"), Arrival("Il pleut à Brest.".encode(), "b")
    pdf, failed = Arrival(b"%PDF-1.7 ...", "c"), Failure("d", InputError("x"))
    found = list(sift([kept, aside, pdf, failed], triage))
    assert found[0] is kept and found[2] is pdf and found[3] is failed
    assert isinstance(found[1], SetAside)
    assert (found[1].name, found[1].id[:7]) == ("b", "sha256:")


@given(
    st.text(min_size=4, max_size=12, alphabet=st.characters(whitelist_categories=("Lu", "Ll", "Lo"))),
    st.binary(max_size=40),
    st.binary(max_size=40),
)
def test_a_name_is_found_wherever_it_stands(name, before, after):
    if before[:2] in (b"\xff\xfe", b"\xfe\xff"):
        before = b"x" + before
    assert Triage([name])(before + name.encode() + after).names == (name,)
    assert name.encode() in spellings(name)
