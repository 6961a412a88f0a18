"""Lines that recur at a publisher, learnt from the record's own articles and marked as noise in a new one."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from selon import packs
from selon.errors import SelonError
from selon.keep import Record
from selon.keep.schema import documents
from selon.model.document import Document
from selon.reading import recurring

LEARNT_FROM = 60  # newest articles of a publisher


class Publishers:
    """What recurs at each publisher and language, learnt once a run."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._known: dict[tuple[str, str], recurring.Recurring] = {}

    def marked(self, document: Document) -> Document:
        """`document` with the lines that recur at its publisher marked; as it is where nothing is known of it.

        Only short lines that end no sentence, quote nobody and report nothing are ever marked.
        """
        if not document.publisher or not document.language:
            return document
        try:
            pack = packs.load("language", document.language)
        except SelonError:  # no pack: the document is kept unread
            return document
        key = (document.publisher, document.language)
        if key not in self._known:
            self._known[key] = recurring.learn(self._texts(*key), pack)
        found = recurring.noise(document.text, self._known[key], pack)
        return replace(document, noise=(*document.noise, *found)) if found else document

    def _texts(self, publisher: str, language: str) -> list[str]:
        query = (
            select(documents.c.id)
            .where(documents.c.publisher == publisher, documents.c.language == language)
            .order_by(documents.c.n.desc())
            .limit(LEARNT_FROM)
        )
        with self.record.database.read() as connection:
            ids = list(connection.scalars(query))
        return [self.record.reading(id)["document"]["text"] for id in ids]
