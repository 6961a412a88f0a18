"""The list store: nothing overwritten, nothing cut off kept unasked, every difference found."""

from __future__ import annotations

import json

import pytest

from selon.errors import ListError
from selon.lists import Store
from selon.lists.table import FORMAT

NOW = "2026-01-02T03:04:05+00:00"
HEADER = "reference,name,type,nationality\n"


@pytest.fixture
def kept(tmp_path):
    return Store(tmp_path / "lists", lambda name: FORMAT)


def write(tmp_path, rows, name="lanterns.csv"):
    path = tmp_path / name
    path.write_text(HEADER + "".join(f"{r}\n" for r in rows), "utf-8")
    return path


MANY = [f"L-{n},Lantern Keeper {n},person,KP" for n in range(20)]


def test_a_version_is_kept_with_its_hash_and_date(kept, tmp_path):
    added = kept.add(write(tmp_path, MANY), FORMAT, retrieved=NOW)
    assert (added.status, added.before) == ("new", None)
    version = kept.current("lanterns")
    assert (version.entries, version.retrieved, version.verified) == (20, NOW, True)
    assert version.version == f"sha256:{version.sha256[:12]}"
    assert len(kept.entries(version)) == 20


def test_the_same_bytes_are_not_kept_twice(kept, tmp_path):
    kept.add(write(tmp_path, MANY), FORMAT, retrieved=NOW)
    assert kept.add(write(tmp_path, MANY), FORMAT, retrieved=NOW).status == "same"
    assert len(kept.versions("lanterns")) == 1


def test_a_shrunken_list_is_refused_unless_forced(kept, tmp_path):
    kept.add(write(tmp_path, MANY), FORMAT, retrieved=NOW)
    with pytest.raises(ListError) as caught:
        kept.add(write(tmp_path, MANY[:15]), FORMAT, retrieved=NOW)
    assert caught.value.code == "shrunken-list"
    assert kept.current("lanterns").entries == 20
    forced = kept.add(write(tmp_path, MANY[:15]), FORMAT, retrieved=NOW, force=True).version
    assert (forced.entries, forced.forced) == (15, True)


def test_a_damaged_list_is_refused_unless_forced(kept, tmp_path):
    rows = [*MANY, *["cut"] * 5]
    with pytest.raises(ListError) as caught:
        kept.add(write(tmp_path, rows), FORMAT, retrieved=NOW)
    assert caught.value.code == "damaged-list"
    assert kept.add(write(tmp_path, rows), FORMAT, retrieved=NOW, force=True).version.entries == 20


def test_differences_between_versions(kept, tmp_path):
    old = kept.add(write(tmp_path, MANY), FORMAT, retrieved=NOW).version
    rows = [*MANY[1:], "L-99,New Keeper,person,KP"]
    rows[0] = "L-1,Lantern  Keeper 1,person,IR"
    new = kept.add(write(tmp_path, rows), FORMAT, retrieved=NOW).version
    changes = kept.diff(old, new)
    assert [e.reference for e in changes.added] == ["L-99"]
    assert [e.reference for e in changes.removed] == ["L-0"]
    assert [(e.reference, fields) for _, e, fields in changes.changed] == [("L-1", ("countries",))]
    assert changes.references() == {"L-99", "L-0", "L-1"}


def test_what_left_the_list_stands_as_delisted(kept, tmp_path):
    kept.add(write(tmp_path, MANY), FORMAT, retrieved=NOW)
    kept.add(write(tmp_path, MANY[1:]), FORMAT, retrieved=NOW)
    standing = {e.reference: e.listed for e in kept.standing("lanterns")}
    assert standing["L-0"] == "delisted"
    assert standing["L-1"] == "national"


def test_versions_are_found_by_date_or_hash(kept, tmp_path):
    version = kept.add(write(tmp_path, MANY), FORMAT, retrieved=NOW).version
    assert kept.find("lanterns", version.sha256[:8]) == version
    with pytest.raises(ListError, match="1999"):
        kept.find("lanterns", "1999-01-01")


def test_a_damaged_version_file_is_named(kept, tmp_path):
    version = kept.add(write(tmp_path, MANY), FORMAT, retrieved=NOW).version
    (version.folder / "version.json").write_text("{", "utf-8")
    with pytest.raises(ListError, match="damaged"):
        kept.current("lanterns")


def test_an_interrupted_copy_is_no_version(kept, tmp_path):
    kept.add(write(tmp_path, MANY), FORMAT, retrieved=NOW)
    half = kept.folder / "lanterns" / "0002-abc.part"
    half.mkdir()
    (half / "lanterns.csv").write_text("cut")
    assert len(kept.versions("lanterns")) == 1
    assert (
        json.loads((kept.current("lanterns").folder / "version.json").read_text("utf-8"))["list"]
        == "lanterns"
    )
