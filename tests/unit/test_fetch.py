"""Fetching against a real server: what is asked for, what is refused, what is kept."""

from __future__ import annotations

import gzip
import time
import zlib
from dataclasses import replace

import pytest

from selon.errors import InputError
from selon.gather.address import checked, networks
from selon.gather.arrivals import Failure, arrivals
from selon.gather.capture import Capture
from selon.gather.fetch import Fetcher, Manners
from web_server import site

LOOPBACK = networks(["127.0.0.0/8"])
PAGE = (
    "<html><body><article><h1>Port</h1><p>The ship called at the port on Monday.</p></article></body></html>"
)


@pytest.fixture
def server(socket_enabled):
    with site() as running:
        yield running


@pytest.fixture
def slept():
    return []


@pytest.fixture
def fetcher(slept):
    manners = Manners(contact="https://desk.example", delay=0.0, allowed=LOOPBACK, seconds=5, size=100_000)
    with Fetcher(manners, sleep=slept.append) as made:
        yield made


def changed(fetcher: Fetcher, **manners) -> Fetcher:
    return Fetcher(replace(fetcher.manners, **manners), sleep=fetcher.sleep)


def refusal(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(InputError) as caught:
        fetcher.get(url)
    assert caught.value.where and caught.value.next
    return caught.value.code


def test_a_page_comes_with_who_asks_said(server, fetcher):
    found = fetcher.get(server.put("/a.html", PAGE))
    assert found and found.data == PAGE.encode() and found.peer == "127.0.0.1"
    assert server.asked("/a.html")[0]["User-Agent"].endswith("(+https://desk.example)")
    assert server.seen[0][0] == "/robots.txt"


# addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200",
        "0.0.0.0", "192.0.0.192", "168.63.129.16", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00:ec2::254",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_private_addresses_are_refused_however_written(address):
    with pytest.raises(InputError) as caught:
        checked("name.example", 80, (), lambda host, port: [address])
    assert caught.value.code == "private"


def test_one_private_address_among_public_ones_is_enough():
    with pytest.raises(InputError):
        checked("name.example", 80, (), lambda host, port: ["93.184.215.14", "10.0.0.1"])


def test_public_addresses_are_connected_to_as_checked():
    assert checked("name.example", 443, (), lambda h, p: ["93.184.215.14"]) == "93.184.215.14"


def test_other_ports_are_refused_except_on_ones_own_networks():
    with pytest.raises(InputError) as caught:
        checked("name.example", 25, (), lambda h, p: ["93.184.215.14"])
    assert caught.value.code == "port"
    assert checked("own", 25, LOOPBACK, lambda h, p: ["127.0.0.1"]) == "127.0.0.1"


def test_loopback_is_refused_unless_allowed(server):
    url = server.put("/a.html", PAGE)
    assert refusal(Fetcher(Manners(delay=0)), url) == "private"
    assert refusal(Fetcher(Manners(delay=0)), url.replace("127.0.0.1", "localhost")) == "private"
    assert refusal(Fetcher(Manners(delay=0)), url.replace("127.0.0.1", "2130706433")) in {
        "private",
        "no-host",
    }
    assert not server.seen


def test_a_redirect_into_a_private_network_is_refused(server, fetcher):
    server.pages["/out"] = (302, {"Location": "http://10.0.0.1/secret"}, b"")
    server.pages["/metadata"] = (301, {"Location": "http://169.254.169.254/latest/meta-data/"}, b"")
    server.pages["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert refusal(fetcher, server.url("/out")) == "private"
    assert refusal(fetcher, server.url("/metadata")) == "private"
    assert refusal(fetcher, server.url("/file")) == "scheme"


def test_a_name_that_changes_its_address_is_checked_at_every_connection(server):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    manners = Manners(delay=0, allowed=LOOPBACK, seconds=3)
    fetcher = Fetcher(manners, resolve=lambda host, port: next(answers), sleep=lambda s: None)
    server.pages["/robots.txt"] = (200, {"Connection": "close"}, b"")
    server.put("/a.html", PAGE)
    assert refusal(fetcher, server.url("/a.html", "turning.example")) == "private"
    assert [path for path, _ in server.seen] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://example.org/a", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http://", "address"),
        ("http://user:word@example.org/", "address"),
        ("http://example.org/a\r\nX: y", "address"),
        ("http://example.org:99999/", "address"),
        ("http://[::1", "address"),
        ("no address", "address"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused(fetcher, url, code):
    assert refusal(fetcher, url) == code


# limits


def test_a_redirect_to_nonsense_is_a_named_failure(server, fetcher):
    for n, nonsense in enumerate(("http://[", "http://a\xe9\xff:x/", "http://0:0/")):
        server.pages[f"/n{n}"] = (302, {"Location": nonsense}, b"")
        assert refusal(fetcher, server.url(f"/n{n}")) in {"address", "no-host"}


def test_redirects_end(server, fetcher):
    server.pages["/round"] = (302, {"Location": "/round"}, b"")
    assert refusal(fetcher, server.url("/round")) == "redirects"


def test_a_redirect_is_followed_and_the_last_address_kept(server, fetcher):
    server.pages["/old"] = (301, {"Location": "/new.html"}, b"")
    server.put("/new.html", PAGE)
    found = fetcher.get(server.url("/old"))
    assert found.url == server.url("/new.html") and found.asked == server.url("/old")


def test_a_body_that_is_too_long_is_refused(server, fetcher):
    assert refusal(fetcher, server.put("/long", b"a" * 100_001)) == "too-long"


def test_a_packed_bomb_is_not_unpacked(server, fetcher):
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    assert refusal(fetcher, server.put("/bomb", bomb, **{"Content-Encoding": "gzip"})) == "too-long"
    twice = gzip.compress(gzip.compress(b"\0" * 50_000_000))
    assert refusal(fetcher, server.put("/twice", twice, **{"Content-Encoding": "gzip, gzip"})) == "too-long"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(b"not packed", "gzip"), (gzip.compress(b"a" * 999)[:-12], "gzip"), (b"x", "br"), (b"x", "gzip, zstd")],
)
def test_damaged_or_unasked_packing_is_a_named_failure(server, fetcher, body, encoding):
    assert refusal(fetcher, server.put("/p", body, **{"Content-Encoding": encoding})) == "packed"


@pytest.mark.parametrize("pack", [zlib.compress, lambda b: zlib.compress(b, wbits=-15)])
def test_deflate_is_read_both_ways_servers_send_it(server, fetcher, pack):
    found = fetcher.get(server.put("/d", pack(PAGE.encode()), **{"Content-Encoding": "deflate"}))
    assert found.data == PAGE.encode()


def test_a_server_that_drips_is_left_when_the_time_is_over(server, fetcher):
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"a")
            time.sleep(0.1)

    server.pages["/drip"] = drip
    began = time.monotonic()
    assert refusal(changed(fetcher, seconds=0.6), server.url("/drip")) == "time-limit"
    assert time.monotonic() - began < 3


