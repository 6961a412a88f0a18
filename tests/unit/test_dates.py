"""Time expressions: one row a construction. The document's day is Wednesday 19 June 2024."""

from __future__ import annotations

import pytest

from selon.reading.dates import dates
from texts import parsed

FRENCH = [
    ("Le ministre l'a dit mardi.", "mardi", "2024-06-18", "day"),
    ("Le ministre l'a dit mardi dernier.", "mardi dernier", "2024-06-18", "day"),
    ("Le ministre l'a dit mercredi dernier.", "mercredi dernier", "2024-06-12", "day"),
    ("Le ministre l'a dit hier.", "hier", "2024-06-18", "day"),
    ("Le convoi est parti avant-hier.", "avant-hier", "2024-06-17", "day"),
    ("Le sommet se tiendra mardi.", "mardi", "2024-06-25", "day"),
    ("Le sommet se tiendra le 3 juillet.", "le 3 juillet", "2024-07-03", "day"),
    ("Le navire a été saisi le 3 juillet.", "le 3 juillet", "2023-07-03", "day"),
    ("Le navire a été saisi le 24 février 2022.", "le 24 février 2022", "2022-02-24", "day"),
    ("Le navire a été saisi le 1er mai.", "le 1er mai", "2024-05-01", "day"),
    ("Le navire a été saisi vendredi 14 juin.", "vendredi 14 juin", "2024-06-14", "day"),
    ("Rapport du 19/03/2024.", "19/03/2024", "2024-03-19", "day"),
    ("Rapport du 2024-03-19.", "2024-03-19", "2024-03-19", "day"),
    ("En mars, le pays a voté contre.", "En mars", "2024-03", "month"),
    ("Il s'y est rendu en septembre, lorsque le site a ouvert.", "en septembre", "2023-09", "month"),
    ("La réunion doit se tenir en septembre.", "en septembre", "2024-09", "month"),
    ("Il s'y est rendu en mai dernier.", "en mai dernier", "2024-05", "month"),
    ("Le contrat date de fin juin 2022.", "fin juin 2022", "2022-06-21/2022-06-30", "interval"),
    ("Le contrat date de la mi-septembre.", "la mi-septembre", "2023-09-11/2023-09-20", "interval"),
    ("Il est parti début 2024.", "début 2024", "2024-01/2024-04", "interval"),
    ("Il est parti l’an dernier.", "l’an dernier", "2023", "year"),
    ("Il est parti l'année dernière.", "l'année dernière", "2023", "year"),
    ("Il est parti la semaine dernière.", "la semaine dernière", "2024-06-10/2024-06-16", "interval"),
    ("Il est parti le mois dernier.", "le mois dernier", "2024-05", "month"),
    ("Il est parti cette semaine.", "cette semaine", "2024-06-17/2024-06-23", "interval"),
    ("Il est parti il y a deux ans.", "il y a deux ans", "2022", "year"),
    ("Il est parti il y a trois jours.", "il y a trois jours", "2024-06-16", "day"),
    ("Il est parti il y a plus de vingt ans.", "il y a plus de vingt ans", "2004~", "year"),
    ("Il est parti il y a une dizaine d'années.", "il y a une dizaine d'années", "2014~", "year"),
    ("Les livraisons durent depuis 2017.", "depuis 2017", "2017/..", "year"),
    ("Les livraisons durent depuis mars.", "depuis mars", "2024-03/..", "month"),
    ("Les livraisons durent depuis le début de l'année.", "depuis le début de l'année", "2024-01/..", "interval"),
    ("L'accord court jusqu'en 2025.", "jusqu'en 2025", "../2025", "year"),
    ("Il était à Pékin du 3 au 5 mai.", "du 3 au 5 mai", "2024-05-03/2024-05-05", "interval"),
    ("Il était à Pékin du 28 février au 3 mars 2022.", "du 28 février au 3 mars 2022", "2022-02-28/2022-03-03", "interval"),
    ("Les envois ont doublé entre 2019 et 2021.", "entre 2019 et 2021", "2019/2021", "interval"),
    ("Les envois ont doublé de mars à mai 2022.", "de mars à mai 2022", "2022-03/2022-05", "interval"),
    ("Le trafic reprendra dans les prochains mois.", "dans les prochains mois", None, "vague"),
    ("Le trafic a repris ces dernières années.", "ces dernières années", "../2024-06-19", "vague"),
    ("Le trafic a repris au cours des cinq dernières années.", "au cours des cinq dernières années", "2019/2024", "interval"),
    ("Le régime des années 1990.", "années 1990", "199X", "decade"),
    ("Il est venu l'été dernier.", "l'été dernier", "2023-22", "season"),
    ("Les ventes du premier trimestre 2024.", "du premier trimestre 2024", "2024-01/2024-03", "interval"),
    ("Les liens se développent depuis leur rencontre de l’année dernière.",
     "depuis leur rencontre de l’année dernière", "2023/..", "year"),
]  # fmt: skip
ENGLISH = [
    ("He said so last Tuesday.", "last Tuesday", "2024-06-18", "day"),
    ("He said so on Tuesday.", "on Tuesday", "2024-06-18", "day"),
    ("The summit will take place on Tuesday.", "on Tuesday", "2024-06-25", "day"),
    ("The vessel left three days ago.", "three days ago", "2024-06-16", "day"),
    ("The vessel left yesterday.", "yesterday", "2024-06-18", "day"),
    ("The vessel left on May 3, 2024.", "on May 3, 2024", "2024-05-03", "day"),
    ("The vessel left on 3 May 2024.", "on 3 May 2024", "2024-05-03", "day"),
    ("The vessel left in late June.", "in late June", "2024-06-21/2024-06-30", "interval"),
    ("The vessel left in March.", "in March", "2024-03", "month"),
    ("The vessel left in September last year.", "in September last year", "2023-09", "month"),
    ("The vessel left last month.", "last month", "2024-05", "month"),
    ("Deliveries have doubled since last year.", "since last year", "2023/..", "year"),
    ("Deliveries have doubled since 2017.", "since 2017", "2017/..", "year"),
    ("Deliveries doubled between 2019 and 2021.", "between 2019 and 2021", "2019/2021", "interval"),
    ("Deliveries have doubled in recent years.", "in recent years", "../2024-06-19", "vague"),
    ("They were there from 3 to 5 May.", "from 3 to 5 May", "2024-05-03/2024-05-05", "interval"),
    ("They were there March 3-5.", "March 3-5", "2024-03-03/2024-03-05", "interval"),
    ("The famine of the 1990s.", "the 1990s", "199X", "decade"),
    ("The first quarter of 2024 was bad.", "The first quarter of 2024", "2024-01/2024-03", "interval"),
    ("The famine ended more than two decades ago.", "more than two decades ago", "2004~", "year"),
]  # fmt: skip
ROWS = [("fr", *row) for row in FRENCH] + [("en", *row) for row in ENGLISH]
NOT_DATES = [
    ("fr", "La résolution 2375 (2017) du Conseil interdit ces ventes."),
    ("fr", "Les résolutions 1718 (2006), 2270 (2016) et 2397 (2017) le disent."),
    ("fr", "Le document S/RES/1718 (2006) et le document S/2024/215."),
    ("fr", "Les Jeux 2024 et la COP28 approchent."),
    ("fr", "Le tir d'un Hwasong-17 a échoué."),
    ("fr", "Plus de 2000 soldats et 2 000 ouvriers."),
    ("fr", "Il coûte 2000 euros et l'homme a 55 ans."),
    ("fr", "Il y a neuf cents personnes."),
    ("fr", "Une première en neuf ans, à 8 h 30."),
    ("fr", "Il a été livré par un marchand de sable."),
    ("en", "Resolution 2375 (2017) bans such sales."),
    ("en", "He may march on with 2,000 troops."),
    ("en", "Paris 2024 and COP28 are near; on the last day he left."),
]


