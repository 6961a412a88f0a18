"""Every form, with JavaScript and without: what a person does ends in the record."""

from __future__ import annotations

import pytest

from selon.desk import cases, review
from selon.web.keys import KEYS

from .client import Client

ACCEPT = 'button[value^="accept "]'


def first_claim(served) -> str:
    return review.review(served.desk).claim.line.id


@pytest.fixture(params=["with JavaScript", "without"])
def any_page(request):
    return request.getfixturevalue("page" if request.param == "with JavaScript" else "plain_page")


def test_deciding_goes_on_and_can_be_taken_back(own, any_page):
    page, desk = any_page, own.desk
    first, second = (x.id for x in review.review(desk).ahead[:2])
    page.goto(own.url("/review?lang=en"))
    page.fill('.decide input[name="why"]', "it says so")
    page.click(f".decide {ACCEPT}")
    page.wait_for_selector(f'.decide input[name="claim"][value="{second}"]', state="attached")
    standing = desk.standing(f"claim:{first}")
    assert (standing.verdict, standing.by, standing.why) == ("accept", "mk", "it says so")
    page.click(".latest li:first-child button")
    page.wait_for_selector(".latest li.undone")
    assert desk.standing(f"claim:{first}").verdict is None


@pytest.mark.parametrize("verdict", ["reject", "unsure", "later"])
def test_the_other_decisions(own, any_page, verdict):
    id = first_claim(own)
    any_page.goto(own.url("/review?lang=en"))
    any_page.click(f'.decide button[value^="{verdict} "]')
    any_page.wait_for_selector(f'.decide input[name="claim"]:not([value="{id}"])', state="attached")
    assert own.desk.standing(f"claim:{id}").verdict == verdict


def test_every_kind_of_field_is_corrected(own, any_page):
    page, id = any_page, first_claim(own)
    page.goto(own.url(f"/claims/{id}/correct?lang=en"))
    page.select_option('select[name="act_type"]', "visit")
    page.fill('input[name="supplier"]', "Nordhavn Trading A/S")
    page.fill('input[name="happened"]', "2020-03/2020-05")
    page.fill('input[name="provisions"]', "2397-5")
    page.fill('input[name="trigger"]', "60-70")
    page.fill('input[name="why"]', "table 3 says so")
    page.click("text=Save the correction")
    page.wait_for_selector(".judging")
    standing = own.desk.standing(f"claim:{id}")
    assert standing.verdict == "correct"
    assert dict(standing.corrections) == {
        "act_type": "visit", "supplier": "Nordhavn Trading A/S", "happened": "2020-03/2020-05",
        "provisions": "2397-5", "trigger": "60-70",
    }  # fmt: skip
    page.goto(own.url(f"/claims/{id}?lang=en"))
    assert "Nordhavn Trading A/S" in page.inner_text(".plain")
    assert "5 fields corrected" in page.inner_text(".claim")


def test_a_bad_correction_is_refused_and_nothing_typed_is_lost(own, any_page):
    page, id = any_page, first_claim(own)
    page.goto(own.url(f"/claims/{id}/correct?lang=en"))
    page.fill('input[name="happened"]', "last spring")
    page.fill('input[name="place"]', "Port of Nampo")
    response = None
    with page.expect_navigation() as caught:
        page.click("text=Save the correction")
    response = caught.value
    assert response.status == 400
    assert page.input_value('input[name="place"]') == "Port of Nampo"
    assert "not a date" in page.inner_text('[role="alert"]')
    assert own.desk.standing(f"claim:{id}").verdict is None


