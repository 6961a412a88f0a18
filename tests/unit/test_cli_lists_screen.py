"""The commands `selon lists` and `selon screen`, from a record folder to tables."""

from __future__ import annotations

import csv
import io
import json
import urllib.error
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from selon.cli import lists, screen
from selon.errors import InputError, ListError
from selon.lists import download

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "lists"
app = typer.Typer()
app.add_typer(lists.app, name="lists")
app.command("screen")(screen.screen)


def run(*arguments, error=None):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    if error:
        assert isinstance(result.exception, error)
    elif result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def record(tmp_path):
    for name in ("un.xml", "un_1718_vessels.csv"):
        run("lists", "add", SAMPLES / name, "--record", tmp_path / "record")
    return tmp_path / "record"


def test_adding_says_what_was_read_and_which_rows_were_not(tmp_path):
    result = run("lists", "add", SAMPLES / "un.xml", "--record", tmp_path)
    assert "un: 2 entries, version 2025-03-04" in result.output
    assert "ZZi.002" in result.output
    assert "unchanged" in run("lists", "add", SAMPLES / "un.xml", "--record", tmp_path).output


def test_an_unverified_format_is_marked(tmp_path):
    added = run("lists", "add", SAMPLES / "eu_fsf.xml", "--record", tmp_path)
    assert "not been tried" in added.output
    shown = run("lists", "status", "--record", tmp_path).output
    assert "format unverified" in shown
    facts = json.loads(run("lists", "status", "--json", "--record", tmp_path).stdout)
    assert {f["id"]: f["verified"] for f in facts["formats"]}["eu_fsf_xml"] is False
    assert facts["lists"][0]["verified"] is False


def test_a_file_of_no_known_format_names_the_formats(tmp_path):
    path = tmp_path / "x.bin"
    path.write_bytes(b"\0\1\2")
    assert "ofac_sdn_csv" in run("lists", "add", path, "--record", tmp_path, error=InputError).exception.next


def test_differences(record, tmp_path):
    changed = (
        (SAMPLES / "un.xml")
        .read_text("utf-8")
        .replace("2025-03-04", "2025-06-07")
        .replace("VALDOUR<", "VALDUR<")
    )
    path = tmp_path / "newer.xml"
    path.write_text(changed, "utf-8")
    assert run("lists", "diff", "un", "--record", record).exit_code == 2  # one version only
    run("lists", "add", path, "--record", record)
    shown = run("lists", "diff", "un", "--record", record).output
    assert "2025-03-04 -> 2025-06-07: 0 added, 0 removed, 1 changed" in shown
    found = json.loads(
        run("lists", "diff", "un", "2025-03-04", "2025-06-07", "--json", "--record", record).stdout
    )
    assert found["changed"] == [{"reference": "ZZi.001", "fields": ["names"]}]


def test_updating_offline_says_so_and_keeps_what_there_is(record, monkeypatch):
    monkeypatch.setattr(download.urllib.request, "urlopen", no_network)
    monkeypatch.delenv("SELON_EU_TOKEN", raising=False)
    result = run("lists", "update", "un", "--record", record)
    assert result.exit_code == 1
    assert "cannot be fetched" in result.output
    assert "still in use: 2025-03-04" in result.output
    assert "needs a token" in run("lists", "update", "eu_fsf", "--record", record).output


def no_network(*_, **__):
    raise urllib.error.URLError("Name or service not known")


class Served(io.BytesIO):
    """What a publisher's server answers, announcing `length` bytes."""

    def __init__(self, data, length=None):
        super().__init__(data)
        self.headers = {"Content-Length": str(len(data) if length is None else length)}


def test_updating_keeps_what_is_new(record, monkeypatch):
    newer = (SAMPLES / "un.xml").read_bytes().replace(b"2025-03-04", b"2025-06-07")
    monkeypatch.setattr(download.urllib.request, "urlopen", lambda *_, **__: Served(newer))
    assert "version 2025-06-07" in run("lists", "update", "un", "--record", record).output
    assert "unchanged" in run("lists", "update", "un", "--record", record).output


def test_a_download_that_broke_off_is_refused(record, monkeypatch):
    data = (SAMPLES / "un.xml").read_bytes()
    monkeypatch.setattr(download.urllib.request, "urlopen", lambda *_, **__: Served(data[:900], len(data)))
    result = run("lists", "update", "un", "--record", record)
    assert result.exit_code == 1
    assert f"broke off after 900 of {len(data)} bytes" in result.output


