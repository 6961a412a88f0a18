"""Markdown: blocks with their kinds, inline marks gone, front matter as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from selon.gather.blocks import Block
from selon.gather.metadata import Field

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*\r?\n", re.S)
_KEYS = {
    "title": "title", "titre": "title", "date": "published", "published": "published", "author": "author",
    "auteur": "author", "lang": "language", "language": "language", "url": "url", "link": "url", "source": "publisher",
    "publisher": "publisher",
}  # fmt: skip
# what opens and closes -> kind of the passages in it
_KINDS = {
    "bullet_list": "list_item",
    "ordered_list": "list_item",
    "blockquote": "quote",
    "heading": "heading",
    "tr": "table",
}


def extract(text: str) -> tuple[tuple[Block, ...], tuple[Field, ...]]:
    """The blocks of a Markdown text (CommonMark and tables) and the fields of its front matter."""
    front = _FRONT.match(text)
    blocks = tuple(_blocks(text[front.end() :] if front else text))
    fields = tuple(_fields(front.group(1))) if front else ()
    return blocks, fields


def _fields(front: str) -> Iterator[Field]:
    try:
        data = yaml.safe_load(front)
    except yaml.YAMLError:
        return
    for key, value in data.items() if isinstance(data, dict) else ():
        name = _KEYS.get(str(key).lower())
        if name and value is not None and not isinstance(value, dict):
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield Field(name, text[:10] if name == "published" else text, "front matter")


def _blocks(text: str) -> Iterator[Block]:
    from markdown_it import MarkdownIt

    kinds = ["paragraph"]
    row: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        base, _, edge = token.type.rpartition("_")
        if edge == "open" and base in _KINDS:
            kinds.append("title" if token.tag == "h1" else _KINDS[base])
        elif edge == "close" and base in _KINDS:
            kinds.pop()
        if token.type == "tr_close":
            yield Block("table", " | ".join(row))
            row = []
        elif token.type == "inline" and kinds[-1] == "table":
            row.append(_inline(token.children or []))
        elif token.type == "inline" and _inline(token.children or []):
            yield Block(kinds[-1], _inline(token.children or []))


def _inline(children) -> str:  # type: ignore[no-untyped-def]
    """The words of inline tokens; a break inside a paragraph is a space, as when it is rendered."""
    parts = []
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type in {"text", "code_inline"}:
            parts.append(child.content)
    return re.sub(r"[ \t]+", " ", "".join(parts)).strip()
