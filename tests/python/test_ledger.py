"""The ledger: what it promises, as a file that several processes and the stock `sqlite3` module have open."""

from __future__ import annotations

import concurrent.futures
import contextlib
import datetime as dt
import json
import multiprocessing
import os
import pickle
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import tiendo

AT = dt.datetime(2025, 1, 5, 8)  # noqa: DTZ001
DAY = dt.date(2025, 12, 31)
DOCUMENT = tiendo.Document(id="57-NQ/TW", title="Nghị quyết 57")
TASK = tiendo.Task(id="T1", document="57-NQ/TW", title="Báo cáo", assigned_on=dt.date(2025, 1, 2))


def report(name: str, kind: str = "progress", day: dt.date = dt.date(2025, 2, 1), **more: object) -> tiendo.Report:
    return tiendo.Report(id=name, task="T1", kind=kind, reported_on=day, **more)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a ledger with one task, under a name that is not of ASCII."""
    path = tmp_path / "sổ cái.tiendo"
    with tiendo.Ledger.create(path, node="68-UBND", actor="test", recorded_at=AT) as ledger:
        ledger.append([DOCUMENT, TASK], actor="test", recorded_at=AT)
    return path


@pytest.fixture
def memory() -> tiendo.Ledger:
    ledger = tiendo.Ledger.memory(node="68-UBND", actor="test", recorded_at=AT)
    ledger.append([DOCUMENT, TASK], actor="test", recorded_at=AT)
    return ledger


def test_a_closed_ledger_says_so(path: Path) -> None:
    ledger = tiendo.Ledger.open(path)
    with ledger as entered:
        assert entered is ledger
        registry = ledger.registry()
    ledger.close()
    ledger.close()
    assert ledger.is_closed
    assert "closed" in repr(ledger)
    assert (ledger.path, ledger.node) == (path, "68-UBND")
    assert registry.task_count == 1
    calls = [
        lambda: ledger.head,
        ledger.refresh,
        ledger.registry,
        ledger.verify,
        lambda: ledger.append([DOCUMENT], actor="test"),
        ledger.__enter__,
    ]
    for call in calls:
        with pytest.raises(tiendo.ClosedError, match="closed"):
            call()


def test_it_does_not_pickle(memory: tiendo.Ledger) -> None:
    with pytest.raises(TypeError, match="Ledger does not pickle"):
        pickle.dumps(memory)


def test_what_is_wrong_has_its_exception(path: Path, tmp_path: Path) -> None:
    with pytest.raises(tiendo.ExistsError):
        tiendo.Ledger.create(path, node="68-UBND", actor="test")
    with pytest.raises(tiendo.StorageError):
        tiendo.Ledger.open(tmp_path / "nowhere")
    other = tmp_path / "other"
    other.write_text("mine" * 1000, encoding="utf-8")
    with pytest.raises(tiendo.NotALedgerError):
        tiendo.Ledger.open(other)
    with pytest.raises(tiendo.InvalidValueError, match="access"):
        tiendo.Ledger.open(path, access="maybe")
    for timeout in (-1.0, float("nan"), 1e9):
        with pytest.raises(tiendo.InvalidValueError, match="busy_timeout"):
            tiendo.Ledger.open(path, busy_timeout=timeout)
    with tiendo.Ledger.open(path, access="read_only") as ledger, pytest.raises(tiendo.ReadOnlyError):
        ledger.append([report("R1")], actor="test")
    with tiendo.Ledger.open(path) as ledger:
        with pytest.raises(tiendo.ClockBackwardsError):
            ledger.append([report("R1")], actor="test", recorded_at=AT - dt.timedelta(seconds=1))
        with pytest.raises(tiendo.InvalidValueError, match="actor"):
            ledger.append([report("R1")], actor="")
        with pytest.raises(tiendo.InvalidValueError, match="kind"):
            ledger.record({"id": "T1"}, actor="test")
        with pytest.raises(tiendo.NotFoundError):
            ledger.log("T9")
        with pytest.raises(tiendo.NotFoundError):
            ledger.evaluate_frozen("2025")
        with pytest.raises(tiendo.RefusedError) as told:
            ledger.append([report("R1"), tiendo.Report(id="R2", task="T9", kind="progress", reported_on=DAY)], actor="test")
        assert told.value.total == 1
        [problem] = told.value.problems
        assert (problem["position"], problem["id"], problem["problem"]) == (1, "R2", "unknown_task")
        assert ledger.head.seq == 2
    assert [e.is_retryable for e in (tiendo.BusyError, tiendo.ClockBackwardsError)] == [True, False]


def test_a_correction_holds_from_its_instant_on(memory: tiendo.Ledger) -> None:
    done = report("R1", "complete", dt.date(2025, 2, 1))
    memory.record(done, actor="A", recorded_at=dt.datetime(2025, 2, 3, 9))  # noqa: DTZ001
    batch = tiendo.Batch()
    batch.correct("3.0", report("R1", percent=40))
    memory.append(batch, actor="B", recorded_at=dt.datetime(2025, 3, 3, 9))  # noqa: DTZ001
    newest = memory.registry()
    for known in (dt.date(2025, 2, 3), dt.date(2025, 3, 2), dt.date(2025, 3, 3), DAY):
        by_evaluation = newest.evaluate(DAY, known=known)["T1"]
        by_replay = memory.registry(known).evaluate(DAY)["T1"]
        expected = 100 if known < dt.date(2025, 3, 3) else 40
        assert by_evaluation.percent == by_replay.percent == expected
    # What was corrected travels with the registry.
    again = pickle.loads(pickle.dumps(newest))  # noqa: S301
    assert again == newest
    assert again.evaluate(DAY, known=dt.date(2025, 2, 3))["T1"].percent == 100
    lines = memory.log("T1")
    assert [(line.id, line.actor, line.corrects, line.corrected_by) for line in lines] == [
        ("2.1", "test", None, None),
        ("3.0", "A", None, "4.0"),
        ("4.0", "B", "3.0", None),
    ]
    assert lines[1].record == done
    batch = tiendo.Batch()
    batch.withdraw("4.0", reason="nhầm")
    memory.append(batch, actor="B", recorded_at=dt.datetime(2025, 4, 1, 9))  # noqa: DTZ001
    assert memory.log("T1")[-1].record == {"reason": "nhầm"}
    assert memory.registry().report_count == 0


def test_a_calendar_and_a_policy_of_its_own(memory: tiendo.Ledger) -> None:
    off = tiendo.CalendarEntry(day=dt.date(2025, 7, 1), working=False, name="Nghỉ", source="example")
    calendar = tiendo.Calendar().with_days([off], suffix="a")
    policy = tiendo.Policy("default").replace(name="ours", due_soon_days=3)
    memory.append([calendar, policy], actor="test", recorded_at=AT)
    assert memory.registry().calendar == calendar
    assert memory.policy("ours") == policy
    assert memory.policy("vpcp-2017") == tiendo.Policy("vpcp-2017")
    again = pickle.loads(pickle.dumps(memory.registry()))  # noqa: S301
    assert again.calendar == calendar
    frozen = memory.freeze("tháng 1", AT.date(), known=AT.date(), policy=policy, actor="test", recorded_at=AT)
    assert frozen.recorded == 1
    memory.append([report("R1", "complete", AT.date())], actor="test", recorded_at=AT + dt.timedelta(days=1))
    evaluation = memory.evaluate_frozen("tháng 1")
    assert (evaluation.known, evaluation.policy, evaluation.registry.calendar) == (AT.date(), policy, calendar)
    assert evaluation["T1"].percent == 0


def test_the_default_is_the_clock(path: Path) -> None:
    before = dt.datetime.now(dt.timezone(dt.timedelta(hours=7))).replace(tzinfo=None, microsecond=0)
    with tiendo.Ledger.open(path) as ledger:
        at = ledger.append([report("R1")], actor="test").head.recorded_at
    assert before <= at <= before + dt.timedelta(minutes=5)


def test_import_backup_rebuild_export(path: Path, tmp_path: Path, simulated: tiendo.Registry) -> None:
    folder = tmp_path / "register"
    simulated.write_csv(folder, disclosure="everything")
    heard: list[tuple[int, int]] = []
    with tiendo.Ledger.open(path) as ledger:
        first = ledger.import_csv(folder, actor="test", batch=1000, progress=lambda done, total: heard.append((done, total)))
        assert first.recorded > 1000 and first.entries > 1 and first.refused == 0
        assert heard[-1][0] == heard[-1][1] == first.recorded + first.unchanged
        second = ledger.import_csv(folder, actor="test")
        assert (second.recorded, second.unchanged, second.head) == (0, first.recorded + first.unchanged, first.head)
        assert ledger.registry(trust_claimed=True).report_count == simulated.report_count
        copy = tmp_path / "copy.tiendo"
        pages: list[int] = []
        assert ledger.backup(copy, progress=lambda done, _: pages.append(done)) == ledger.head
        assert pages[-1] > 0
        with pytest.raises(tiendo.ExistsError):
            ledger.backup(copy)
        with pytest.raises(ZeroDivisionError):
            ledger.verify(progress=lambda done, total: 1 // 0)
        verified = ledger.verify()
        assert verified and verified.head == ledger.head and verified.faults == []
        assert ledger.rebuild() == verified.records
        ledger.export(tmp_path / "out")
        assert tiendo.Registry.read_csv(tmp_path / "out").task_count == ledger.registry().task_count
        with tiendo.Ledger.open(copy, access="immutable") as other:
            assert other.head == ledger.head
            assert other.registry() == ledger.registry()


def test_what_is_refused_can_be_left_out(memory: tiendo.Ledger, tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text(
        "id,task,kind,reported_on\nR1,T1,progress,2025-02-01\nR2,T9,progress,2025-02-01\n", encoding="utf-8"
    )
    with pytest.raises(tiendo.RefusedError):
        memory.import_csv(tmp_path, actor="test")
    done = memory.import_csv(tmp_path, actor="test", skip_refused=True)
    assert (done.recorded, done.refused) == (1, 1)
    assert done.problems[0]["message"] == "record 1, report 'R2': its task is not in the ledger"


APPENDING = """
import datetime, sys, tiendo
path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with tiendo.Ledger.open(path) as ledger:
    for i in range(count):
        report = tiendo.Report(id=f"{name}-{i}", task="T1", kind="progress", reported_on=datetime.date(2025, 2, 1))
        assert ledger.record(report, actor=name).recorded == 1
