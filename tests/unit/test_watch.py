"""Watching: feeds on a real server, a record, a digest; what breaks, and going on after a stop."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

import selon.watching.delivery as delivery
from selon.cli.app import app
from selon.errors import InputError, SelonError
from selon.keep import Record
from selon.watching import Watch, settings
from selon.watching.digest import Digest, Item, Told, text, to_dict
from web_server import site

PAGE = """<html lang="{lang}"><head><title>{title}</title><meta property="article:published_time" content="{day}">
<meta property="og:site_name" content="{paper}"></head><body><article><h1>{title}</h1><p>{text}</p>
<p>{more}</p><p>{extra}</p></article></body></html>"""
SEOUL = "North Korea delivered artillery shells to Russia in May 2024, South Korean Defence Minister Shin Won-sik said."
KIRBY = "La Corée du Nord a livré des obus à la Russie en mai 2024, a affirmé le porte-parole de la Maison Blanche John Kirby."
MORE = "The minister spoke to reporters in Seoul after a long meeting with his colleagues from the region on Tuesday."
EXTRA = "He answered no question on the means that had been used to follow the ships, and left for another meeting."


def page(
    text: str, paper: str, day: str = "2024-06-19", lang: str = "en", title: str = "Shells", more: str = MORE
):
    return PAGE.format(text=text, paper=paper, day=day, lang=lang, title=title, more=more, extra=EXTRA)


@pytest.fixture(scope="module")
def triage():
    from selon.cli.fetching import triage_of
    from selon.pipeline import Reader

    return triage_of(Reader())


@pytest.fixture(autouse=True)
def one_triage(triage, monkeypatch):
    """Building it takes a second; these runs all have the same packs and no list."""
    monkeypatch.setattr("selon.cli.watch.triage_of", lambda reader: triage)
    monkeypatch.setattr("selon.cli.fetching.triage_of", lambda reader: triage)


@pytest.fixture
def server(socket_enabled):
    with site() as running:
        running.put("/a.html", page(SEOUL, "Herald"))
        plus = "Le porte-parole répondait aux journalistes à Washington, après une réunion de plusieurs heures avec ses collègues."
        running.put("/b.html", page(KIRBY, "Gazette", "2024-06-20", "fr", "Obus", plus))
        running.put(
            "/tennis.html", page("The player won in two sets, her coach said.", "Herald", title="Tennis")
        )
        yield running


def feed_of(server, *paths: str) -> None:
    items = "".join(f"<item><title>{p}</title><link>{server.url(p)}</link></item>" for p in paths)
    server.put(
        "/feed", f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>', "application/rss+xml"
    )


@pytest.fixture
def config(server, tmp_path) -> Path:
    path = tmp_path / "watch.toml"
    path.write_text(
        f"""contact = "desk@example.org"