@pytest.mark.parametrize(("language", "text", "expression", "edtf", "precision"), ROWS)
def test_expression(language, text, expression, edtf, precision):
    found = {d.expr: d for d in dates(parsed(text, language, "2024-06-19"))}
    assert expression in found
    assert (found[expression].edtf, found[expression].precision) == (edtf, precision)


@pytest.mark.parametrize(("language", "text"), NOT_DATES)
def test_not_a_date(language, text):
    assert dates(parsed(text, language, "2024-06-19")) == ()


@pytest.mark.parametrize("text", ["Il l'a dit mardi.", "Il l'a dit en mars.", "Il l'a dit il y a deux ans.", "Il l'a dit l'été dernier."])  # fmt: skip
def test_relative_expressions_wait_for_the_document_date(text):
    (found,) = dates(parsed(text))
    assert found.edtf is None and found.expr


def test_absolute_expressions_do_not():
    assert [d.edtf for d in dates(parsed("Du 28 février au 3 mars 2022, puis depuis 2023."))] == [
        "2022-02-28/2022-03-03",
        "2023/..",
    ]


def test_an_event_between_keeps_the_inner_expression():
    outer, inner = dates(parsed("Rien depuis leur rencontre de l'an dernier.", published="2024-06-19"))
    assert outer.span.contains(inner.span) and inner.expr == "l'an dernier"


def test_rule_names_the_construction():
    (found,) = dates(parsed("Rien depuis mars 2022."))
    assert found.rule == "since: month of a year"
