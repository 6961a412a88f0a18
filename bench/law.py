"""How well acts are held against the law: `./dev bench law`.

1. every regime pack on its own examples, as structured claims: the rules alone;
2. the same examples as sentences, French and English, through the whole reader: what a user gets;
3. the sample article's hand-annotated claims (where ../shared is there): the rules alone, on somebody else's text.

A provision with the wrong engagement value counts as wrong in 1 and 2; in 3 the two are counted apart.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from selon.regimes import HERE, FolderRegime, pack  # noqa: E402
from selon.relate.examples import Example, Measure, examples_of, measure  # noqa: E402

Pairs = Iterable[tuple[Mapping[str, str], Mapping[str, str]]]


def main() -> None:
    packs = [pack(p.parent.name) for p in sorted(HERE.glob("*/regime.yaml"))]
    print(f"{'':34}{'precision':>10}{'recall':>8}{'right':>7}{'given':>7}{'wanted':>8}")
    for one in packs:
        line(f"{one.id}: examples, structured", measure(one))
    for language in ("fr", "en"):
        for one in packs:
            line(f"{one.id}: examples, sentences {language}", sentences(one, language))
    sample()


def line(name: str, m: Measure) -> None:
    print(f"{name:34}{m.precision:>10.3f}{m.recall:>8.3f}{m.right:>7}{m.given:>7}{m.wanted:>8}")


def sentences(one: FolderRegime, language: str) -> Measure:
    """The examples' sentences read from the text alone, as dated articles."""
    from selon.pipeline import Reader

    reader = Reader(languages=[language], regimes=[one.id])
    return counted((engaged(reader, e, language), e.engages) for e in examples_of(one))


def engaged(reader: object, example: Example, language: str) -> dict[str, str]:
    time = example.claim.time.edtf if example.claim.time else None
    published = example.published or (f"{time[:4]}-12-31" if time else None)
    reading = reader.read(example.sentences[language], language=language, published=published)  # type: ignore[attr-defined]
    return {e.provision: e.engagement for e in reading.engagements}


def counted(pairs: Pairs) -> Measure:
    pairs = list(pairs)
    return Measure(
        right=sum(len(got.items() & want.items()) for got, want in pairs),
        given=sum(len(got) for got, _ in pairs),
        wanted=sum(len(want) for _, want in pairs),
    )


def sample() -> None:
    import annotated_claims
    from selon.relate.provisions import engage

    if not annotated_claims.gold_path().is_file():
        print("sample article: ../shared is not beside this repository")
        return
    gold = annotated_claims.load()
    people, law = annotated_claims.actors(gold), pack("1718")
    pairs = []
    for row in gold["claims"]:
        found = engage([annotated_claims.claim(row)], people, law, published=annotated_claims.PUBLISHED)
        wanted = {p["id"]: p["engagement"] for p in row.get("provisions", ())}
        pairs.append(({e.provision: e.engagement for e in found}, wanted))
    line(
        "sample article, provisions",
        counted([(dict.fromkeys(a, ""), dict.fromkeys(b, "")) for a, b in pairs]),
    )
    line("sample article, with value", counted(pairs))


if __name__ == "__main__":
    main()
