"""What each format makes of its sample, field by field."""

from __future__ import annotations

from pathlib import Path

import pytest

from selon.errors import ListError
from selon.lists import eu, france, ftm, load, ofac, ofac_xml, seco, table, uk, un, vessels

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "lists"


def read(name, form):
    return load(SAMPLES / name, form)


def names(entry):
    return [(n.text, n.quality, n.script) for n in entry.names]


def test_un():
    found = read("un.xml", un.FORMAT)
    person, body = found.entries
    assert found.version == "2025-03-04"
    assert names(person) == [
        ("TORMEK VALDOUR", "primary", None),
        ("Тормек Валдур", "primary", "Cyrl"),
        ("Tormeck Valdur", "good", None),
        ("Tormek Valdoor", "good", None),
        ("The Lamplighter", "weak", None),
    ]
    assert (person.birth_dates, person.countries, person.identifiers) == (
        ("1960/1962",),
        ("KP",),
        (("passport", "ZZ 12345"),),
    )
    assert person.positions == ("Director of the Bureau of Lanterns",)
    assert names(body) == [
        ("KORGANDE LANTERN TRADING COMPANY", "primary", None),
        ("KLTC", "good", None),
        ("Korgande Candle Works", "former", None),
    ]
    assert (body.kind, body.regime, body.listed, body.listed_on) == (
        "organization",
        "DPRK",
        "un",
        "2017-06-02",
    )


def test_a_bad_row_is_reported_with_its_place_and_the_rest_loads():
    found = read("un.xml", un.FORMAT)
    assert [p.where.rpartition(":")[2] for p in found.problems] == ["16"]
    assert "ZZi.002" in found.problems[0].reason
    with pytest.raises(ListError, match=r"ZZi\.002"):
        list(un.FORMAT.entries(SAMPLES / "un.xml"))


def test_1718_vessels():
    first, second = read("un_1718_vessels.csv", vessels.FORMAT).entries
    assert first.reference == "IMO8606173"
    assert [n for n, _, _ in names(first)] == ["Lantern Star 3", "Old Lantern", "Candle 2"]
    assert (second.reference, second.identifiers) == ("UN1718V Nameless Tide 07", ())
    page = read("un_1718_vessels_html.html", vessels.PAGE)
    assert [e.reference for e in page.entries] == ["IMO8606173"]
    assert names(page.entries[0])[1] == ("Old Lantern", "former", None)
    assert len(page.problems) == 1


def test_ofac_csv_joins_aliases_and_addresses_and_reads_remarks():
    found = read("sdn.csv", ofac.FORMAT)
    person, ship = found.entries
    assert names(person) == [
        ("VALDOUR, Tormek", "primary", None),
        ("WALDUR, Tormeck", "good", None),
        ("LAMP", "weak", None),
    ]
    assert person.regime == "DPRK3; NPWMD"
    assert person.birth_dates == ("1961-04-12", "1962")
    assert person.countries == ("KP",)
    assert person.identifiers == (("passport", "ZZ1234567"),)
    assert (ship.kind, ship.identifiers, ship.countries) == ("vessel", (("imo", "8606173"),), ("KP",))
    assert {p.reason.split(" ")[0] for p in found.problems} == {
        "1",
        "rows",
    }  # a short line; an alias without an entry


def test_ofac_without_its_alias_file_says_so(tmp_path):
    (tmp_path / "sdn.csv").write_bytes((SAMPLES / "sdn.csv").read_bytes())
    found = load(tmp_path / "sdn.csv", ofac.FORMAT)
    assert len(found.entries) == 2
    assert sum("beside it" in p.reason for p in found.problems) == 2


def test_ofac_consolidated():
    (fund,) = read("cons_prim.csv", ofac.CONSOLIDATED).entries
    assert fund.list == "ofac_cons"
    assert names(fund) == [("LANTERN FUND", "primary", None), ("CANDLE FUND", "former", None)]
    assert fund.countries == ("SY",)


def test_ofac_xml():
    found = read("sdn.xml", ofac_xml.FORMAT)
    (person,) = found.entries
    assert found.version == "2025-03-04"
    assert names(person) == [
        ("VALDOUR, Tormek", "primary", None),
        ("LAMP", "weak", None),
        ("WALDUR, Tormeck", "former", None),
    ]
    assert (person.birth_dates, person.countries) == (("1961-04-12",), ("KP",))


