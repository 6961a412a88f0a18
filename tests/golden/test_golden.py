"""The golden readings: a change of what is read is seen, line by line, and made with ./dev golden on purpose."""

import pytest

from golden import golden
from selon.pipeline import Reader


def test_the_examples_are_read_as_before(examples):
    reader = Reader(lists=sorted((examples / "lists").glob("*.*")))
    now = {p.stem: golden.told(reader.read_file(p)) for p in sorted((examples / "articles").iterdir())}
    assert now == golden.load("examples")


def test_the_sample_article_is_read_as_before(shared):
    text = (shared / "gold" / "sample-article.txt").read_text("utf-8")
    reading = Reader().read(text, language="fr", published=golden.SAMPLE_DATE)
    assert golden.hashed(reading) == golden.load("sample")


@pytest.mark.parametrize("word", ["Poutine", "Easley", "Stoltenberg"])
def test_the_sample_golden_holds_no_word_of_the_article(word):
    assert word not in str(golden.load("sample"))
