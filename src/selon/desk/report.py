"""A report put together from a case: templates over accepted claims, what people wrote, annexes.

A sentence that rests on no accepted claim is refused: it is listed with the reason. People write paragraphs and
translations as notes of the case that name the claims they rest on; findings and recommendations are theirs alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from selon.desk import cases
from selon.desk.annexes import Setting, annexes
from selon.desk.desk import Desk
from selon.desk.lines import Line
from selon.desk.told import SECTIONS, Teller, Told
from selon.draw.flow import HIDDEN
from selon.draw.label import labels
from selon.errors import InputError
from selon.keep.redact import masked
from selon.keep.schema import relations, runs
from selon.model.judgement import Case, Finding, Judgement
from selon.model.regime import Engagement
from selon.report.lint import Remark, lint, verdict
from selon.report.paper import Block, Heading, Paper, Paragraph, Sentence, Table
from selon.report.wording import abbreviations, listed, spoken, term, wording
from selon.version import __version__

ACCEPTED = ("accept", "correct")
KEPT_AS = {"number", "document", "place", "kept", "language", "anchor", "svg", "claim", "link", "level", "by"}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A report on its way: the paper, and what the rules of wording remark on."""

    case: Case
    paper: Paper
    remarks: tuple[Remark, ...]
    sentences: int

    @property
    def language(self) -> str:
        return self.paper.language


@dataclass(frozen=True, slots=True)
class Written:
    """What a person wrote into the report of a case: resting on claims, translating one, or recommending."""

    text: str
    by: str
    at: str
    evidence: tuple[str, ...]
    recommends: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One case of the report: claims between the same parties on the same subject."""

    section: str
    parties: tuple[str, ...]
    told: tuple[Told, ...]


def draft(desk: Desk, id: str, language: str) -> Drafted:
    """The report of a case in a language; raises InputError when there is no such case."""
    return _Making(desk, id, language).drafted()


def saved(made: Drafted) -> Drafted:
    """The draft, when it may leave the desk; raises InputError when no sentence may stand."""
    if not made.sentences:
        raise InputError(
            "no sentence of this report rests on an accepted claim",
            where=made.case.title,
            next="accept or correct a claim of the case first",
            code="unsupported",
        )
    return made


def write(
    desk: Desk, id: str, text: str, claims: Sequence[str], user: str, *, recommends: bool = False
) -> Judgement:
    """A paragraph of a person's own, resting on claims of the case. Raises InputError where it rests on none that is
    accepted, or says in the report's own voice that somebody violated a rule."""
    evidence = [c.removeprefix("claim:") for c in claims]
    opened = cases.look(desk, id)
    standing = {x.id for x in opened.lines if x.verdict in ACCEPTED}
    if missing := [c for c in evidence if c not in standing] or ([] if evidence else ["-"]):
        raise InputError(
            "a paragraph rests on accepted claims of its case",
            where=missing[0],
            next="accept the claim first",
            code="unsupported",
        )
    if words := verdict(text, "en"):
        raise InputError(
            f"a report does not judge in its own voice: “{words}”", where="text",
            next="say which provision would be engaged if it were established, or quote who says so", code="verdict",
        )  # fmt: skip
    value = {
        "text": text.strip(),
        "evidence": evidence,
        "section": "recommendations" if recommends else "observations",
    }
    return cases.change(desk, id, "note", value, user)


def translate(desk: Desk, id: str, claim: str, text: str, user: str) -> Judgement:
    """A person's translation of the words a claim of the case rests on; it is printed marked as such."""
    claim = claim.removeprefix("claim:")
    if claim not in {x.id for x in cases.look(desk, id).lines}:
        raise InputError("not a claim of this case", where=claim, next="see `selon case show`")
    return cases.change(desk, id, "note", {"text": text.strip(), "translates": claim}, user)


