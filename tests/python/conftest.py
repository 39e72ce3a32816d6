"""What the tests share."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tiendo

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
DAY = dt.date(2025, 12, 31)


def shared(name: str) -> Path:
    """What lies beside the project and is no part of it; where it is absent, the test says so and is skipped."""
    path = SHARED / name
    if not path.exists():
        print(f"SKIPPED: {path} is absent", file=sys.stderr)  # noqa: T201
        pytest.skip(f"shared/{name} is absent")
    return path


@pytest.fixture(scope="session")
def registry() -> tiendo.Registry:
    return tiendo.plan02.registry()


@pytest.fixture(scope="session")
def simulated() -> tiendo.Registry:
    return tiendo.plan02.registry(simulated=57)


@pytest.fixture(scope="session")
def evaluation(simulated: tiendo.Registry) -> tiendo.Evaluation:
    return simulated.evaluate(DAY)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ran = [r for r in terminalreporter.stats.get("passed", []) if "test_vectors.py::test_vector[" in r.nodeid]
    terminalreporter.write_line(f"{len(ran)} vectors ran")
    # What tests say of formats goes into a table of `cargo xtask test`; the runner keeps the output of what passed to itself.
    for report in terminalreporter.stats.get("passed", []):
        for line in report.capstdout.splitlines():
            if line.startswith("formats | "):
                terminalreporter.write_line(line)


def confirmed(name: str, read: int, written: int, findings: Iterable[tiendo.Finding], *who: str) -> None:
    """Says for the table of formats how many files were read and written, what was found out, and who confirmed it."""
    kinds = Counter(str(finding.code) for finding in findings)
    said = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())) or "-"
    print(f"formats | {name} | {read} | {written} | {said} | {', '.join(who)}")  # noqa: T201
