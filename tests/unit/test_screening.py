"""Screening against an index: cards, fields, mentions, texts, and a list that changed. All names are invented."""

from __future__ import annotations

import sqlite3

import pytest

from selon.errors import ListError
from selon.model.actor import ListEntry, ListName, Mention
from selon.model.text import Span
from selon.screen import Index, Query, candidates, scan, screen, screen_again, screen_many, touched, valid_imo


def entry(reference, kind, *names, **more):
    listed = tuple(n if isinstance(n, ListName) else ListName(n) for n in names)
    return ListEntry(more.pop("list", "un"), reference, kind, listed, **more)


ENTRIES = (
    entry(
        "ZZi.001", "person", "TORMEK VALDOUR", ListName("Ishaven Zubrin", "weak"), ListName("Lampo", "weak"),
        ListName("Brando", "good"), birth_dates=("1961-04-12",), countries=("KP",), identifiers=(("passport", "ZZ 12345"),),
        positions=("Deputy Director of the Munitions Industry Department",),
    ),
    entry("ZZi.002", "person", "KIM TOK CHUN", birth_dates=("1968",), positions=("Director of the Academy of Missile Science",)),
    entry("ZZe.001", "organization", "KORGANDE LANTERN BANK", countries=("KP",), regime="DPRK"),
    entry("ZZe.002", "organization", "MINISTRY OF LANTERNS AND DEFENCE", regime="DPRK"),
    entry("IMO8606173", "vessel", "LAN TERN SAN", ListName("Old Candle", "former"), list="un_1718_vessels", identifiers=(("imo", "8606173"),), countries=("KP",)),
    entry("77", "organization", "KORGANDE LANTERN BANK", list="ofac_sdn", listed="national"),
    entry("R-1", "person", "Berenz Olkudar", list="reports", listed="not_listed"),
    entry("D-1", "person", "Pavlen Drostik", list="un", listed="delisted"),
)  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return Index.build(ENTRIES, {"un": "2026-02-27"})


def one(found):
    (card,) = found
    return card


def fields(card):
    return {f.name: f.result for f in card.fields}


def test_a_card_shows_both_names_the_alias_its_quality_and_every_field(index):
    card = one(screen(Query("Tourmek Valdur", "person", birth_date="1961", country="IR"), index))
    assert (card.list, card.reference, card.version, card.grade) == ("un", "ZZi.001", "2026-02-27", "strong")
    name, quality = card.fields[:2]
    assert (name.ours, name.theirs) == ("Tourmek Valdur", "TORMEK VALDOUR")
    assert (quality.name, quality.theirs) == ("alias quality", "primary")
    assert fields(card) == {
        "name": "agrees",
        "alias quality": "not stated",
        "birth date": "agrees",
        "country": "differs",
        "position": "not stated",
    }
    assert card.rule
    assert not hasattr(card, "score")


def test_a_far_birth_date_lowers_the_grade_and_is_shown(index):
    card = one(screen(Query("Tormek Valdour", "person", birth_date="1985"), index))
    assert (card.grade, fields(card)["birth date"]) == ("possible", "differs")
    assert one(screen(Query("Tormek Valdour", "person", birth_date="1962"), index)).grade == "exact"


def test_a_passport_is_a_second_identifier(index):
    assert one(screen(Query("Tormek Valdoun", "person"), index)).grade == "possible"
    card = one(screen(Query("Tormek Valdoun", "person", identifiers=(("passport", "zz12345"),)), index))
    assert (card.grade, fields(card)["passport"]) == ("strong", "agrees")


def test_a_korean_name_is_strong_only_with_a_second_identifier(index):
    assert one(screen(Query("Kim Tok-chun", "person"), index)).grade == "possible"
    assert one(screen(Query("Kim Tok-chun", "person", birth_date="1968"), index)).grade == "strong"
    office = "directeur de l'Académie des sciences des missiles"
    assert one(screen(Query("Kim Tok-chun", "person", position=office), index)).grade == "strong"
    assert screen(Query("Kim Tok-chol", "person"), index) == ()
    assert one(screen(Query("Kim Tok-chol", "person", birth_date="1968"), index)).grade == "possible"


def test_weak_aliases_count_only_whole_and_never_above_possible(index):
    assert one(screen(Query("Ishaven Zubrin", "person"), index)).grade == "possible"
    assert screen(Query("Lampo", "person"), index) == ()


def test_a_one_word_alias_may_stand_before_the_family_name(index):
    card = one(screen(Query("Brando Valdour", "person"), index))
    assert card.grade == "possible"
    assert "before the family name" in card.fields[1].theirs


def test_united_nations_and_national_lists_stand_apart(index):
    found = screen(Query("Banque Korgande Lantern", "organization"), index)
    assert [(c.list, c.listed) for c in found] == [("un", "un"), ("ofac_sdn", "national")]


def test_named_or_delisted_is_never_shown_as_listed(index):
    assert one(screen(Query("Berenz Olkudar", "person"), index)).listed == "not_listed"
    assert one(screen(Query("Pavlen Drostik", "person"), index)).listed == "delisted"


def test_a_ship_is_found_by_its_number_first(index):
    card = one(screen(Query("Some Other Name", "vessel", imo="IMO 8606173"), index))
    assert (card.grade, card.rule) == ("exact", "IMO number")
    assert (
        screen(Query("Lan Tern San", "vessel", imo="8916293"), index) == ()
    )  # a valid number of another ship
    card = one(
        screen(Query("Lan Tern San", "vessel", imo="8606174"), index)
    )  # no ship's number: it decides nothing
    assert (card.grade, fields(card)["imo"]) == ("possible", "differs")


