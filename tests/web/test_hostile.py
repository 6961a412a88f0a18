"""Articles that attack the page: nothing executes, nothing is fetched, nothing breaks, on no screen, in no export."""

from __future__ import annotations

import pytest

import record_samples
from selon.desk import Desk, cases, review
from selon.desk.actors import key_of
from selon.keep import Record

from . import hostile
from .client import Client
from .conftest import USER, Watched, serve

QUIET = """() => ({hit: window.__hit === undefined, frames: frames.length,
  strangers: [...document.querySelectorAll('main script, main style, main iframe, main object, main embed, main link, main meta, main base, main img, main video, main svg script, main foreignObject, main [hx-get], main [data-hx-get]')].length,
  handlers: [...document.querySelectorAll('main *')].filter(e => e.getAttributeNames().some(n => n.startsWith('on'))).length,
  links: [...document.querySelectorAll('main a[href], main form[action]')].map(e => e.getAttribute('href') || e.getAttribute('action')).filter(h => !/^[/#]/.test(h)),
  wide: document.documentElement.scrollWidth > innerWidth + 1,
  side: document.querySelectorAll('.side').length === 1 && document.querySelector('.side nav a').getBoundingClientRect().width > 0})"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile") / "record"
    with Record.open(folder, user=USER) as record:
        desk = Desk(record, user=USER)
        made = [hostile.reading(n) for n in range(hostile.COUNT)]
        record.keep_many((record_samples.original(r), r.to_dict()) for r in made)
        case = cases.open_case(desk, f"<script>{hostile.CALL}</script> {{{{ 7*7 }}}}", USER)
        ids = [r.claims[0].id for r in made]
        cases.put(desk, case, ids[:40], USER)
        for id, attack in zip(ids[:40], hostile.ALL, strict=False):
            review.decide(desk, id, "accept", USER, why=attack[:400].replace("\x00", " "))
        cases.change(desk, case, "note", {"text": hostile.SCRIPTS[0] + hostile.CHARACTERS[0]}, USER)
        cases.conclude(desk, case, hostile.HANDLERS[0], [ids[0]], USER)
        record.work("desk").keep_failure(f"<img src=x onerror={hostile.CALL}>", "read", _problem())
        yield from serve(record)


def _problem():
    from selon.errors import InputError

    return InputError(hostile.SCRIPTS[0], where=hostile.HANDLERS[0], next=hostile.LINKS[0])


def quiet(watched: Watched, address: str) -> str:
    """Opens a page and finds nothing on it that lives; gives its source."""
    answer = watched.page.goto(address, wait_until="domcontentloaded")
    found = watched.page.evaluate(QUIET)
    assert found == {
        "hit": True, "frames": 0, "strangers": 0, "handlers": 0, "links": [], "wide": False, "side": True,
    }, address  # fmt: skip
    watched.clean()
    return answer.text()


@pytest.fixture
def watched(chromium):
    context = chromium.new_context(viewport={"width": 1360, "height": 900})
    yield Watched(context.new_page())
    context.close()


def test_two_hundred_hostile_articles_are_shown_and_do_nothing(attacked, watched):
    documents = attacked.record.documents(limit=400)
    assert len(documents) == hostile.COUNT == 200
    for document in documents:
        source = quiet(watched, attacked.url(f"/documents/{document['id']}?lang=en"))
        assert not set(source) & set("\u202e\u2066\u200b\x00"), (
            "a character that turns or hides text came through"
        )


def test_every_other_screen_stays_quiet_too(attacked, watched):
    case = cases.every(attacked.desk)[0]["id"]
    documents = attacked.record.documents(limit=400)[::20]
    ids = [attacked.record.reading(d["id"])["claims"][0]["id"] for d in documents]
    some = [attacked.record.reading(d["id"])["actors"][0]["name"] for d in documents]
    paths = [
        "/", "/?mark=all", "/review", "/cases", f"/cases/{case}", "/timeline", "/coverage", "/actors", "/origins",
        f"/report/{case}", "/log", "/search?what=claims&act=visit", "/search?q=article", "/add", "/settings",
        *(f"/claims/{i}" for i in ids), *(f"/claims/{i}/correct" for i in ids[:8]),
        *(f"/actors/{key_of(n)}" for n in some[:8]), *(f"/origins/{d['id']}" for d in documents[:4]),
    ]  # fmt: skip
    for path in paths:
        quiet(watched, attacked.url(path))


def test_what_is_typed_into_an_address_does_nothing(attacked, watched):
    from urllib.parse import quote

    for attack in (
        *hostile.SCRIPTS[:4],
        *hostile.HANDLERS[4:8],
        *hostile.TEMPLATES[:3],
        *hostile.CHARACTERS[:3],
    ):
        found = quote(attack, safe="")
        quiet(watched, attacked.url(f"/search?q={found}"))
        quiet(watched, attacked.url(f"/actors?name={found}"))
        quiet(watched, attacked.url(f"/log?who={found}"))


def test_no_template_is_run(attacked):
    case = cases.every(attacked.desk)[0]["id"]
    assert "{{ 7*7 }}" in Client(attacked.address).get(f"/cases/{case}").text


def test_exports_of_hostile_claims_do_nothing(attacked, watched, tmp_path):
    case = cases.every(attacked.desk)[0]["id"]
    client = Client(attacked.address)
    page = client.get(f"/report/{case}.html").text
    file = tmp_path / "report.html"
    file.write_text(page, "utf-8")
    watched.page.goto(file.as_uri())
    assert watched.page.evaluate("window.__hit === undefined && frames.length === 0")
    assert (
        watched.page.locator(
            "script, iframe, img, object, svg a, svg image, svg foreignObject, [onerror], [onload]"
        ).count()
        == 0
    )
    assert [u for u in watched.away if not u.startswith("file:")] == []
    assert [e for e in watched.errors if "frame-ancestors" not in e] == []
    markdown = client.get(f"/report/{case}.md").text
    assert "\n<script" not in markdown and "](javascript:" not in markdown


def test_a_text_without_anything_found_is_shown_whole(tmp_path, watched):
    text = "Nothing to see. " + "\U0001f6a2 \u202e evil " * 3 + "<script>" + hostile.CALL
    with Record.open(tmp_path / "record", user=USER) as record:
        made = hostile.bare(text)
        record.keep_reading(text.encode(), made)
        for served in serve(record):
            quiet(watched, served.url(f"/documents/{made.document.id}"))
            assert "U+202E" in watched.page.inner_text(".text")