# politeness


def test_robots_are_obeyed_and_asked_once(server, fetcher):
    server.put("/robots.txt", "User-agent: *\nDisallow: /private/\n", "text/plain")
    server.put("/private/a", PAGE)
    server.put("/b", PAGE)
    assert refusal(fetcher, server.url("/private/a")) == "robots"
    assert fetcher.get(server.url("/b"))
    assert len(server.asked("/robots.txt")) == 1 and not server.asked("/private/a")


def test_robots_hold_for_where_a_redirect_leads(server, fetcher):
    server.put("/robots.txt", "User-agent: selon\nDisallow: /private/\n", "text/plain")
    server.pages["/go"] = (302, {"Location": "/private/a"}, b"")
    assert refusal(fetcher, server.url("/go")) == "robots"
    assert not server.asked("/private/a")


def test_without_robots_nothing_is_forbidden_with_a_broken_server_everything_is(server, fetcher, slept):
    url = server.put("/a", PAGE)
    assert fetcher.get(url)
    server.pages["/robots.txt"] = (503, {}, b"")
    assert refusal(changed(fetcher), url) == "robots"


def test_a_host_is_left_a_pause_and_its_own_longer_one(server, slept):
    server.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", "text/plain")
    url = server.put("/a", PAGE)
    fetcher = Fetcher(Manners(delay=1, allowed=LOOPBACK), sleep=slept.append, now=lambda: 100.0)
    fetcher.get(url)
    fetcher.get(url)
    assert slept == [7.0]


