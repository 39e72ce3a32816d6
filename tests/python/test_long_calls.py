"""Long calls: progress to a callable and to a bar, Ctrl-C within a moment, no lock held, no memory kept."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import polars as pl
import pytest
from conftest import DAY

import tiendo

Call = Callable[..., object]
# Names of the calls that take `progress`, for the parameters; what they do is in `calls`.
WATCHED = [
    "evaluate",
    "roll_up",
    "distinct",
    "rank",
    "check",
    "finish",
    "from_arrow",
    "from_json",
    "from_records",
    "read_csv",
    "read_json",
    "schedule",
    "plan",
    "what_if",
    "forecast",
]
# Too brief even on many rows for a signal to find them at work.
BRIEF = {"evaluate", "roll_up", "distinct", "rank", "schedule", "plan", "what_if"}
# Their text is read in one step, and only what comes after can be stopped.
PARSED = {"from_json", "from_records"}


def calls(registry: tiendo.Registry, folder: Path) -> dict[str, Call]:
    evaluation = registry.evaluate(DAY)
    builder = tiendo.RegistryBuilder()
    builder.add_registry(registry)
    first = evaluation[0].task_id
    plan = registry.schedule(DAY)
    return {
        "evaluate": lambda **more: registry.evaluate(DAY, **more),
        "roll_up": lambda **more: evaluation.roll_up("agency", **more),
        "distinct": lambda **more: evaluation.roll_up("phase", counting="distinct", **more),
        "rank": lambda **more: evaluation.rank("province", **more),
        "check": evaluation.check,
        "finish": builder.finish,
        "from_arrow": lambda **more: tiendo.Registry.from_arrow(tasks=registry.tasks(), **more),
        "from_json": lambda **more: tiendo.Registry.from_json(registry.to_json(), **more),
        "from_records": lambda **more: tiendo.Registry.from_records(registry.to_records(), **more),
        "schedule": evaluation.schedule,
        "plan": lambda **more: registry.schedule(DAY, **more),
        "what_if": lambda **more: plan.what_if([{"task": first, "delay_days": 5}], **more),
        # More runs than anybody asks for, so that a signal finds it at work even where nothing can be forecast.
        "forecast": lambda **more: evaluation.forecast(runs=2_000, **more),
        "read_csv": lambda **more: tiendo.Registry.read_csv(folder, **more),
        "read_json": lambda **more: tiendo.Registry.read_json(folder.with_suffix(".json"), **more),
    }


@pytest.fixture(scope="module")
def folder(simulated: tiendo.Registry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    simulated.write_csv(folder)
    simulated.write_json(folder.with_suffix(".json"))
    return folder


@pytest.fixture(scope="module")
def large() -> tiendo.Registry:
    count = 200_000
    ids = pl.select(id=pl.concat_str(pl.lit("T"), pl.int_range(count).cast(pl.String).str.zfill(7)))
    frame = ids.with_columns(document=pl.lit("D1"), title=pl.lit("Báo cáo"), deadline=pl.lit(dt.date(2025, 12, 31)))
    return tiendo.Registry.from_arrow(tasks=frame)


class Bar:
    """What a tqdm bar has."""

    total: int | None = None
    n = 0

    def update(self, steps: int, /) -> None:
        self.n += steps


@pytest.mark.parametrize("name", WATCHED)
def test_progress_is_told(simulated: tiendo.Registry, folder: Path, name: str) -> None:
    call = calls(simulated, folder)[name]
    heard: list[tuple[int, int]] = []
    result = call(progress=lambda done, total: heard.append((done, total)))
    done, total = heard[-1]
    assert done == total > 0
    bar = Bar()
    assert call(progress=bar) == call() == result
    assert (bar.n, bar.total) == (total, total)
    assert call(progress=None) == result


@pytest.mark.parametrize("name", WATCHED)
def test_a_progress_that_raises_stops_the_call(simulated: tiendo.Registry, folder: Path, name: str) -> None:
    call = calls(simulated, folder)[name]
    with pytest.raises(ZeroDivisionError):
        call(progress=lambda done, total: 1 // 0)
    with pytest.raises(TypeError, match="progress must be"):
        call(progress=3)


def test_writing_tells_progress(simulated: tiendo.Registry, tmp_path: Path) -> None:
    rows: list[int] = []
    simulated.write_csv(tmp_path / "register", progress=lambda done, _: rows.append(done))
    assert rows[-1] > 0
    simulated.write_json(tmp_path / "register.jsonl", progress=lambda done, _: rows.append(-done))
    assert rows[-1] < 0


def test_writing_leaves_what_is_there(tmp_path: Path) -> None:
    registry = tiendo.plan02.registry()
    (tmp_path / "tasks.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(tiendo.ExistsError, match=r"tasks\.csv"):
        registry.write_csv(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["tasks.csv"]
    assert (tmp_path / "tasks.csv").read_text(encoding="utf-8") == "mine"


def test_every_call_that_takes_progress_is_tested() -> None:
    takes = {
        name
        for owner in (tiendo.Registry, tiendo.Evaluation, tiendo.RegistryBuilder, tiendo.Schedule)
        for name in vars(owner)
        if "progress" in (getattr(getattr(owner, name), "__text_signature__", None) or "")
    }
    # `distinct` is a second roll-up and `plan` a second schedule; writing has a test of its own, and so has what is done once
    # (`test_search`).
    assert takes == {*WATCHED, *ALSO_TOLD, *FORMATS, "write_csv", "write_json", "prepare_search"} - {"distinct", "plan"}


ALSO_TOLD = {
    "evaluate_live",
    "form_xlsx",
    "history",
    "letters",
    "report_docx",
    "report_html",
    "report_xlsx",
    "write_form_xlsx",
    "write_letters",
    "write_report_docx",
    "write_report_folder",
    "write_report_html",
    "write_report_xlsx",
}


FORMATS = {
    "ics",
    "mspdi",
    "packet",
    "parquet",
    "stratml",
    "write_ics",
    "write_mspdi",
    "write_packet",
    "write_parquet",
    "write_parquet_table",
    "write_stratml",
    "write_weekly",
}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_formats_of_others_tell_progress(simulated: tiendo.Registry, tmp_path: Path, name: str) -> None:
    heard: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        heard.append((done, total))

    write = getattr(simulated.evaluate(dt.date(2025, 12, 31)), name)
    arguments = (tmp_path / "out",) if name.startswith("write_") else ()
    write(*arguments, progress=tell)
    assert heard


def test_documents_histories_and_live_evaluations_tell_progress(simulated: tiendo.Registry, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        heard.append((done, total))

    day = dt.date(2025, 12, 31)
    evaluation = simulated.evaluate(day)
    for call in (
        lambda: simulated.evaluate_live(day, progress=tell),
        lambda: simulated.history(day, day, progress=tell),
        lambda: evaluation.report_xlsx(progress=tell),
        lambda: evaluation.report_docx(progress=tell),
        lambda: evaluation.form_xlsx("BCA", progress=tell),
        lambda: evaluation.letters(progress=tell),
        lambda: evaluation.write_report_xlsx(tmp_path / "report.xlsx", progress=tell),
        lambda: evaluation.write_report_docx(tmp_path / "report.docx", progress=tell),
        lambda: evaluation.write_form_xlsx(tmp_path / "form.xlsx", "BCA", progress=tell),
        lambda: evaluation.write_letters(tmp_path / "letters", progress=tell),
        lambda: evaluation.report_html(progress=tell),
        lambda: evaluation.write_report_html(tmp_path / "report.html", progress=tell),
        lambda: evaluation.write_report_folder(tmp_path / "pages", progress=tell),
    ):
        heard.clear()
        call()
        assert heard


class Interrupted(Exception):  # noqa: N818
    """What the handler of the test's signal raises, as the handler of Ctrl-C raises KeyboardInterrupt."""