def test_screening_a_name(record):
    shown = run("screen", "Tourmek Valdur", "--kind", "person", "--labels", "fr", "--record", record).output
    assert "fort  un ZZi.001" in shown
    assert "désigné par l'ONU; version 2025-03-04" in shown
    facts = json.loads(run("screen", "Tourmek Valdur", "--json", "--record", record).stdout)
    assert facts["candidates"][0]["grade"] == "strong"
    assert "score" not in json.dumps(facts)


def test_screening_follows_a_new_version(record, tmp_path):
    ask = ("screen", "Tormek Valdour", "--json", "--record", record)
    assert json.loads(run(*ask).stdout)["candidates"][0]["version"] == "2025-03-04"
    newer = (SAMPLES / "un.xml").read_text("utf-8").replace("2025-03-04", "2025-06-07")
    (tmp_path / "newer.xml").write_text(newer, "utf-8")
    run("lists", "add", tmp_path / "newer.xml", "--record", record)
    assert json.loads(run(*ask).stdout)["candidates"][0]["version"] == "2025-06-07"


def test_screening_against_a_file(tmp_path):
    result = run("screen", "Tormek Valdour", "--list", SAMPLES / "un.xml", "--record", tmp_path)
    assert "exact  un ZZi.001" in result.output
    assert "row not read" in result.output


def test_wrong_options_say_what_to_do(record):
    for wrong in (["x", "--kind", "ghost"], ["x", "--at-least", "sure"], ["--csv", "in.csv"], []):
        result = run("screen", *wrong, "--record", record)
        assert result.exit_code == 2
        assert "next:" in result.output


def test_no_list_says_what_to_do(tmp_path):
    assert "selon lists" in run("screen", "x", "--record", tmp_path, error=ListError).exception.next


ROWS = (
    "id,name,kind,birth_date,country,imo,note\n"
    "1,Tormek Valdour,person,1961,,,keep me\n"
    "2,pétrolier Lantern Star 3,vessel,,,8606173,\n"
    "3,Jeanne Nobody,person,,,,\n"
    "4,,person,,,,\n"
    "5,Korgande Lantern Trading,organization,,,,\n"
)


def screened(record, tmp_path, text=ROWS):
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text(text, "utf-8")
    result = run("screen", "--csv", table, "--out", out, "--record", record)
    with out.open(encoding="utf-8", newline="") as file:
        return result, list(csv.DictReader(file)), out


def test_a_table_is_repeated_with_grade_references_and_reasons(record, tmp_path):
    result, rows, _ = screened(record, tmp_path)
    assert [(r["id"], r["grade"], r["references"], r["hits"]) for r in rows] == [
        ("1", "exact", "ZZi.001", "1"),
        ("2", "exact", "IMO8606173", "1"),
        ("3", "", "", "0"),
        ("4", "", "", "0"),
        ("5", "exact", "ZZe.001", "1"),
    ]
    assert rows[0]["note"] == "keep me"
    assert "birth date agrees" in rows[0]["reasons"]
    assert rows[3]["reasons"] == "error: no name"
    assert result.exit_code == 1  # one row failed; the others are kept


def test_a_stopped_run_goes_on_where_it_was(record, tmp_path, monkeypatch):
    whole = screened(record, tmp_path)[1]
    out = tmp_path / "out.csv"
    lines = out.read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "out.csv.part").write_text("".join(lines[:3]), "utf-8")
    asked = []
    answer = screen.Local.__call__
    monkeypatch.setattr(
        screen.Local, "__call__", lambda self, qs, g="possible": asked.extend(qs) or answer(self, qs, g)
    )
    assert screened(record, tmp_path)[1] == whole
    assert [q.name for q in asked] == ["Jeanne Nobody", "Korgande Lantern Trading"]


def test_a_table_without_names_is_refused(record, tmp_path):
    (tmp_path / "in.csv").write_text("a,b\n1,2\n", "utf-8")
    run(
        "screen",
        "--csv",
        tmp_path / "in.csv",
        "--out",
        tmp_path / "o.csv",
        "--record",
        record,
        error=InputError,
    )


def test_screening_an_earlier_table_again(record, tmp_path):
    _, _, out = screened(record, tmp_path)
    assert run("screen", "--again", out, "--record", record).output.strip() == "0/4 names changed"
    newer = (
        (SAMPLES / "un.xml")
        .read_text("utf-8")
        .replace("KORGANDE LANTERN TRADING COMPANY (KLTC)", "OTHER WORKS (OW)")
    )
    (tmp_path / "newer.xml").write_text(newer, "utf-8")
    run("lists", "add", tmp_path / "newer.xml", "--record", record)
    shown = run("screen", "--again", out, "--record", record).output
    assert "- un ZZe.001" in shown
    assert "1/4 names changed" in shown
