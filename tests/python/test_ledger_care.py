"""Ledgers that befell something: opened by others in the same process, forked, moved, restored; and persons forgotten."""

import datetime
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import tiendo

AT = datetime.datetime(2026, 1, 5, 8)  # noqa: DTZ001
NAME = "Nguyễn Thị Quên-Lãng"

WRITER = """
import datetime, sys, tiendo
at = datetime.datetime(2026, 1, 5, 8)
with tiendo.Ledger.open(sys.argv[1], busy_timeout=60) as ledger:
    for i in range(int(sys.argv[3])):
        report = tiendo.Report(id=f"{sys.argv[2]}-{i}", task="T1", kind="progress", reported_on=datetime.date(2025, 7, 1))
        ledger.record(report, actor="test", recorded_at=at)
"""


def report(report_id: str) -> tiendo.Report:
    return tiendo.Report(id=report_id, task="T1", kind="progress", reported_on=datetime.date(2025, 7, 1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "x.tiendo"
    with tiendo.Ledger.create(path, node="node", actor="test", recorded_at=AT) as ledger:
        task = tiendo.Task(id="T1", document="57-NQ/TW", title="Báo cáo", responsible_person=NAME)
        document = tiendo.Document(id="57-NQ/TW", title="Nghị quyết 57")
        ledger.append([document, task], actor="test", recorded_at=AT)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="locks of the open file are Linux's")
def test_the_sqlite3_module_beside_it_takes_no_lock_away(path: Path) -> None:
    each, others = 80, 2
    stop = threading.Event()
    read = []

    def meddle() -> None:
        # A second copy of SQLite: opened, read, written, closed, again and again; and the bytes of all files, as for a copy.
        is_last = False
        while not is_last:
            # Once more after the others, who may leave it no turn before.
            is_last = stop.is_set()
            connection = sqlite3.connect(path, timeout=60, isolation_level=None)
            read.append(connection.execute("SELECT count(*) FROM report").fetchone()[0])
            connection.execute("UPDATE task_now SET title = title")
            connection.close()
            for suffix in ["", "-shm", "-wal"]:
                other = path.with_name(path.name + suffix)
                if other.exists():
                    other.read_bytes()
            # Ours come and go, too.
            tiendo.Ledger.open(path, access="read_only").close()

    meddler = threading.Thread(target=meddle)
    command = [sys.executable, "-c", WRITER, str(path)]
    with tiendo.Ledger.open(path, busy_timeout=60) as ledger:
        meddler.start()
        processes = [subprocess.Popen([*command, str(name), str(each)]) for name in range(others)]  # noqa: S603
        for i in range(each):
            ledger.record(report(f"ours-{i}"), actor="test", recorded_at=AT)
        assert [process.wait() for process in processes] == [0] * others
        stop.set()
        meddler.join()
        assert ledger.refresh().report_count == each * (others + 1)
        assert ledger.verify(), ledger.verify().faults
    assert read == sorted(read)
    assert read[-1] > 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_forked_children_do_nothing_to_it(path: Path) -> None:
    with tiendo.Ledger.open(path) as ledger:
        for i in range(20):
            child = os.fork()
            if child == 0:
                # As a child may: use it, free it, or leave without a word.
                status = 1
                try:
                    ledger.head  # noqa: B018
                except tiendo.ClosedError:
                    status = 0
                try:
                    tiendo.Ledger.open(path)
                    status = 2
                except tiendo.ClosedError as refused:
                    status = status if "spawn" in str(refused) else 3
                if i % 2:
                    ledger.close()
                    del ledger
                os._exit(status)
            ledger.record(report(f"R{i}"), actor="test", recorded_at=AT)
            assert os.waitpid(child, 0)[1] == 0
        assert ledger.verify()
        assert ledger.refresh().report_count == 20
    # What was closed at the fork, the child opens.
    child = os.fork()
    if child == 0:
        with tiendo.Ledger.open(path) as ledger:
            ledger.record(report("child"), actor="test", recorded_at=AT)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    with tiendo.Ledger.open(path) as ledger:
        assert ledger.refresh().report_count == 21


def test_a_restored_copy_is_noticed_and_accepted_by_a_word(path: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.tiendo"
    with tiendo.Ledger.open(path) as ledger:
        assert ledger.findings == []
        ledger.backup(older)
        ledger.record(report("R1"), actor="test", recorded_at=AT)
        head = ledger.head
    shutil.copy(older, path)
    with pytest.raises(tiendo.RolledBackError, match=head.hash):
        tiendo.Ledger.open(path)
    with tiendo.Ledger.accept_rollback(path, reason="khôi phục", actor="test", recorded_at=AT) as ledger:
        rollback = ledger.entries()[-1].records[0]["rollback"]
        assert rollback == {"anchored": f"{head.seq}:{head.hash}", "reason": "khôi phục"}
        assert ledger.anchor() == ledger.head
    with pytest.raises(tiendo.NothingRolledBackError):
        tiendo.Ledger.accept_rollback(path, reason="?", actor="test", recorded_at=AT)
    path.with_name(path.name + ".head").unlink()
    with tiendo.Ledger.open(path) as ledger:
        assert ledger.findings == ["no_anchor"]


def test_nothing_is_acknowledged_into_a_file_that_went_away(path: Path) -> None:
    with tiendo.Ledger.open(path) as ledger:
        ledger.anchor_every_commit(True)  # noqa: FBT003
        path.rename(path.with_name("moved"))
        with pytest.raises(tiendo.MovedError):
            ledger.record(report("R1"), actor="test", recorded_at=AT)


def test_a_person_is_erased_to_the_last_byte(path: Path) -> None:
    with tiendo.Ledger.open(path) as ledger:
        ledger.checkpoint()
        found = ledger.export_person(NAME)
        assert [(record.kind, record.id, record.fields) for record in found] == [("task", "T1", ["responsible_person"])]
        erased = ledger.erase_person(NAME, actor="test", reason="theo đơn", recorded_at=AT)
        assert (erased.records, erased.recorded_again, erased.head) == (1, 0, ledger.head)
        assert ledger.export_person(NAME) == []
        assert ledger.verify().erased == 1
        for file in path.parent.iterdir():
            assert NAME.encode() not in file.read_bytes(), file
