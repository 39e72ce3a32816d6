"""Follows the chain of a ledger with nothing but Python's own sqlite3, hashlib and json."""

import contextlib
import hashlib
import json
import sqlite3
import sys
from pathlib import Path
from urllib.parse import quote


def entry_hash(node, origin, seq, previous, recorded_at, actor, records):
    """The hash of an entry, as LEDGER.md says it."""
    head = (
        f"tiendo ledger entry 1\nfeed {node} {origin}\nseq {seq}\nprevious {previous}\n"
        f"recorded_at {recorded_at}\nactor {actor}\n\n"
    )
    return hashlib.sha256(head.encode() + records.encode()).hexdigest()


def verify(path):
    """Number and hash of the last entry; ValueError names the first entry that is wrong."""
    uri = "file:" + quote(str(Path(path).absolute())) + "?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as db:
        node, origin = db.execute("SELECT node, origin FROM feed WHERE feed = 1").fetchone()
        previous, last = "0" * 64, 0
        rows = db.execute("SELECT seq, recorded_at, actor, records, hash FROM entry ORDER BY entry")
        for seq, recorded_at, actor, records, stored in rows:
            previous = entry_hash(node, origin, seq, previous, recorded_at, actor, records)
            if seq != last + 1 or previous != stored.hex():
                raise ValueError(f"entry {seq}: its number or its hash")
            for position, record in enumerate(json.loads(records)):
                if "apart" in record:
                    where = "SELECT salt, text FROM apart WHERE entry = ? AND record = ?"
                    salt, text = db.execute(where, (seq, position)).fetchone()
                    kept = text is None or hashlib.sha256(salt + text.encode()).hexdigest()
                    if kept is not True and kept != record["apart"]:
                        raise ValueError(f"entry {seq}: what is kept apart of record {position}")
            last = seq
    return last, previous


if __name__ == "__main__":
    print("{}:{}".format(*verify(sys.argv[1])))