class _Making:
    """One report in the making."""

    def __init__(self, desk: Desk, id: str, language: str) -> None:
        self.desk, self.words, self.labels = desk, wording(language), labels(language)
        self.opened = cases.look(desk, id)
        people = desk.record.redactions()
        self.names = [n for r in people for n in (r.name, *r.also)]
        self.written = tuple(_written(n) for n in self.opened.case.notes if n.value.get("evidence"))
        self.refused: list[tuple[str, str]] = []
        self.number = 0
        self.numbers: dict[str, int] = {}  # claim -> paragraph
        self.notes: dict[str, int] = {}  # claim -> footnote
        self.told = self._numbered(self._groups(self._accepted()))
        self.groups = self._groups(self.told)

    # what may stand

    def _accepted(self) -> tuple[Told, ...]:
        opened = self.opened
        good = [x for x in (*opened.known, *opened.disputed) if x.verdict in ACCEPTED]
        for reason, lines in (
            ("undecided", opened.unknown),
            ("rejected", opened.rejected),
            ("disputed", opened.disputed),
        ):
            self.refused += [(self._gist(x), reason) for x in lines if x.verdict not in ACCEPTED]
        self.refused += [(gone, "gone") for gone in opened.gone]
        translations = {
            str(n.value["translates"]): (str(n.value["text"]), n.user)
            for n in opened.case.notes
            if n.value.get("translates")
        }
        teller = Teller(self.desk, self.labels, self.words, translations)
        standings = self._standings([x.subject for x in good])
        return tuple(teller.tell(x, standings[x.subject]) for x in good)

    def _standings(self, subjects: Sequence[str]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for at in range(0, len(subjects), 400):
            out |= self.desk.standings(subjects[at : at + 400])
        return out

    def _gist(self, line: Line) -> str:
        return f"{self.labels('act_type', line.act)}: {' '.join(line.words.split())[:160]}"

    def _groups(self, told: Sequence[Told]) -> tuple[Group, ...]:
        """Cases in the order of the sections, then of their first act."""
        found: dict[tuple[str, tuple[str, ...]], list[Told]] = {}
        for t in sorted(told, key=lambda t: (t.line.happened or t.line.published or "9999", t.line.n)):
            parties = tuple(p for p in (t.origin, t.recipient) if p) or t.parties[:2]
            found.setdefault((t.section, tuple(sorted(dict.fromkeys(parties)))), []).append(t)
        order = list(SECTIONS)
        keys = sorted(found, key=lambda k: order.index(k[0]))
        return tuple(Group(section, parties, tuple(found[section, parties])) for section, parties in keys)

    def _numbered(self, groups: Sequence[Group]) -> tuple[Told, ...]:
        """Footnotes numbered in the order the paragraphs come in: what is said first, then what is denied."""
        out: list[Told] = []
        for group in groups:
            for t in sorted(group.told, key=lambda t: t.denied):
                out.append(t.numbered(len(out) + 1))
                self.notes[t.line.id] = len(out)
        return tuple(out)

    # putting it together

    def drafted(self) -> Drafted:
        head = [*self._summary(), *self._introduction()]
        middle = [*self._cases(), *self._findings(), *self._recommendations()]
        setting = Setting(self.desk, self.words, self.labels, lambda t: HIDDEN.sub("\u2423", self._mask(t)))
        tail = list(annexes(setting, self.told, self.numbers)) if self.told else []
        blocks = (*head, *middle, *tail, *self._left_out(), *self._short_forms([*head, *middle]))
        paper = Paper(
            self.opened.case.title,
            self.words.language,
            self._facts(),
            self.words.tables["notice"].strip(),
            blocks,
            tuple(t.note for t in self.told),
            dict(self.words.table("words")),
            tuple((what, self._why(why)) for what, why in self.refused),
        )
        texts = [(f"§ {p.number}", p.text) for p in paper.paragraphs() if p.by]
        return Drafted(self.opened.case, self._clean(paper), lint(texts, self.words.language), len(self.told))

    def _clean(self, value: Any) -> Any:
        """The paper as it may leave: signs that nobody sees made visible, redacted people blacked out."""
        if isinstance(value, str):
            return HIDDEN.sub("\u2423", self._mask(value) if self.names else value)
        if isinstance(value, tuple):
            return tuple(self._clean(v) for v in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            changed = {
                f.name: self._clean(getattr(value, f.name))
                for f in dataclasses.fields(value)
                if f.name not in KEPT_AS
            }
            return replace(value, **changed)
        return value

    def _mask(self, text: str) -> str:
        return masked(text, self.names) if self.names else text

    def _facts(self) -> tuple[tuple[str, str], ...]:
        words, opened = self.words, self.opened
        head, hash = self.desk.record.head()
        disputed = sum(x.verdict in ACCEPTED for x in opened.disputed)
        counts = {"known": len(self.told) - disputed, "disputed": disputed, "refused": len(self.refused)}
        now = _moment(self.desk).strftime("%Y-%m-%d")
        return (
            (words("words", "case"), opened.case.id),
            (words("words", "made_on"), spoken(now, words)),
            (words("words", "tool"), f"selon {__version__}"),
            (words("words", "claims_of_case"), words("words", "claims_value", **counts)),
            (words("words", "record_head"), f"{head}:{hash[:16]}"),
        )

    def _heading(self, text: str, level: int, anchor: str) -> Heading:
        return Heading(text, level, anchor)

    def _part(self, name: str) -> Heading:
        return Heading(self.words("headings", name), 1, f"part-{name}")

    def _paragraph(self, *sentences: Sentence, by: str = "", label: str = "") -> Paragraph:
        self.number += 1
        return Paragraph(tuple(s for s in sentences if s.text), self.number, by, label)

    def _summary(self) -> Iterator[Block]:
        words, told = self.words, self.told
        yield self._part("summary")
        if not told:
            return
        languages = sorted({words.table("languages").get(t.line.language, t.line.language) for t in told})
        dated = sorted(t.line.happened for t in told if t.line.happened[:4].isdigit())
        disputed = sum(x.verdict in ACCEPTED for x in self.opened.disputed)
        laws = {e.provision for t in told for e in t.laws if e.engagement.startswith(("would", "may"))}
        findings = [f for f in self.opened.findings if f.state != "withdrawn"]
        agreed = sum(f.state == "agreed" for f in findings)
        count = {"claims": len(told), "documents": len({t.line.document for t in told})}
        count["outlets"] = len({t.line.publisher for t in told})
        yield self._paragraph(
            Sentence(words("summary", "rests", **count, languages=listed(languages, words))),
            Sentence(words("summary", "disputed", n=disputed) if disputed else ""),
        )
        if dated:
            span = {
                "first": spoken(dated[0][:10].split("/")[0], words),
                "last": spoken(dated[-1][:10].split("/")[0], words),
            }
            undated = sum(not t.line.happened for t in told)
            yield self._paragraph(Sentence(words("summary", "span", **span, undated=undated)))
        yield self._paragraph(
            Sentence(words("summary", "law", n=len(laws)) if laws else ""),
            Sentence(words("summary", "findings", n=len(findings), agreed=agreed)),
        )

    def _introduction(self) -> Iterator[Block]:
        yield self._part("introduction")
        for text in self.words.table("introduction"):
            yield self._paragraph(Sentence(text.format(version=__version__, title=self.opened.case.title)))
        yield Heading(self.words("headings", "method"), 2, "method")
        for text in self.words.table("method"):
            yield self._paragraph(Sentence(text))

    # cases

    def _cases(self) -> Iterator[Block]:
        yield self._part("cases")
        section, used = "", {}
        for n, group in enumerate(self.groups, 1):
            if group.section != section:
                section = group.section
                yield Heading(self.words("sections", section), 2, f"section-{section}")
            names = " – ".join(group.parties) or self.words("headings", "several_parties")
            yield Heading(names[:1].upper() + names[1:], 3, f"case-{n}")
            yield from self._case(group, f"case-{n}", used)
        self.refused += [
            (w.text, "unsupported") for w in self.written if not w.recommends and not self._home(w)
        ]
        rest = [n for n in self.opened.case.notes if n.id not in used and n.kind in ("ask", "reply")]
        if rest:
            yield Heading(self.words("headings", "other_replies"), 2, "other-replies")
            yield from (self._exchange(n) for n in rest)

    def _case(self, group: Group, anchor: str, used: dict[str, int]) -> Iterator[Block]:
        said = [t for t in group.told if not t.denied]
        if said:
            yield self._small("claims", anchor)
            yield from (self._claim(t) for t in said)
        yield self._small("collected", anchor)
        yield self._paragraph(*self._collected(group))
        yield self._small("replies", anchor)
        yield from self._replies(group, used)
        yield self._small("law", anchor)
        yield from self._law(group)
        yield self._small("open", anchor)
        yield self._paragraph(*self._questions(group))
        own = {t.line.id for t in group.told}
        written = [w for w in self.written if not w.recommends and self._home(w) in own]
        if written:
            yield self._small("written", anchor)
            yield from self._people(written)

    def _home(self, w: Written) -> str:
        """The claim of `w` that comes last in the report, under whose case it stands; "" where none is accepted."""
        return max((c for c in w.evidence if c in self.notes), key=self.notes.__getitem__, default="")

    def _small(self, name: str, anchor: str) -> Heading:
        return Heading(self.words("headings", name), 4, f"{anchor}-{name}")

    def _claim(self, t: Told) -> Paragraph:
        made = self._paragraph(
            Sentence(t.sentence, (t.note.number,)), Sentence(t.certainty, (t.note.number,))
        )
        self.numbers[t.line.id] = made.number or 0
        return made

    def _collected(self, group: Group) -> Iterator[Sentence]:
        words, documents = self.words, {t.line.document for t in group.told}
        notes = tuple(t.note.number for t in group.told)[:20]
        if len(documents) == 1:
            yield Sentence(words("case", "documents_one"), notes[:1])
        else:
            ties, compared = _ties(self.desk, documents)
            count = {"documents": len(documents), "outlets": len({t.line.publisher for t in group.told})}
            count["roots"] = len(documents) - len({b for _, b in ties})
            yield Sentence(words("case", "documents" if compared else "not_compared", **count), notes)
        grades = sorted({t.line.credibility for t in group.told if t.line.credibility != "6"})
        yield Sentence(
            words("case", "graded", grades=", ".join(grades)) if grades else words("case", "ungraded")
        )

    def _replies(self, group: Group, used: dict[str, int]) -> Iterator[Block]:
        denied = [t for t in group.told if t.denied]
        yield from (self._claim(t) for t in denied)
        folded = {term(p, self.words.language).casefold() for p in group.parties}
        notes = [
            n
            for n in self.opened.case.notes
            if n.kind in ("ask", "reply")
            and term(str(n.value.get("of", "")), self.words.language).casefold() in folded
        ]
        for n in notes:
            if n.id not in used:
                used[n.id] = self.number + 1
                yield self._exchange(n)
            else:
                yield self._paragraph(Sentence(self.words("case", "see_reply", n=used[n.id])))
        if not denied and not notes:
            yield self._paragraph(Sentence(self.words("case", "no_reply")))

    def _exchange(self, n: Judgement) -> Paragraph:
        values = {
            "of": n.value.get("of") or "—",
            "date": spoken(n.at[:10], self.words),
            "text": n.value["text"],
        }
        return self._paragraph(
            Sentence(self.words("case", {"ask": "asked", "reply": "replied"}[n.kind], **values)), by=n.user
        )

    def _law(self, group: Group) -> Iterator[Block]:
        """A paragraph a provision; several are never put into an order of merit."""
        by_provision: dict[str, list[tuple[Told, Engagement]]] = {}
        for t in group.told:
            for e in t.laws:
                if e.engagement not in ("out_of_scope", "context"):
                    by_provision.setdefault(e.provision, []).append((t, e))
        for id, pairs in by_provision.items():
            yield self._paragraph(*self._provision(id, pairs))
        out = dict.fromkeys(x for id, pairs in by_provision.items() for x in self._to_rule_out(id, pairs))
        if out:
            yield self._paragraph(
                Sentence(self.words.table("case")["to_rule_out"].format(what="; ".join(out)))
            )
        if not by_provision:
            yield self._paragraph(Sentence(self.words("case", "no_law")))

    def _to_rule_out(self, id: str, pairs: Sequence[tuple[Told, Engagement]]) -> tuple[str, ...]:
        """Exemptions and caps of a provision in the report's language; as the reading has them where the pack has none."""
        found = tuple(dict.fromkeys(x for _, e in pairs for x in e.rule_out))
        provision = self.desk.provisions.get(id)
        own = provision.text("exemptions", self.words.language) if provision and found else ""
        return (own,) if own else found

    def _provision(self, id: str, pairs: Sequence[tuple[Told, Engagement]]) -> Iterator[Sentence]:
        words, lab, provision = self.words, self.labels, self.desk.provisions.get(id)
        name = f"{provision.resolution} § {provision.paragraph}" if provision else id
        title = provision.text("title", words.language) if provision else ""
        engagement = lab("engagement", pairs[0][1].engagement)
        said = words.table("case")["law"].format(
            engagement=engagement[:1].upper() + engagement[1:],
            provision=f"{name} ({title})" if title else name,
            mark="" if provision and provision.established else words("case", "mark"),
        )
        yield Sentence(said, tuple(dict.fromkeys(t.note.number for t, _ in pairs)))
        unknown = dict.fromkeys(
            lab("element", x.name) for _, e in pairs for x in e.elements if x.state == "unknown"
        )
        if unknown:
            yield Sentence(words("case", "elements", what=", ".join(unknown)))

    def _questions(self, group: Group) -> Iterator[Sentence]:
        words, told = self.words, group.told
        parties = {p.casefold() for p in group.parties}
        waiting = sum(
            bool(parties & {term(p, words.language).casefold() for p in x.parties})
            for x in self.opened.unknown
        )
        undated = sum(not t.line.happened for t in told)
        directionless = sum(not (t.origin and t.recipient) for t in told if len(t.parties) > 1)
        sources = {t.source for t in told}
        found = [
            words("case", "open_undated", n=undated) if undated else "",
            words("case", "open_direction", n=directionless) if directionless else "",
            words.table("case")["open_single"].format(source=next(iter(sources)))
            if len(sources) == 1
            else "",
            words("case", "open_undecided", n=waiting) if waiting else "",
        ]
        found = [f for f in found if f] or [words("case", "open_none")]
        yield from (Sentence(f) for f in found)

    # people

    def _people(self, written: Sequence[Written], label: str = "") -> Iterator[Paragraph]:
        for w in written:
            notes = tuple(self.notes[c] for c in w.evidence if c in self.notes)
            if words := verdict(w.text, self.words.language):
                self.refused.append((w.text, f"verdict:{words}"))
            elif not notes:
                self.refused.append((w.text, "unsupported"))
            else:
                yield self._paragraph(Sentence(w.text, notes), by=w.by, label=label)

    def _findings(self) -> Iterator[Block]:
        yield self._part("findings")
        made = [p for f in self.opened.findings if f.state != "withdrawn" for p in self._finding(f)]
        yield from made or [self._paragraph(Sentence(self.words("findings", "none")))]

    def _finding(self, f: Finding) -> Iterator[Paragraph]:
        words = self.words
        who = listed([s.user for s in f.seconds], words)
        state = words.table("findings")[f"state_{f.state}"].format(who=who)
        claims = [e.removeprefix("claim:") for e in f.evidence]
        for made in self._people([Written(f.text, f.author, f.at, tuple(claims), False)]):
            yield replace(made, by=f"{f.author}, {state}")
            for d in f.dissents:
                yield self._paragraph(
                    Sentence(words("findings", "dissent", who=d.user, why=d.why)), by=d.user
                )

    def _recommendations(self) -> Iterator[Block]:
        yield self._part("recommendations")
        made = list(self._people([w for w in self.written if w.recommends]))
        yield from made or [self._paragraph(Sentence(self.words("recommendations", "none")))]

    # the end

    def _why(self, reason: str) -> str:
        kind, _, words = reason.partition(":")
        return self.words.table("refused")[kind].format(words=words)

    def _left_out(self) -> Iterator[Block]:
        if not self.refused:
            return
        title = self.words("headings", "annex_refused")
        number = 7 if self.told else 1
        yield Heading(self.words("headings", "annex", number=number, title=title), 1, "annex-refused")
        rows = tuple((what, self._why(why)) for what, why in self.refused)
        head = (self.words("columns", "what"), self.words("columns", "why"))
        yield Table("", head, rows, (), (3, 1))

    def _short_forms(self, blocks: Sequence[Block]) -> Iterator[Block]:
        text = " ".join(b.text for b in blocks if isinstance(b, Paragraph)) + " SHA-256 UTC"
        found = abbreviations(text, self.words.language)
        yield self._part("abbreviations")
        head = (self.words("columns", "short"), self.words("columns", "long"))
        yield Table("", head, found, (), (1, 5))


def _written(n: Judgement) -> Written:
    evidence = tuple(str(e).removeprefix("claim:") for e in n.value["evidence"])
    return Written(str(n.value["text"]), n.user, n.at, evidence, n.value.get("section") == "recommendations")


def _moment(desk: Desk) -> datetime:
    clock: Callable[[], datetime] = desk.record.pen.clock
    return clock()


def _ties(desk: Desk, documents: set[str]) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Pairs (earlier, later) of these documents that copy or translate one another, and whether anybody looked."""
    ids = sorted(documents)
    named = [*ids, *(f"document:{i}" for i in ids)]
    rows: list[Mapping[str, Any]] = []
    for at in range(0, len(named), 300):
        rows += desk.rows(select(relations).where(relations.c.a.in_(named[at : at + 300])))
    pairs = [
        tuple(r[x].removeprefix("document:") for x in ("a", "b")) for r in rows if r["relation"] != "passage"
    ]
    looked = desk.rows(select(runs.c.id).where(runs.c.current == 1, runs.c.kind == "origins").limit(1))
    return tuple((a, b) for a, b in pairs if a in documents and b in documents), bool(looked)


__all__ = ["Drafted", "Remark", "draft", "saved", "translate", "write"]
