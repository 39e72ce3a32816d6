"""The ledger in other people's hands: its chain followed by Python alone, its tables asked by SQL."""

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import ledger_verifier
import pytest

LEDGER = Path(__file__).resolve().parents[1] / "ledger"
FIXTURE = LEDGER / "format-1.0.tiendo"
FORMATS = ["format-1.0", "format-1.1"]


def expected(name: str) -> dict:
    return json.loads((LEDGER / f"{name}.json").read_text(encoding="utf-8"))


def test_the_vectors_hash_as_they_say() -> None:
    for case in json.loads((LEDGER / "entry_hash.json").read_text(encoding="utf-8"))["cases"]:
        assert ledger_verifier.entry_hash(**case["entry"]) == case["hash"], case["name"]


@pytest.mark.parametrize("name", FORMATS)
def test_chain_and_head_are_confirmed(name: str, tmp_path: Path) -> None:
    # A ledger that nobody writes lies in WAL mode: other tools make a file beside it, so they get a copy.
    copy = shutil.copy(LEDGER / f"{name}.tiendo", tmp_path / "x.tiendo")
    seq, digest = ledger_verifier.verify(copy)
    assert f"{seq}:{digest}" == expected(name)["head"]


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    copy = shutil.copy(FIXTURE, tmp_path / "x.tiendo")
    with contextlib.closing(sqlite3.connect(copy)) as db:
        with pytest.raises(sqlite3.IntegrityError, match="append a correction"):
            db.execute("UPDATE entry SET actor = 'x' WHERE seq = 2")
        db.execute("DROP TRIGGER entry_is_not_changed")
        db.execute("UPDATE entry SET actor = 'x' WHERE seq = 2")
        db.commit()
    with pytest.raises(ValueError, match="entry 2"):
        ledger_verifier.verify(copy)


@pytest.mark.parametrize("name", FORMATS)
def test_people_can_ask_its_tables(name: str, tmp_path: Path) -> None:
    copy = shutil.copy(LEDGER / f"{name}.tiendo", tmp_path / "x.tiendo")
    with contextlib.closing(sqlite3.connect(copy)) as db:
        counts = expected(name)["counts"]
        for table, count in counts.items():
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,), table
        sql = "SELECT json_extract(records, '$[' || record || '].report.id') = id FROM report JOIN entry USING (entry)"
        assert set(db.execute(sql).fetchall()) == {(1,)}
