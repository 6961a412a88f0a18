"""The command line as a person and a script meet it."""

import json
import subprocess
import sys

import jsonschema
import pytest
from typer.testing import CliRunner

from selon.cli import people_language
from selon.cli.app import app
from selon.keep import Record
from selon.schema import reading_schema

ARTICLE = (
    "La Russie a livré des missiles à la Corée du Nord, a déclaré mardi le ministre sud-coréen Park Dong-hyun. "
    "« Nous avons des images », a-t-il ajouté.\n"
)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def run(*arguments, **known):
    return CliRunner().invoke(app, [str(a) for a in arguments], **known)


def test_a_person_sees_who_says_what_and_what_it_would_engage(article):
    result = run("read", article, "--no-record", "--published", "2024-06-19", "--labels", "fr")
    assert result.exit_code == 0, result.output
    assert "Park Dong-hyun" in result.stdout
    assert "transfert d'armes" in result.stdout
    assert "engagerait, si confirmé" in result.stdout
    assert "Ceci n'est pas un constat" in result.stdout
    assert "viol" not in result.stdout


def test_json_is_one_reading_of_the_schema(article):
    result = run("read", "--json", article, "--no-record")
    reading = json.loads(result.stdout)
    jsonschema.validate(reading, reading_schema())
    assert reading["document"]["text"] == ARTICLE
    assert reading["attributions"][0]["source"]["name"] == "Park Dong-hyun"


def test_json_takes_one_source(article):
    result = run("read", "--json", article, article, "--no-record")
    assert result.exit_code == 2
    assert "--jsonl" in result.stderr


def test_jsonl_carries_ids_over_and_names_what_failed(tmp_path):
    lines = [
        {"id": 7, "text": ARTICLE, "language": "fr", "published": "2024-06-19"},
        {"id": "b", "text": "Le port est fermé.", "published": "hier"},
        {"id": "c"},
        {"id": 7, "text": "Encore."},
    ]
    path = tmp_path / "in.jsonl"
    path.write_text(
        "\n".join([*map(json.dumps, lines), "{broken", '{"id": "e", "text": "a \\ud800 b"}']), "utf-8"
    )
    result = run("read", "--jsonl", path)
    out = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [o["id"] for o in out] == [7, "b", "c", 7, None, "e"]
    jsonschema.validate(out[0], reading_schema())
    codes = [o["error"]["code"] for o in out[1:]]
    assert codes == ["invalid-date", "missing-text", "duplicate-id", "bad-json", "lone-surrogate"]
    assert all(o["error"]["message"] and o["error"]["where"] and o["error"]["next"] for o in out[1:])


def test_standard_input_is_a_source():
    result = run("read", "--json", "-", "--no-record", input=ARTICLE)
    assert json.loads(result.stdout)["document"]["text"] == ARTICLE


def test_the_page_holds_the_words_escaped_and_nothing_from_elsewhere(tmp_path):
    source = tmp_path / "evil.txt"
    source.write_text("Selon Anna Roux, <script>alert(1)</script> le port est fermé.\n", "utf-8")
    out = tmp_path / "page.html"
    result = run("read", source, "--html", out, "--no-record")
    page = out.read_text("utf-8")
    assert result.exit_code == 0
    assert "<script>alert(1)" not in page and "&lt;script&gt;" in page
    assert "http://" not in page and "https://" not in page and "src=" not in page


def test_one_bad_file_is_named_and_the_others_are_read(tmp_path, article):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    result = run("read", empty, article, tmp_path / "absent.txt", "--no-record")
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr and "absent.txt" in result.stderr
    assert "1 of 3 read" in result.stderr
    assert "Park Dong-hyun" in result.stdout


def test_a_folder_is_read_article_by_article(tmp_path, article):
    (tmp_path / "lines.jsonl").write_text(json.dumps({"id": "x", "text": ARTICLE}) + "\n", "utf-8")
    result = run("read", tmp_path, "--html", tmp_path / "pages", "--no-record")
    assert result.exit_code == 0, result.output
    assert "2 of 2 read" in result.stderr
    assert len(list((tmp_path / "pages").glob("*.html"))) == 2


def test_a_bad_date_is_wrong_usage(article):
    result = run("read", article, "--published", "19/06/2024", "--no-record")
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.stderr


def test_no_source_is_wrong_usage():
    assert run("read").exit_code == 2


@pytest.mark.parametrize(
    "asked, env, expected",
    [("fr", "en_US", "fr"), (None, "fr_FR.UTF-8", "fr"), (None, "C", "en"), ("en", "fr_FR", "en")],
)
def test_labels_follow_the_person(monkeypatch, asked, env, expected):
    for name in ("SELON_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", env)
    assert people_language(asked) == expected


def test_help_loads_nothing_heavy():
    code = "import sys, selon.cli.app; print([m for m in ('spacy', 'lxml', 'trafilatura', 'dateparser', 'jinja2') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_compare_and_origins_take_lines_and_name_the_bad_ones(tmp_path):
    pairs = tmp_path / "pairs.jsonl"
    rows = [
        {
            "id": 1,
            "a": "La Russie a livré des chars.",
            "b": "La Russie n'a pas livré de chars.",
            "language": "fr",
        }
    ]
    pairs.write_text("\n".join([*map(json.dumps, rows), "{broken"]), "utf-8")
    result = run("compare", "--jsonl", pairs)
    out = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert (out[0]["id"], out[0]["relation"]) == (1, "contradicts") and out[0]["why"]
    assert out[1]["error"]["next"]

    documents = tmp_path / "documents.jsonl"
    body = ARTICLE * 6
    documents.write_text(
        "\n".join(json.dumps({"id": i, "text": body, "language": "fr"}) for i in "ab"), "utf-8"
    )
    result = run("origins", "--jsonl", documents)
    assert result.exit_code == 0, result.output
    assert [(p["a"], p["b"], p["kind"]) for p in map(json.loads, result.stdout.splitlines())] == [
        ("a", "b", "copy")
    ]


def test_jsonl_keeps_where_a_record_is_named(tmp_path):
    lines = [json.dumps({"id": n, "text": f"Iran sent {n + 2} tanks to Syria, Oslo said."}) for n in range(2)]
    source, record = tmp_path / "in.jsonl", tmp_path / "record"
    source.write_text("\n".join([*lines, '{"id": 9}']), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "selon", "read", "--jsonl", source, "--record", record],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and len(done.stdout.splitlines()) == 3
    assert "2 new" in done.stderr
    with Record.open(record, user="test") as kept:
        assert len(kept.documents()) == 2 and kept.verify().sound
