"""Tables in and out against pandas, the bare csv crate and mpxj, in one run.

    bench.py CSV_SPEED MSPDI_SPEED PARQUET_SPEED FOLDER [TASKS [REPORTS [ROUNDS]]]

The peers take turns in every round. Each figure is the median of the rounds with the least in brackets, in wall seconds.
"""

import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import pandas as pd
import pyarrow.parquet as pq

TASKS, REPORTS, ROUNDS = 1_000_000, 10_000_000, 3
MPXJ_READS = 5


def ran(*args: object, threads: int | None = None) -> list[float]:
    env = os.environ | ({} if threads is None else {"RAYON_NUM_THREADS": str(threads)})
    done = subprocess.run([str(arg) for arg in args], capture_output=True, check=True, env=env, text=True)
    return [float(part) for part in done.stdout.split()]


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def pandas_reads(path: pathlib.Path) -> None:
    """What a script of an agency does: numbers as numbers, days as days."""
    kinds = {"weight": "int16", "duration_days": "int32", "group": "int8", "phase": "category", "document": "category"}
    frame = pd.read_csv(path, dtype=kinds, parse_dates=["assigned_on", "last_day"])
    if str(frame["last_day"].dtype).split("[")[0] != "datetime64":
        sys.exit(f"pandas read days as {frame['last_day'].dtype}")


def rounds(count: int, peers: dict[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each peer, every peer once in each round."""
    figures: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(count):
        for name, work in peers.items():
            figures[name].append(work())
    for name, found in figures.items():
        print(f"  {name:<38}{statistics.median(found):8.2f} ({min(found):.2f}) s", flush=True)
    return {name: statistics.median(found) for name, found in figures.items()}


def told(what: str, figure: float, asked: float, at_most: bool) -> bool:
    held = figure <= asked if at_most else figure >= asked
    word = "at most" if at_most else "at least"
    print(f"  {what}: {figure:.2f}; asked for {word} {asked:g}{'' if held else '  NOT HELD'}", flush=True)
    return held


def csv_in(tool: str, folder: pathlib.Path, count: int, times: int) -> bool:
    path = folder / "tasks.csv"
    subprocess.run([tool, "make", path, str(count)], check=True)
    print(f"CSV in, {count} tasks, {path.stat().st_size / 1e6:.0f} MB", flush=True)

    def one_thread() -> float:
        return ran(tool, "records", path, count, threads=1)[0]

    peers = {
        "tiendo, records": lambda: ran(tool, "records", path, count)[0],
        "tiendo, records, one thread": one_thread,
        "tiendo, registry": lambda: ran(tool, "registry", path, count)[0],
        "csv crate, cells alone": lambda: ran(tool, "bare", path, count)[0],
        "pandas.read_csv, with types": lambda: timed(lambda: pandas_reads(path)),
    }
    ours, _, _, bare, pandas = rounds(times, peers).values()
    held = told("tiendo, records / csv crate", ours / bare, 5, at_most=True)
    held = told("pandas / tiendo, records", pandas / ours, 5, at_most=False) and held
    # The two cannot be held at once where pandas is quicker than five times the crate.
    print(f"  pandas / csv crate: {pandas / bare:.2f}", flush=True)
    return held


def parquet_out(tool: str, folder: pathlib.Path, count: int) -> bool:
    path = folder / "reports.parquet"
    seconds, before, more = ran(tool, path, count)
    rows = pq.ParquetFile(path).metadata.num_rows
    if rows != count // 10 * 10:
        sys.exit(f"{path}: {rows} rows")
    print(f"Parquet out, {rows} reports, {path.stat().st_size / 1e6:.0f} MB, pyarrow reads as many rows", flush=True)
    print(f"  {seconds:.2f} s; the evaluated register takes {before / 1e6:.0f} MB", flush=True)
    return told("MB beyond it at most", more / 1e6, 300, at_most=True)


def mspdi_in(tool: str, times: int) -> bool:
    if shutil.which("java") is None:
        print("SKIPPED: MSPDI in beside mpxj (no Java)")
        return True
    import jpype
    import mpxj  # noqa: F401 - it tells Java where its classes are

    jpype.startJVM()
    from org.mpxj.reader import UniversalProjectReader  # type: ignore[import-not-found]

    first = subprocess.run([tool], capture_output=True, check=True, text=True).stdout
    path = first.split(": ")[0]
    count = re.search(r"(\d+) tasks", first)[1]
    print(f"MSPDI in, {count} tasks", flush=True)

    def ours() -> float:
        done = subprocess.run([tool, path], capture_output=True, check=True, text=True).stdout
        return float(re.search(r"([\d.]+) s$", done.strip())[1])

    def theirs() -> float:
        # A warm machine, the best of several: what it takes at first is Java's, not the reader's.
        return min(timed(lambda: UniversalProjectReader().read(path)) for _ in range(MPXJ_READS))

    one, other = rounds(times, {"tiendo, best of 5": ours, "mpxj, warm, best of 5": theirs}).values()
    return told("mpxj / tiendo", other / one, 10, at_most=False)


def main() -> int:
    (csv, mspdi, parquet), folder = sys.argv[1:4], pathlib.Path(sys.argv[4])
    said = [int(arg) for arg in sys.argv[5:]]
    tasks, reports, times = said + [TASKS, REPORTS, ROUNDS][len(said) :]
    folder.mkdir(parents=True, exist_ok=True)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"{os.cpu_count()} processors ({platform.machine()}), {memory:.0f} GiB, load {load}; median (least) of {times} rounds")
    held = [csv_in(csv, folder, tasks, times), parquet_out(parquet, folder, reports), mspdi_in(mspdi, times)]
    return 0 if all(held) else 1


sys.exit(main())
