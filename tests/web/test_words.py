"""Words, keys, vendored files: what can be checked without a browser."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest

from selon.desk.corrections import FIELDS
from selon.draw.label import labels
from selon.model.actor import ACTOR_KINDS
from selon.model.document import PASSAGE_KINDS
from selon.model.judgement import KINDS, MARKS, VERDICTS
from selon.model.vocabulary import VOCABULARIES
from selon.report.markdown import safe as markdown
from selon.web.keys import GROUPS, KEYS
from selon.web.render import visible, with_query
from selon.web.safety import host_of, local, token_of
from selon.web.words import LANGUAGES, preferred, words

WEB = Path(str(files("selon.web")))
TEMPLATES = sorted((WEB / "templates").glob("*.j2"))


def used() -> set[str]:
    """Every word that a template or a view asks for by its full name."""
    sources = [*TEMPLATES, *(WEB / "views").glob("*.py")]
    asked = re.compile(r"""\bt\(\s*["']([A-Za-z_0-9]+)["'](?!\s*\+)""")
    return {name for path in sources for name in asked.findall(path.read_text("utf-8"))}


def built() -> set[str]:
    """Every word whose name is put together from a value."""
    return {
        *(f"mark_{m.replace(' ', '_')}" for m in (*MARKS, "all")),
        *(f"nothing_{m.replace(' ', '_')}" for m in (*MARKS, "all")),
        *(f"state_{v}" for v in VERDICTS),
        *(f"did_{k}" for k in KINDS),
        *(f"f_{f.name}" for f in FIELDS),
        *(f"kind_{k}" for k in PASSAGE_KINDS),
        *(f"actor_{k}" for k in ACTOR_KINDS),
        *(f"key_{k.name}" for k in KEYS),
        *(f"keys_{g}" for g in GROUPS),
        *(f"queue_{s}" for s in ("undecided", "later", "unsure", "clash", "decided")),
        *(f"finding_{s}" for s in ("draft", "agreed", "disputed", "withdrawn")),
        *(f"grade_{g}" for g in "ABCDEF"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing(language):
    table = words(language).table
    assert (used() | built()) - set(table) == set()


def test_both_languages_have_the_same_words_with_the_same_places():
    one, other = (words(x).table for x in LANGUAGES)
    assert set(one) == set(other)
    fields = re.compile(r"{(\w+)}")
    for name in one:
        assert set(fields.findall(one[name])) == set(fields.findall(other[name])), name


def test_counts_are_spoken_as_each_language_does():
    assert words("en")("articles_n", n=0) == "0 articles"
    assert words("en")("articles_n", n=1) == "1 article"
    assert words("fr")("articles_n", n=0) == "0 article"
    assert words("fr")("articles_n", n=1200) == "1\u202f200 articles"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_vocabularies_has_a_label(language):
    lab = labels(language)
    for name in (
        "act_type",
        "stage",
        "polarity",
        "stance",
        "modality",
        "source_kind",
        "item_category",
        "relation",
    ):
        assert set(VOCABULARIES[name]) <= set(lab.tables[name]), name
    assert set(VOCABULARIES["act_type"]) == set(lab.tables["act_verb"])
    assert {f"stage_{s}" for s in VOCABULARIES["stage"]} <= set(lab.tables["sentence"])
    assert all(v.count("|") == 4 for v in lab.tables["act_verb"].values())


def test_the_language_follows_the_browser():
    assert preferred("fr-CH, fr;q=0.9, en;q=0.8") == "fr"
    assert preferred("de, en;q=0.7") == "en"
    assert preferred("ko") == "en"


def test_no_key_does_two_things():
    assert len({k.key for k in KEYS}) == len(KEYS)
    assert len({k.name for k in KEYS}) == len(KEYS)


def test_vendored_files_are_what_the_list_says():
    static = WEB / "static"
    rows = re.findall(
        r"\| `([^`]+)` \|[^|]*\|[^|]*\| `([0-9a-f]{64})` \|", (static / "VENDORED.md").read_text("utf-8")
    )
    assert {name for name, _ in rows} == {
        str(p.relative_to(static)) for folder in ("vendor", "fonts") for p in (static / folder).iterdir()
        if p.suffix in (".js", ".woff2")
    }  # fmt: skip
    for name, digest in rows:
        assert hashlib.sha256((static / name).read_bytes()).hexdigest() == digest, name


def test_no_template_style_or_script_of_ours_names_another_host():
    own = [*TEMPLATES, *(WEB / "static").glob("*.js"), *(WEB / "static").glob("*.css")]
    for path in own:
        for address in re.findall(r"https?://[^\s\"'<]+", path.read_text("utf-8")):
            assert address.startswith(("http://127.0.0.1", "http://www.w3.org")), (path.name, address)


def test_no_template_has_inline_script_or_style_or_unescaped_text():
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        if path.name.startswith("report_file"):
            continue
        assert "<style" not in text and " style=" not in text and "javascript:" not in text, path.name
        assert not re.search(r"\son[a-z]+=", text), path.name
        assert text.count("|safe") == text.count("s.html|safe"), path.name


def test_only_addresses_of_the_desk_are_gone_to():
    assert local("/review?act=visit") == "/review?act=visit"
    for bad in (
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/a\nb",
    ):
        assert local(bad) == "/"


def test_form_tokens_do_not_give_the_cookie_away():
    assert token_of("a") != token_of("b")
    assert "secret-seat" not in token_of("secret-seat")
    assert host_of("[::1]:8718") == "[::1]"
    assert host_of("LOCALHOST:80") == "localhost"


def test_what_cannot_be_seen_is_shown():
    assert visible("a\u202eb\u200bc") == "a␣b␣c"
    assert visible("Œuvre d’été — 20 %") == "Œuvre d’été — 20 %"
    assert markdown("[x](javascript:1) <b>*") == r"\[x\]\(javascript:1\) \<b\>\*"
    assert with_query("/search", q="a&b", act="", after=None, engaged=True) == "/search?q=a%26b&engaged=1"
