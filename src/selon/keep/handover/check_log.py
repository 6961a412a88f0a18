"""Checks the chain of log.jsonl with nothing but Python itself:  python3 check_log.py log.jsonl

Each line is one entry of the record's log. Its hash is SHA-256 over the hash of the entry before it, a line feed,
and the SHA-256 of its content. Entries that are not of this case give only the hash of their content.
"""

import hashlib
import json
import sys
from pathlib import Path


def check(path):
    """Number of entries and of those shown; ends the program at the first that does not fit."""
    before, entries, shown = "0" * 64, 0, 0
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            entries += 1
            digest = entry["digest"]
            if "content" in entry:
                shown += 1
                if hashlib.sha256(entry["content"].encode("utf-8")).hexdigest() != digest:
                    sys.exit(f"entry {entry['seq']}: content is not what was sealed")
            sealed = hashlib.sha256(f"{before}\n{digest}".encode("ascii")).hexdigest()
            if entry["seq"] != entries or sealed != entry["hash"]:
                sys.exit(f"entry {entry['seq']}: does not follow the entry before it")
            before = entry["hash"]
    return entries, shown, before


if __name__ == "__main__":
    print("the chain holds: {} entries, {} shown; head {}".format(*check(sys.argv[1])))