def test_a_ships_name_is_strong_only_with_its_flag(index):
    assert one(screen(Query("Lan Tern San", "vessel"), index)).grade == "possible"
    assert one(screen(Query("Lan Tern San", "vessel", country="KP"), index)).grade == "strong"


@pytest.mark.parametrize(
    ("number", "valid"), [("8606173", True), ("IMO 9074729", True), ("8606174", False), ("123", False)]
)
def test_check_digits(number, valid):
    assert valid_imo(number) is valid


def test_the_weakest_grade_wanted(index):
    assert screen(Query("Tormek Valdoun", "person"), index, at_least="strong") == ()


def test_a_kind_keeps_to_its_own(index):
    assert screen(Query("Lan Tern San", "person"), index) == ()
    assert one(screen(Query("Lan Tern San"), index)).reference == "IMO8606173"


def test_many_are_as_one_by_one(index):
    queries = [Query(e.names[0].text, e.kind) for e in ENTRIES] * 3
    assert list(screen_many(queries, index)) == [screen(q, index) for q in queries]


TEXT = (
    "Tormek Valdour, directeur adjoint du département de l'industrie des munitions, a été vu à bord du pétrolier "
    "Lan Tern San (IMO 8606173). La banque Korgande Lantern ne dit rien. Selon M. Valdour, Pyongyang nie."
)


def mention(written, kind, **more):
    start = TEXT.index(written)
    return Mention(Span(start, start + len(written)), kind, **more)


def test_candidates_of_a_text(index):
    found = candidates(
        [mention("Tormek Valdour", "person", actor="a1"), mention("Lan Tern San", "vessel")], TEXT, index
    )
    cards = {(c.list, c.reference): c for c in found}
    person, ship = cards["un", "ZZi.001"], cards["un_1718_vessels", "IMO8606173"]
    assert (person.mention.of(TEXT), person.actor, person.grade) == ("Tormek Valdour", "a1", "exact")
    assert fields(person)["position"] == "agrees"
    assert (ship.grade, ship.rule) == ("exact", "IMO number")


def test_a_resolved_name_is_screened_for_a_bare_family_name(index):
    short = Mention(Span(3, 10), "person", name="Tormek Valdour")
    card = one(candidates([short], "M. Valdour nie.", index))
    assert (card.reference, card.mention, card.query) == ("ZZi.001", short.span, "Tormek Valdour")


def test_states_pronouns_and_roles_are_not_screened(index):
    state = mention("Pyongyang", "state", name="Korgande Lantern Bank")
    role = mention("directeur adjoint", "person", form="role", name="Tormek Valdour")
    without = candidates([], TEXT, index)
    assert candidates([state, role], TEXT, index) == without


def test_listed_names_that_no_mention_covers_are_found_in_the_text(index):
    found = {c.reference for c in candidates([], TEXT, index)}
    assert {"ZZi.001", "IMO8606173"} <= found


def test_a_body_taken_for_a_person_is_found_all_the_same(index):
    text = "Korgande Lantern Bank nie."
    taken = Mention(Span(0, 21), "person")
    assert {c.reference for c in candidates([taken], text, index)} == {"ZZe.001", "77"}


def test_a_scan_keeps_the_offsets_of_the_original(index):
    text = "«\u00a0L’État cite Tourmek  VALDUR\u00a0»; d'Lan Tern San."
    assert [m.span.of(text) for m in scan(text, index)] == ["Tourmek  VALDUR", "Lan Tern San"]


def test_a_scan_wants_a_name_not_words(index):
    assert scan("lan tern san", index) == ()
    assert scan("Lan tern san", index) == ()  # every word of a ship's name has its capital
    assert scan("Tormek. Valdour", index) == ()  # two sentences
    assert [m.span.of("Kim Tok-chun nie") for m in scan("Kim Tok-chun nie", index)] == ["Kim Tok-chun"]
    assert scan("", index) == ()


def test_an_index_on_disk_is_the_same(index, tmp_path):
    path = tmp_path / "lists" / "index.db"
    built = Index.build(ENTRIES, {"un": "2026-02-27"}, path)
    opened = Index.open(path)
    query = Query("Tourmek Valdur", "person", birth_date="1961")
    assert screen(query, built) == screen(query, opened) == screen(query, index)
    assert [e.reference for e in opened.entries()] == [e.reference for e in ENTRIES]
    assert opened.find("ZZi.001") == (ENTRIES[0],)


def test_no_index_and_an_index_of_another_version_say_so(tmp_path):
    with pytest.raises(ListError, match="no screening index"):
        Index.open(tmp_path / "none.db")
    path = tmp_path / "index.db"
    Index.build(ENTRIES, {}, path)
    with sqlite3.connect(path) as connection:
        connection.execute("update meta set value = '0' where key = 'schema'")
    connection.close()
    with pytest.raises(ListError) as caught:
        Index.open(path)
    assert caught.value.code == "stale-index"


def test_an_empty_index_finds_nothing():
    empty = Index.build([], {})
    assert screen(Query("Tormek Valdour"), empty) == ()
    assert scan(TEXT, empty) == ()


def test_screening_again_says_what_is_new_gone_and_regraded(index):
    before = [
        (Query("Tormek Valdour", "person"), {("un", "ZZi.001"): "possible", ("un", "GONE"): "exact"}),
        (Query("Banque Korgande Lantern", "organization"), {("un", "ZZe.001"): "strong"}),
        (Query("Nobody Atall", "person"), {}),
    ]
    first, second, third = screen_again(before, index)
    assert first.gone == (("un", "GONE"),)
    assert [(c.reference, was) for c, was in first.regraded] == [("ZZi.001", "possible")]
    assert [c.reference for c in second.new] == ["77"]
    assert third.same
    assert [q.name for q, _ in touched(before, frozenset({"ZZi.001"}))] == ["Tormek Valdour"]
