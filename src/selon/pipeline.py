"""The corridor: the only place that knows the order of the stages.

bytes -> Original -> Document -> passages -> parse -> mentions -> attributions -> claims -> engagements, candidates ->
Reading. Stages are pure; what they need (packs, lists) is loaded once by a `Reader` and passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selon import packs
from selon.errors import InputError, PackError, SelonError
from selon.model.actor import Actor, Candidate, Mention
from selon.model.attribution import Attribution, Source
from selon.model.document import Document, Notice, Original, digest
from selon.model.ports import LanguagePack, RegimePack
from selon.model.reading import Reading
from selon.model.regime import Provision
from selon.version import __version__

if TYPE_CHECKING:
    from selon.screen import Index

MAX_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may say about one document; None means: find out, or leave unresolved."""

    language: str | None = None
    published: str | None = None
    url: str | None = None
    title: str | None = None


class Reader:
    """Reads documents with the packs and lists it was given. Everything is loaded on first use and kept.

    `languages`, `regimes`: names of installed packs (None: all languages, the 1718 regime). `lists`: paths of list
    files, or (path, format id) pairs.
    """

    def __init__(
        self,
        languages: Sequence[str] | None = None,
        regimes: Sequence[str] = ("1718",),
        lists: Iterable[str | Path | tuple[str | Path, str]] = (),
        index: Index | None = None,
    ) -> None:
        self.languages = tuple(languages) if languages is not None else packs.names("language")
        self.regimes = tuple(regimes)
        self._lists = tuple(lists)
        self._index = index

    def read(
        self,
        text: str,
        *,
        language: str | None = None,
        published: str | None = None,
        url: str | None = None,
        title: str | None = None,
    ) -> Reading:
        """The reading of `text`, taken as it stands; `document.id` hashes its UTF-8.

        `published` is a date (YYYY-MM-DD) that relative dates are resolved against; without it they stay unresolved.
        Raises InputError on an empty text, a text of over a million characters, a bad date or lone surrogates.
        """
        options = Options(language, checked_date(published), url, title)
        return self.read_document(_from_text(text, options), options)

    def read_bytes(self, data: bytes, name: str, options: Options = Options()) -> Reading:
        """The reading of a file's bytes: encoding, type and metadata are found out and said; raises InputError."""
        from selon.gather import document

        found = document(
            data,
            name=name,
            url=options.url,
            published=checked_date(options.published),
            language=options.language,
        )
        if options.title:
            found = replace(found, title=options.title)
        return self.read_document(found, options)

    def read_file(self, path: str | Path, options: Options = Options()) -> Reading:
        """The reading of one file; raises InputError when it cannot be opened or read."""
        return self.read_bytes(file_bytes(Path(path)), Path(path).name, options)

    def read_many(self, items: Iterable[str | Mapping[str, Any]]) -> Iterator[Reading]:
        """Readings of texts, or of mappings with `text` and optional `language`, `published`, `url`, `title`."""
        for item in items:
            if isinstance(item, str):
                yield self.read(item)
            else:
                known = {k: item[k] for k in ("language", "published", "url", "title") if item.get(k)}
                yield self.read(item["text"], **known)

    def read_document(self, document: Document, options: Options = Options()) -> Reading:
        """Every stage from passages on, for a document that is already decoded."""
        language = options.language or document.language or self._language_of(document.text)
        document = replace(document, language=language)
        try:
            pack = self._pack(language)
        except PackError as error:
            note = Notice(
                "no-pack", f"no language pack for {language or 'an unknown language'}: {error.next}"
            )
            return Reading(replace(document, notices=(*document.notices, note)), __version__)
        return self._stages(_with_passages(document, pack), pack)

    def _stages(self, document: Document, pack: LanguagePack) -> Reading:
        from selon.reading.attribution import attribute
        from selon.reading.claims import claims as claims_of
        from selon.reading.mentions import mentions as mentions_of
        from selon.reading.parse import parse
        from selon.relate.provisions import engage

        parsed = parse(document, pack)
        mentions, actors = mentions_of(parsed)
        attributions = attribute(parsed, mentions)
        claims = claims_of(parsed, attributions, mentions, actors)
        engagements = tuple(
            e for r in self._regime_packs() for e in engage(claims, actors, r, published=document.published)
        )
        candidates = self._candidates(document.text, with_countries(mentions, actors))
        return Reading(
            document=replace(document, notices=(*document.notices, *parsed.notices)),
            tool=__version__,
            attributions=attributions,
            actors=actors,
            mentions=mentions,
            sources=sources_of(attributions),
            claims=claims,
            engagements=engagements,
            candidates=candidates,
            versions=self._versions(pack),
        )

    def _candidates(self, text: str, mentions: Sequence[Mention]) -> tuple[Candidate, ...]:
        index = self.index()
        if index is None:
            return ()
        from selon.screen import candidates

        return candidates(mentions, text, index)

    def index(self) -> Index | None:
        """The screening index over this reader's lists; None when it has none."""
        if self._index is None and self._lists:
            self._index = build_index(self._lists)
        return self._index

    def _language_of(self, text: str) -> str | None:
        from selon.gather import language

        return language(text, self.languages)

    def _pack(self, language: str | None) -> LanguagePack:
        if language not in self.languages:
            raise PackError(f"no language pack for {language}", next=f"packs: {', '.join(self.languages)}")
        return packs.load("language", language)

    def _regime_packs(self) -> Iterator[RegimePack]:
        return (packs.load("regime", name) for name in self.regimes)

    def provisions(self) -> dict[str, Provision]:
        """The provisions of this reader's regimes, by id: what engagements point to."""
        return {p.id: p for pack in self._regime_packs() for p in pack.regime.provisions}

    def said(self, reading: Reading, language: str) -> Reading:
        """`reading` for a person: the reasons of its engagements, and whom they bind, in the words of `language`."""
        from selon.relate.wording import said

        packs_of = {p.id: pack for pack in self._regime_packs() for p in pack.regime.provisions}
        engagements = tuple(
            said(e, packs_of[e.provision], language) if e.provision in packs_of else e
            for e in reading.engagements
        )
        return replace(reading, engagements=engagements)

    def none_found(self, reading: Reading, language: str) -> dict[str, str]:
        """By claim id: "no provision found" with the nearest ones, where a claim comes near one and engages none."""
        from selon.relate.provisions import nearest
        from selon.relate.wording import none_found

        engaged = {e.claim for e in reading.engagements}
        found: dict[str, list[str]] = {}
        for pack in self._regime_packs():
            for claim in reading.claims:
                if claim.id not in engaged and (
                    near := nearest(
                        claim, reading.actors, pack, published=reading.document.published, limit=2
                    )
                ):
                    found.setdefault(claim.id, []).append(none_found(near, pack, language))
        return {claim: " / ".join(texts) for claim, texts in found.items()}

    def _versions(self, pack: LanguagePack) -> tuple[tuple[str, str], ...]:
        return (
            (f"language:{pack.code}", pack.version),
            ("model", pack.model),
            *((f"regime:{r.id}", r.version) for r in self._regime_packs()),
        )