allow = ["127.0.0.0/8"]
delay = 0
[[feed]]
url = "{server.url("/feed")}"
[digest]
atom = "digest.xml"
"""
    )
    return path


def run(config: Path, *options: str):
    return CliRunner().invoke(app, ["watch", str(config), "--once", *options], catch_exceptions=False)


def test_what_is_new_is_read_and_told_by_event_once(server, config, tmp_path):
    feed_of(server, "/a.html", "/b.html", "/tennis.html", "/gone.html")
    first = run(config)
    assert "4 queued, 2 new, 0 known, 1 set aside, 1 failed" in first.stderr
    assert first.exit_code == 1  # one page could not be had
    assert "2 articles, 2 origins" in first.stdout and "KP > RU" in first.stdout
    assert first.stdout.count("2 articles, 2 origins") == 1
    second = run(config)
    assert second.exit_code == 0 and "0 queued, 0 new" in second.stderr
    assert len(server.asked("/a.html")) == 1
    with Record.open(tmp_path / "selon-record", user="t", create=False) as record:
        assert {d["publisher"] for d in record.documents()} == {"Herald", "Gazette"}
        assert [f.item.rpartition("/")[2] for f in record.failures()] == ["gone.html"]


def test_a_later_article_joins_its_event(server, config, tmp_path):
    feed_of(server, "/a.html")
    assert "1 article, 1 origin" in run(config).stdout
    feed_of(server, "/a.html", "/b.html")
    out = run(config).stdout
    assert "2 articles, 2 origins" in out and "[new]" in out and "[before]" in out
    entries = etree.parse(tmp_path / "digest.xml").findall("{*}entry")
    ids = [e.findtext("{*}id") for e in entries]
    assert ids and len(ids) == len(set(ids))


def test_a_copy_is_an_article_more_and_no_origin(server, config):
    server.put("/copy.html", page(SEOUL, "Echo", "2024-06-21"))
    feed_of(server, "/a.html", "/copy.html")
    assert "2 articles, 1 origins" in run(config).stdout


def test_an_unchanged_feed_is_not_sent_again(server, config):
    feed_of(server, "/a.html")
    status, headers, body = server.pages["/feed"]

    def answer(handler):
        if handler.headers.get("If-None-Match") == '"7"':
            return 304, {}, b""
        return status, {**headers, "ETag": '"7"'}, body

    server.pages["/feed"] = answer
    run(config)
    assert run(config).exit_code == 0
    assert server.asked("/feed")[1]["If-None-Match"] == '"7"'


def test_a_broken_feed_stops_nothing(server, config):
    text = config.read_text()
    config.write_text(text + f'[[feed]]\nurl = "{server.put("/none", "no feed")}"\n')
    feed_of(server, "/a.html")
    out = run(config)
    assert "1 queued, 1 new" in out.stderr and out.exit_code == 1


def test_a_feed_with_halves_of_characters_stops_nothing(server, config):
    items = [
        {"id": "1", "url": server.url("/a.html"), "title": "\ud800"},
        {"id": "2", "url": server.url("/\udcff")},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    server.put("/feed", json.dumps(feed), "application/feed+json")
    assert "2 queued, 1 new, 0 known, 0 set aside, 1 failed" in run(config).stderr


def test_a_stopped_look_goes_on_where_it_was(server, config, tmp_path, monkeypatch):
    from selon.pipeline import Reader

    feed_of(server, "/a.html", "/b.html")
    real = Reader.read_document

    def stops(self, document, *rest):
        if document.language == "fr":
            raise KeyboardInterrupt
        return real(self, document, *rest)

    monkeypatch.setattr(Reader, "read_document", stops)
    wanted = settings(config)
    with Record.open(wanted.record, user="t") as record, pytest.raises(KeyboardInterrupt):
        Watch(wanted, record, Reader()).look(True)
    monkeypatch.setattr(Reader, "read_document", real)
    monkeypatch.setattr("selon.keep.work.is_dead", lambda name: True)  # the process that was stopped is gone
    assert "0 queued, 1 new, 0 known" in run(config).stderr
    assert len(server.asked("/a.html")) == 1


def test_what_was_set_aside_is_looked_at_again_with_another_list(server, config, tmp_path):
    feed_of(server, "/tennis.html")
    assert "1 set aside" in run(config).stderr
    record = str(tmp_path / "selon-record")
    again = CliRunner().invoke(app, ["gather", "--again", "--record", record])
    assert "1 were set aside; 0 matter now, 1 stay" in again.stderr


def test_set_aside_comes_back_when_the_names_have_changed(server, config, tmp_path, monkeypatch):
    import selon.cli.watch as door
    from selon.gather.triage import Triage

    feed_of(server, "/tennis.html")
    run(config)
    monkeypatch.setattr(door, "triage_of", lambda reader: Triage(["player won"]))
    record = str(tmp_path / "selon-record")
    again = CliRunner().invoke(app, ["gather", "--again", "--read", "--record", record])
    assert "1 matter now, 0 stay" in again.stderr, again.output
    with Record.open(record, user="t", create=False) as opened:
        assert [d["title"] for d in opened.documents()] == ["Tennis"]


def test_gather_captures_without_reading(server, tmp_path):
    feed_of(server, "/a.html", "/tennis.html")
    record = tmp_path / "record"
    ran = CliRunner().invoke(
        app, ["gather", server.url("/feed"), "--record", str(record), "--allow-network", "127.0.0.0/8"]
    )
    assert ran.exit_code == 0, ran.output
    (row,) = map(json.loads, ran.stdout.splitlines())
    assert row["url"] == server.url("/a.html")
    assert "1 set aside, 1 to be read" in ran.stderr and "captured: 3" in ran.stderr
    assert [p.name for p in record.iterdir()] == ["captures"]


def test_events_of_a_record_and_their_relations_kept(server, config, tmp_path):
    feed_of(server, "/a.html", "/b.html")
    run(config)
    record = str(tmp_path / "selon-record")
    ran = CliRunner().invoke(app, ["events", "--record", record, "--json", "--keep"])
    first = json.loads(ran.stdout.splitlines()[0])
    assert (first["articles"], first["origins"]) == (2, 2)
    with Record.open(record, user="t", create=False) as opened:
        assert opened.relations(first["claims"][0]["claim"])


def test_recurring_lines_of_a_publisher_are_marked_and_sentences_are_not(server, config, tmp_path):
    accused = "Pyongyang sells arms, Seoul says"
    for n in range(5):
        lead = f"North Korea tested missile number {n} on Monday, the South Korean army said."
        body = page(lead, "Herald", title=f"Test {n}").replace(
            "</article>", f"<p>Herald asia desk</p><p>{accused}</p><p>{MORE}{n}</p></article>"
        )
        server.put(f"/n{n}.html", body)
    feed_of(server, *[f"/n{n}.html" for n in range(4)])
    run(config)
    feed_of(server, "/n4.html")
    run(config)
    with Record.open(tmp_path / "selon-record", user="t", create=False) as record:
        newest = next(d for d in record.documents() if d["title"] == "Test 4")
        document = record.reading(newest["id"])["document"]
    marked = {
        document["text"][a:b]
        for (a, b), r in zip(document["noise"], document["noise_reasons"], strict=True)
        if r.startswith("recurring")
    }
    assert marked == {"Herald asia desk"}


# settings


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "no feed"),
        ("evry = 3", "unknown key: evry"),
        ('[[feed]]\nurl = "ftp://x"', "url is 'ftp://x'"),
        ('[[feed]]\nurl = "https://x.example"\nevery = 5', "every is 5"),
        ("[[feed]]\nevery = 60", "url is missing"),
        ('delay = "long"\n', "delay is 'long'"),
        ('allow = ["nonsense"]\n[[feed]]\nurl = "https://x.example"', "not an address or network"),
        ('[[feed]]\nurl = "https://x.example"\n[digest]\nmial = 1', "unknown key: mial"),
        ('[[feed]]\nurl = "https://x.example"\n[digest.mail]\nserver = "s"\nto = ["a@b"]', "from is missing"),
        (
            '[[feed]]\nurl = "https://x.example"\n[digest.mail]\nserver="s"\nfrom="a@b.c"\nto=["a@b\\nBcc: c@d"]',
            "to is",
        ),
        ("feed = 3", "feed is 3"),
        ("[[feed", "not valid TOML"),
    ],
)
def test_a_wrong_key_is_said_by_name(tmp_path, lines, said):
    path = tmp_path / "watch.toml"
    path.write_text(lines)
    with pytest.raises(InputError) as caught:
        settings(path)
    assert said in caught.value.message and caught.value.next


def test_a_near_miss_is_guessed(tmp_path):
    (tmp_path / "w.toml").write_text('[[feed]]\nurl = "https://x.example"\nevry = 60')
    with pytest.raises(InputError) as caught:
        settings(tmp_path / "w.toml")
    assert caught.value.next == "did you mean every?" and "feed 1" in caught.value.where


# delivery


def a_digest(said: str = "North Korea delivered shells") -> Digest:
    told = Told("claim:1", said, "Herald", "2024-06-19", "https://x.example/a", True)
    item = Item(
        "e1",
        "arms transfer: KP, RU",
        3,
        2,
        (("date", (("2024-05", 2),)),),
        (("quantity", "5", "9"),),
        True,
        ("p1",),
        (told,),
    )
    return Digest("en", 3, (item,), 4, (("Ri Song", "RI SONG (un, KPi.1)", "possible"),))


def test_a_digest_says_articles_and_origins_conflicts_and_denials():
    out = text(a_digest())
    assert "3 articles, 2 origins" in out and "“5” / “9”" in out and "denies" in out
    assert to_dict(a_digest())["events"][0]["origins"] == 2


def test_the_atom_file_holds_hostile_words_as_words(tmp_path):
    path = tmp_path / "d.xml"
    delivery.write_atom(a_digest("<script>\x00]]>&amp;\ud800 \ufffe"), path)
    delivery.write_atom(a_digest(), path)
    tree = etree.parse(path)
    assert len(tree.findall("{*}entry")) == 1
    assert tree.findtext("{*}id") == "urn:selon:digest" and not tree.findall(".//{*}script")


def test_a_webhook_gets_json_and_a_broken_one_is_said(socket_enabled, monkeypatch, tmp_path):
    got = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((dict(self.headers), json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(200 if len(got) == 1 else 500)
            self.end_headers()

        def log_message(self, *_):
            return

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SELON_WEBHOOK_TOKEN", "word")
    url = f"http://127.0.0.1:{server.server_port}/hook"
    delivery.post(a_digest(), url)
    headers, body = got[0]
    assert headers["Authorization"] == "Bearer word" and body["events"][0]["articles"] == 3
    with pytest.raises(SelonError) as caught:
        delivery.post(a_digest(), url)
    assert caught.value.code == "webhook"
    server.shutdown()
    server.server_close()
    with pytest.raises(SelonError):
        delivery.post(a_digest(), url)


def test_a_mail_is_sent_encrypted_with_its_password_from_the_environment(monkeypatch):
    sent = []

    class Server:
        def __init__(self, host, port, timeout):
            sent.append(("to", host, port))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def starttls(self, context):
            sent.append(("tls", context.check_hostname))

        def login(self, user, word):
            sent.append(("login", user, word))

        def send_message(self, message):
            sent.append(("sent", message["To"], message.get_content()))

    monkeypatch.setattr(delivery.smtplib, "SMTP", Server)
    monkeypatch.setenv("SELON_SMTP_PASSWORD", "word")
    from selon.watching import Mail

    delivery.send(a_digest(), Mail("smtp.example", "a@b.example", ("c@d.example",), user="me"))
    assert [s[0] for s in sent] == ["to", "tls", "login", "sent"]
    assert sent[1][1] and sent[2] == ("login", "me", "word") and "2 origins" in sent[3][2]
    sent.clear()
    delivery.send(
        a_digest(), Mail("smtp.example", "a@b.example", ("c@d.example",), user="me", security="none")
    )
    assert [s[0] for s in sent] == ["to", "sent"]  # no password over an open line
