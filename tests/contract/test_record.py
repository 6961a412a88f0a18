"""What the record promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlalchemy import text

from record_samples import ACTORS, ACTS, PROVISIONS, SPEAKERS, STAGES, original, reading
from selon.errors import InputError, RecordError, SelonError
from selon.keep import Query, Record
from selon.keep.database import HEAD, open_sqlite, revision
from selon.keep.projection import reading_id


def keep(record: Record, *made):
    return [record.keep_reading(original(r), r) for r in made]


def test_a_reading_is_kept_whole_and_comes_back(record):
    made = reading(1)
    (kept,) = keep(record, made)
    assert (kept.status, kept.version, kept.article) == ("new", 1, "https://press.example/1")
    assert record.original(made.document.id) == original(made)
    assert record.reading(made.document.id) == made.to_dict()
    row = record.document(made.document.id)
    assert (row["title"], row["claims"]) == (made.document.title, len(made.claims))
    (receipt,) = record.receipts(made.document.id)
    assert (receipt["url"], receipt["user"], receipt["tool"]) == (made.document.url, "mk", "selon 0.1.0")


def test_the_same_again_changes_nothing_and_says_so(record):
    made = reading(1)
    (first,) = keep(record, made)
    head, files = record.head(), list(record.vault.names())
    (again,) = keep(record, made)
    assert (again.status, again.seq, again.reading) == ("same", first.seq, first.reading)
    assert (record.head(), list(record.vault.names())) == (head, files)


def test_known_bytes_from_another_address_are_noted_once(record):
    made = reading(1)
    keep(record, made)
    seen = [record.keep_reading(original(made), made, address="https://mirror.example/x") for _ in range(2)]
    assert [(k.status, k.address_new) for k in seen] == [("same", True), ("same", False)]
    assert [r["url"] for r in record.receipts(made.document.id)] == [
        made.document.url,
        "https://mirror.example/x",
    ]
    assert record.verify().faults == ()


def test_a_changed_article_is_a_new_version_beside_the_old(record):
    old, new = reading(1), reading(1, edit="La société dément.")
    kept = keep(record, old, new)
    assert [k.status for k in kept] == ["new", "new version"]
    assert [v["version"] for v in record.versions(kept[0].article)] == [1, 2]
    assert record.original(old.document.id) == original(old)
    changes = record.difference(old.document.id, new.document.id)
    assert [(c.kind, c.text.strip()) for c in changes if c.kind != "same"] == [
        ("removed", "Aucun commentaire"),
        ("added", "La société dément"),
    ]


def test_a_newer_extractor_adds_a_reading_and_keeps_the_old(record):
    old, new = reading(1), reading(1, tool="0.2.0", claims=4)
    kept = keep(record, old, new)
    assert [k.status for k in kept] == ["new", "new reading"]
    assert [r["tool"] for r in record.readings(old.document.id)] == ["0.1.0", "0.2.0"]
    assert record.reading(old.document.id)["selon"] == "0.2.0"
    assert record.reading(old.document.id, kept[0].reading) == old.to_dict()
    ids = {c.id for c in new.claims}
    assert {row["id"] for row in record.search_claims(Query()).items} == ids
    assert record.verify().faults == ()


def test_bytes_that_are_not_the_documents_are_refused(record):
    with pytest.raises(InputError):
        record.keep_reading(b"something else", reading(1))
    assert record.documents() == []


def test_judgements_outlive_a_better_extractor_and_orphans_are_shown(record):
    old = reading(1)
    keep(record, old)
    gone, stays = old.claims[0].id, old.claims[1].id
    record.judge("accept", f"claim:{gone}", why="seen the invoice")
    record.judge("reject", f"claim:{stays}")
    better = reading(1, tool="0.1.0+1")  # the sample keeps claim ids within one extractor
    keep(record, better)
    assert record.standings([f"claim:{stays}"])[f"claim:{stays}"].verdict == "reject"
    assert record.orphans() == ()
    newest = reading(1, tool="0.2.0")
    keep(record, newest)
    lost = {o.subject: o for o in record.orphans()}
    assert set(lost) == {f"claim:{gone}", f"claim:{stays}"}
    orphan = lost[f"claim:{gone}"]
    assert (orphan.standing.verdict, orphan.claim["id"]) == ("accept", gone)
    assert newest.claims[0].id in orphan.heirs
    record.judge("unsure", f"claim:{gone}", why="where has it gone?")
    assert record.standings([f"claim:{gone}"])[f"claim:{gone}"].verdict == "unsure"
    assert record.verify().faults == ()


def test_what_may_not_be_judged_is_refused_and_leaves_no_trace(record):
    keep(record, reading(1))
    head = record.head()
    for kind, subject in (
        ("accept", "claim:nowhere"),
        ("add", "case:nowhere"),
        ("second", "finding:x"),
        ("like", "claim:x"),
    ):
        with pytest.raises(InputError):
            record.judge(kind, subject, value={"subject": "claim:x"})
    assert record.head() == head


def test_a_finding_needs_two_people_and_keeps_dissent(record):
    made = reading(1)
    keep(record, made)
    case = record.open_case("Fuel at sea")
    record.judge("add", f"case:{case}", value={"subject": f"claim:{made.claims[0].id}"})
    found = record.find(case, "It was shipped.", [f"claim:{made.claims[0].id}"], user="ana")
    with pytest.raises(InputError, match="second reader"):
        record.judge("second", f"finding:{found}", user="ana")
    record.judge("second", f"finding:{found}", user="bo")
    record.judge("dissent", f"finding:{found}", user="cy", why="one outlet only")
    (row,) = record.findings(case)
    assert (row["state"], row["author"], row["seconds"]) == ("disputed", "ana", '["bo"]')
    assert record.case(case).items == (f"claim:{made.claims[0].id}",)
    assert record.cases()[0]["items"] == 1
    assert record.verify().faults == ()


def test_relations_of_a_newer_run_take_the_place_of_the_older(record):
    one = [{"a": "claim:1", "b": "claim:2", "relation": "repeats", "why": "same words"}]
    first = record.keep_relations("origins", one)
    assert record.keep_relations("origins", one) == first
    record.keep_relations("accounts", [{"a": "claim:1", "b": "claim:3", "relation": "corroborates"}])
    record.keep_relations("origins", [{"a": "claim:1", "b": "claim:4", "relation": "repeats"}])
    assert {r["b"] for r in record.relations("claim:1")} == {"claim:3", "claim:4"}
    record.keep_relations("origins", one)
    assert {r["b"] for r in record.relations("claim:1")} == {"claim:3", "claim:2"}
    assert record.verify().faults == ()


def test_the_work_table_does_each_item_once(record):
    work = record.work()
    made = {f"{n}.txt": reading(n) for n in range(4)}
    assert work.add((name, {"n": 1}) for name in made) == 4
    assert work.add((name, {}) for name in made) == 0
    job = work.take()
    assert (job.item, job.value, job.attempts) == ("0.txt", {"n": 1}, 1)
    record.keep_reading(original(made[job.item]), made[job.item], job=job.n)
    broken = work.take()
    work.failed(broken, SelonError("no text in it", where=broken.item, next="look at it", code="input"))
    assert work.counts() == {"waiting": 2, "taken": 0, "done": 1, "failed": 1}
    (failure,) = record.failures()
    assert (failure.item, failure.message, failure.next) == ("1.txt", "no text in it", "look at it")
    assert work.retry() == 1
    again = work.take()
    record.keep_reading(original(made[again.item]), made[again.item], job=again.n)
    assert record.failures() == ()
    assert work.add([("0.txt", {})]) == 0


def test_the_item_of_a_dead_worker_is_taken_over_and_a_poisonous_one_given_up(record, clock):
    work = record.work(tries=2)
    work.add([("poison.txt", {})])
    assert work.take(lease=60).attempts == 1
    assert work.take(lease=60) is None
    clock.now = clock.now.replace(hour=13)
    assert work.take(lease=60).attempts == 2
    clock.now = clock.now.replace(hour=14)
    assert work.take(lease=60) is None
    assert work.counts()["failed"] == 1
    assert record.failures()[0].code == "died"


def test_a_lease_from_a_clock_that_stood_too_late_does_not_hold_up_the_work(record, clock):
    work = record.work()
    work.add([("a.txt", {})])
    clock.now = clock.now.replace(year=2031)
    work.take()
    clock.now = clock.now.replace(year=2026)
    assert work.take().attempts == 2


def test_search_finds_by_each_thing_alone(record):
    made = [reading(n) for n in range(40)]
    keep(record, *made)
    claims = [(r, c) for r in made for c in r.claims]

    def ids(**query):
        return {row["id"] for row in record.search_claims(Query(**query), limit=500).items}

    def expected(test):
        return {c.id for r, c in claims if test(r, c)}

    def names(r):
        return {a.id: a.name for a in r.actors}

    assert ids() == expected(lambda r, c: True)
    assert ids(act=("visit",)) == expected(lambda r, c: c.act_type == "visit") != set()
    assert ids(stage=("done", "offered")) == expected(lambda r, c: c.stage in ("done", "offered"))
    assert ids(actor=("oeuvres du ponant",)) == expected(
        lambda r, c: any(names(r)[p.actor] == "Œuvres du Ponant" for p in c.participants)
    )
    assert ids(source=("MARCHAND",)) == expected(lambda r, c: names(r)[c.originator] == "Élodie Marchand")
    engaged = {(e.claim, e.provision) for r in made for e in r.engagements}
    assert ids(provision=("2371-8",)) == expected(lambda r, c: (c.id, "2371-8") in engaged)
    assert ids(item=("coal",)) == expected(lambda r, c: c.items[0].category == "coal")
    assert ids(language=("fr",)) == expected(lambda r, c: r.document.language == "fr")
    assert ids(happened="2015/2018-06") == expected(lambda r, c: "2015" <= c.time.edtf <= "2018-06")
    assert ids(published="2019-04") == expected(lambda r, c: r.document.published.startswith("2019-04"))
    assert ids(document=made[3].document.id) == expected(lambda r, c: r is made[3])
    assert ids(words='"caisses de montres"') == expected(
        lambda r, c: "caisses de montres" in r.document.text[c.clause.start : c.clause.end]
    )
    assert ids(words="metaux -tallinn") == expected(
        lambda r, c: "métaux" in (t := c.clause.of(r.document.text)) and "Tallinn" not in t
    )
    assert ids(words="GLACE*") == expected(lambda r, c: "Glaces" in c.clause.of(r.document.text))
    assert ids(words='"de caisses"') == set()


def test_pages_follow_one_another_without_gap_or_repetition(record):
    keep(record, *(reading(n) for n in range(12)))
    seen, after = [], None
    while True:
        page = record.search_claims(Query(words="de or of"[:2]), after=after, limit=5)
        seen += [row["n"] for row in page.items]
        after = page.after
        if after is None:
            break
    assert seen == sorted(set(seen), reverse=True)
    assert page.total == len(seen)


def test_passages_are_found_by_what_stands_in_them(record):
    made = [reading(n) for n in range(10)]
    keep(record, *made)
    page = record.search_passages(Query(words="livre caisses", source=("Élodie Marchand",)), limit=500)
    assert page.items
    assert all("livré" in row["text"] and "Élodie Marchand" in row["text"] for row in page.items)
    titles = record.search_passages(Query(words='"sous enquete"')).items
    assert {row["kind"] for row in titles} == {"title"}


def test_sqlite_and_postgresql_find_the_same(new_place, clock):
    rng = random.Random(6)
    vocabulary = [
        "caisses",
        "crates",
        "métaux",
        "COAL",
        "gaz*",
        '"livré 2"',
        '"shipped to"',
        "-montres",
        "2019",
        "œuvres",
        "l'",
    ]
    with (
        Record.open(new_place("sqlite"), clock=clock, user="mk") as lite,
        Record.open(new_place("postgresql"), clock=clock, user="mk") as server,
    ):
        for n in range(40):
            made = reading(n, tool=rng.choice(("0.1.0", "0.2.0")))
            assert keep(lite, made)[0].status == keep(server, made)[0].status
        found = 0
        for _ in range(60):
            query = Query(
                words=" ".join(["e*", *rng.sample(vocabulary, rng.randint(0, 2))])
                if rng.random() < 0.7
                else "",
                act=tuple(rng.sample(ACTS, rng.randint(0, 2))),
                stage=tuple(rng.sample(STAGES, rng.choice((0, 0, 2)))),
                actor=tuple(rng.sample(ACTORS, rng.choice((0, 0, 3)))),
                source=tuple(rng.sample(SPEAKERS, rng.choice((0, 0, 4)))),
                provision=tuple(rng.sample(PROVISIONS, rng.choice((0, 0, 3)))),
                happened=rng.choice((None, None, "2015", "2012/2019-05", "2018-03")),
                published=rng.choice((None, None, "2016/2024")),
            )
            one, other = lite.search_claims(query, limit=100), server.search_claims(query, limit=100)
            assert [row["n"] for row in one.items] == [row["n"] for row in other.items], query
            assert one.total == other.total
            left, right = lite.search_passages(query), server.search_passages(query)
            assert [row["text"] for row in left.items] == [row["text"] for row in right.items], query
            found += bool(one.items)
        assert found > 20


def test_hostile_text_is_kept_as_it_is(record):
    from selon.model.document import Document, Passage, digest
    from selon.model.reading import Reading
    from selon.model.text import Span

    text = "A\0B \u202e<script>' OR 1=1 --\U0001f680 " + "w" * 3000
    document = Document(
        digest(text.encode()), text, title="\0", url="https://x.example/" + "y" * 5000, publisher="p" * 5000,
        published="not a date", passages=(Passage(Span(0, len(text))),),
    )  # fmt: skip
    made = Reading(document, "0.1.0")
    record.keep_reading(text.encode(), made)
    assert record.reading(document.id)["document"]["text"] == text
    assert record.search_passages(Query("script 1 1")).items
    assert record.verify().faults == ()


def test_a_passage_of_a_million_characters_is_kept_and_found(record):
    from selon.model.document import Document, Passage, digest
    from selon.model.reading import Reading
    from selon.model.text import Span

    text = " ".join(f"mot{n}" for n in range(110_000))
    made = Reading(Document(digest(text.encode()), text, passages=(Passage(Span(0, len(text))),)), "0.1.0")
    record.keep_reading(text.encode(), made)
    assert record.search_passages(Query('"mot7 mot8"')).items
    assert record.verify().faults == ()


def test_the_log_says_who_did_what_when(record):
    made = reading(1)
    keep(record, made)
    record.judge("accept", f"claim:{made.claims[0].id}", user="ana", why="two accounts")
    entries = record.log()
    assert [e.action for e in entries] == ["original.received", "reading.kept", "judgement"]
    assert [e.seq for e in entries] == [1, 2, 3]
    assert entries[2].body["judgement"]["user"] == "ana"
    assert record.head() == (3, entries[2].hash)
    assert record.log(subject=made.document.id) == entries[:2]


def test_verify_knows_a_log_that_was_cut_or_rewritten(record):
    keep(record, reading(1), reading(2))
    noted = record.head()
    assert record.verify(known_head=noted).sound
    assert not record.verify(known_head=(noted[0], "0" * 64)).sound
    with record.database.write() as connection:
        connection.execute(text("DELETE FROM log WHERE seq = :n").bindparams(n=noted[0]))
    found = record.verify(known_head=noted)
    assert str(found.first).startswith(f"log entry {noted[0]}: is missing")
    assert any(f.where.startswith("documents") for f in record.verify().faults)


def test_opening_again_needs_nothing_and_a_newer_schema_is_refused(place, clock):
    with Record.open(place, clock=clock, user="mk") as record:
        keep(record, reading(1))
    with Record.open(place, clock=clock, user="mk", create=False) as record:
        assert revision(record.database) == HEAD
        assert len(record.documents()) == 1
        with record.database.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordError, match="newer selon"):
        Record.open(place, clock=clock, user="mk")


def test_the_migrations_make_exactly_the_tables(record):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from selon.keep.schema import tables

    def ours(name, kind, _parents):
        return not (kind == "table" and "_terms" in (name or ""))

    with record.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        changes = [c for c in compare_metadata(context, tables) if "alembic_version" not in str(c)]
    assert changes == []


def test_nothing_is_made_where_nothing_is_wanted(tmp_path):
    with pytest.raises(RecordError, match="no record here"):
        Record.open(tmp_path / "none", user="mk", create=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RecordError, match="originals"):
        Record.open("postgresql://somebody:secret@nowhere/db", user="mk")
    with pytest.raises(RecordError) as caught:
        Record.open("mysql://somebody:secret@nowhere/db?vault=/tmp/x", user="mk")
    assert "secret" not in str(caught.value)


def test_a_file_that_is_not_a_database_is_named(tmp_path):
    (tmp_path / "selon.db").write_bytes(b"not a database at all" * 200)
    with pytest.raises(RecordError) as caught:
        Record.open(tmp_path, user="mk")
    assert caught.value.code == "record_damaged"
    assert caught.value.where.endswith("selon.db")


def test_the_identity_of_a_reading_is_what_was_read_not_how_it_came():
    from dataclasses import replace

    made = reading(1)
    moved = replace(made, document=replace(made.document, url="https://other.example", original=None))
    assert reading_id(made.to_dict()) == reading_id(moved.to_dict())
    assert reading_id(made.to_dict()) != reading_id(reading(1, tool="0.2.0").to_dict())


def test_an_upgrade_from_every_step_gives_the_same_schema(tmp_path):
    from alembic.script import ScriptDirectory

    from selon.keep.migrations import configuration, upgrade

    def shape(path: Path) -> list:
        database = open_sqlite(path)
        with database.read() as connection:
            rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master ORDER BY name")).all()
        database.close()
        return [tuple(r) for r in rows]

    straight = open_sqlite(tmp_path / "straight.db")
    upgrade(straight)
    with straight.read() as connection:
        steps = [s.revision for s in ScriptDirectory.from_config(configuration(connection)).walk_revisions()]
    straight.close()
    assert steps[0] == HEAD
    for step in steps:
        stepwise = open_sqlite(tmp_path / f"{step}.db")
        upgrade(stepwise, step)
        upgrade(stepwise)
        stepwise.close()
        assert shape(tmp_path / f"{step}.db") == shape(tmp_path / "straight.db")