def build_index(lists: Iterable[str | Path | tuple[str | Path, str]]) -> Index:
    """A screening index over list files; a file without a stated format is tried against every installed one."""
    from selon.screen import Index

    entries = []
    for item in lists:
        path, name = (Path(item[0]), item[1]) if isinstance(item, tuple) else (Path(item), None)
        form = packs.load("list", name) if name else _format_of(path)
        version = form.version(path)
        entries += [(entry, version) for entry in form.entries(path)]
    return Index.of(entries)


def _format_of(path: Path) -> Any:
    if not path.is_file():
        raise InputError("no such list file", where=str(path), next="check the path given with --list")
    for name in packs.names("list"):
        form = packs.load("list", name)
        if form.sniff(path):
            return form
    raise InputError(
        "list format not recognised",
        where=str(path),
        next=f"say it: --list-format {'|'.join(packs.names('list'))}",
    )


def file_bytes(path: Path) -> bytes:
    """The bytes of a file; raises InputError that says why not and what next."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("no such file", where=str(path), next="check the path") from error
    except IsADirectoryError as error:
        raise InputError(
            "is a folder", where=str(path), next="give the files in it, or the folder itself"
        ) from error
    except OSError as error:
        raise InputError(
            f"cannot be opened: {error.strerror}", where=str(path), next="check its permissions"
        ) from error


def with_countries(mentions: Iterable[Mention], actors: Iterable[Actor]) -> tuple[Mention, ...]:
    """Mentions with the country that the document gives their actor elsewhere: a second thing to compare."""
    countries = {a.id: a.country for a in actors}
    return tuple(replace(m, country=m.country or countries.get(m.actor or "")) for m in mentions)


def sources_of(attributions: Iterable[Attribution]) -> tuple[Source, ...]:
    """Every source of the attributions and their chains once, in order."""
    found: dict[str, Source] = {}
    for a in attributions:
        for source in (*(link.source for link in a.chain), a.source):
            found.setdefault(source.id, source)
    return tuple(found.values())


def checked_date(published: str | None) -> str | None:
    """`published` as YYYY-MM-DD (a time after it is cut off); raises InputError."""
    if published is None:
        return None
    try:
        return date.fromisoformat(published[:10]).isoformat()
    except (ValueError, TypeError) as error:
        raise InputError(
            f"not a date: {published!r}",
            code="invalid-date",
            where="published",
            next="write it as YYYY-MM-DD",
        ) from error


def _from_text(text: str, options: Options) -> Document:
    """A document around a text taken as it stands."""
    if not isinstance(text, str):
        raise InputError("the text is not a string", code="missing-text", where="text", next="give a text")
    if not text.strip():
        raise InputError("the text is empty", code="empty", where="text", next="give a text with words in it")
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"the text has {len(text):,} characters, more than {MAX_CHARACTERS:,}",
            code="too-long",
            where="text",
            next="split it into its articles",
        )
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"a lone surrogate at character {error.start}",
            code="lone-surrogate",
            where=f"text, character {error.start}",
            next="repair the text's encoding before reading it",
        ) from error
    original = Original(digest(data), len(data), "text/plain", "utf-8")
    return Document(
        original.id,
        text,
        options.language,
        options.title,
        options.url,
        published=options.published,
        original=original,
        provenance=tuple(
            (f, "argument") for f in ("language", "title", "url", "published") if getattr(options, f)
        ),
    )


def _with_passages(document: Document, pack: LanguagePack) -> Document:
    """The document with its passages and noise, those already known from its page kept."""
    from selon.reading.passages import passages

    found, noise = passages(document.text, pack)
    return replace(document, passages=document.passages or found, noise=(*document.noise, *noise))


__all__ = ["MAX_CHARACTERS", "Options", "Reader", "SelonError", "build_index", "file_bytes", "sources_of"]
