"""Annexes in, reports and letters out, against openpyxl and bare calamine, in one run.

    bench.py OFFICE_BENCH ANNEX_SPEED FOLDER [ROWS [ROUNDS]]

The peers take turns in every round, so that other work on the machine meets all of them. Each figure is the median of the
rounds with the least in brackets, in wall seconds; behind it, the same in seconds of computing, which other work changes
less. What was read is compared first.
"""

import datetime
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import openpyxl
import xlsxwriter

ROWS, LETTERS, ROUNDS = 100_000, 1_000, 3

AGENCIES = [
    "Bộ Công an",
    "Bộ Tài chính",
    "BKHCN",
    "Bộ Nội vụ; Bộ Công an",
    "Bộ Nông nghiệp và Môi trường",
    "Bộ Giáo dục và Đào tạo",
    "Văn phòng Chính phủ",
    "UBND tỉnh Lâm Đồng",
    "Bộ Y tế",
    "Bộ Xây dựng, Bộ Quốc phòng",
]
DEADLINES = [
    "trước ngày 15/8/2025",
    "năm 2025",
    "tháng 11/2025",
    "quý I/2026",
    "chậm nhất ngày 20/10/2025",
    "15/12/2025",
    "thường xuyên",
]
HEADER = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm", "Lãnh đạo phụ trách", "Ghi chú"]

Figure = tuple[float, float]


def computing(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def program(*args: object) -> Figure:
    """Wall seconds as the program tells them, and all that it computed."""
    before = computing(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(arg) for arg in args], capture_output=True, check=True)
    return float(done.stdout), computing(resource.RUSAGE_CHILDREN) - before


def worked(tool: str, work: str, *args: object) -> Figure:
    """A work of one of our programs, without what it computes before every work."""
    _, base = program(tool, f"no-{work}", *args)
    wall, used = program(tool, work, *args)
    return wall, max(used - base, 0.001)


def timed(work: Callable[[], object]) -> Figure:
    begun, before = time.perf_counter(), computing(resource.RUSAGE_SELF)
    work()
    return time.perf_counter() - begun, computing(resource.RUSAGE_SELF) - before


def rounds(count: int, peers: dict[str, Callable[[], Figure]]) -> dict[str, list[Figure]]:
    """Every peer once in each round."""
    figures: dict[str, list[Figure]] = {name: [] for name in peers}
    for _ in range(count):
        for name, work in peers.items():
            figures[name].append(work())
    return figures


def tell(name: str, figures: list[Figure]) -> None:
    wall, used = zip(*figures, strict=True)
    shown = [f"{statistics.median(part):7.2f} ({min(part):.2f})" for part in (wall, used)]
    print(f"  {name:<34}{shown[0]} s  computing {shown[1]} s", flush=True)


def ratio(name: str, above: list[Figure], below: list[Figure], asked: str) -> float:
    """How many times as long one takes as the other: by wall, then by computing."""
    found = [statistics.median(a[i] for a in above) / statistics.median(b[i] for b in below) for i in (0, 1)]
    print(f"  {name}: {found[0]:.2f} times; by computing {found[1]:.2f}; asked for {asked}", flush=True)
    return found[0]


def annex_rows(count: int) -> Iterator[list[object]]:
    """An annex as agencies keep them: titles of their own, agencies and deadlines that repeat."""
    yield ["(Kèm theo Kế hoạch số 77/KH-UBND ngày 01/7/2025)"]
    yield list(HEADER)
    drawn = random.Random(57)
    for i in range(count):
        yield [
            i + 1,
            f"Nhiệm vụ số {i}: rà soát, hoàn thiện thể chế và kết nối, chia sẻ dữ liệu giữa các cơ quan",
            drawn.choice(AGENCIES),
            drawn.choice(AGENCIES) if i % 3 else None,
            drawn.choice(DEADLINES),
            f"Báo cáo {i % 50}",
            "Thứ trưởng",
            "Theo dõi" if i % 7 == 0 else None,
        ]


