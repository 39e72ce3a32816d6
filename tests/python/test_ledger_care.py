"""Ledgers that befell something: forked, moved, restored; and persons forgotten."""

import datetime
import os
import shutil
from pathlib import Path

import pytest

import tiendo

AT = datetime.datetime(2026, 1, 5, 8)  # noqa: DTZ001
NAME = "Nguyễn Thị Quên-Lãng"


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
                if i % 2:
                    ledger.close()
                    del ledger
                os._exit(status)
            ledger.record(report(f"R{i}"), actor="test", recorded_at=AT)
            assert os.waitpid(child, 0)[1] == 0
        assert ledger.verify()
        assert ledger.refresh().report_count == 20


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