def test_the_span_is_moved_word_by_word_without_a_mouse(own, any_page):
    page, id = any_page, first_claim(own)
    page.goto(own.url(f"/claims/{id}/correct?lang=en"))
    start, end = map(int, page.input_value('input[name="trigger"]').split("-"))
    page.focus('button[name="move_trigger"][value="end+"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    moved = tuple(map(int, page.input_value('input[name="trigger"]').split("-")))
    assert moved[0] == start and moved[1] > end
    line = review.open_claim(own.desk, id)
    assert not line.reading.document.text[end : moved[1]].endswith(" ")


def select(page, script: str) -> None:
    page.evaluate(f"""() => {{
      const text = document.querySelector('[data-selectable]');
      const range = document.createRange(); {script}
      getSelection().removeAllRanges(); getSelection().addRange(range); }}""")


def test_words_are_selected_with_the_mouse_as_code_points(own, page):
    from selon.web.views.review import passage_of

    id = first_claim(own)
    opened = review.open_claim(own.desk, id)
    window, text = passage_of(opened), opened.reading.document.text
    page.goto(own.url(f"/claims/{id}/correct?lang=en"))
    select(page, "range.selectNodeContents(text);")
    page.click('[data-take="clause"]')
    assert page.input_value('input[name="clause"]') == f"{window.start}-{window.end}"
    select(
        page, "const t = text.querySelector('.trigger').firstChild; range.setStart(t, 1); range.setEnd(t, 4);"
    )
    page.click('[data-take="trigger"]')
    start, end = map(int, page.input_value('input[name="trigger"]').split("-"))
    assert text[start:end] == opened.claim.trigger.of(text)[1:4]


def test_bulk_decides_what_is_ticked_and_nothing_else(own, any_page):
    page = any_page
    page.goto(own.url("/review?lang=en"))
    boxes = page.locator('.ahead input[type="checkbox"]')
    ids = [boxes.nth(i).get_attribute("value") for i in range(4)]
    boxes.nth(1).check()
    boxes.nth(2).check()
    with page.expect_navigation():
        page.click('#bulk button[value="reject"]')
    assert [own.desk.standing(f"claim:{i}").verdict for i in ids] == [None, "reject", "reject", None]


def test_marks_of_the_inbox(own, any_page):
    page = any_page
    page.goto(own.url("/?lang=en"))
    ids = page.locator(".event .tick input").first.get_attribute("value").split()
    page.locator(".event .tick input").first.check()
    with page.expect_navigation():
        page.click('#marks button[value="kept"]')
    assert all(own.desk.standing(f"claim:{i}").mark == "kept" for i in ids)
    page.goto(own.url("/?mark=kept&lang=en"))
    assert page.locator(".event").count() == 1


def test_a_case_from_claim_to_note(own, any_page):
    page = any_page
    id = first_claim(own)
    page.goto(own.url("/review?lang=en"))
    page.select_option('select[name="case"]', "")
    page.fill("#new-title", "Crates of watches")
    with page.expect_navigation():
        page.click("text=Put in the case")
    made = next(c for c in cases.every(own.desk) if c["title"] == "Crates of watches")
    page.goto(own.url(f"/cases/{made['id']}?lang=en"))
    assert page.locator(".unknown .filed").count() == 1
    page.select_option('select[name="kind"]', "ask")
    page.fill('input[name="of"]', "The harbour authority")
    page.fill('#notes textarea[name="text"]', "Did the ship call?")
    with page.expect_navigation():
        page.click("#notes button:has-text('Add')")
    assert "The harbour authority" in page.inner_text("#notes")
    with page.expect_navigation():
        page.click("text=Take out")
    assert cases.look(own.desk, made["id"]).lines == ()
    assert id


def test_adding_a_pasted_text_and_a_file(own, any_page, tmp_path):
    page = any_page
    page.goto(own.url("/add?lang=en"))
    with page.expect_navigation() as refused:
        page.click("text=Read it")
    assert refused.value.status == 400
    assert "there is no text" in page.inner_text('[role="alert"]')
    file = tmp_path / "note.txt"
    file.write_text("Une note d’essai sur un port.\n", "utf-8")
    page.set_input_files('input[type="file"]', str(file))
    page.fill('textarea[name="text"]', "A short text about a harbour.")
    own.app.state.worker.stop()
    with page.expect_navigation():
        page.click("text=Read it")
    counts = own.record.work("desk").counts()
    assert counts["waiting"] + counts["taken"] + counts["done"] + counts["failed"] == 2


def test_search_keeps_everything_in_the_address(own, any_page):
    page = any_page
    page.goto(own.url("/search?lang=en"))
    page.fill("#q", "Orval Shipping")
    page.check('input[name="what"][value="claims"]')
    page.select_option('select[name="stage"]', "done")
    with page.expect_navigation():
        page.press("#q", "Enter")
    assert "q=Orval+Shipping" in page.url and "stage=done" in page.url and "what=claims" in page.url
    assert page.locator(".results .row").count() > 0


def test_not_the_same_is_remembered_with_its_reason(own, any_page):
    page = any_page
    document = next(d["id"] for d in own.record.documents() if own.record.reading(d["id"])["candidates"])
    page.goto(own.url(f"/documents/{document}?lang=en"))
    page.fill('.candidate input[name="why"]', "another company, founded later")
    with page.expect_navigation():
        page.click(".candidate button")
    assert "another company, founded later" in page.inner_text("#candidates")


def test_a_finding_needs_somebody_else(own):
    client = Client(own.address)
    case = cases.every(own.desk)[0]["id"]
    claim = cases.look(own.desk, case).known[0].id
    assert client.post(f"/cases/{case}/finding", {"text": "It was so.", "claim": claim}).status == 200
    made = cases.findings_of(own.desk, case)[-1]
    assert made.author == "mk" and made.state == "draft"
    refused = client.post(f"/findings/{made.id}", {"kind": "second"})
    assert refused.status == 400 and "somebody other than the author" in refused.text


def test_a_clash_is_kept_and_shown(own):
    client = Client(own.address)
    id = first_claim(own)
    review.decide(own.desk, id, "unsure", "ana")
    seen = own.desk.standing(f"claim:{id}").history[-1].id
    review.decide(own.desk, id, "accept", "bo", seen=seen)
    client.post("/review/decide", {"decision": f"reject {id}", "seen": seen})
    standing = own.desk.standing(f"claim:{id}")
    assert standing.clash and standing.verdict == "reject" and standing.dissent
    assert id in client.get("/review?state=clash&lang=en").text
    assert "two judged at once" in client.get(f"/claims/{id}?lang=en").text


def test_writes_without_the_form_token_or_from_elsewhere_are_refused(own):
    client = Client(own.address)
    id = first_claim(own)
    form = {"decision": f"accept {id}"}
    assert client.post("/review/decide", form, token="").status == 403
    assert client.post("/review/decide", form, token="0" * 40).status == 403
    assert client.post("/review/decide", form, Origin="https://evil.example").status == 403
    assert client.post("/review/decide", form, **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert own.desk.standing(f"claim:{id}").verdict is None


def test_looking_changes_nothing(own):
    before = own.record.head()
    client = Client(own.address)
    document = own.record.documents()[0]["id"]
    for path in (
        "/",
        "/review",
        f"/documents/{document}",
        "/cases",
        "/log",
        "/search?q=Orval",
        "/coverage",
        "/actors",
    ):
        client.get(path)
    assert own.record.head() == before


def test_keys_do_what_the_buttons_do(own, page):
    page.goto(own.url("/review?lang=en"))
    ahead = [x.id for x in review.review(own.desk).ahead]

    def at(id: str) -> None:
        page.wait_for_selector(f'.decide input[name="claim"][value="{id}"]', state="attached")

    for n, (key, verdict) in enumerate((("y", "accept"), ("n", "reject"), ("u", "unsure"), ("s", "later"))):
        at(ahead[n])
        page.keyboard.press(key)
        at(ahead[n + 1])
        assert own.desk.standing(f"claim:{ahead[n]}").verdict == verdict
    page.keyboard.press("z")
    page.wait_for_selector(".latest li.undone")
    assert own.desk.standing(f"claim:{ahead[3]}").verdict is None
    page.goto(own.url(f"/review?claim={ahead[5]}"))
    with page.expect_navigation():
        page.keyboard.press("j")
    at(ahead[6])
    with page.expect_navigation():
        page.keyboard.press("k")
    at(ahead[5])
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.name") == "case"
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("e")
    assert page.url.partition("?")[0].endswith("/correct")
    with page.expect_navigation():
        page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/documents/" in page.url


def test_going_keys(served, page):
    page.goto(served.url("/settings?lang=en"))
    going = {k.key: k.name.removeprefix("go_") for k in KEYS if k.group == "going"}
    for key, name in going.items():
        with page.expect_navigation():
            page.keyboard.press("g")
            page.keyboard.press(key.split()[1])
        expected = "/" if name == "inbox" else f"/{name}"
        assert page.evaluate("location.pathname") == expected
    with page.expect_navigation():
        page.keyboard.press("?")
    assert page.evaluate("location.pathname") == "/keys"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"


def test_layers_and_lights_and_rows(served, page):
    record = served.record
    document = next(d["id"] for d in record.documents() if record.reading(d["id"])["candidates"])
    page.goto(served.url(f"/documents/{document}?lang=en"))
    for n, layer in enumerate(("statements", "acts", "sources", "names", "dates"), 1):
        page.keyboard.press(str(n))
        assert page.locator(f".reading.hide-{layer}").count() == 1
        assert "hide=" in page.url and layer in page.url
        page.keyboard.press(str(n))
        assert page.locator(f".reading.hide-{layer}").count() == 0
    page.hover(".text .m.trigger >> nth=0")
    assert page.locator(".card.lit").count() >= 1
    page.hover(".card >> nth=1")
    assert page.locator(".text .m.lit").count() >= 1
    page.keyboard.press("j")
    assert page.locator(".card.at").count() == 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/claims/" in page.url


def test_layers_without_javascript_are_addresses(served, plain_page):
    document = served.record.documents()[0]["id"]
    plain_page.goto(served.url(f"/documents/{document}?lang=en"))
    plain_page.click(".layer-acts")
    assert plain_page.url.endswith("?hide=acts")
    assert not plain_page.locator(".card").first.is_visible()


def test_keys_can_be_switched_off(served, page):
    page.goto(served.url("/keys?lang=en"))
    with page.expect_navigation():
        page.click("text=Switch the keys off")
    page.goto(served.url("/?lang=en"))
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_timeout(200)
    assert page.evaluate("location.pathname") == "/"


def test_a_link_to_a_span_lands_on_it(served, page):
    document = served.record.documents()[0]["id"]
    claim = served.record.reading(document)["claims"][-1]
    trigger = next(e for e in claim["evidence"] if e["role"] == "trigger")
    page.goto(served.url(f"/documents/{document}?span={trigger['start']}-{trigger['end']}#at"))
    assert page.inner_text("#at") == trigger["text"]
    assert page.locator("#at").is_visible()


def test_copies_are_looked_for_and_count_once(own):
    import record_samples
    from selon.desk import inbox, origins

    one = record_samples.reading(1, claims=12, url=False)
    again = record_samples.reading(1, claims=12, url=False, edit="Repris sans changement.")
    for made in (one, again):
        own.record.keep_reading(record_samples.original(made), made)
    client = Client(own.address)
    assert client.post("/origins").status == 200
    family = origins.origins(own.desk, one.document.id)
    assert {d["id"] for d in family.family} >= {one.document.id, again.document.id}
    assert len(family.roots) < len(family.family)
    event = next(e for e in inbox.inbox(own.desk).events if e.first.document == again.document.id)
    assert event.articles == 2 and event.origins == 1