def annexes(folder: pathlib.Path, count: int) -> dict[str, pathlib.Path]:
    """The same rows with texts in a table of their own, as Excel has them, and in the cells, as openpyxl has them."""
    shared, inline = folder / "annex-shared.xlsx", folder / "annex-inline.xlsx"
    book = xlsxwriter.Workbook(shared)
    sheet = book.add_worksheet("Phụ lục")
    for at, row in enumerate(annex_rows(count)):
        sheet.write_row(at, 0, row)
    book.close()
    other = openpyxl.Workbook(write_only=True)
    page = other.create_sheet("Phụ lục")
    for row in annex_rows(count):
        page.append(row)
    other.save(inline)
    return {"shared texts (as Excel)": shared, "texts in cells (as openpyxl)": inline}


def openpyxl_reads(path: pathlib.Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    return [row for sheet in book for row in sheet.iter_rows(values_only=True)]


def annexes_in(tool: str, folder: pathlib.Path, count: int, times: int) -> bool:
    held = True
    for kind, path in annexes(folder, count).items():
        done = subprocess.run([tool, "titles", path], capture_output=True, check=True, text=True)
        theirs = [row[1] for row in openpyxl_reads(path)[2:]]
        if done.stdout.splitlines() != theirs:
            sys.exit(f"{path.name}: the rows differ")
        print(f"annex in, {count} rows, {kind}; the rows are the same", flush=True)
        peers = {
            "tiendo, understood": lambda path=path: worked(tool, "read", path),
            "calamine, bare cells": lambda path=path: worked(tool, "bare", path),
            "openpyxl, read-only": lambda path=path: timed(lambda: openpyxl_reads(path)),
        }
        figures = rounds(times, peers)
        for name, all_of in figures.items():
            tell(name, all_of)
        ours, bare, other = figures.values()
        held &= ratio("openpyxl / tiendo", other, ours, "at least 20") >= 20
        held &= ratio("tiendo / calamine", ours, bare, "at most 1.5") <= 1.5
    return held


def openpyxl_writes(path: pathlib.Path, count: int) -> None:
    """The same figures and texts in as many cells."""
    day = datetime.date(2025, 8, 15)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Phụ lục")
    for i in range(count):
        reported = i % 2 == 0
        sheet.append(
            [
                i + 1,
                f"T{i:06}",
                f"Nhiệm vụ thứ {i}: rà soát, hoàn thiện thể chế và bố trí nguồn lực cho chuyển đổi số",
                f"Ủy ban nhân dân xã số {i % 500}",
                f"Ủy ban nhân dân xã số {(i + 1) % 500}",
                "đến ngày 15/8/2025",
                day,
                None,
                "chưa hoàn thành, quá hạn",
                i % 20,
                i % 100,
                f"01/7/2025: báo cáo tiến độ, {i % 100} %" if reported else None,
                "Chờ ý kiến thẩm định của các bộ, ngành" if reported else None,
                None,
            ]
        )
    book.save(path)


def main() -> int:
    tool, reader, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    count = int(sys.argv[4]) if len(sys.argv) > 4 else ROWS
    times = int(sys.argv[5]) if len(sys.argv) > 5 else ROUNDS
    folder.mkdir(parents=True, exist_ok=True)
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    print(f"{os.cpu_count()} processors, load {load}; median (least) of {times} rounds")
    held = annexes_in(reader, folder, count, times)
    print(f"report out, {count} rows", flush=True)
    theirs = folder / "openpyxl.xlsx"
    figures = rounds(
        times,
        {
            "tiendo, 4 sheets with charts": lambda: worked(tool, "xlsx", folder, count),
            "openpyxl, write-only, 1 sheet": lambda: timed(lambda: openpyxl_writes(theirs, count)),
        },
    )
    for name, all_of in figures.items():
        tell(name, all_of)
    ours, other = figures.values()
    held &= ratio("openpyxl / tiendo", other, ours, "at least 10") >= 10
    print(f"{LETTERS} letters of 40 tasks out", flush=True)
    figures = rounds(times, {"tiendo, made durable": lambda: worked(tool, "letters", folder, LETTERS)})
    letters = figures["tiendo, made durable"]
    tell("tiendo, made durable", letters)
    median = statistics.median(wall for wall, _ in letters)
    print(f"  {median:.2f} s, asked for at most 5 s")
    held &= median <= 5
    return 0 if held else 1


sys.exit(main())
