"""A paper: what a report says, in order, before it takes a file form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Footnote:
    """What proves a sentence. `quote` is in the original language; `translation` (text, by whom) only where a person
    gave one. `passage`: the words around the quote, with True on the stretch quoted. `kept`: when it was received (UTC).
    `document` is the hash of the original bytes; `place` is "start-end" in code points of the document's text."""

    number: int
    quote: str
    language: str
    publisher: str
    title: str
    published: str
    url: str
    document: str
    place: str
    kept: str
    by: str
    translation: tuple[str, str] | None = None
    passage: tuple[tuple[str, bool], ...] = ()
    claim: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with the numbers of the footnotes that they rest on; none only where selon speaks of its own work."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 (part), 2 (section), 3 (case), 4 (what is said about a case). `anchor` is unique in the paper."""

    text: str
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Numbered without restart; `number` None in annexes and in what selon says of itself. `by`: the person who wrote
    it, "" where a template did. `label`: a word set before it ("Recommendation")."""

    sentences: tuple[Sentence, ...]
    number: int | None = None
    by: str = ""
    label: str = ""

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a head; `notes` gives for each row the footnote that its claim has (None: none)."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[int | None, ...] = ()
    widths: tuple[int, ...] = ()  # relative


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG with classes and no style of its own; its table twin follows it in the paper. `alt` says what it shows."""

    svg: str
    caption: str
    alt: str


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """A report. `facts`: (label, value) pairs of the title page; `refused`: (words, reason) of what may not stand in it;
    `words`: the labels that file forms need (contents, footnotes, page …)."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    notice: str
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    words: dict[str, str]
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(b for b in self.blocks if isinstance(b, Heading) and b.level <= 3)

    def paragraphs(self) -> Iterator[Paragraph]:
        """The numbered paragraphs, in order."""
        return (b for b in self.blocks if isinstance(b, Paragraph) and b.number is not None)

    def note(self, number: int) -> Footnote:
        """The footnote with this number."""
        return self.footnotes[number - 1]


def cited(note: Footnote, words: dict[str, str]) -> tuple[str, ...]:
    """A footnote in parts: what comes after the quotation, one string a part (outlet, title, date, address, hash …)."""
    title = words["title_in_quotes"].format(title=note.title) if note.title else ""
    place = words["characters"].format(place=note.place.replace("-", "–"))
    parts = [
        note.publisher,
        title,
        note.published or words["no_date"],
        note.url,
        f"SHA-256 {note.document.removeprefix('sha256:')}",
        place,
        words["kept_on"].format(when=note.kept[:16].replace("T", " ")),
        words["accepted_by"].format(who=note.by),
    ]
    return tuple(p for p in parts if p)


def translated(note: Footnote, words: dict[str, str]) -> str:
    """The marked translation of the quotation, or nothing."""
    if note.translation is None:
        return ""
    text, by = note.translation
    return words["translation_by"].format(text=text, by=by)
