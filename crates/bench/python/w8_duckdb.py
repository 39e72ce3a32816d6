"""W8 in DuckDB's own file: a process for each run, from opening the file to W1 and W2 at p0.

Runs beside the programs of `../shared/bench/peers`: `python w8_duckdb.py DATA w8`. Makes `register.duckdb` in the folder of the
data where it is not there yet; what is timed is `w8_peer.py`, which only opens it.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time

DATA = sys.argv[1]
FILE = os.path.join(DATA, "register.duckdb")
PEER = [sys.executable, "w8_peer.py", DATA, "duckdb-native"]
RUNS = 5


def made() -> None:
    """The file, whole or not at all."""
    import bench_duckdb

    partial = FILE + ".partial"
    if os.path.exists(partial):
        os.unlink(partial)
    bench_duckdb.load(partial).close()
    os.rename(partial, FILE)


def dropped() -> None:
    """Takes the file's pages out of the system's memory."""
    file = os.open(FILE, os.O_RDONLY)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


def run() -> tuple[float, float, str]:
    """Seconds, peak of memory in MB, and what it printed."""
    begun = time.perf_counter()
    process = subprocess.Popen(PEER, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(process.returncode)
    return took, usage.ru_maxrss / 1024, said


def main() -> None:
    if not os.path.exists(FILE):
        made()
    size = os.path.basename(DATA.rstrip("/"))
    with open(os.path.join("..", "expected", size + ".json")) as file:
        counts, num, den = json.load(file)["w1_w2"]["p0"]["w2"]["nation"]
    expected = [*counts, num, den]
    run()
    for op, prepare in ("w8-warm", lambda: None), ("w8-cold", dropped):
        times, peaks = [], []
        for _ in range(RUNS):
            prepare()
            took, peak, said = run()
            times.append(took)
            peaks.append(peak)
            nation = [int(number) for number in re.findall(r"-?\d+", said.split("]")[0])]
            if nation != expected:
                print(json.dumps({"check": op, "peer": "duckdb-file", "ok": False, "bad": [f"{nation} != {expected}"]}))
        figure = {"op": op, "peer": "duckdb-file", "seconds_min": min(times), "seconds_median": statistics.median(times)}
        print(json.dumps({**figure, "runs": len(times), "rss_mb": max(peaks)}))


if __name__ == "__main__":
    main()