def test_a_busy_server_is_asked_again_later(server, fetcher, slept):
    answers = iter([(503, {"Retry-After": "9"}, b""), (200, {}, PAGE.encode())])
    server.pages["/busy"] = lambda _: next(answers)
    assert fetcher.get(server.url("/busy")).data == PAGE.encode()
    assert max(slept) == 9.0


def test_a_broken_line_is_tried_a_few_times_with_growing_pauses(server, fetcher, slept):
    fetcher.get(server.put("/a", PAGE))
    server.pages["/cut"] = lambda handler: None
    assert refusal(fetcher, server.url("/cut")) == "unreachable"
    assert len(server.asked("/cut")) == 3
    assert 2 <= slept[-2] < slept[-1] <= 6


def test_a_missing_page_is_not_asked_for_again(server, fetcher):
    assert refusal(fetcher, server.url("/nothing")) == "status"
    assert len(server.asked("/nothing")) == 1


def test_an_unchanged_page_is_not_sent_twice(server, fetcher):
    def page(handler):
        if handler.headers.get("If-None-Match") == '"1"':
            return 304, {}, b""
        return 200, {"ETag": '"1"', "Last-Modified": "Mon, 24 Nov 2025 10:00:00 GMT"}, PAGE.encode()

    server.pages["/feed"] = page
    url = server.url("/feed")
    assert fetcher.get(url, conditional=True)
    assert fetcher.get(url, conditional=True) is None
    assert server.asked("/feed")[1]["If-Modified-Since"] == "Mon, 24 Nov 2025 10:00:00 GMT"
    other = Fetcher(fetcher.manners, validators=dict(fetcher.validators), sleep=fetcher.sleep)
    assert other.get(url, conditional=True) is None


# captures


def test_a_capture_is_a_warc_that_gives_the_page_back(server, fetcher, tmp_path):
    body = gzip.compress(PAGE.encode())
    found = fetcher.get(server.put("/a.html", body, **{"Content-Encoding": "gzip"}))
    with Capture(tmp_path) as capture:
        capture.keep(found)
        capture.keep(fetcher.get(server.put("/b.html", PAGE)))
    items = list(arrivals(capture.path))
    assert not any(isinstance(i, Failure) for i in items)
    assert [i.url for i in items] == [server.url("/a.html"), server.url("/b.html")]
    assert items[0].data == PAGE.encode() == items[1].data and items[0].fetched == found.at


def test_a_capture_holds_request_and_answer_as_they_went(server, fetcher, tmp_path):
    from warcio.archiveiterator import ArchiveIterator

    with Capture(tmp_path) as capture:
        capture.keep(fetcher.get(server.put("/a.html?x=1", PAGE)))
    with capture.path.open("rb") as stream:
        kinds = [
            (r.rec_type, r.http_headers and r.http_headers.statusline)
            for r in ArchiveIterator(stream, check_digests=True)
        ]
    assert [k for k, _ in kinds] == ["warcinfo", "response", "request"]
    assert kinds[2][1] == "/a.html?x=1 HTTP/1.1"


def test_a_run_without_pages_leaves_no_file(tmp_path):
    with Capture(tmp_path / "captures") as capture:
        pass
    assert not capture.path.exists()


def test_a_full_or_forbidden_folder_is_said(fetcher, server, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError) as caught, Capture(tmp_path / "file") as capture:
        capture.keep(fetcher.get(server.put("/a", PAGE)))
    assert caught.value.code == "capture" and caught.value.next


def test_reading_stages_never_import_the_fetcher():
    import subprocess
    import sys

    code = "import sys, selon; selon.read('Tokyo said the ship left.', language='en'); print([m for m in sys.modules if 'fetch' in m and 'selon' in m])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
