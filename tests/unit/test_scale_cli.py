"""`selon read --jsonl` gives the same bytes from one process, several, and units of work, killed in the middle or not."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

TEXTS = (
    "Selon Séoul, Pyongyang a livré {} conteneurs d’obus à la Russie au mois de mai.",
    "La Corée du Nord a tiré {} missiles mercredi, a déclaré le porte-parole de l’armée.",
)


def run(*arguments, **more):
    return subprocess.run(
        [sys.executable, "-m", "selon", "read", *map(str, arguments)], capture_output=True, **more
    )


@pytest.fixture
def documents(tmp_path):
    """Articles, an id used twice, a line that is no JSON."""
    made = [{"id": i, "text": TEXTS[i % 2].format(i), "published": "2024-06-19"} for i in range(4)]
    path = tmp_path / "documents.jsonl"
    path.write_text("".join(json.dumps(m) + "\n" for m in [*made, {"id": 1, "text": "x"}]) + "{\n", "utf-8")
    return path


def test_two_processes_write_what_one_writes(documents):
    one, two = run("--jsonl", documents), run("--jsonl", documents, "--workers", 2)
    assert one.stdout == two.stdout and one.returncode == two.returncode == 1
    assert [json.loads(line).get("error", {}).get("code") for line in one.stdout.splitlines()] == [
        *[None] * 4, "duplicate-id", "bad-json",
    ]  # fmt: skip


def children(parent):
    """Every process below `parent`."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True).stdout
    rows = [line.split(None, 2) for line in found.splitlines()]
    below, more = {parent}, True
    while more:
        fresh = {int(pid) for pid, above, _ in rows if int(above) in below} - below
        below |= fresh
        more = bool(fresh)
    return [(int(pid), args) for pid, _, args in rows if int(pid) in below and int(pid) != parent]


@pytest.mark.long
def test_ray_survives_a_killed_actor_and_a_killed_driver(documents, tmp_path):
    pytest.importorskip("ray")
    lines = [json.loads(line) for line in documents.read_text("utf-8").splitlines()[:4]]
    many = tmp_path / "many.jsonl"
    many.write_text(
        "".join(
            json.dumps({**line, "id": f"{turn}-{n}", "text": f"{line['text']} {turn} autres."}) + "\n"
            for turn in range(260)
            for n, line in enumerate(lines)
        ),
        "utf-8",
    )
    parts = tmp_path / "parts"
    command = ["--jsonl", many, "--executor", "ray", "--workers", 2, "--parts", parts]
    driver = subprocess.Popen(
        [sys.executable, "-m", "selon", "read", *map(str, command)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    manifests = parts / "manifests"
    victims, deadline = [], time.monotonic() + 600
    while not victims and time.monotonic() < deadline:  # an actor that has begun
        time.sleep(1)
        if (parts / "trials").is_dir():
            victims = [pid for pid, args in children(driver.pid) if args.startswith("ray::_Actor")]
    os.kill(victims[0], signal.SIGKILL)
    while driver.poll() is None and not list(manifests.glob("*.json")) and time.monotonic() < deadline:
        time.sleep(1)
    done = {p.name: p.stat().st_mtime_ns for p in manifests.glob("*.json")}
    driver.kill()
    driver.wait()
    again = run(*command)
    assert done and all((manifests / name).stat().st_mtime_ns == at for name, at in done.items())
    assert again.stdout == run("--jsonl", many).stdout