"""


def test_two_processes_append_at_once(path: Path) -> None:
    count = 40
    arguments = [[sys.executable, "-c", APPENDING, str(path), name, str(count)] for name in ("A", "B")]
    others = [subprocess.Popen(argument) for argument in arguments]  # noqa: S603
    with tiendo.Ledger.open(path, access="read_only") as ledger:
        seen = 0
        while any(other.poll() is None for other in others):
            now = ledger.refresh().report_count
            assert now >= seen
            seen = now
        assert [other.wait() for other in others] == [0, 0]
        # Nothing lost, nothing doubled.
        assert ledger.refresh().report_count == 2 * count
        assert ledger.head.seq == 2 + 2 * count
        assert {entry.actor for entry in ledger.entries(after=2)} == {"A", "B"}
        assert ledger.verify()


def test_threads_share_one(path: Path) -> None:
    with tiendo.Ledger.open(path) as ledger:

        def append(part: int) -> None:
            for i in range(10):
                ledger.record(report(f"R{part}-{i}"), actor=f"thread {part}")
                ledger.refresh()

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(append, range(4)))
        assert ledger.refresh().report_count == 40
        assert ledger.verify()


def test_a_writer_that_waits_too_long_is_told(path: Path) -> None:
    # The other process is a stock one: it takes the lock as any SQLite does.
    program = (
        "import sqlite3, sys\n"
        "con = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "con.execute('BEGIN IMMEDIATE')\n"
        "print('locked', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as other, tiendo.Ledger.open(path, busy_timeout=0.2) as ledger:  # type: ignore[call-overload]  # noqa: S603
        assert other.stdout.readline() == b"locked\n"
        ticks: list[int] = []
        ended = threading.Event()

        def tick() -> None:
            while not ended.wait(0.01):
                ticks.append(1)

        thread = threading.Thread(target=tick)
        thread.start()
        with pytest.raises(tiendo.BusyError) as told:
            ledger.append([report("R1")], actor="test")
        ended.set()
        thread.join()
        assert told.value.is_retryable and isinstance(told.value, TimeoutError)
        # Others ran meanwhile, and reading never waits.
        assert len(ticks) > 2
        assert ledger.registry().report_count == 0
        other.stdin.close()
        other.wait()
        assert ledger.append([report("R1")], actor="test").recorded == 1


READING = """
import hashlib, json, sqlite3, sys
con = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
node, origin = con.execute("SELECT node, origin FROM feed WHERE feed = 1").fetchone()
previous, count = "0" * 64, 0
for seq, at, actor, records, given in con.execute(
    "SELECT seq, recorded_at, actor, records, hash FROM entry ORDER BY entry"
):
    head = f"tiendo ledger entry 1\\nfeed {node} {origin}\\nseq {seq}\\nprevious {previous}\\n"
    head += f"recorded_at {at}\\nactor {actor}\\n\\n"
    previous = hashlib.sha256((head + records).encode()).hexdigest()
    assert previous == given.hex()
    count += len(json.loads(records))
