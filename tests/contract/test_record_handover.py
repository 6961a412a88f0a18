"""Bundles that a stranger checks with standard tools, import of them, redaction, and time stamps."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from record_samples import original, reading
from selon.errors import InputError, RecordError
from selon.keep import Query, Record
from selon.keep.redact import BLACK, masked, masked_reading

FILES = pytest.mark.parametrize(
    "place", ["sqlite"], indirect=True
)  # about files: the database does not matter


@pytest.fixture
def filled(record: Record) -> tuple[Record, str]:
    """A record with a case in it, judged by two people, and documents that are not of the case."""
    for n in range(8):
        record.keep_reading(original(reading(n)), reading(n))
    case = record.open_case("Fuel at sea")
    first, second = (f"claim:{reading(n).claims[0].id}" for n in (2, 3))
    record.judge("accept", first, user="ana", why="invoice seen")
    record.judge("reject", first, user="bo", why="a copy")
    record.judge("accept", f"claim:{reading(7).claims[0].id}", why="of no concern here")
    record.judge("add", f"case:{case}", value={"subject": first})
    record.judge("note", f"case:{case}", value={"text": "asked the owner"})
    record.find(case, "It was shipped.", [second], user="ana")
    return record, case


def stranger(folder: Path) -> None:
    """What somebody with nothing of ours installed does."""
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "-c", "--strict", "--quiet", manifest], cwd=folder, check=True)
    script = [sys.executable, "-I", "data/check_log.py", "data/log.jsonl"]
    told = subprocess.run(script, cwd=folder, check=True, capture_output=True, text=True)
    assert told.stdout.startswith("the chain holds")


def test_a_stranger_checks_a_bundle_with_standard_tools(filled, tmp_path):
    record, case = filled
    made = record.bundle(case, tmp_path / "out")
    stranger(tmp_path / "out")
    bagit.Bag(str(tmp_path / "out")).validate()
    assert made.documents == 2
    data = tmp_path / "out" / "data"
    shas = {reading(n).document.id.removeprefix("sha256:") for n in (2, 3)}
    assert {p.stem for p in (data / "originals").iterdir()} == shas
    assert json.loads((data / "case.json").read_text())["findings"][0]["text"] == "It was shipped."
    assert len(record.log(action="bundle.made")) == 1


@FILES
def test_a_bundle_says_nothing_about_other_cases(filled, tmp_path):
    record, case = filled
    record.bundle(case, tmp_path / "out")
    everything = "".join(p.read_text() for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert "of no concern here" not in everything
    assert reading(7).document.id not in everything
    lines = [json.loads(line) for line in (tmp_path / "out" / "data" / "log.jsonl").open()]
    assert [line["seq"] for line in lines] == list(range(1, record.head()[0]))
    assert 0 < sum("content" in line for line in lines) < len(lines)


@FILES
def test_one_changed_byte_of_a_bundle_is_refused_and_nothing_taken_in(filled, tmp_path):
    record, case = filled
    record.bundle(case, tmp_path / "out")
    for path in sorted(p for p in (tmp_path / "out").rglob("*") if p.is_file() and p.name != "README.txt"):
        data = path.read_bytes()
        if not data:
            continue
        path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
        with Record.open(tmp_path / "other", user="bo") as other:
            with pytest.raises(RecordError) as caught:
                other.unbundle(tmp_path / "out")
            assert caught.value.code == "bundle_damaged"
            assert other.head()[0] == 0
        path.write_bytes(data)
    stranger(tmp_path / "out")


def test_a_bundle_comes_in_with_its_people_and_once(filled, tmp_path, clock):
    record, case = filled
    record.bundle(case, tmp_path / "out")
    with Record.open(tmp_path / "other", user="zoe", clock=clock) as other:
        made = reading(2)
        other.keep_reading(original(made), made)
        taken = other.unbundle(tmp_path / "out")
        assert [k.status for k in taken.kept].count("same") == 1
        claim = f"claim:{reading(2).claims[0].id}"
        assert taken.clashes == (claim,)
        assert [e.user for e in other.judgements(claim)] == ["ana", "bo"]
        assert other.case(case).items == (claim,)
        assert other.findings(case)[0]["author"] == "ana"
        assert other.receipts(reading(3).document.id)[0]["user"] == "mk"
        assert other.search_claims(Query(document=reading(3).document.id)).items
        assert other.verify().faults == ()
        again = other.unbundle(tmp_path / "out")
        assert (again.judgements, {k.status for k in again.kept}) == (0, {"same"})


@FILES
def test_a_bundle_of_nothing_or_over_something_is_refused(filled, tmp_path):
    record, case = filled
    with pytest.raises(InputError):
        record.bundle("nowhere", tmp_path / "out")
    (tmp_path / "there").mkdir()
    with pytest.raises(InputError):
        record.bundle(case, tmp_path / "there")
    with pytest.raises(RecordError):
        record.unbundle(tmp_path / "there")


@FILES
def test_a_bundle_with_a_path_out_of_it_is_refused(filled, tmp_path):
    record, case = filled
    record.bundle(case, tmp_path / "out")
    (tmp_path / "secret").write_text("x")
    with (tmp_path / "out" / "manifest-sha256.txt").open("a") as manifest:
        manifest.write("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  ../secret\n")
    (tmp_path / "out" / "tagmanifest-sha256.txt").unlink()
    with pytest.raises(RecordError), Record.open(tmp_path / "other", user="bo") as other:
        other.unbundle(tmp_path / "out")


def test_a_person_taken_out_leaves_with_no_export_and_the_evidence_stays(filled, tmp_path):
    record, case = filled
    made = reading(2)
    person = made.sources[0].name
    record.judge("note", f"case:{case}", value={"text": f"call {person} back"})
    with pytest.raises(InputError):
        record.redact(person, why=" ")
    redaction = record.redact(person, why="asked to be left out", also=["Nobody Else"])
    record.bundle(case, tmp_path / "out")
    stranger(tmp_path / "out")
    everything = "".join(p.read_text() for p in (tmp_path / "out" / "data").rglob("*") if p.is_file())
    assert person not in everything
    assert BLACK in everything
    assert (
        made.document.id.removeprefix("sha256:") in (tmp_path / "out" / "data" / "withheld.txt").read_text()
    )
    assert record.original(made.document.id) == original(made)
    assert record.reading(made.document.id) == made.to_dict()
    assert [(r.name, r.who, r.why) for r in record.redactions()] == [(person, "mk", "asked to be left out")]
    assert record.log()[redaction.seq - 1].action == "redaction"
    shown = record.for_export(record.reading(made.document.id))
    assert person not in json.dumps(shown, ensure_ascii=False)
    assert len(shown["document"]["text"]) == len(made.document.text)
    assert record.verify().faults == ()


def test_a_name_is_found_whatever_its_case_accents_and_hyphens():
    assert (
        masked("KIM Jong-un, Kim Jong Un; Kim Jong Unes", ["Kim Jong Un"])
        == f"{BLACK * 11}, {BLACK * 11}; Kim Jong Unes"
    )
    assert masked("Élodie Marchand", ["elodie marchand"]) == BLACK * 15
    assert masked("nothing", ["Kim"]) == "nothing"


def test_part_of_a_name_is_blacked_out_where_it_means_that_person():
    text = "Kim Jong Un spoke. Kim left. Kim Il Sung Square."
    data = {
        "document": {"id": "x", "text": text},
        "actors": [{"id": "a", "name": "Kim Jong Un", "mentions": [[0, 11], [19, 22]]}],
        "claims": [{"id": "c", "evidence": [{"start": 19, "end": 27, "text": "Kim left"}]}],
    }
    from selon.keep.redact import Redaction

    out = masked_reading(data, [Redaction(1, "Kim Jong Un", (), "", "", "")])
    assert out["document"]["text"] == f"{BLACK * 11} spoke. {BLACK * 3} left. Kim Il Sung Square."
    assert out["claims"][0]["evidence"][0]["text"] == f"{BLACK * 3} left"
    assert out["claims"][0]["id"] == "c"


@pytest.fixture
def authority(tmp_path: Path):
    """A time-stamp authority of our own, made with openssl: gives its certificate and how to ask it."""
    if shutil.which("openssl") is None:
        pytest.fail("no openssl") if os.environ.get("CI") else pytest.skip(
            "no openssl: apt-get install openssl"
        )
    pytest.importorskip("rfc3161_client")
    folder = tmp_path / "authority"
    folder.mkdir()
    (folder / "conf").write_text(CONFIGURATION.format(folder=folder))
    (folder / "serial").write_text("01\n")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    subject = ["-config", "conf", "-nodes", "-newkey", "rsa:2048", "-sha256"]
    openssl(
        "req", "-x509", *subject, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "30"
    )
    openssl("req", "-new", *subject, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test TSA")
    sign = [
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-extfile",
        "conf",
        "-extensions",
        "stamper",
    ]
    openssl("x509", "-req", "-in", "tsa.csr", *sign, "-out", "tsa.pem", "-days", "30")

    def answer(url: str, query: bytes) -> bytes:
        (folder / "query").write_bytes(query)
        openssl("ts", "-reply", "-config", "conf", "-queryfile", "query", "-out", "reply")
        return (folder / "reply").read_bytes()

    return folder / "ca.pem", answer


CONFIGURATION = """
[req]
distinguished_name = name
x509_extensions = authority
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[stamper]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
authorityKeyIdentifier = keyid
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
"""


@FILES
def test_the_head_of_the_log_is_stamped_by_an_authority(filled, authority, tmp_path):
    from selon.keep.stamp import check_token

    record, _ = filled
    root, answer = authority
    number, hash = record.head()
    entry = record.stamp("https://tsa.example", [root], transport=answer)
    assert (entry.body["stamped"], entry.body["hash"]) == (number, hash)
    assert record.verify().faults == ()
    assert record.verify(roots=[root]).faults == ()
    assert check_token(entry.body["token"], hash, [root]).startswith("20")
    other = _certificate(tmp_path / "other.pem")
    assert f"log entry {entry.seq}" in record.verify(roots=[other]).first.where
    with pytest.raises(RecordError):
        check_token(entry.body["token"], "0" * 64, [root])


@FILES
def test_a_stamp_by_somebody_else_is_refused_and_not_kept(filled, authority, tmp_path):
    record, _ = filled
    root, answer = authority
    head = record.head()
    other = _certificate(tmp_path / "other.pem")
    with pytest.raises(RecordError, match="not good"):
        record.stamp("https://tsa.example", [other], transport=answer)
    with pytest.raises(RecordError, match="not good"):
        record.stamp("https://tsa.example", [root], transport=lambda url, query: b"garbage")
    old = answer("", _query("another hash"))
    with pytest.raises(RecordError, match="not good"):
        record.stamp("https://tsa.example", [root], transport=lambda url, query: old)
    assert record.head() == head


def _certificate(path: Path) -> Path:
    """A certificate of an authority that stamped nothing of ours."""
    command = [
        "openssl",
        "req",
        "-x509",
        "-nodes",
        "-newkey",
        "rsa:2048",
        "-keyout",
        "/dev/null",
        "-subj",
        "/CN=Other",
    ]
    subprocess.run([*command, "-out", str(path)], check=True, capture_output=True)
    return path


def _query(text: str) -> bytes:
    from rfc3161_client import TimestampRequestBuilder

    return TimestampRequestBuilder().data(text.encode()).build().as_bytes()


def test_an_authority_that_does_not_answer_is_named(monkeypatch):
    from urllib.error import URLError

    from selon.keep.stamp import post

    def refuse(*_args, **_kwargs):
        raise URLError("connection refused")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    with pytest.raises(RecordError, match="does not answer"):
        post("http://tsa.example/", b"")
    with pytest.raises(RecordError, match="does not answer"):
        post("nonsense", b"")
