"""What the tests share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import tiendo

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2025, 12, 31)


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