def test_ofac_advanced_xml():
    found = read("sdn_advanced.xml", ofac_xml.ADVANCED)
    (person,) = found.entries
    assert found.version == "2025-03-04"
    assert names(person) == [("Valdour, Tormek", "primary", None), ("Валдур", "weak", "Cyrl")]
    assert (person.kind, person.regime, person.listed_on) == ("person", "DPRK3", "2016-03-02")
    assert (person.birth_dates, person.countries) == (("1961",), ("KP",))
    assert person.identifiers == (("passport", "ZZ1234567"),)


def test_eu_xml_marks_what_the_united_nations_list():
    (person,) = read("eu_fsf.xml", eu.FORMAT).entries
    assert names(person) == [("Tormek VALDOUR", "primary", None), ("Lamplighter", "weak", None)]
    assert (person.listed, person.regime, person.birth_dates) == ("un", "PRK", ("1961~",))


def test_eu_csv_gathers_the_rows_of_an_entity():
    person, body = read("eu_fsf.csv", eu.CSV).entries
    assert [n for n, _, _ in names(person)] == ["Tormek VALDOUR", "Tormeck Waldur"]
    assert (person.birth_dates, person.countries, person.listed) == (("1961-04-12",), ("KP",), "national")
    assert (body.kind, body.countries) == ("organization", ("KP",))


def test_uk_csv_gathers_the_rows_of_an_entry():
    found = read("uk.csv", uk.FORMAT)
    person, ship = found.entries
    assert found.version == "2025-03-04"
    assert names(person) == [
        ("Tormek VALDOUR", "primary", None),
        ("Тормек Валдур", "good", "Cyrl"),
        ("Tormeck WALDUR", "weak", None),
    ]
    assert (person.listed, person.birth_dates, person.countries) == ("un", ("1961-04-12", "1962"), ("KP",))
    assert (ship.kind, ship.listed, ship.identifiers) == ("vessel", "national", (("imo", "8606173"),))


def test_uk_short_export_and_xml():
    short = read("uk_index.csv", uk.INDEX)
    assert len(short.entries) == 1
    assert len(short.problems) == 1
    (person,) = read("uk.xml", uk.XML).entries
    assert [q for _, q, _ in names(person)] == ["primary", "weak", "good"]
    assert (person.birth_dates, person.positions) == (("1961-04-12",), ("Director",))


def test_seco_variants_scripts_and_delisting():
    person, body = read("seco.xml", seco.FORMAT).entries
    assert names(person) == [
        ("Tormek Valdour", "primary", None),
        ("Tormeck Valdour", "good", None),
        ("Тормек Валдур", "good", "Cyrl"),
        ("Lamplighter", "weak", None),
    ]
    assert (person.regime, person.countries, person.listed_on) == ("Lantern Republic", ("KP",), "2016-03-03")
    assert (person.listed, body.listed) == ("national", "delisted")


def test_french_register():
    found = read("fr_gels.json", france.FORMAT)
    (person,) = found.entries
    assert found.version == "2025-03-04"
    assert names(person)[1:] == [("Tormeck Waldur", "good", None), ("L'Allumeur", "weak", None)]
    assert (person.birth_dates, person.countries) == (("1961-04-12",), ("KP",))
    assert len(found.problems) == 1


def test_follow_the_money_named_is_not_listed():
    found = read("ftm.jsonl", ftm.FORMAT)
    assert [(e.reference, e.listed) for e in found.entries] == [("Q1", "un"), ("Q2", "not_listed")]
    assert len(found.problems) == 1


def test_plain_csv():
    found = read("plain.csv", table.FORMAT)
    person, ship = found.entries
    assert (person.reference, person.kind, person.birth_dates, person.countries) == (
        "P-1",
        "person",
        ("1961-04-12",),
        ("KP",),
    )
    assert (ship.reference, ship.kind) == ("IMO8606173", "vessel")
    assert found.problems[0].where.endswith(":4")


def test_plain_csv_without_names_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("colour,size\nred,3\n")
    with pytest.raises(ListError, match="names"):
        load(path, table.FORMAT)
