"""Makes the example report from the example articles, the same bytes each time: python examples/report/make.py [FOLDER]

The articles and every act in them are invented. Two invented readers accept what the tool read and write what people
write: translations, an observation, a finding with a second reader, a recommendation, a question and a reply.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from selon.desk import Desk, cases, origins
from selon.desk.report import draft, saved, translate, write
from selon.keep import Record
from selon.pipeline import Reader, file_bytes
from selon.report import FORMATS, written

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent
AUTHOR, SECOND = "A. Lindqvist", "M. Kessler"


def clock():
    """A clock that goes on by a second each time it is looked at."""
    ticks = count()
    start = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(ticks))


def filled(folder: Path) -> tuple[Record, Desk, str]:
    """A record of the example articles with one case in it; gives the case's id."""
    record = Record.open(folder, user=AUTHOR, clock=clock(), nonce=lambda: "example")
    reader = Reader(lists=sorted((EXAMPLES / "lists").glob("*.*")))
    for path in sorted((EXAMPLES / "articles").iterdir()):
        record.keep_reading(file_bytes(path), reader.read_file(path))
    desk = Desk(record, user=AUTHOR, reader=reader)
    origins.look_for_copies(desk)
    case = cases.open_case(desk, "Reported dealings with the Democratic People's Republic of Korea", AUTHOR)
    ids = [c["id"] for d in reversed(record.documents()) for c in record.reading(d["id"])["claims"]]
    cases.put(desk, case, ids, AUTHOR)
    for n, id in enumerate(ids):
        if n % 9 != 8:  # one in nine is left for later, as happens
            record.judge("accept", f"claim:{id}", why="the words say so", user=AUTHOR)
    judged(desk, case)
    return record, desk, case


def judged(desk: Desk, case: str) -> None:
    """What people add: nothing here is selon's."""
    told = {line.id: line for line in cases.look(desk, case).known}
    french = next(x for x in told.values() if x.language == "fr" and x.act == "arms_transfer")
    english = next(x for x in told.values() if x.language == "en")
    translate(
        desk, case, french.id, "(example) the words of the source, put into English by a person", AUTHOR
    )
    desk.record.judge("credibility", english.subject, value={"grade": "3"}, user=SECOND)
    cases.change(
        desk,
        case,
        "ask",
        {"of": french.recipient or "Pyongyang", "text": "Can you comment on the reported transfer?"},
        AUTHOR,
    )
    write(
        desk,
        case,
        "The two accounts agree on the kind of goods and differ on the day; neither gives a document.",
        [french.id],
        AUTHOR,
    )
    write(
        desk, case, "Member States may wish to ask the ports named here for their records of the days in question.",
        [english.id], AUTHOR, recommends=True,
    )  # fmt: skip
    finding = cases.conclude(
        desk, case, "A transfer of goods is reported by more than one source; it is likely that a shipment was prepared.",
        [french.id, english.id], AUTHOR,
    )  # fmt: skip
    cases.read_again(desk, finding, "second", SECOND)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        record, desk, case = filled(Path(scratch) / "record")
        with record:
            for language in ("en", "fr"):
                paper = saved(draft(desk, case, language)).paper
                for kind in FORMATS:
                    if kind in ("docx", "md") and language == "fr":
                        continue  # one language of each is enough to look at
                    (folder / f"report-{language}.{kind}").write_bytes(written(paper, kind))
                    print(folder / f"report-{language}.{kind}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
