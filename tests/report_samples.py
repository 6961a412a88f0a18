"""A record of made-up articles with one case whose claims are accepted: what report and exchange tests write out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import record_samples
from selon.desk import Desk, cases
from selon.desk.report import translate, write
from selon.keep import Record

AUTHOR, SECOND = "mk", "ana"


def clock():
    ticks = count()
    return lambda: datetime(2026, 11, 25, 8, tzinfo=UTC) + timedelta(seconds=next(ticks))


def filled(folder: Path, articles: int = 6, claims: int = 4) -> tuple[Record, Desk, str]:
    """The record, its desk and the id of its case. The last claim is left undecided, the first is rejected."""
    record = Record.open(folder, user=AUTHOR, clock=clock(), nonce=lambda: "sample")
    made = [record_samples.reading(n, claims=claims) for n in range(1, articles + 1)]
    for reading in made:
        record.keep_reading(record_samples.original(reading), reading)
    desk = Desk(record, user=AUTHOR)
    case = cases.open_case(desk, "Coal & <calm> “seas”", AUTHOR)
    ids = [c.id for r in made for c in r.claims]
    cases.put(desk, case, ids, AUTHOR)
    record.judge("reject", f"claim:{ids[0]}", user=AUTHOR)
    for id in ids[1:-1]:
        record.judge("accept", f"claim:{id}", user=AUTHOR)
    return record, desk, case


def written_in(desk: Desk, case: str) -> list[str]:
    """Adds what people write; gives the ids of the accepted claims."""
    ids = [x.id for x in cases.look(desk, case).known]
    translate(desk, case, ids[0], "Words in another language", AUTHOR)
    cases.change(desk, case, "ask", {"of": "Nobody in particular", "text": "Is it so?"}, AUTHOR)
    write(desk, case, "The accounts agree on the goods.", ids[:2], AUTHOR)
    write(desk, case, "Ports may wish to look at their records.", [ids[1]], AUTHOR, recommends=True)
    finding = cases.conclude(desk, case, "It is likely that goods were moved.", ids[:2], AUTHOR)
    cases.read_again(desk, finding, "second", SECOND)
    return ids
