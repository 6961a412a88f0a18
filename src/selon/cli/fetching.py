"""How the commands ask the network: who asks, which private networks are one's own, where captures go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from selon.gather.arrivals import Arrival, Failure
    from selon.gather.capture import Capture
    from selon.gather.fetch import Fetcher
    from selon.gather.triage import Triage
    from selon.pipeline import Reader

CONTACT = typer.Option(
    "",
    "--contact",
    metavar="ADDRESS",
    envvar="SELON_CONTACT",
    help="Mail or web address told to every server that is asked for a page.",
)
ALLOW = typer.Option(
    [],
    "--allow-network",
    metavar="NETWORK",
    envvar="SELON_ALLOW_NETWORK",
    help="A private network that may be asked all the same (10.1.2.0/24), for servers of your own.",
)


def fetcher(contact: str, allow: list[str]) -> Fetcher:
    """A fetcher with these manners; raises InputError for a network that is none."""
    from selon.gather.address import networks
    from selon.gather.fetch import Fetcher, Manners

    return Fetcher(Manners(contact=contact, allowed=networks(allow)))


def captures_of(record: str | None) -> Path:
    """The folder for captures: in the record, beside you where the record is on a server."""
    return Path("selon-captures") if record is None or "://" in record else Path(record) / "captures"


class Web:
    """The network for one command: a fetcher and a capture, opened with the first address. `place`: the record."""

    def __init__(self, place: str | None, contact: str = "", allow: list[str] | None = None) -> None:
        self.place = place
        self._contact = contact
        self._allow = allow or []
        self._fetcher: Fetcher | None = None
        self._capture: Capture | None = None

    def takes(self, source: str) -> bool:
        """Whether a source is to be fetched."""
        from selon.gather.web import is_address

        return is_address(source)

    @property
    def capture(self) -> Capture | None:
        """The capture of this run; None where nothing is kept."""
        if self._capture is None and self.place is not None:
            from selon.gather.capture import Capture

            self._capture = Capture(captures_of(self.place))
        return self._capture

    def lies_in(self) -> str:
        """The file that holds what this run fetched."""
        return str(self.capture.path.resolve()) if self.capture else ""

    def arrivals(self, url: str) -> Iterator[Arrival | Failure]:
        """The pages at an address, captured where a record is kept."""
        from selon.gather.web import pages

        if self._fetcher is None:
            self._fetcher = fetcher(self._contact, self._allow)
        yield from pages(self._fetcher, url, self.capture.keep if self.capture else None)

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        if self._fetcher is not None:
            self._fetcher.close()
        if self._capture is not None:
            self._capture.close()


class Sieve:
    """Triage for one command: what cannot matter is counted, and noted in the record so that it is found again."""

    def __init__(self, reader: Reader, place: str | None) -> None:
        from selon.gather.aside import NAME, Aside

        self.triage = triage_of(reader)
        self.aside = Aside(captures_of(place) / NAME) if place is not None else None
        self.passed = self.set_aside = 0

    def through(
        self, source: str, items: Iterable[Arrival | Failure], lies_in: Callable[[], str] | None = None
    ) -> Iterator[Arrival | Failure]:
        """`items` without what is set aside; `lies_in` names the file that holds them (by default `source`)."""
        from selon.gather.triage import SetAside, sift

        for item in sift(items, self.triage):
            if isinstance(item, SetAside):
                self.set_aside += 1
                if self.aside is not None:
                    self.aside.add(lies_in() if lies_in else str(Path(source).resolve()), item)
            else:
                self.passed += 1
                yield item
        typer.echo(f"triage: {self.set_aside} set aside, {self.passed} to be read", err=True)


def items_of(source: str, web: Web | None, sieve: Sieve | None) -> Iterator[Arrival | Failure]:
    """What a source holds: fetched where it is an address, else from disk; without what `sieve` sets aside."""
    from selon.gather.arrivals import arrivals

    fetched = web if web is not None and web.takes(source) else None
    found = fetched.arrivals(source) if fetched else arrivals(Path(source))
    return sieve.through(source, found, fetched.lies_in if fetched else None) if sieve else found


def triage_of(reader: Reader) -> Triage:
    """The triage of what a reader has: its languages, its regimes, the names of its lists."""
    from selon import packs
    from selon.gather.triage import Triage

    index = reader.index()
    return Triage.of(
        (packs.load("language", name) for name in reader.languages),
        [packs.load("regime", name) for name in reader.regimes],
        index.entries() if index is not None else (),
    )
