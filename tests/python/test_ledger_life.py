"""The life of a ledger's file: upgrades, copies for others, and what is read of a damaged one."""

import contextlib
import datetime
import pickle
import shutil
import sqlite3
from pathlib import Path

import pytest

import tiendo

AT = datetime.datetime(2026, 1, 5, 8)  # noqa: DTZ001
FIXTURE = Path(__file__).resolve().parents[1] / "ledger" / "format-1.0.tiendo"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    return Path(shutil.copy(FIXTURE, tmp_path / "x.tiendo"))


def test_a_file_of_the_first_format_is_upgraded_when_asked(older: Path) -> None:
    name = "Giám đốc Sở Ví dụ"
    with tiendo.Ledger.open(older) as ledger, pytest.raises(tiendo.OlderFormatError, match=r"1\.0, this needs 1\.1"):
        ledger.erase_person(name, actor="test", recorded_at=AT)
    pages = []
    upgrade = tiendo.Ledger.upgrade(older, progress=lambda done, total: pages.append((done, total)))
    assert upgrade
    assert (upgrade.from_, upgrade.to) == ("1.0", "1.1")
    assert upgrade.backup == older.with_name("x.tiendo.format-1.0")
    assert pickle.loads(pickle.dumps(upgrade)) == upgrade  # noqa: S301
    again = tiendo.Ledger.upgrade(older)
    assert not again
    assert (again.from_, again.to, again.backup) == ("1.1", "1.1", None)
    with tiendo.Ledger.open(older) as ledger:
        assert ledger.erase_person(name, actor="test", recorded_at=AT).records == 1
    with tiendo.Ledger.open(upgrade.backup) as ledger:
        assert ledger.verify()


def test_a_later_minor_format_is_read_and_a_later_major_one_refused(older: Path) -> None:
    for number in (1002, 2000):
        with contextlib.closing(sqlite3.connect(older)) as db:
            db.execute(f"PRAGMA user_version = {number}")
        if number == 2000:
            with pytest.raises(tiendo.NewerFormatError, match=r"x\.tiendo.* 2\.0, .* 1\.1"):
                tiendo.Ledger.open(older)
            continue
        with tiendo.Ledger.open(older) as ledger:
            assert "newer_format" in ledger.findings
            assert ledger.registry().task_count == 1
            with pytest.raises(tiendo.NewerFormatError):
                ledger.append([tiendo.Document(id="D", title="D")], actor="test", recorded_at=AT)


def test_a_snapshot_is_read_by_sqlite_alone(older: Path, tmp_path: Path) -> None:
    copy = tmp_path / "others" / "x.tiendo"
    copy.parent.mkdir()
    with tiendo.Ledger.open(older, access="read_only") as ledger:
        head = ledger.snapshot(copy)
        assert head == ledger.head
        with pytest.raises(tiendo.ExistsError):
            ledger.snapshot(copy)
    with contextlib.closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert db.execute("SELECT max(seq) FROM entry").fetchone() == (head.seq,)
    assert sorted(path.name for path in copy.parent.iterdir()) == ["x.tiendo", "x.tiendo.head"]


def test_a_damaged_file_is_salvaged_and_what_is_missing_told(older: Path, tmp_path: Path) -> None:
    with tiendo.Ledger.open(older) as ledger:
        ledger.append([tiendo.Document(id="D", title="D")], actor="test", recorded_at=AT)
        entries = ledger.entries(after=0, limit=10)
    whole = tiendo.Ledger.salvage(older, tmp_path / "whole.tiendo", actor="test", recorded_at=AT)
    assert whole
    assert (whole.entries, whole.head.seq, whole.is_end_anchored) == (7, 8, True)
    with contextlib.closing(sqlite3.connect(older)) as db:
        db.executescript("DROP TRIGGER entry_is_not_deleted; DELETE FROM entry WHERE seq = 3; VACUUM")
    damaged = older.read_bytes()
    part = tiendo.Ledger.salvage(older, tmp_path / "part.tiendo", actor="test", recorded_at=AT)
    assert not part
    assert part.lost == [(3, 3, "not_found")]
    assert part.unproved == [(4, 4)]
    assert part.apart == []
    assert pickle.loads(pickle.dumps(part)) == part  # noqa: S301
    assert older.read_bytes() == damaged
    with tiendo.Ledger.open(tmp_path / "part.tiendo") as ledger:
        assert ledger.verify()
        kept = ledger.entries(after=0, limit=10)
        assert [entry.records for entry in kept if entry.seq not in (3, 8)] == [
            entry.records for entry in entries if entry.seq != 3
        ]
    with pytest.raises(tiendo.ExistsError):
        tiendo.Ledger.salvage(older, tmp_path / "part.tiendo", actor="test", recorded_at=AT)
    older.write_bytes(b"nothing of a ledger" * 300)
    with pytest.raises(tiendo.NotALedgerError):
        tiendo.Ledger.salvage(older, tmp_path / "none.tiendo", actor="test", recorded_at=AT)
