"""Official XML, streamed: one record element at a time, no entity resolved, no network, hostile files refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from selon.errors import ListError

REFUSED = "declares a document type; official lists never do, and entities in one can be an attack"


def records(path: Path, *tags: str) -> Iterator[Any]:
    """The elements named `tags` (local names, any namespace) of the file, in order, each freed after use.

    Raises ListError for a document type declaration (entity attacks), for XML that breaks off (a truncated
    download) and for a file that cannot be opened.
    """
    wanted = frozenset(tags)
    try:
        with path.open("rb") as file:
            context = etree.iterparse(
                file,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            first = True
            for event, element in context:
                if first:
                    _refuse_document_type(element, path)
                    first = False
                if event == "end" and local(element) in wanted:
                    yield element
                    _free(element)
    except etree.XMLSyntaxError as error:
        raise ListError(
            f"the XML breaks off or is damaged: {error.msg}",
            where=f"{path}:{error.lineno}",
            next="download the list again",
        ) from error
    except OSError as error:
        raise ListError(
            f"list file cannot be opened: {error.strerror}", where=str(path), next="check the path"
        ) from error


def root_attribute(path: Path, name: str) -> str | None:
    """One attribute of the root element; None where it is absent."""
    with path.open("rb") as file:
        for _, element in etree.iterparse(
            file, events=("start",), resolve_entities=False, no_network=True, load_dtd=False
        ):
            _refuse_document_type(element, path)
            return element.get(name)
    return None


def _refuse_document_type(root: Any, path: Path) -> None:
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise ListError(
            f"the file {REFUSED}",
            where=str(path),
            next="take the file from its publisher",
            code="hostile-list",
        )


def _free(element: Any) -> None:
    """Let go of a record and of its elder siblings, so that a file of any size needs the memory of one record."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def local(element: Any) -> str:
    """The element's name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, tag: str) -> list[Any]:
    """Direct children named `tag`, whatever their namespace."""
    return [child for child in element if local(child) == tag]


def text(element: Any, *path: str) -> str:
    """The text at `path` below `element`, white space folded; "" where there is none."""
    for step in path:
        found = children(element, step)
        if not found:
            return ""
        element = found[0]
    return " ".join((element.text or "").split())


def texts(element: Any, *path: str) -> list[str]:
    """Every non-empty text at `path` (all branches), in order."""
    nodes = [element]
    for step in path:
        nodes = [child for node in nodes for child in children(node, step)]
    return [t for t in (" ".join((n.text or "").split()) for n in nodes) if t]
