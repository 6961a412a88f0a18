"""Kill it at any moment: what was acknowledged is there, whole, once; the chain holds; nothing needs repair."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from record_samples import original, reading
from selon.keep import Record

WRITERS = Path(__file__).parents[1] / "record_writers.py"


def run(place: str, documents: int, kills: int, seed: int) -> dict:
    command = [sys.executable, str(WRITERS), place, str(documents), "3", str(kills), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def check(place: str, said: dict) -> None:
    with Record.open(place, user="mk", create=False) as record:
        found = record.verify()
        assert [f for f in found.faults if f.grave] == []
        assert record.work().counts() == {"waiting": 0, "taken": 0, "done": said["documents"], "failed": 0}
        kept = Counter(e.body["document"] for e in record.log(action="reading.kept"))
        assert set(kept.values()) == {1}
        assert len(kept) == found.documents == said["documents"]
        assert set(said["acknowledged"]) <= kept.keys()
        assert max(Counter(said["acknowledged"]).values()) == 1
        for number in range(said["documents"]):
            made = reading(number)
            assert record.original(made.document.id) == original(made)
            assert record.reading(made.document.id) == made.to_dict()


def test_writers_killed_eight_times(place):
    said = run(place, 25, 8, seed=1)
    assert said["killed"] == 8
    check(place, said)


@pytest.mark.long
def test_three_writers_killed_two_hundred_times_over_five_hundred_documents(place, capsys):
    said = run(place, 500, 200, seed=2)
    assert said["killed"] == 200
    assert said["documents"] >= 500
    check(place, said)
    with capsys.disabled():
        counts = {k: v for k, v in said.items() if k != "acknowledged"}
        print(
            f"\n{place.partition(':')[0][:10]}: {counts}, acknowledged to the caller: {len(said['acknowledged'])}"
        )
