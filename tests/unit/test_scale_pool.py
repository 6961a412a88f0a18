"""Work in processes that hang and die: every item comes back in order, the bad ones by name."""

import json
import os
import sys
import time

import pytest

from selon.errors import InputError, SelonError
from selon.scale import units
from selon.scale.executors import executor
from selon.scale.merge import failures, lines
from selon.scale.pool import Limits, in_order
from selon.scale.units import Setup, Unit, cut, is_done, manifest_of, part_of, work


def fate(item):
    """What happens to an item: some hang, some kill their process, the rest are doubled."""
    if item == "hang":
        time.sleep(60)
    if item == "die":
        os._exit(9)
    return item * 2


@pytest.fixture
def importable(monkeypatch):
    """This module's `fate` under a name that a new process finds."""
    folder = os.path.dirname(__file__)  # noqa: PTH120
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([folder, os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(folder)
    import test_scale_pool

    return test_scale_pool.fate


def test_items_that_hang_or_kill_are_named_and_the_others_done(importable):
    items = ["a", "die", "b", "hang", "c", "d", "e", "f", "g", "h"]
    found = list(in_order(importable, items, Limits(2, 1.5)))
    assert [item for item, _ in found] == items
    codes = {item: result.code for item, result in found if isinstance(result, SelonError)}
    assert codes == {"die": "worker-died", "hang": "time-limit"}
    assert all(result == item * 2 for item, result in found if item not in codes)


def echo(line, number):
    item = json.loads(line)
    return {"id": item["id"], "text": item["text"]}


def write_lines(path, count):
    path.write_text("".join(json.dumps({"id": i, "text": f"n° {i}"}) + "\n" for i in range(count)), "utf-8")
    return str(path)


def test_units_cover_every_line_once_and_a_changed_byte_changes_one_key(tmp_path):
    location = write_lines(tmp_path / "in.jsonl", 10)
    before = list(cut(location, str(tmp_path), Setup(), documents=4))
    assert [(u.line, u.start) for u in before] == [(1, 0), (5, before[0].end), (9, before[1].end)]
    data = (tmp_path / "in.jsonl").read_bytes()
    assert before[-1].end == len(data)
    (tmp_path / "in.jsonl").write_bytes(data[:-4] + b'X"}\n')
    after = list(cut(location, str(tmp_path), Setup(), documents=4))
    assert [a.key == b.key for a, b in zip(after, before, strict=True)] == [True, True, False]
    other = cut(location, str(tmp_path), Setup(regimes=("libya",)), documents=4)
    assert not {u.key for u in other} & {u.key for u in after}


def test_a_unit_that_is_done_is_not_read_again(tmp_path):
    location = write_lines(tmp_path / "in.jsonl", 3)
    [unit] = cut(location, str(tmp_path / "parts"), Setup())
    manifest = work(unit, echo, 5)

    def never(line, number):
        raise AssertionError

    assert work(unit, never, 5) == manifest
    assert [found["id"] for found in lines([unit])] == [0, 1, 2]


def test_a_document_that_was_the_death_of_its_process_twice_is_named(tmp_path):
    location = write_lines(tmp_path / "in.jsonl", 4)
    [unit] = cut(location, str(tmp_path), Setup())

    class Killed(BaseException):
        pass

    def poisoned(line, number):
        if number == 3:
            raise Killed  # stands for a death: nothing after it runs
        return echo(line, number)

    for _ in range(2):
        with pytest.raises(Killed):
            work(unit, poisoned, 5)
    manifest = work(unit, poisoned, 5)
    assert [(f["line"], f["error"]["code"]) for f in manifest["failed"]] == [(3, "worker-died")]
    assert [found["id"] for found in lines([unit])] == [0, 1, 2, 3]
    assert not (tmp_path / "trials" / f"{unit.key}.json").exists()


def test_a_document_that_takes_too_long_is_named(tmp_path):
    location = write_lines(tmp_path / "in.jsonl", 2)
    [unit] = cut(location, str(tmp_path), Setup())

    def slow(line, number):
        while number == 2:
            pass
        return echo(line, number)

    manifest = work(unit, slow, 0.3)
    assert [(f["id"], f["error"]["code"]) for f in manifest["failed"]] == [(1, "time-limit")]


def test_a_disk_that_is_full_leaves_no_half_file_and_no_manifest(tmp_path, monkeypatch):
    location = write_lines(tmp_path / "in.jsonl", 2)
    [unit] = cut(location, str(tmp_path), Setup())
    writes = units.Path.write_bytes

    def full(path, data):
        if "parts" in path.parts:
            writes(path, data[:3])
            raise OSError(28, "No space left on device")
        return writes(path, data)

    monkeypatch.setattr(units.Path, "write_bytes", full)
    with pytest.raises(InputError, match="No space left"):
        work(unit, echo, 5)
    monkeypatch.undo()
    assert not is_done(unit)
    assert not list((tmp_path / "parts").iterdir())
    assert work(unit, echo, 5)["documents"] == 2


def test_a_part_that_changed_is_refused(tmp_path):
    location = write_lines(tmp_path / "in.jsonl", 2)
    [unit] = cut(location, str(tmp_path), Setup())
    work(unit, echo, 5)
    part = units.Path(part_of(unit))
    part.write_bytes(part.read_bytes().replace(b"0", b"7", 1))
    with pytest.raises(InputError, match="not what its manifest says"):
        list(lines([unit]))


def test_units_lie_on_any_file_system_of_fsspec(tmp_path):
    location = write_lines(tmp_path / "in.jsonl", 3)
    [unit] = cut(location, "memory://somewhere/parts", Setup())
    work(unit, echo, 5)
    assert is_done(unit) and manifest_of(unit).startswith("memory://")
    assert len(list(lines([unit]))) == 3


def test_a_unit_without_manifest_is_an_error_of_its_own():
    left = Unit("k", "in.jsonl", 0, 1, 7, "p")
    [error] = failures([(left, InputError("gone"))])
    assert error.where == "in.jsonl, from line 7"
    with pytest.raises(InputError, match="not done"):
        list(lines([left]))


def test_an_unknown_executor_names_those_there_are(monkeypatch):
    with pytest.raises(InputError, match="local, ray"):
        executor("spark", 2)
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(InputError, match=r"selon\[ray\]"):
        executor("ray", 2)
