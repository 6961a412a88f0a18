"""Addresses as sources: pages, feeds, lists of feeds and sitemaps, each page captured; one bad one stops nothing."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from selon.cli.app import app
from selon.gather.address import networks
from selon.gather.arrivals import Arrival, Failure, arrivals
from selon.gather.fetch import Fetcher, Manners
from selon.gather.web import pages
from web_server import site

ARTICLE = """<html lang="en"><head><title>{title}</title><meta property="article:published_time" content="2024-06-19">
</head><body><article><h1>{title}</h1><p>{text}</p><p>The ministry in Seoul published the statement on Tuesday morning,
after a week in which ships had been seen at the port and officials had declined to answer questions.</p></article></body></html>"""
ARMS = "North Korea delivered artillery shells to Russia in May 2024, the South Korean defence minister said on Tuesday."
TENNIS = "The tennis player won the match in two sets, her coach said after the ceremony in the evening sun."


@pytest.fixture
def server(socket_enabled):
    with site() as running:
        running.put("/arms.html", ARTICLE.format(title="Shells", text=ARMS))
        running.put("/tennis.html", ARTICLE.format(title="Tennis", text=TENNIS))
        yield running


def fetched(server, path: str, most: int = 50) -> list[Arrival | Failure]:
    manners = Manners(delay=0, allowed=networks(["127.0.0.0/8"]))
    with Fetcher(manners, sleep=lambda s: None) as fetcher:
        return list(pages(fetcher, server.url(path), most=most))


def rss(server, *paths: str) -> str:
    items = "".join(
        f"<item><title>{p}</title><link>{server.url(p)}</link><pubDate>Wed, 19 Jun 2024 08:00:00 GMT</pubDate></item>"
        for p in paths
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


def names(items) -> list[str]:
    return [i.url.rpartition("/")[2] if isinstance(i, Arrival) else i.error.code for i in items]


def test_a_feed_leads_to_its_pages_with_its_dates(server):
    server.put(
        "/feed", rss(server, "/arms.html", "/gone.html", "/tennis.html", "/arms.html"), "application/rss+xml"
    )
    found = fetched(server, "/feed")
    assert names(found) == ["arms.html", "status", "tennis.html"]
    assert found[0].published == "2024-06-19"


def test_json_feeds_news_sitemaps_and_opml_lead_to_pages(server):
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "url": server.url("/arms.html")}],
    }
    server.put("/feed.json", json.dumps(feed), "application/feed+json")
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    server.put(
        "/news.xml",
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{news}"><url><loc>{server.url("/tennis.html")}</loc>'
        "<news:news><news:publication_date>2024-06-20</news:publication_date></news:news></url></urlset>",
        "application/xml",
    )
    server.put(
        "/index.xml",
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{server.url("/news.xml")}</loc></sitemap></sitemapindex>',
        "application/xml",
    )
    server.put(
        "/opml", f'<opml><body><outline xmlUrl="{server.url("/feed.json")}"/></body></opml>', "text/xml"
    )
    assert names(fetched(server, "/feed.json")) == ["arms.html"]
    assert names(fetched(server, "/index.xml")) == ["tennis.html"]
    assert fetched(server, "/news.xml")[0].published == "2024-06-20"
    assert names(fetched(server, "/opml")) == ["arms.html"]


def test_feeds_that_lead_to_themselves_and_long_ones_end(server):
    server.put("/self", rss(server, "/self", "/arms.html"), "application/rss+xml")
    assert names(fetched(server, "/self")) == ["arms.html"]
    server.put("/many", rss(server, *[f"/gone{n}" for n in range(9)]), "application/rss+xml")
    assert len(fetched(server, "/many", most=4)) == 4


def test_an_article_that_only_its_feed_carries_is_taken_from_there(server):
    text = " ".join(["The ship left the port on Monday with its cargo of coal."] * 12)
    server.put(
        "/full",
        f'<rss version="2.0"><channel><title>t</title><item><title>Ship</title><link>{server.url("/gone")}</link>'
        f"<description>&lt;p&gt;{text}&lt;/p&gt;</description></item></channel></rss>",
        "application/rss+xml",
    )
    (found,) = fetched(server, "/full")
    assert isinstance(found, Arrival) and found.title == "Ship" and b"cargo of coal" in found.data


def test_read_takes_an_address_and_captures_it(server, tmp_path):
    record = str(tmp_path / "record")
    ran = CliRunner().invoke(
        app,
        [
            "read",
            server.url("/arms.html"),
            "--record",
            record,
            "--allow-network",
            "127.0.0.0/8",
            "--contact",
            "a@b.example",
        ],
    )
    assert ran.exit_code == 0, ran.output
    assert ("1 new" in ran.stderr and "Shells" in ran.stdout) or "shells" in ran.stdout
    (warc,) = (tmp_path / "record" / "captures").iterdir()
    assert [i.url for i in arrivals(warc)] == [server.url("/arms.html")]
    assert server.asked("/arms.html")[0]["User-Agent"].endswith("(+a@b.example)")


def test_read_refuses_a_private_address_that_is_not_allowed(server, tmp_path):
    ran = CliRunner().invoke(app, ["read", server.url("/arms.html"), "--record", str(tmp_path / "r")])
    assert ran.exit_code == 1 and "private network" in ran.stderr
    assert not server.seen


def test_triage_sets_aside_and_says_how_much(server, tmp_path):
    feed = server.put("/feed", rss(server, "/arms.html", "/tennis.html"), "application/rss+xml")
    record = tmp_path / "record"
    ran = CliRunner().invoke(
        app, ["read", feed, "--triage", "--record", str(record), "--allow-network", "127.0.0.0/8"]
    )
    assert ran.exit_code == 0, ran.output
    assert "1 set aside, 1 to be read" in ran.stderr and "1 of 1 read" in ran.stderr
    (row,) = map(json.loads, (record / "captures" / "set-aside.jsonl").read_text().splitlines())
    assert "tennis.html" in row["name"] and row["source"].endswith(".warc.gz")


@pytest.fixture
def desk(tmp_path):
    from selon.desk import Desk
    from selon.keep import Record

    with Record.open(tmp_path / "record", user="mk") as record:
        yield Desk(record, user="mk")


def test_the_desk_fetches_an_address_with_the_same_care(server, desk, monkeypatch):
    from selon.desk import adding

    adding.add_address(desk, server.url("/arms.html"))
    assert adding.work_one(desk)
    (failed,) = desk.record.failures()
    assert failed.code == "private" and not server.seen
    monkeypatch.setenv("SELON_ALLOW_NETWORK", "127.0.0.0/8")
    adding.retry(desk)
    assert adding.work_one(desk) and not adding.work_one(desk)
    (document,) = desk.record.documents()
    assert document["url"] == server.url("/arms.html") and document["title"] == "Shells"
    assert desk.record.receipts(document["id"])[0]["headers"]["Content-Type"].startswith("text/html")
    assert not desk.record.failures()
    assert len(list((desk.record.vault.folder.parent / "captures").iterdir())) == 1


def test_the_desk_refuses_what_is_no_address_and_says_what_to_do_with_a_feed(server, desk, monkeypatch):
    from selon.desk import adding
    from selon.errors import InputError

    with pytest.raises(InputError):
        adding.add_address(desk, "file:///etc/passwd")
    monkeypatch.setenv("SELON_ALLOW_NETWORK", "127.0.0.0/8")
    adding.add_address(desk, server.put("/feed", rss(server, "/arms.html"), "application/rss+xml"))
    assert adding.work_one(desk)
    assert desk.record.failures()[0].code == "feed"
