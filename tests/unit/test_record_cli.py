"""The commands of the record, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from record_samples import original, reading
from selon.cli import record as commands
from selon.errors import InputError, RecordError
from selon.keep import Record

app = typer.Typer()
commands.mount(app)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SELON_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "SELON_RECORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SELON_USER", "ana")
    with Record.open(tmp_path / "record", user="mk") as record:
        for n in range(3):
            record.keep_reading(original(reading(n)), reading(n))
    return tmp_path / "record"


def run(*arguments: object, status: int = 0) -> str:
    done = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return done.output


def test_verify_says_that_all_is_well_and_gives_the_head(place):
    out = run("verify", "--record", place)
    assert "Everything is what it was." in out
    head = out.split()[-1]
    assert "Everything" in run("verify", "--record", place, "--head", head)
    assert run("verify", "--record", place, "--head", head[:-1] + ("0" if head[-1] != "0" else "1"), status=3)
    assert json.loads(run("verify", "--record", place, "--json"))["sound"] is True
    run("verify", "--record", place, "--head", "nonsense", status=2)


def test_verify_speaks_french(place, monkeypatch):
    monkeypatch.setenv("SELON_LANG", "fr")
    assert "Tout est ce que c'était." in run("verify", "--record", place)


def test_verify_names_damage_and_exits_with_three(place):
    path = next((place / "vault").glob("*/*/*.zst"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])
    out = run("verify", "--record", place, status=3)
    assert f"damaged: vault/{path.relative_to(place / 'vault')}: is not what it was" in out


def test_search_prints_claims_and_passages(place):
    claim = reading(0).claims[0]
    found = json.loads(run("search", "--act", claim.act_type, "--record", place, "--json"))
    assert claim.id in {row["id"] for row in found["items"]}
    assert found["items"][0]["json"]["act_type"] == claim.act_type
    assert "Aucun commentaire" in run("search", "commentaire", "--passages", "--record", place)
    assert "nothing found" in run("search", "zzz", "--record", place)
    assert "--after" in run("search", "--limit", 1, "--record", place)


def test_judge_case_find_bundle_and_unbundle(place, tmp_path):
    claim = f"claim:{reading(0).claims[0].id}"
    event = run(
        "judge", "correct", claim, "--field", "stage=offered", "--why", "only offered", "--record", place
    ).split()[0]
    assert "dissent: correct by ana" in run("judge", "accept", claim, "--as", "bo", "--record", place)
    run("judge", "undo", claim, "--undoes", event, "--record", place)
    run("judge", "reliability", "source:x", "--grade", "B", "--record", place)
    case = run("case", "open", "Fuel at sea", "--record", place).strip()
    run("case", "add", case, claim, "--record", place)
    found = run("case", "find", case, "It was offered.", "--evidence", claim, "--record", place).strip()
    run("judge", "second", f"finding:{found}", "--as", "bo", "--record", place)
    assert "Fuel at sea" in run("case", "list", "--record", place)
    assert json.loads(run("case", "show", case, "--record", place))["findings"][0]["state"] == "agreed"
    assert "sha256sum" in run("bundle", case, "--to", tmp_path / "out", "--record", place)
    assert "1 new documents" in run("unbundle", tmp_path / "out", "--record", tmp_path / "other")
    out = run("log", "--record", place)
    assert "bundle.made" in out and "ana" in out and "correct" in out
    lines = run("log", "--json", "--subject", claim, "--record", place).splitlines()
    assert [json.loads(line)["body"]["judgement"]["kind"] for line in lines] == ["correct", "accept", "undo"]


def test_redact_logs_its_reason(place):
    assert "Mei-Ling Tan" in run("redact", "Mei-Ling Tan", "--why", "a child", "--record", place)
    run("redact", "Mei-Ling Tan", "--record", place, status=2)


def test_refusals_are_selon_errors_for_the_door_to_print(place, tmp_path):
    with pytest.raises(InputError):
        run("judge", "accept", "claim:none", "--record", place)
    with pytest.raises(RecordError):
        run("verify", "--record", tmp_path / "none")
    with pytest.raises(InputError):
        run("stamp", "--authority", "http://x", "--certificates", tmp_path / "no.pem", "--record", place)
    run("judge", "correct", "claim:x", "--field", "nonsense", "--record", place, status=2)


def test_versions_show_what_changed(place):
    with Record.open(place, user="mk") as record:
        changed = reading(1, edit="La société dément.")
        record.keep_reading(original(changed), changed)
    out = run("versions", changed.document.id, "--record", place)
    assert "- Aucun commentaire" in out and "+ La société dément" in out
    assert run("versions", changed.document.url, "--record", place) == out
    assert len(json.loads(run("versions", changed.document.url, "--record", place, "--json"))) == 2
    with pytest.raises(InputError):
        run("versions", "https://nowhere.example", "--record", place)
