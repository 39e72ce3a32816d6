"""Threads, processes, forks, subinterpreters, signals."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import multiprocessing
import os
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from conftest import DAY

import tiendo

if TYPE_CHECKING:
    from pathlib import Path


def totals(evaluation: tiendo.Evaluation) -> dict[str, int]:
    return evaluation.task_sums().counts


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes(evaluation: tiendo.Evaluation, method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} on this platform")
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(totals, [evaluation] * 3)) == [totals(evaluation)] * 3


def test_threads_share(simulated: tiendo.Registry) -> None:
    days = [DAY - dt.timedelta(days=i) for i in range(16)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda day: totals(simulated.evaluate(day)), days))
    assert together == [totals(simulated.evaluate(day)) for day in days]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_stops_a_long_call(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    tiendo.plan02.registry(simulated=57).write_csv(folder)
    path = folder / "reports.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    with path.open("w", encoding="utf-8") as out:
        out.write(header + "\n")
        for i in range(60):
            out.writelines(row.replace("SIM-", f"SIM{i}-", 1) + "\n" for row in rows)
    program = (
        "import os, signal, sys, threading, time, tiendo\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it\n"
        "def later():\n"
        "    time.sleep(0.3)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Thread(target=later).start()\n"
        "try:\n"
        "    tiendo.Registry.read_csv(sys.argv[1])\n"
        "    print('finished')\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    arguments = [sys.executable, "-c", program, str(folder)]
    said = subprocess.run(arguments, capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout == "stopped\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_child_evaluates(simulated: tiendo.Registry) -> None:
    expected = totals(simulated.evaluate(DAY, progress=lambda *_: None))
    child = os.fork()
    if child == 0:
        os._exit(0 if totals(simulated.evaluate(DAY, progress=lambda *_: None)) == expected else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.slow
def test_loops_keep_no_memory(simulated: tiendo.Registry) -> None:
    def once() -> None:
        evaluation = simulated.evaluate(DAY)
        _ = [row.status for row in evaluation]
        _ = evaluation.roll_up("agency").to_arrow()
        _ = evaluation.overdue()[0].explain().sentences()
        _ = next(iter(simulated.tasks()))

    once()
    tracemalloc.start()
    once()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(5):
        once()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 50_000


def test_signals_are_as_they_were() -> None:
    # In a process of its own, and compared with what was there before: a background job ignores SIGINT from its start.
    program = (
        "import datetime, signal\n"
        "before = signal.getsignal(signal.SIGINT)\n"
        "import tiendo\n"
        "tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))\n"
        "assert signal.getsignal(signal.SIGINT) is before\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603


def test_a_subinterpreter_of_its_own_gil_is_refused() -> None:
    program = (
        "import _interpreters\n"
        "said = _interpreters.run_string(_interpreters.create(), 'import tiendo')\n"
        "print(said.type.__name__, said.msg)\n"
    )
    if sys.version_info < (3, 13):
        pytest.skip("CPython has no such module before 3.13")
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert out.stdout.startswith("ImportError module tiendo._native does not support loading in subinterpreters")
