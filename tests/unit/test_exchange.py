"""Exchange: each form is taken by the format's own tool, says what it left out, and comes back where it can."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

import report_samples
from selon.cli.app import app
from selon.desk.handing import FORMATS, export, stock, take_annotations
from selon.errors import InputError
from selon.exchange import annotation, ftm, geojson, plover, schema_org, tables
from selon.exchange.stock import realised
from selon.model.places import CENTRES
from selon.model.text import Span


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    record, desk, case = report_samples.filled(tmp_path_factory.mktemp("exchange") / "record")
    with record:
        yield desk, case


@pytest.fixture(scope="module")
def items(kept):
    return stock(kept[0], kept[1])


# FollowTheMoney


def test_every_entity_is_valid_for_followthemoney_and_nothing_is_cleaned_away(items):
    from followthemoney import model

    made = ftm.entities(items)
    assert made.rows
    for row in made.rows:
        proxy = model.get_proxy(row)
        proxy.schema.validate({"properties": dict(row["properties"])})
        again = model.make_entity(proxy.schema)
        for name, values in row["properties"].items():
            assert name in proxy.schema.properties, (row["schema"], name)
            again.add(name, values, quiet=False)
            assert len(again.get(name)) == len(values), (row["schema"], name, values)


def test_links_of_entities_lead_to_entities(items):
    from followthemoney import model

    rows = {r["id"]: r for r in ftm.entities(items).rows}
    for row in rows.values():
        schema = model.get(row["schema"])
        for name, values in row["properties"].items():
            if schema.get(name).type.name == "entity":
                assert set(values) <= set(rows), (row["schema"], name)


def test_only_acts_put_as_having_taken_place_become_events_and_the_others_are_named(items):
    made = ftm.entities(items)
    claims = [c for i in items for c in i.reading["claims"]]
    events = sum(r["schema"] == "Event" for r in made.rows)
    assert events == sum(realised(c) for c in claims) and 0 < events < len(claims)
    assert {x.id for x in made.left_out if x.kind == "event"} == {c["id"] for c in claims if not realised(c)}
    assert sum(r["schema"] == "Note" for r in made.rows) == len(claims)


@pytest.mark.parametrize("changes", [{"stage": "offered"}, {"polarity": "negated"}, {"polarity": "denied"}])
def test_an_offer_or_a_denial_is_never_an_event(items, changes):
    item = items[0]
    reading = dict(item.reading)
    reading["claims"] = [{**c, **changes} for c in reading["claims"]]
    assert not any(r["schema"] == "Event" for r in ftm.entities((replace(item, reading=reading),)).rows)


def test_a_note_keeps_strength_speaker_and_words(items):
    notes = {r["properties"]["description"][0] for r in ftm.entities(items).rows if r["schema"] == "Note"}
    for item in items:
        for c in item.reading["claims"]:
            assert any(c["modality"] in n and c["stage"] in n and "According to" in n for n in notes)


def test_yente_manifest_and_lake_layout(kept, tmp_path):
    import yaml

    handed = export(kept[0], "ftm", tmp_path)
    manifest = yaml.safe_load((tmp_path / "manifest.yml").read_text())
    dataset = manifest["datasets"][0]
    assert (tmp_path / dataset["path"]).is_file() and dataset["name"] == "selon"
    index = json.loads((tmp_path / "datasets/selon/index.json").read_text())
    assert index["entity_count"] == handed.rows == len((tmp_path / dataset["path"]).read_text().splitlines())


def test_our_entities_come_back_as_a_watch_list(kept, tmp_path):
    from selon.lists.ftm import FORMAT

    export(kept[0], "ftm", tmp_path)
    entries = list(FORMAT.entries(tmp_path / "datasets/selon/entities.ftm.json"))
    assert entries and all(e.listed == "not_listed" for e in entries)


# W3C Web Annotation


def test_annotations_expand_and_their_selectors_find_the_words(items):
    from pyld import jsonld

    context = {"@context": {"@vocab": "http://www.w3.org/ns/oa#", "id": "@id", "type": "@type"}}
    rows = annotation.annotations(items, "selon").rows
    texts = {annotation.urn(i.document["id"]): i.document["text"] for i in items}
    for row in rows:
        assert row["@context"] == "http://www.w3.org/ns/anno.jsonld" and row["type"] == "Annotation"
        expanded = jsonld.expand({**row, **context})
        assert expanded[0]["@type"] == ["http://www.w3.org/ns/oa#Annotation"]
        position, words = row["target"]["selector"]
        text = texts[row["target"]["source"]]
        assert text[position["start"] : position["end"]] == words["exact"]
        assert text[: position["start"]].endswith(words["prefix"]) and text[position["end"] :].startswith(
            words["suffix"]
        )


def test_claims_come_back_whole_out_of_annotations(items, tmp_path):
    rows = annotation.annotations(items, "selon").rows
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(r) for r in rows), "utf-8")
    found, left = annotation.read(tmp_path / "a.jsonl")
    assert not left
    said = [json.loads(f.text) for f in found if f.motivation == "describing"]
    assert said == [c for i in items for c in i.reading["claims"]]


def test_decisions_are_taken_over_under_their_makers_name_and_conflicts_stand(tmp_path, kept):
    desk, case = kept
    export(desk, "w3c", tmp_path / "out", case)
    record, other, _ = report_samples.filled(tmp_path / "other")
    with record:
        id = next(i for i, s in stock(desk, case)[0].stands.items() if s[0] == "accept")
        record.judge("reject", f"claim:{id}", user="zoe")
        text = (
            (tmp_path / "out/annotations.jsonl").read_text("utf-8").replace('"name": "mk"', '"name": "ana"')
        )
        (tmp_path / "ana.jsonl").write_text(text, "utf-8")
        taken = take_annotations(other, tmp_path / "ana.jsonl", None, "mk")
        assert taken.decisions > 10
        standing = other.standing(f"claim:{id}")
        assert standing.verdict == "accept" and standing.by == "ana"
        assert [e.user for e in standing.dissent if e.kind == "reject"] == ["zoe"]
        assert take_annotations(other, tmp_path / "ana.jsonl", None, "mk").decisions == 0


def test_a_strangers_annotation_becomes_a_note_where_its_words_stand(tmp_path):
    record, desk, case = report_samples.filled(tmp_path / "record", 2)
    with record:
        row = record.documents()[0]
        text = record.reading(row["id"])["document"]["text"]
        words = text[10:40]
        good = {
            "type": "Annotation", "id": "http://example.org/1", "motivation": "commenting", "creator": {"name": "Ida"},
            "body": {"type": "TextualBody", "value": "Look here"},
            "target": {"source": row["url"], "selector": {"type": "TextQuoteSelector", "exact": words, "prefix": text[:10], "suffix": text[40:60]}},
        }  # fmt: skip
        lost = {
            **good,
            "id": "http://example.org/2",
            "target": {**good["target"], "source": "https://elsewhere.example"},
        }
        gone = {
            **good,
            "id": "3",
            "target": {
                "source": row["url"],
                "selector": {"type": "TextQuoteSelector", "exact": "no such words"},
            },
        }
        (tmp_path / "a.json").write_text(
            json.dumps({"type": "AnnotationPage", "items": [good, lost, gone, {"type": "Dog"}]})
        )
        taken = take_annotations(desk, tmp_path / "a.json", case, "mk")
        assert (taken.decisions, taken.notes, len(taken.left_out)) == (0, 1, 3)
        note = record.case(case).notes[-1]
        assert (note.user, note.value["text"], note.value["span"], note.value["exact"]) == (
            "Ida",
            "Look here",
            [10, 40],
            words,
        )


def test_a_place_is_found_again_after_the_text_moved():
    text = "One ship sailed. Two ships sailed."
    span = Span(17, 26)
    found = annotation.Found("", "", "", "", "", "", "", annotation.selectors(text, span))
    assert annotation.placed(found, text) == span
    assert annotation.placed(found, "New: " + text) == Span(22, 31)
    assert annotation.placed(found, "Nothing of it.") is None


# the others


def test_plover_keeps_what_is_to_come_apart_from_what_was(items):
    made = plover.events(items)
    assert made.rows
    for row in made.rows:
        assert row["event"] in {"AID", "AGREE", "COOPERATE", "CONSULT", "REQUEST", "MOBILIZE", "COERCE", "SANCTION", "SUPPORT", "ASSAULT", "CONCEDE", "REJECT", "ACCUSE"}  # fmt: skip
        assert row["actor"] and row["x_claim"]["according_to"]
        if row["x_claim"]["stage"] in ("offered", "planned", "expected"):
            assert row["event"] not in ("AID", "COOPERATE", "CONSULT") and row["mode"] == "future"


def test_schema_org_expands_and_reviews_come_only_from_people(items):
    from pyld import jsonld

    made = schema_org.graph(items)
    expanded = jsonld.expand(schema_org.document(made))
    kinds = [t for node in expanded for t in node["@type"]]
    judged = sum(s[0] in schema_org.RATING for i in items for s in i.stands.values())
    assert kinds.count("https://schema.org/ClaimReview") == judged > 0
    assert kinds.count("https://schema.org/Claim") == sum(len(i.reading["claims"]) for i in items)
    bare = schema_org.graph(tuple(replace(i, stands={}) for i in items))
    assert not any(r["@type"] == "ClaimReview" for r in bare.rows)
    assert all(n["author"]["@type"] == "Person" for n in made.rows if n["@type"] == "ClaimReview")


def test_csv_and_parquet_hold_the_same_rows(items, tmp_path):
    import pyarrow.parquet as pq

    made = tables.tables(items)
    tables.write_csv(made, tmp_path)
    tables.write_parquet(made, tmp_path)
    assert sum(len(rows) for rows in made.values()) > 50
    for name, rows in made.items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            flat = list(csv.DictReader(file))
        assert flat == [{k: "" if v is None else str(v) for k, v in r.items()} for r in rows]
        assert pq.read_table(tmp_path / f"{name}.parquet").to_pylist() == rows


def test_geojson_is_geojson_and_says_how_rough_it_is(items):
    item = items[0]
    places = [
        {"role": "origin", "name": "Sainte-Agathe", "country": "FR"},
        {"role": "via", "name": "Nowhere"},
    ]
    reading = {**item.reading, "claims": [{**item.reading["claims"][0], "places": places}]}
    made = geojson.features((replace(item, reading=reading),))
    feature = geojson.collection(made)["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [2.0, 46.0]}
    assert feature["properties"]["precision"] == "middle of the country"
    assert [x.kind for x in made.left_out] == ["place"]
    assert all(-90 <= a <= 90 and -180 <= b <= 180 for a, b in CENTRES.values())


@pytest.mark.parametrize("kind", FORMATS)
def test_every_form_is_written_by_the_command_and_names_what_it_left_out(kept, kind, tmp_path):
    desk, case = kept
    handed = export(desk, kind, tmp_path, case)
    assert all(p.is_file() for p in handed.files)
    with (tmp_path / "left-out.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == len(handed.left_out)


def test_redacted_people_are_black_in_every_form(tmp_path):
    record, desk, _ = report_samples.filled(tmp_path / "record", 2)
    with record:
        name = record.reading(record.documents()[0]["id"])["actors"][0]["name"]
        record.redact(name, why="asked to")
        for kind in (f for f in FORMATS if f != "parquet"):
            for path in export(desk, kind, tmp_path / kind).files:
                assert name not in path.read_text("utf-8"), path


def test_an_unknown_form_is_refused(kept, tmp_path):
    with pytest.raises(InputError, match="no such format"):
        export(kept[0], "xml", tmp_path)


def test_the_commands(tmp_path):
    record, _, case = report_samples.filled(tmp_path / "record", 2)
    record.close()
    run, where = CliRunner().invoke, ["--record", str(tmp_path / "record")]
    assert run(app, ["export", "--format", "w3c", "--to", str(tmp_path / "out"), *where]).exit_code == 0
    taken = run(app, ["import", "--format", "w3c", str(tmp_path / "out/annotations.jsonl"), *where])
    assert taken.exit_code == 1  # all of it is known already
    report = run(
        app, ["report", case, "--to", str(tmp_path / "r.md"), "--to", str(tmp_path / "r.html"), *where]
    )
    assert report.exit_code == 0, report.output
    assert (tmp_path / "r.md").read_text("utf-8").startswith("# Coal")
    assert run(app, ["report", case, "--to", "r.odt", *where]).exit_code == 2
