"""Every installed list format reads its own small sample, names its licence, and recognises no other's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from selon import packs
from selon.errors import ListError
from selon.lists import load, sniffed
from selon.model.actor import LISTED
from selon.model.ports import ListFormat

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "lists"
FILES = {
    "un": "un.xml", "un_1718_vessels": "un_1718_vessels.csv", "un_1718_vessels_html": "un_1718_vessels_html.html",
    "ofac_sdn_csv": "sdn.csv", "ofac_cons_csv": "cons_prim.csv", "ofac_sdn_xml": "sdn.xml", "ofac_cons_xml": "cons.xml",
    "ofac_advanced_xml": "sdn_advanced.xml", "eu_fsf_xml": "eu_fsf.xml", "eu_fsf_csv": "eu_fsf.csv", "uk_csv": "uk.csv",
    "uk_index": "uk_index.csv", "uk_xml": "uk.xml", "seco_xml": "seco.xml", "fr_gels_json": "fr_gels.json",
    "ftm": "ftm.jsonl", "csv": "plain.csv",
}  # fmt: skip
NAMES = packs.names("list")
FORMS = [packs.load("list", name) for name in sorted(NAMES, key=lambda n: n.startswith("zz_"))]


def test_every_format_has_a_sample():
    assert {f.id for f in FORMS} == set(FILES)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_a_format_reads_its_sample(form):
    path = SAMPLES / FILES[form.id]
    assert isinstance(form, ListFormat)
    read = load(path, form)
    assert read.entries
    for entry in read.entries:
        assert entry.list == form.list or form.id == "csv"
        assert entry.reference and entry.names and entry.names[0].text
        assert entry.kind in ("person", "organization", "vessel", "aircraft")
        assert entry.listed in LISTED
        assert str(path) in (entry.where or "")


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_a_sample_is_recognised_as_its_own_format(form):
    assert sniffed(SAMPLES / FILES[form.id], FORMS) is form


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_a_format_says_its_licence_and_whether_it_was_tried(form):
    assert form.licence
    assert bool(form.evidence) is form.verified


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.id)
def test_an_empty_file_is_refused(form, tmp_path):
    path = tmp_path / FILES[form.id]
    path.write_bytes(b"")
    with pytest.raises(ListError):
        load(path, form)


XML = [f for f in FORMS if FILES[f.id].endswith(".xml")]


@pytest.mark.parametrize("form", XML, ids=lambda f: f.id)
def test_entities_in_xml_are_refused(form, tmp_path):
    whole = (SAMPLES / FILES[form.id]).read_text("utf-8")
    head, _, body = whole.partition("?>")
    hostile = f'{head}?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>{body}'
    path = tmp_path / FILES[form.id]
    path.write_text(hostile, "utf-8")
    with pytest.raises(ListError) as caught:
        load(path, form)
    assert caught.value.code == "hostile-list"


@pytest.mark.parametrize("form", [*XML, next(f for f in FORMS if f.id == "fr_gels_json")], ids=lambda f: f.id)
def test_a_file_that_breaks_off_is_refused(form, tmp_path):
    data = (SAMPLES / FILES[form.id]).read_bytes()
    path = tmp_path / FILES[form.id]
    path.write_bytes(data[: len(data) * 9 // 10])
    with pytest.raises(ListError):
        load(path, form)
