"""The annexes of a report: timeline, network, map, tables of claims and candidates, source mix."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select

from selon.desk.desk import Desk
from selon.desk.times import moments
from selon.desk.told import Told
from selon.draw import network as nets
from selon.draw import timeline as lines_of_time
from selon.draw.chart import Spot, chart
from selon.draw.label import Labels
from selon.keep.schema import candidates, documents
from selon.model.places import centre
from selon.report.paper import Block, Heading, Paragraph, Picture, Sentence, Table
from selon.report.wording import Wording, brief, spoken

BARS = 40  # rows of one picture of the timeline
GOVERNING = ("government", "named_official", "unnamed_officials", "intelligence")
DOMAIN = re.compile(r"\.([a-z]{2})$")


@dataclass(frozen=True, slots=True)
class Setting:
    """What every annex needs. `mask` takes redacted names out of words that go into pictures."""

    desk: Desk
    words: Wording
    labels: Labels
    mask: Callable[[str], str]

    def column(self, *names: str) -> tuple[str, ...]:
        return tuple(self.words("columns", n) for n in names)


Annex = tuple[str, tuple[Block, ...]]


def annexes(setting: Setting, told: Sequence[Told], numbers: dict[str, int]) -> tuple[Block, ...]:
    """Every annex with its heading; `numbers`: paragraph of each claim, by id."""
    made: tuple[Annex, ...] = (
        ("timeline", _timeline(setting, told, numbers)),
        ("network", _network(setting, told)),
        ("map", _map(setting, told)),
        ("claims", _claims(setting, told, numbers)),
        ("candidates", _candidates(setting, told)),
        ("sources", _sources(setting, told)),
    )
    out: list[Block] = []
    for number, (name, blocks) in enumerate(made, 1):
        title = setting.words("headings", f"annex_{name}")
        out.append(
            Heading(setting.words("headings", "annex", number=number, title=title), 1, f"annex-{name}")
        )
        out += blocks or (Paragraph((Sentence(setting.words("annex", "none")),)),)
    return tuple(out)


def _short(setting: Setting, told: Told, numbers: dict[str, int]) -> str:
    parties = " – ".join(brief(p, setting.words.language) for p in told.parties[:2]) or told.source
    return setting.mask(f"{numbers[told.line.id]}. {setting.labels('act_type', told.line.act)}: {parties}")


def _timeline(setting: Setting, told: Sequence[Told], numbers: dict[str, int]) -> tuple[Block, ...]:
    by_line = {t.line.id: t for t in told}
    rows = moments(t.line for t in told)
    dated = [m for m in rows if m.happened or m.said]
    caption = setting.words("annex", "timeline")
    pictures = []
    for at in range(0, len(dated), BARS):
        bars = [
            lines_of_time.Bar(_short(setting, by_line[m.line.id], numbers), "", m.happened, m.said)
            for m in dated[at : at + BARS]
        ]
        if svg := lines_of_time.timeline(bars, caption):
            pictures.append(Picture(str(svg), caption, caption))
    cells = tuple(
        (
            spoken(m.line.happened, setting.words) or "—",
            spoken(m.line.said or m.line.published, setting.words) or "—",
            f"{numbers[m.line.id]}",
            setting.labels("act_type", m.line.act),
            by_line[m.line.id].source,
        )
        for m in rows
    )
    head = setting.column("happened", "said", "number", "act", "source")
    notes = tuple(by_line[m.line.id].note.number for m in rows)
    return (*pictures, Table("", head, cells, notes, (4, 4, 1, 4, 5)))


def _network(setting: Setting, told: Sequence[Told]) -> tuple[Block, ...]:
    pairs: Counter[tuple[str, str]] = Counter()
    sizes: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for t in told:
        names = [setting.mask(brief(n, setting.words.language)) for n in t.parties[:6]]
        kinds |= {setting.mask(brief(a.name, setting.words.language)): a.kind for a in t.reading.actors}
        sizes.update(names)
        pairs.update((min(a, b), max(a, b)) for i, a in enumerate(names) for b in names[i + 1 :] if a != b)
    if not pairs:
        return ()
    tied = {n for pair in pairs for n in pair}
    nodes = [nets.Node(n, n, kinds.get(n, "unspecified"), "", size) for n, size in sizes.items() if n in tied]
    edges = [nets.Edge(a, b, times) for (a, b), times in pairs.items()]
    caption = setting.words("annex", "network")
    rows = tuple((a, b, str(n)) for (a, b), n in sorted(pairs.items(), key=lambda x: (-x[1], x[0])))
    return (
        Picture(str(nets.network(nodes, edges, caption)), caption, caption),
        Table("", setting.column("who", "with", "times"), rows, (), (4, 4, 1)),
    )


def _map(setting: Setting, told: Sequence[Told]) -> tuple[Block, ...]:
    found: Counter[str] = Counter()
    names: dict[str, set[str]] = {}
    for t in told:
        for name, country in t.place:
            if country and centre(country):
                found[country] += 1
                names.setdefault(country, set()).add(setting.mask(name))
    if not found:
        return ()
    spots = [Spot(*centre(c), ", ".join(sorted(names[c])[:2]), n) for c, n in sorted(found.items())]
    caption = setting.words("annex", "map")
    rows = tuple((", ".join(sorted(names[c])), c, str(n)) for c, n in found.most_common())
    return (
        Picture(str(chart(spots, caption)), caption, caption),
        Table("", setting.column("place", "country", "claims"), rows, (), (6, 1, 1)),
    )


def _claims(setting: Setting, told: Sequence[Told], numbers: dict[str, int]) -> tuple[Block, ...]:
    lab, words = setting.labels, setting.words
    rows = tuple(
        (
            str(numbers[t.line.id]),
            lab("act_type", t.line.act),
            f"{lab('stage', t.line.stage)}; {lab('modality', t.line.modality)}",
            brief(t.source, words.language),
            brief(t.origin, words.language),
            brief(t.recipient, words.language),
            spoken(t.line.happened, words),
            ", ".join(dict.fromkeys(e.provision for e in t.laws)),
            t.line.credibility,
        )
        for t in told
    )
    head = setting.column("number", "act", "how", "source", "from", "to", "happened", "provision", "grade")
    return (Table("", head, rows, tuple(t.note.number for t in told), (2, 5, 5, 6, 5, 5, 5, 5, 2)),)


def _candidates(setting: Setting, told: Sequence[Told]) -> tuple[Block, ...]:
    numbers = sorted({t.line.number for t in told})
    places = {t.line.number: t.reading for t in told}
    rows = []
    for at in range(0, len(numbers), 400):
        query = (
            select(candidates)
            .join(documents, candidates.c.document == documents.c.n)
            .where(candidates.c.document.in_(numbers[at : at + 400]))
        )
        rows += setting.desk.rows(query.order_by(candidates.c.n))
    stands = setting.desk.standings([f"candidate:{r['id']}" for r in rows])
    lines = dict.fromkeys(
        _candidate(setting, json.loads(r["json"]), places[r["document"]].document.text)
        for r in rows
        if not stands[f"candidate:{r['id']}"].not_same
    )
    if not lines:
        return ()
    head = setting.column("name", "entry", "list", "reference", "grade", "agrees", "differs", "unstated")
    return (Table("", head, tuple(lines), (), (5, 5, 4, 4, 3, 4, 3, 4)),)


def _candidate(setting: Setting, c: dict, text: str) -> tuple[str, ...]:
    mention = c.get("mention")
    by_result = {
        result: ", ".join(setting.labels("field", f["name"]) for f in c["fields"] if f["result"] == result)
        for result in ("agrees", "differs", "not stated")
    }
    listed = f"{c['list']} {(c['version'] or '').removeprefix('sha256:')[:10]}".strip()
    return (
        text[mention[0] : mention[1]] if mention else "",
        c.get("name") or "",
        f"{listed} ({setting.labels('listed', c['listed'])})",
        c["reference"],
        setting.labels("grade", c["grade"]),
        *by_result.values(),
    )


def _sources(setting: Setting, told: Sequence[Told]) -> tuple[Block, ...]:
    words, lab = setting.words, setting.labels
    unknown = words("annex", "ownership_unknown")
    outlets: dict[str, list[Told]] = {}
    for t in told:
        outlets.setdefault(t.line.publisher or "—", []).append(t)
    rows = tuple(
        (
            name,
            _country(own) or "—",
            ", ".join(sorted({_language(words, t.line.language) for t in own})),
            unknown,
            str(len({t.line.document for t in own})),
            str(len(own)),
        )
        for name, own in sorted(outlets.items(), key=lambda x: (-len(x[1]), x[0]))
    )
    kinds = Counter(t.line.source_kind for t in told)
    by_kind = tuple((lab("source_kind", k), str(n)) for k, n in kinds.most_common())
    columns = setting.column("outlet", "country", "language", "ownership", "documents", "claims")
    return (
        Paragraph((Sentence(words("annex", "source_note")), *_governments(setting, told))),
        Table("", columns, rows, (), (6, 2, 3, 4, 2, 2)),
        Table(words("columns", "kind"), setting.column("kind", "claims"), by_kind, (), (6, 1)),
    )


def _governments(setting: Setting, told: Sequence[Told]) -> Iterable[Sentence]:
    """How many claims rest on authorities of one country, where the country of the speaker is known."""
    countries: Counter[str] = Counter()
    for t in told:
        actor = next(
            (a for a in t.reading.actors if a.id == t.claim.originator or a.name == t.line.source), None
        )
        if actor and actor.country and t.line.source_kind in GOVERNING:
            countries[actor.country] += 1
    for country, n in countries.most_common(4):
        yield Sentence(setting.words("annex", "one_government", n=n, all=len(told), who=country))


def _country(own: Sequence[Told]) -> str:
    for t in own:
        found = DOMAIN.search((urlsplit(t.line.url).hostname or "").lower())
        if found:
            return found[1].upper()
    return ""


def _language(words: Wording, code: str) -> str:
    return words.table("languages").get(code, code)
