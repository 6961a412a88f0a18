"""Noise on a marked feed of our own: prompts are found, and not one line of an article is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from selon import packs
from selon.reading.passages import passages

FEED = yaml.safe_load(Path(__file__).with_name("noise-feed.yaml").read_text("utf-8"))
BODY = {
    "fr": "Le navire a quitté le port de Nampo dans la nuit, et personne ne sait où il va ni qui a payé sa cargaison.",
    "en": "The ship left the port of Nampo at night, and nobody knows where it goes or who paid for its cargo.",
}


def marked(part, line):
    language = "en" if part == "en" else "fr"
    text = "\n\n".join(["Un titre", BODY[language], line, BODY[language]])
    return line in [n.span.of(text) for n in passages(text, packs.load("language", language))[1]]


@pytest.mark.parametrize("part", FEED)
def test_nearly_every_prompt_is_marked(part):
    lines = FEED[part]["noise"]
    assert sum(marked(part, line) for line in lines) >= 0.95 * len(lines)


@pytest.mark.parametrize("part", FEED)
def test_no_line_of_an_article_is_marked(part):
    assert [line for line in FEED[part]["text"] if marked(part, line)] == []


@pytest.mark.parametrize(
    "corpus", ["fr-news-dev", "fr-annodis-partial-dev", "fr-fiction-dev", "en-ggt-dev", "en-polnear-dev"]
)
def test_no_annotated_attribution_is_marked(shared, corpus):
    import json

    path = shared / "gold" / f"{corpus}.jsonl"
    if not path.is_file():
        pytest.skip(f"no {path}")
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        spans = [tuple(s) for a in record["attributions"] for s in (*a["quote"], *a["cue"])]
        _, noise = passages(record["text"], packs.load("language", record["lang"]))
        assert [n for n in noise if any(a < n.span.end and n.span.start < b for a, b in spans)] == []
