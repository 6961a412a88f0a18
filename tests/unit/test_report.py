"""Reports: what may stand in them, how it is worded, and that the four files are what they say they are."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import etree

import report_samples
from selon.desk import cases
from selon.desk.report import draft, saved, write
from selon.errors import InputError
from selon.report import FORMATS, written
from selon.report.lint import lint, verdict
from selon.report.paper import Footnote, Heading, Paper, Paragraph, Picture, Sentence, Table
from selon.report.wording import Said, brief, claim_sentence, spoken, term, wording

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LANGUAGES = ("en", "fr")
OPENINGS = ("confirmed", "alleged", "reported", "assessed", "suspected", "feared", "possible", "conditional")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    record, desk, case = report_samples.filled(tmp_path_factory.mktemp("report") / "record")
    ids = report_samples.written_in(desk, case)
    with record:
        yield desk, case, ids


@pytest.fixture(scope="module")
def papers(made):
    desk, case, _ = made
    return {language: saved(draft(desk, case, language)).paper for language in LANGUAGES}


# what may stand


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_accepted_claim_has_a_sentence_and_its_footnote_and_no_other_has(made, papers, language):
    desk, case, _ = made
    accepted = {x.id for x in cases.look(desk, case).lines if x.verdict == "accept"}
    paper = papers[language]
    assert {n.claim for n in paper.footnotes} == accepted
    told = [n for p in paper.paragraphs() for s in p.sentences for n in s.notes]
    assert set(told) == {n.number for n in paper.footnotes}


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_run_through_and_footnotes_come_in_order(papers, language):
    paper = papers[language]
    assert [p.number for p in paper.paragraphs()] == list(range(1, len(list(paper.paragraphs())) + 1))
    first = dict.fromkeys(
        n for b in paper.blocks if isinstance(b, Paragraph) for s in b.sentences for n in s.notes
    )
    assert list(first) == list(range(1, len(paper.footnotes) + 1))


def test_a_footnote_quotes_the_exact_words_with_hash_and_place(made, papers):
    desk, _, _ = made
    for note in papers["en"].footnotes:
        text = desk.record.reading(note.document)["document"]["text"]
        start, end = map(int, note.place.split("-"))
        assert text[start:end] == note.quote
        assert [t for t, hit in note.passage if hit] == [note.quote]
        assert (
            note.document.startswith("sha256:") and note.kept and note.title and note.url and note.publisher
        )


def test_undecided_and_rejected_claims_are_left_out_and_named_with_the_reason(papers):
    reasons = [why for _, why in papers["en"].refused]
    assert sorted(reasons) == ["a person rejected it", "nobody has decided on it"]


def test_an_undecided_claim_carries_no_paragraph(made):
    desk, case, _ = made
    waiting = cases.look(desk, case).unknown[0].id
    with pytest.raises(InputError, match="accepted claims"):
        write(desk, case, "It is so.", [waiting], "mk")
    with pytest.raises(InputError, match="accepted claims"):
        write(desk, case, "It is so.", [], "mk")


def test_nobody_writes_that_somebody_violated_a_rule(made):
    desk, case, ids = made
    with pytest.raises(InputError, match="own voice"):
        write(desk, case, "Orval Shipping violated paragraph 8.", ids[:1], "mk")


def test_a_report_on_nothing_does_not_leave_the_desk(tmp_path):
    record, desk, _ = report_samples.filled(tmp_path / "record", 1, 1)
    with record:
        empty = cases.open_case(desk, "Nothing", "mk")
        with pytest.raises(InputError, match="rests on an accepted claim"):
            saved(draft(desk, empty, "en"))


def test_redacted_people_are_black_in_every_form(tmp_path):
    record, desk, case = report_samples.filled(tmp_path / "record", 3)
    with record:
        name = next(n.quote for n in draft(desk, case, "en").paper.footnotes)
        name = re.search(
            r"(Orval|Nordhavn|Istria|Kestrel|Mirador|Tallinn|Zephyr|Compagnie|Port|Atelier|Baie|Œuvres)[\w-]*",
            name,
        )[0]
        record.redact(name, why="asked to")
        paper = draft(desk, case, "en").paper
        for kind in ("html", "md"):
            assert name not in written(paper, kind).decode(), kind


# what people write


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_sign_what_they_write_and_a_second_reader_is_named(papers, language):
    signed = {p.text: p.by for p in papers[language].paragraphs() if p.by}
    assert signed["The accounts agree on the goods."] == "mk"
    assert signed["Ports may wish to look at their records."] == "mk"
    assert "ana" in signed["It is likely that goods were moved."]


def test_a_translation_is_marked_with_its_maker(papers):
    assert "[Translation by mk: “Words in another language”]" in written(papers["en"], "md").decode().replace(
        "\\", ""
    )
    assert "[Traduction de mk : « Words in another language »]" in written(
        papers["fr"], "md"
    ).decode().replace("\\", "")


# wording


def test_both_languages_have_the_same_words_and_the_same_places_in_them():
    one, other = (wording(x).tables for x in LANGUAGES)
    assert set(one) == set(other)
    for name in one:
        if isinstance(one[name], dict):
            assert set(one[name]) == set(other[name]), name
            for key in one[name]:
                places = [sorted(set(re.findall(r"\{\w+\}", str(t[name][key])))) for t in (one, other)]
                assert places[0] == places[1], (name, key)
        if isinstance(one[name], list):
            assert len(one[name]) == len(other[name]), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_hedge_opens_its_sentence_in_its_own_way(language):
    words = wording(language)
    said = Said("X", "The Quay", "2024-06-19", "A has shipped coal", "asserted", "affirmed", False)
    plain = claim_sentence(said, "", words)
    hedged = [claim_sentence(replace(said, modality=m), "", words) for m in OPENINGS]
    denied = [claim_sentence(replace(said, polarity=p), "", words) for p in ("denied", "negated")]
    assert len({plain, *hedged, *denied}) == 1 + len(OPENINGS) + 2
    assert all("X" in s and "The Quay" in s and "A has shipped coal" in s for s in (plain, *hedged, *denied))
    assert ("19 June 2024" if language == "en" else "19 juin 2024") in plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outlet_that_hedges_itself_keeps_its_hedge(language):
    words = wording(language)
    said = Said("", "The Quay", "", "A has shipped coal", "suspected", "affirmed", True)
    assert "(hedge)" in claim_sentence(said, "(hedge)", words)


@pytest.mark.parametrize(
    ("edtf", "english", "french"),
    [
        ("2024", "2024", "2024"), ("2024-06", "June 2024", "juin 2024"), ("2024-06-01", "1 June 2024", "1er juin 2024"),
        ("2024-01/2024-06", "between January 2024 and June 2024", "entre janvier 2024 et juin 2024"),
        ("2024~", "about 2024", "vers 2024"), ("2024?", "perhaps 2024", "peut-être 2024"),
        ("2023/..", "from 2023", "à partir de 2023"), ("../2023", "until 2023", "jusqu'à 2023"), ("", "", ""),
        ("2024-21", "2024-21", "2024-21"), ("unknown", "unknown", "unknown"),
    ],
)  # fmt: skip
def test_dates_in_words(edtf, english, french):
    assert spoken(edtf, wording("en")) == english
    assert spoken(edtf, wording("fr")) == french


def test_terms_are_those_of_the_united_nations_in_each_language():
    assert term("Corée du Nord", "en") == "the Democratic People's Republic of Korea"
    assert term("North Korea", "fr") == "la République populaire démocratique de Corée"
    assert term("la Russie", "en") == "the Russian Federation"
    assert term("Orval Shipping; Chine", "en") == "Orval Shipping; China"
    assert (brief("Corée du Nord", "en"), brief("Corée du Nord", "fr")) == ("DPRK", "RPDC")


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("en", "It is likely that the ship was sold.", []),
        ("en", "We have high confidence. It is likely that the ship was sold.", []),
        ("en", "With high confidence, it is likely that the ship was sold.", ["mixed_confidence"]),
        ("en", "It is likely that A. It is probable that B.", ["mixed_rows"]),
        ("en", "The ship reportedly sailed.", ["vague"]),
        ("en", "The company breached paragraph 8.", ["verdict"]),
        ("en", "The minister said: “the company breached paragraph 8”.", []),
        ("fr", "Il est probable que le navire a été vendu.", []),
        (
            "fr",
            "Il est probable, avec une confiance élevée, que le navire a été vendu.",
            ["mixed_confidence"],
        ),
        ("fr", "Il est improbable que A. Il est vraisemblable que B.", ["mixed_rows"]),
        ("fr", "La société a violé le paragraphe 8.", ["verdict"]),
        ("fr", "Selon le ministre, la société « a violé le paragraphe 8 ».", []),
    ],
)
def test_the_lint_says_where(language, text, codes):
    found = lint([("§ 3", text)], language)
    assert [r.code for r in found] == codes
    assert all(r.where == "§ 3" and text[r.start : r.end] == r.words for r in found)


def test_a_verdict_is_found_in_either_language():
    assert verdict("Elle a violé la règle", "en") == "a violé"
    assert verdict("It would engage paragraph 8 if it were so.", "en") == ""


# files


def hostile_paper() -> Paper:
    """Every sign that one of the four forms could take for its own."""
    evil = '#import "x" \\ $ @ <b>&amp; *_`[x](javascript:1)` \u00a0 ~ |  ]]> =} 漢 \x07 \U0001f6a2'
    words = {**wording("en").table("words")}
    note = Footnote(
        1, evil, "xx-!", evil, evil, "2024", 'javascript:"x"', "sha256:" + "0" * 64, "0-9", "2026-11-25T08:00:00Z", evil,
        (evil, evil), ((evil, True),), "c",
    )  # fmt: skip
    svg = '<svg viewBox="0 0 10 10" width="10" height="10"><text class="row-label" x="1" y="9">&lt;x&amp;</text></svg>'
    blocks = (
        Heading(evil, 1, "part-a"),
        Paragraph((Sentence(evil, (1,)), Sentence(evil, (1,))), 1, evil, evil),
        Paragraph((Sentence(evil),)),
        Table(evil, (evil, "b"), ((evil, "c"),), (1,)),
        Picture(svg, evil, evil),
    )
    return Paper(evil, "en", ((evil, evil),), evil, blocks, (note,), words, ((evil, evil),))


@pytest.mark.parametrize("kind", FORMATS)
def test_no_sign_in_the_words_is_obeyed(kind):
    data = written(hostile_paper(), kind)
    if kind == "html":
        root = etree.HTML(data.decode())
        assert not root.xpath("//script | //b[not(ancestor::p)] | //a[starts-with(@href, 'javascript')]")
    if kind == "md":
        assert "](javascript" not in data.decode()
    assert len(data) > 500


def test_docx_has_true_footnotes_styles_and_contents(papers):
    paper = papers["en"]
    with zipfile.ZipFile(BytesIO(written(paper, "docx"))) as package:
        document = etree.fromstring(package.read("word/document.xml"))
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        assert b"footnotes.xml" in package.read("word/_rels/document.xml.rels")
        assert b"/word/footnotes.xml" in package.read("[Content_Types].xml")
    referenced = [int(r.get(f"{W}id")) for r in document.iter(f"{W}footnoteReference")]
    assert referenced == list(range(1, len(paper.footnotes) + 1))
    ids = [int(n.get(f"{W}id")) for n in notes]
    assert ids == [-1, 0, *referenced]
    styles = {s.get(f"{W}val") for s in document.iter(f"{W}pStyle")}
    assert {"Heading1", "Heading2", "Heading3", "Numbered", "TOC1", "Caption"} <= styles
    anchors = {h.get(f"{W}anchor") for h in document.iter(f"{W}hyperlink")}
    names = {b.get(f"{W}name") for b in document.iter(f"{W}bookmarkStart")}
    assert anchors and anchors <= names
    assert len(list(document.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"))) == sum(
        isinstance(b, Picture) for b in paper.blocks
    )


def _flat(text: str) -> str:
    """Letters and digits only: hyphenation, ligatures and line ends of a typesetter do not count."""
    return re.sub(r"[\W_]+", "", text.replace("\u00ad", ""))


@pytest.fixture(scope="module")
def tools():
    if missing := [t for t in ("/usr/lib/libreoffice/program/soffice", "pdftotext") if not shutil.which(t)]:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_opens_the_docx_and_prints_each_footnote(papers, language, tools, tmp_path):
    (tmp_path / "report.docx").write_bytes(written(papers[language], "docx"))
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/lo",
        "--convert-to",
        "pdf",
        "report.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = _text_of(tmp_path / "report.pdf", tmp_path)
    _all_found(papers[language], text)
    assert not re.search(r"\.{4,}\s*$", text.split("11.")[0], re.MULTILINE), (
        "an entry of the contents has no page"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdftotext_finds_each_footnote_in_the_pdf_and_it_is_tagged(papers, language, tools, tmp_path):
    (tmp_path / "report.pdf").write_bytes(written(papers[language], "pdf"))
    _all_found(papers[language], _text_of(tmp_path / "report.pdf", tmp_path))
    info = subprocess.run(
        ["pdfinfo", "report.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert re.search(r"Tagged:\s+yes", info)


def _text_of(path, folder) -> str:
    subprocess.run(["pdftotext", "-layout", path, folder / "out.txt"], check=True)
    return (folder / "out.txt").read_text("utf-8")


def _all_found(paper: Paper, text: str) -> None:
    flat = _flat(text)
    assert paper.footnotes
    for note in paper.footnotes:
        assert _flat(note.quote) in flat, note.number
        assert note.document.removeprefix("sha256:") in flat, note.number
    for paragraph in paper.paragraphs():
        assert _flat(paragraph.sentences[0].text)[:40] in flat


def test_each_sentence_of_the_page_opens_the_passage_that_proves_it(papers):
    root = etree.HTML(written(papers["en"], "html").decode())
    sentences = root.xpath("//a[@class='s']")
    assert len(sentences) >= len(papers["en"].footnotes)
    for link in sentences:
        found = root.xpath(f"//li[@id='{link.get('href')[1:]}']")
        assert len(found) == 1
        assert found[0].xpath(".//blockquote/mark")[0].text in "".join(found[0].xpath(".//q")[0].itertext())
    assert not root.xpath("//script | //link | //iframe")
    for address in root.xpath("//@src"):
        assert address.startswith("data:")
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(a[1:] in ids for a in root.xpath("//a/@href") if a.startswith("#"))


def test_markdown_footnotes_are_all_defined_and_used(papers):
    text = written(papers["en"], "md").decode()
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    defined = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert used == set(defined) and len(defined) == len(papers["en"].footnotes)


def test_the_same_paper_gives_the_same_words_twice(made):
    desk, case, _ = made
    assert written(draft(desk, case, "fr").paper, "html") == written(draft(desk, case, "fr").paper, "html")


def test_an_unknown_form_is_refused(papers):
    with pytest.raises(InputError, match="no such format"):
        written(papers["en"], "odt")
