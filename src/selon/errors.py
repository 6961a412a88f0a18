"""What can go wrong, said so that a person can act: what, where, what next."""

from __future__ import annotations


class SelonError(Exception):
    """Base of every error that selon raises on purpose.

    `code` is stable and machine-readable; `message` says what, `where` says where (path, line, row),
    `next` says what the person can do.
    """

    code = "error"

    def __init__(
        self, message: str, *, where: str | None = None, next: str | None = None, code: str | None = None
    ):
        super().__init__(message)
        self.message = message
        self.where = where
        self.next = next
        if code:
            self.code = code

    def __str__(self) -> str:
        parts = [self.message]
        if self.where:
            parts.append(f"({self.where})")
        if self.next:
            parts.append(f"- {self.next}")
        return " ".join(parts)

    def to_dict(self) -> dict[str, str | None]:
        """The error object of the `--jsonl` contract."""
        return {"code": self.code, "message": self.message, "where": self.where, "next": self.next}


class InputError(SelonError):
    """The input cannot be read as asked: empty, binary, undecodable, a bad date, an unknown option value."""

    code = "input"


class PackError(SelonError):
    """A language, regime or list pack is missing or malformed; `where` names file and line."""

    code = "pack"


class ListError(SelonError):
    """A sanctions list file cannot be read, or looks truncated."""

    code = "list"


class RecordError(SelonError):
    """The record is damaged, locked or not writable."""

    code = "record"
