"""The sample corpus shows what it is there to show."""

import pytest

from selon.pipeline import Reader


def screened(examples, lists):
    reader = Reader(lists=lists)
    return reader.read_file(examples / "articles" / "fr-petrolier-chon-ma-san.html")


def found(reading):
    return {c.reference: c.mention.of(reading.document.text) for c in reading.candidates if c.mention}


def test_a_listed_person_and_a_listed_ship_are_candidates(examples):
    names = found(screened(examples, sorted((examples / "lists").glob("*.*"))))
    assert names["KPi.076"] == "Ri Pyong Chol"
    assert names["IMO8660313"] == "Chon Ma San"


def test_the_same_two_are_found_in_the_whole_official_lists(examples, shared):
    lists = [
        shared / "lists" / "un" / "consolidated.xml",
        shared / "lists" / "un" / "1718-designated-vessels-derived.csv",
    ]
    names = found(screened(examples, lists))
    assert names["KPi.076"] == "Ri Pyong Chol"
    assert names["IMO8660313"] == "Chon Ma San"


@pytest.mark.parametrize(
    "word", ["cookies", "Lire aussi", "inscrivez-vous", "Tous droits réservés", "Photo d’archives"]
)
def test_what_is_not_the_article_is_never_read(examples, word):
    reading = screened(examples, [])
    text = reading.document.text
    at = text.find(word)
    if at == -1:
        return  # left out when the page was taken apart
    read = [s for a in reading.attributions for s in a.content] + [c.trigger for c in reading.claims]
    assert not any(s.start <= at < s.end for s in read)
    assert any(n.span.start <= at < n.span.end for n in reading.document.noise)
