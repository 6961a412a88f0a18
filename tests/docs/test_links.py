"""The documentation: every relative link leads somewhere, every page has its twin in the other language."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(p for p in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")] if ".venv" not in p.parts)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    links = [
        x for x in LINK.findall(page.read_text("utf-8")) if "://" not in x and not x.startswith("mailto:")
    ]
    assert [x for x in links if not (page.parent / x).exists()] == []


def test_every_page_is_there_in_both_languages():
    pages = lambda language: {p.name for p in (ROOT / "docs" / language).glob("*.md")}  # noqa: E731
    assert pages("en") == pages("fr")