print(json.dumps([previous, count, con.execute("SELECT count(*) FROM report").fetchone()[0]]))
"""


def test_the_stock_sqlite3_module_reads_it(path: Path) -> None:
    with tiendo.Ledger.open(path) as ledger:
        ledger.append([report(f"R{i}") for i in range(5)], actor="Trần Thị B")
        # While it is open here, in another process; two copies of SQLite in one take each other's locks away.
        command = [sys.executable, "-c", READING, path.as_posix()]
        said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        head, records, reports = json.loads(said.stdout)
        assert (head, records, reports) == (ledger.head.hash, 9, 5)
        assert records == ledger.verify().records
    with contextlib.closing(sqlite3.connect(path)) as stock:
        assert stock.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    stock.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_child_opens_its_own_where_none_was_open(path: Path) -> None:
    def forked(work: Callable[[], object]) -> int:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = 0 if work() else 2
            finally:
                os._exit(status)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def heard(work: Callable[[], object]) -> str:
        try:
            work()
        except tiendo.ClosedError as error:
            return str(error)
        return ""

    def inherited() -> bool:
        # The parent's is left alone, closed or dropped; nothing can be opened beside it.
        said = heard(ledger.refresh), heard(lambda: tiendo.Ledger.open(path))
        ledger.close()
        return "another process" in said[0] and "spawn" in said[1]

    def own() -> bool:
        with tiendo.Ledger.open(path) as own:
            own.record(report("child"), actor="child")
        return True

    ledger = tiendo.Ledger.open(path)
    assert forked(inherited) == 0
    ledger.record(report("parent"), actor="parent")
    ledger.close()
    assert forked(own) == 0
    with tiendo.Ledger.open(path) as ledger:
        assert ledger.refresh().report_count == 2
        assert ledger.verify()


def registry_of(path: str) -> int:
    with tiendo.Ledger.open(path, access="read_only") as ledger:
        return ledger.registry().task_count


def test_workers_open_it_by_its_path(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(registry_of, [str(path)] * 2)) == [1, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_leaves_whole_entries(tmp_path: Path, simulated: tiendo.Registry) -> None:
    folder = tmp_path / "register"
    simulated.write_csv(folder)
    program = (
        "import os, signal, sys, tiendo\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it\n"
        "def heard(done, total):\n"
        "    if total and done:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "ledger = tiendo.Ledger.create(sys.argv[2], node='N', actor='test')\n"
        "try:\n"
        "    ledger.import_csv(sys.argv[1], actor='test', batch=20, progress=heard)\n"
        "    print('finished')\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    path = tmp_path / "x.tiendo"
    command = [sys.executable, "-c", program, str(folder), str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout == "stopped\n"
    with tiendo.Ledger.open(path) as ledger:
        assert ledger.verify()
        begun = ledger.head.seq
        done = ledger.import_csv(folder, actor="test", batch=20)
        # The same call completes it, and records nothing twice.
        assert begun > 1 and done.recorded > 0 and done.unchanged >= 20
        assert ledger.registry(trust_claimed=True).report_count == simulated.report_count
