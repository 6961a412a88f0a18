"""The newcomer's way: an empty record, the examples, one claim accepted, one corrected, one case, one report kept.

Under ten clicks and two minutes, in a real browser, with the real extractor. Typing is not a click.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from selon.desk import cases

PICTURES = os.environ.get("SELON_PICTURES")  # a folder, docs/pictures: the screens are photographed into it


def test_the_newcomers_way(empty, page, tmp_path):
    began, clicks = time.monotonic(), 0

    def click(what: str, **options) -> None:
        nonlocal clicks
        clicks += 1
        page.click(what, **options)

    page.goto(empty.url("/?lang=en"))
    click("text=Read the examples")
    page.wait_for_selector("text=To review", timeout=110_000)
    documents = empty.record.documents()
    assert len(documents) == 8, [f.message for f in empty.record.failures()]
    click("main >> text=To review")
    first = page.input_value('.decide input[name="claim"]')
    click("text=Put in the case")
    page.wait_for_selector(f'.decide input[name="claim"][value="{first}"]', state="attached")
    click('.decide button[value^="accept "]')
    page.wait_for_selector(f'.decide input[name="claim"]:not([value="{first}"])', state="attached")
    second = page.input_value('.decide input[name="claim"]')
    click(".decide >> text=Correct")
    page.select_option(
        'select[name="stage"]', "planned" if page.input_value('select[name="stage"]') != "planned" else "done"
    )
    click("text=Save the correction")
    page.wait_for_selector(".judging")
    click('nav >> text="Report"')
    click("table a >> nth=0")
    with page.expect_download() as kept:
        click("text=Save as HTML")
    file = tmp_path / "report.html"
    kept.value.save_as(file)
    took = time.monotonic() - began

    assert empty.desk.standing(f"claim:{first}").verdict == "accept"
    assert empty.desk.standing(f"claim:{second}").verdict == "correct"
    assert cases.every(empty.desk)[0]["items"] == 1
    report = file.read_text("utf-8")
    assert 'id="n1"' in report and "SHA-256" in report
    assert clicks < 10, clicks
    assert took < 120, took
    if PICTURES:
        photograph(empty, page, Path(PICTURES))


def photograph(served, page, folder: Path) -> None:
    """The pictures of the handbook, of the examples as they were just read."""
    folder.mkdir(parents=True, exist_ok=True)
    case = cases.every(served.desk)[0]["id"]
    documents = served.record.documents()
    richest = {
        x: max((d for d in documents if d["language"] == x), key=lambda d: d["claims"])["id"]
        for x in ("fr", "en")
    }
    for language in ("fr", "en"):
        shown = {
            "inbox": "/",
            "reading": f"/documents/{richest[language]}",
            "review": f"/review?language={language}",
            "case": f"/cases/{case}",
            "report": f"/report/{case}",
            "timeline": "/timeline",
            "coverage": "/coverage?months=24",
        }
        for name, address in shown.items():
            page.goto(served.url(f"{address}{'&' if '?' in address else '?'}lang={language}"))
            page.screenshot(path=str(folder / f"desk-{name}-{language}.png"))
