"""Reports and letters against openpyxl, in one run: `bench.py OFFICE_BENCH FOLDER`.

Each line gives wall seconds and, in brackets, seconds of computing, which other work on the machine changes little.
"""

import datetime
import pathlib
import resource
import subprocess
import sys
import time

import openpyxl

ROWS, LETTERS = 100_000, 1_000


def computing(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def ours(program: str, work: str, folder: pathlib.Path, count: int) -> tuple[float, float]:
    """Wall seconds of the work as it tells them; of computing, what making the register takes is taken off."""
    before = computing(resource.RUSAGE_CHILDREN)
    base = subprocess.run([program, "none", folder, str(count)], capture_output=True, check=True)
    between = computing(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, work, folder, str(count)], capture_output=True, check=True)
    after = computing(resource.RUSAGE_CHILDREN)
    assert base
    return float(done.stdout), (after - between) - (between - before)


def openpyxl_writes(path: pathlib.Path) -> tuple[float, float]:
    """The same figures and texts in as many cells."""
    day = datetime.date(2025, 8, 15)
    begun, before = time.perf_counter(), computing(resource.RUSAGE_SELF)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Phụ lục")
    for i in range(ROWS):
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
    return time.perf_counter() - begun, computing(resource.RUSAGE_SELF) - before


def main() -> int:
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    wall, cpu = ours(program, "xlsx", folder, ROWS)
    print(f"xlsx out, {ROWS} rows: {wall:.2f} s ({cpu:.2f} s)")
    theirs, their_cpu = openpyxl_writes(folder / "openpyxl.xlsx")
    print(f"openpyxl write-only, {ROWS} rows: {theirs:.2f} s ({their_cpu:.2f} s)")
    print(f"ratio: {theirs / wall:.1f} ({their_cpu / cpu:.1f}), asked for are 10")
    letters, letters_cpu = ours(program, "letters", folder, LETTERS)
    print(f"{LETTERS} letters of 40 tasks: {letters:.2f} s ({letters_cpu:.2f} s), asked for are 5 s")
    return 0 if theirs / wall >= 10 and letters <= 5 else 1


sys.exit(main())
