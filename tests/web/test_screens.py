"""Every screen in both languages in a real browser: no error, no stranger called, nothing for axe to say."""

from __future__ import annotations

import pytest

from selon.desk import cases
from selon.desk.actors import key_of

from .client import Client


def addresses(served) -> dict[str, str]:
    """A page of every screen."""
    record = served.record
    document = next(d["id"] for d in record.documents() if record.reading(d["id"])["candidates"])
    claim = record.reading(document)["claims"][0]
    case = cases.every(served.desk)[0]["id"]
    start, end = claim["evidence"][0]["start"], claim["evidence"][0]["end"]
    first = record.documents()[0]["id"]
    return {
        "inbox": "/?mark=all",
        "add": "/add",
        "progress": "/progress",
        "reading": f"/documents/{document}?span={start}-{end}",
        "review": "/review",
        "claim": f"/claims/{claim['id']}",
        "correct": f"/claims/{claim['id']}/correct",
        "cases": "/cases",
        "case": f"/cases/{case}",
        "timeline": f"/timeline?case={case}",
        "coverage": "/coverage?months=24",
        "actors": "/actors",
        "actor": f"/actors/{key_of('Orval Shipping')}",
        "stories": "/origins",
        "origins": f"/origins/{first}",
        "reports": "/report",
        "report": f"/report/{case}",
        "search": "/search",
        "found": "/search?q=Orval+Shipping",
        "found-claims": "/search?what=claims&actor=Orval",
        "log": "/log",
        "settings": "/settings",
        "keys": "/keys",
        "sign-in": "/sign-in",
        "error": "/documents/nothing",
    }


NAMES = (
    "inbox", "add", "progress", "reading", "review", "claim", "correct", "cases", "case", "timeline", "coverage",
    "actors", "actor", "stories", "origins", "reports", "report", "search", "found", "found-claims", "log",
    "settings", "keys", "sign-in", "error",
)  # fmt: skip


def look_with_axe(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {n['html'][:160]} {n['failureSummary'][:200]}" for v in found for n in v["nodes"][:3]
    ]


@pytest.fixture(scope="module", params=["fr", "en"])
def shown(request, chromium):
    """A page in one language: French dark, English light."""
    from .conftest import Watched

    look = "dark" if request.param == "fr" else "light"
    context = chromium.new_context(viewport={"width": 1360, "height": 900}, color_scheme=look)
    yield request.param, Watched(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def pages(served) -> dict[str, str]:
    return addresses(served)


@pytest.mark.parametrize("name", NAMES)
def test_screen(served, pages, shown, name):
    language, watched = shown
    page, address = watched.page, pages[name]
    page.goto(served.url(f"{address}{'&' if '?' in address else '?'}lang={language}"))
    assert page.get_attribute("html", "lang") == language
    assert page.locator("h1").first.inner_text().strip()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), "wider than the window"
    assert look_with_axe(page) == []
    if name == "error":
        watched.errors = [e for e in watched.errors if "404" not in e]
    watched.clean()


def test_every_screen_is_narrow_enough_for_a_telephone(served, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    for name, address in addresses(served).items():
        page.goto(served.url(address))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), name
    context.close()


def test_every_screen_has_a_twin_and_closed_doors(served):
    client = Client(served.address)
    for name, address in addresses(served).items():
        if name in ("correct", "keys", "sign-in", "error", "claim"):
            continue
        path, _, query = address.partition("?")
        twin = "/inbox.json" if path == "/" else f"{path}.json"
        answer = client.get(f"{twin}?{query}")
        assert answer.status == 200, name
        assert isinstance(answer.json, dict), name
        page = client.get(address)
        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy
        assert page.headers["x-content-type-options"] == "nosniff"


def test_openapi_names_the_twins(served):
    paths = Client(served.address).get("/openapi.json").json["paths"]
    for twin in ("/inbox.json", "/review.json", "/documents/{id}.json", "/search.json", "/coverage.json"):
        assert twin in paths
    assert "post" in paths["/review/decide"]


def test_an_empty_record_says_what_to_do_on_every_screen(empty):
    client = Client(empty.address)
    for path in (
        "/",
        "/review",
        "/cases",
        "/timeline",
        "/coverage",
        "/actors",
        "/origins",
        "/report",
        "/log",
        "/search",
    ):
        answer = client.get(path + "?lang=en")
        assert answer.status == 200, path
    assert "Read the examples" in client.get("/?lang=en").text


def test_wrong_addresses_are_answered_with_what_to_do(served):
    client = Client(served.address)
    for path, status in (
        ("/documents/nothing", 404), ("/claims/nothing", 404), ("/cases/nothing", 404), ("/actors/nobody_at_all", 404),
        ("/?mark=odd", 400), ("/review?state=odd", 400), ("/search?happened=yesterday&what=claims", 400),
        ("/documents/nothing.json", 404), ("/nowhere", 404), ("/coverage?months=900", 400),
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status == status, path
        if ".json" in path:
            assert answer.json["error"]["next"]
        else:
            assert "Traceback" not in answer.text


def test_a_bad_span_is_refused_and_one_beyond_the_end_is_cut(served):
    client = Client(served.address)
    document = served.record.documents()[0]["id"]
    assert client.get(f"/documents/{document}?span=9-3").status == 400
    assert client.get(f"/documents/{document}?span=0-99999999").status == 200


def test_strange_hosts_are_not_answered(served):
    assert Client(served.address).get("/", Host="evil.example").status == 421


def test_originals_are_handed_out_as_files_only(served):
    document = served.record.documents()[0]["id"]
    answer = Client(served.address).get(f"/documents/{document}/original")
    assert answer.body == served.record.original(document)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
