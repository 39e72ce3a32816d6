"""W10: the Python package as a script sees it: a loop over all tasks, the table of an evaluation, rows by their ids.

Prints a line of JSON for each figure, in the form of the peers' programs, and one for each check.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import json
import pathlib
import resource
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import tiendo

PEER = "tiendo"
KINDS = {"report": "progress"}
COLUMNS = ["task", "status", "percent", "deadline", "closed_on", "extensions"]
EVERYTHING = datetime.date(2199, 12, 31)


def table(data: pathlib.Path, name: str) -> pa.Table:
    """One table of the workload."""
    return pq.read_table(data / f"{name}.parquet")


def text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Ids are texts; words stand once in a dictionary."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return pc.cast(column, pa.string())


def agency(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The nation is agency 0 there and VN here."""
    ids = text(column)
    return pc.if_else(pc.equal(ids, "0"), "VN", ids)


def each_alone(column: pa.ChunkedArray) -> pa.ListArray:
    """A list of one text for each."""
    texts = column.combine_chunks()
    return pa.ListArray.from_arrays(pa.array(range(len(texts) + 1), pa.int32()), texts)


def registry(data: pathlib.Path) -> tiendo.Registry:
    """Agencies, documents, tasks and reports of the workload."""
    agencies, documents = table(data, "agency"), table(data, "document")
    tasks, reports = table(data, "task"), table(data, "report")
    kinds = text(reports["kind"])
    return tiendo.Registry.from_arrow(
        agencies=pa.table(
            {
                "id": agency(agencies["agency_id"]),
                "name": agencies["name"],
                "level": text(agencies["level"]),
                "parent": agency(agencies["parent_id"]),
            }
        ),
        documents=pa.table({"id": text(documents["document_id"]), "title": documents["title"]}),
        tasks=pa.table(
            {
                "id": text(tasks["task_id"]),
                "document": text(tasks["document_id"]),
                "title": tasks["title"],
                "addressees": each_alone(agency(tasks["lead_agency"])),
                "assigned_on": tasks["assigned"],
                "deadline": tasks["deadline"],
                "weight": pc.cast(tasks["weight"], pa.int32()),
            }
        ),
        reports=pa.table(
            {
                "id": text(reports["report_id"]),
                "task": text(reports["task_id"]),
                "kind": pc.if_else(pc.equal(kinds, "report"), KINDS["report"], kinds),
                "reported_on": reports["reported_on"],
                "recorded_at": reports["recorded_at"],
                "percent": pc.cast(reports["percent"], pa.int32()),
                "new_deadline": reports["new_deadline"],
            }
        ),
    )


def loop(rows: tiendo.Evaluation) -> int:
    """The sum that tells that five attributes of every task were read."""
    total = 0
    for row in rows:
        _, _, deadline = row.task_id, row.addressee_id, row.original_deadline
        total += row.weight + len(row.title)
        if deadline is not None:
            total += 1
    return total


def composed_away(data: pathlib.Path) -> int:
    """How many characters of the workload's titles composing takes: the register keeps NFC, the oracle counts as given."""
    titles = table(data, "task")["title"].to_pylist()
    return sum(len(title) - len(unicodedata.normalize("NFC", title)) for title in titles)


class Bench:
    """Times and checks, printed as they come."""

    def __init__(self, size: str, runs: int) -> None:
        """Of a workload of this size."""
        self.size, self.runs = size, runs

    def emit(self, op: str, seconds: list[float], **more: object) -> None:
        """Print a figure."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        figure = {
            "op": op,
            "size": self.size,
            "peer": PEER,
            "seconds_min": min(seconds),
            "seconds_median": statistics.median(seconds),
            "runs": len(seconds),
            "rss_mb": peak,
        }
        print(json.dumps(figure | more), flush=True)

    def time(self, op: str, part: Callable[[], object], **more: object) -> None:
        """Run a part after a warm-up, as often as asked."""
        if not self.runs:
            return
        part()
        gc.collect()
        seconds = []
        for _ in range(self.runs):
            start = time.perf_counter()
            answer = part()
            seconds.append(time.perf_counter() - start)
            del answer
        self.emit(op, seconds, **more)

    def check(self, name: str, ours: object, oracles: object) -> None:
        """Print whether an answer is the oracle's."""
        bad = [] if ours == oracles else [f"ours {ours}, the oracle's {oracles}"]
        print(json.dumps({"check": name, "size": self.size, "peer": PEER, "ok": not bad, "bad": bad}), flush=True)


def main() -> None:
    """Run all of it."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("data", type=pathlib.Path)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--answer", type=json.loads)
    given = arguments.parse_args()
    bench = Bench(given.data.name, given.runs)
    queries = json.loads((given.data / "queries.json").read_text())
    point = queries["points"]["p0"]
    start = time.perf_counter()
    register = registry(given.data)
    print(f"loaded through Python in {time.perf_counter() - start:.1f} s", file=sys.stderr)
    # On a day on which every task is in force, a row is a task.
    tasks = register.evaluate(EVERYTHING)
    bench.check("w10a", loop(tasks) + composed_away(given.data), given.answer)
    bench.time("w10a", lambda: loop(tasks))
    del tasks

    evaluation = register.evaluate(
        datetime.date.fromisoformat(point["D"]),
        known=datetime.date.fromisoformat(point["K"]),
        policy=tiendo.Policy().replace(name="workload", due_soon_days=point["W"]),
    )
    ids = [str(number) for number in queries["point_ids"]]
    get = evaluation.get

    def read() -> int:
        return sum(row.percent for row in map(get, ids) if row is not None)

    frame = register.evaluate(evaluation.day, known=evaluation.known, policy=evaluation.policy).to_arrow(["row", "percent"])
    percents = dict(zip(frame["row"].to_pylist(), frame["percent"].to_pylist(), strict=True))
    bench.check("w10c", read(), sum(percents.get(i, 0) for i in ids))
    # The six columns of the workload; columns are made when they are first asked for, and kept.
    start = time.perf_counter()
    evaluation.to_arrow(COLUMNS)
    if bench.runs:
        bench.emit("w10b-to-arrow (first)", [time.perf_counter() - start])
    bench.time("w10b-to-arrow", lambda: evaluation.to_arrow(COLUMNS))
    bench.time("w10b-to-pandas", lambda: evaluation.to_pandas(COLUMNS))
    bench.time("w10c", lambda: list(map(get, ids)), per=f"{len(ids)} reads")


if __name__ == "__main__":
    main()
