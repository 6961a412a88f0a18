"""Change any one byte of an original, a log entry or an evidence row: verify names it."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from record_samples import original, reading
from selon.keep import Record, schema

EVIDENCE = [t for t in schema.tables.sorted_tables if t not in (schema.log, *schema.WORKING)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with every kind of row in it."""
    folder = tmp_path_factory.mktemp("damaged")
    with Record.open(folder, user="mk") as record:
        for n in range(6):
            record.keep_reading(original(reading(n)), reading(n))
        for made in (reading(1, tool="0.2.0"), reading(2, edit="Corrigé.")):
            record.keep_reading(original(made), made)
        first = f"claim:{reading(3).claims[0].id}"
        record.judge("correct", first, value={"fields": {"stage": "offered"}}, why="seulement offert")
        case = record.open_case("Œuvres")
        record.judge("add", f"case:{case}", value={"subject": first})
        found = record.find(case, "Livré.", [first])
        record.judge("dissent", f"finding:{found}", user="bo", why="une seule source")
        record.keep_relations("origins", [{"a": first, "b": "claim:x", "relation": "repeats"}])
        record.redact("Mei-Ling Tan", why="a child")
        assert record.verify().faults == ()
    return folder


def test_every_table_of_evidence_has_rows_to_damage(folder):
    with sqlite3.connect(folder / "selon.db") as connection:
        for table in EVIDENCE:
            assert connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0], table.name


def damage(folder: Path, rng: random.Random) -> tuple[str, object]:
    """Changes one byte somewhere; gives what verify must name, and a function that puts the byte back."""
    kind = rng.choice(("original", "log", "row", "row"))
    if kind == "original":
        return _in_file(folder, rng)
    tables = [schema.log] if kind == "log" else EVIDENCE
    return _in_row(folder, rng.choice(tables), rng)


def _in_file(folder: Path, rng: random.Random) -> tuple[str, object]:
    path = rng.choice(sorted(p for p in (folder / "vault").glob("*/*/*")))
    data = path.read_bytes()
    at = rng.randrange(len(data))
    path.chmod(0o644)
    path.write_bytes(data[:at] + bytes([data[at] ^ rng.randint(1, 255)]) + data[at + 1 :])

    def mend() -> None:
        path.write_bytes(data)

    return path.name, mend


def _in_row(folder: Path, table, rng: random.Random) -> tuple[str, object]:
    connection = sqlite3.connect(folder / "selon.db", isolation_level=None)
    connection.text_factory = bytes
    rowids = [r[0] for r in connection.execute(f'SELECT rowid FROM "{table.name}"')]
    while True:
        rowid, column = rng.choice(rowids), rng.choice([c.name for c in table.c])
        query = f'SELECT "{column}" FROM "{table.name}" WHERE rowid = ?'
        value = connection.execute(query, (rowid,)).fetchone()[0]
        if value not in (None, b""):
            break
    change = f'UPDATE "{table.name}" SET "{column}" = ? WHERE rowid = ?'
    is_blob = column == "json" and table.name in ("readings", "runs")
    changed = _other(value, rng)
    now = changed if isinstance(value, int) and column in ("n", "seq") else rowid
    connection.execute(
        change, (changed if is_blob or isinstance(changed, int) else changed.decode("latin-1"), rowid)
    )
    found = connection.execute(
        f'SELECT rowid FROM "{table.name}" WHERE rowid IN (?, ?)', (now, rowid)
    ).fetchall()
    where = found[0][0] if len(found) == 1 else now

    def mend() -> None:
        connection.execute(change, (value if is_blob or isinstance(value, int) else value.decode(), where))
        connection.close()

    return "log entry" if table is schema.log else table.name, mend


def _other(value, rng: random.Random):
    if isinstance(value, int):
        return value + rng.choice((1000, 2000, 3000)) if value else 1
    at = rng.randrange(len(value))
    byte = rng.choice([b for b in b"abcxyz0189 -:" if b != value[at]])
    return value[:at] + bytes([byte]) + value[at + 1 :]


def attack(folder: Path, times: int, seed: int) -> int:
    rng = random.Random(seed)
    for number in range(times):
        name, mend = damage(folder, rng)
        with Record.open(folder, user="mk") as record:
            found = record.verify()
        assert not found.sound, (number, name)
        assert any(name in fault.where for fault in found.faults if fault.grave), (number, name, found.faults)
        mend()
    with Record.open(folder, user="mk") as record:
        assert record.verify().faults == ()
    return times


def test_one_changed_byte_is_named_in_twenty_five_places(folder):
    assert attack(folder, 25, seed=1) == 25


@pytest.mark.long
def test_one_changed_byte_is_named_in_five_hundred_places(folder, capsys):
    with capsys.disabled():
        print(f"\n{attack(folder, 500, seed=2)} places changed, each named")


def test_a_missing_original_and_a_deleted_row_are_named(folder):
    made = reading(4).document.id.removeprefix("sha256:")
    path = folder / "vault" / made[:2] / made[2:4] / f"{made}.zst"
    aside = path.rename(folder / "aside")
    with Record.open(folder, user="mk") as record:
        assert str(record.verify().first) == f"vault/{made[:2]}/{made[2:4]}/{made}.zst: is missing"
    aside.rename(path)
    with sqlite3.connect(folder / "selon.db") as connection:
        row = connection.execute("SELECT * FROM participants WHERE n = 3").fetchone()
        connection.execute("DELETE FROM participants WHERE n = 3")
    with Record.open(folder, user="mk") as record:
        assert "participants 3" in record.verify().first.where
    with sqlite3.connect(folder / "selon.db") as connection:
        connection.execute(f"INSERT INTO participants VALUES ({','.join('?' * len(row))})", row)


def test_a_damaged_original_is_not_given_out(folder):
    made = reading(5)
    sha = made.document.id.removeprefix("sha256:")
    path = folder / "vault" / sha[:2] / sha[2:4] / f"{sha}.zst"
    data = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    from selon.errors import RecordError

    with Record.open(folder, user="mk") as record:
        with pytest.raises(RecordError, match="not what it was") as caught:
            record.original(made.document.id)
        assert caught.value.where == str(path)
    path.write_bytes(data)


def test_a_damaged_page_of_the_database_is_named(tmp_path):
    with Record.open(tmp_path, user="mk") as record:
        for n in range(5):
            record.keep_reading(original(reading(n)), reading(n))
    with sqlite3.connect(tmp_path / "selon.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claims'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    path = tmp_path / "selon.db"
    data = bytearray(path.read_bytes())
    data[(page - 1) * size] ^= 0xFF
    path.write_bytes(data)
    with Record.open(tmp_path, user="mk") as record:
        found = record.verify()
    assert not found.sound
    assert "selon.db" in found.first.where or "claims" in found.first.where