@pytest.fixture
def alarm() -> Iterator[list[float]]:
    """Raise from a signal handler a tenth of a second after `arm`; the list tells when."""
    rung: list[float] = []

    def ring(_number: int, _frame: FrameType | None) -> None:
        rung.append(time.perf_counter())
        raise Interrupted

    before = signal.signal(signal.SIGALRM, ring)
    yield rung
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("name", [name for name in WATCHED if name not in BRIEF | PARSED | {"read_csv", "read_json"}])
def test_a_signal_stops_the_call(large: tiendo.Registry, alarm: list[float], name: str) -> None:
    call = calls(large, Path())[name]
    if name == "from_arrow":
        table = large.tasks().to_arrow()
        call = lambda: tiendo.Registry.from_arrow(tasks=table)  # noqa: E731
    start = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    with pytest.raises(Interrupted):
        call()
    ended = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(f"{name}: heard after {alarm[0] - start:.2f} s, ended {ended - alarm[0]:.2f} s later")  # noqa: T201
    assert alarm[0] - start < 1.0
    # What is given up is still given back to the allocator, and sorting is one step.
    assert ended - alarm[0] < 2.0


@pytest.mark.parametrize("name", ["check", "finish"])
def test_other_threads_run_meanwhile(large: tiendo.Registry, name: str) -> None:
    ticks = 0
    ended = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not ended.wait(0.005):
            ticks += 1

    call = calls(large, Path())[name]
    other = threading.Thread(target=tick)
    other.start()
    before, start = ticks, time.perf_counter()
    call()
    ran, seconds = ticks - before, time.perf_counter() - start
    ended.set()
    other.join()
    # With the lock held it would not have run at all.
    assert ran > seconds * 20


@pytest.mark.slow
def test_loops_keep_no_memory() -> None:
    # tracemalloc does not see Rust's memory, so the peak of the whole process is looked at, in a process of its own.
    program = """
import datetime, pickle, resource, tiendo
DAY = datetime.date(2025, 12, 31)

def once(seed):
    registry = tiendo.plan02.registry(simulated=seed)
    evaluation = registry.evaluate(DAY, progress=lambda done, total: None)
    evaluation.roll_up("agency").to_arrow()
    evaluation.rank("province").__arrow_c_stream__()
    [row.explain().sentences("en") for row in list(evaluation)[:50]]
    evaluation.check()
    pickle.loads(pickle.dumps(evaluation))
    tiendo.Registry.from_arrow(tasks=registry.tasks(), base=registry)
    try:
        registry.evaluate(DAY, progress=lambda done, total: 1 // 0)
    except ZeroDivisionError:
        pass
    try:
        evaluation["T9999"]
    except tiendo.NotFoundError:
        pass

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

for seed in range(5):
    once(seed)
before = peak()
for seed in range(20):
    once(seed)
print(peak() - before)
"""
    if sys.platform != "linux":
        pytest.skip("ru_maxrss is in kilobytes on Linux only")
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    # One registry takes some megabytes, so that keeping any of them twenty times would be seen.
    grown_kib = int(out.stdout)
    assert grown_kib < 16_384


def test_a_builder_is_filled_from_threads() -> None:
    builder = tiendo.RegistryBuilder()

    def fill(part: int) -> None:
        for i in range(100):
            builder.add_task({"id": f"T{part}-{i}", "document": "D1", "title": "x"})

    threads = [threading.Thread(target=fill, args=(part,)) for part in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert builder.finish().task_count == len(builder) == 800
