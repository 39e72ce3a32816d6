"""W10 of the national workload at 10,000 tasks: what a loop, rows by their ids and a table give is what the oracle says."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

import pytest
from conftest import ROOT, shared


@pytest.mark.slow
def test_the_boundary_gives_what_the_oracle_says(tmp_path: pathlib.Path) -> None:
    bench = shared("bench")
    data = tmp_path / "10k"
    make = [sys.executable, str(bench / "gen.py"), "--tasks", "10000", "--formats", "parquet", "--out", str(data)]
    subprocess.run(make, check=True, capture_output=True)  # noqa: S603
    expected = json.loads((bench / "expected/10k.json").read_text(encoding="utf-8"))
    made = json.loads((data / "digest.json").read_text(encoding="utf-8"))
    assert made == expected["digest"], "other data than the answers belong to"
    # The script of the benchmark, which prints a line for each check.
    script = ROOT / "crates/bench/python/w10.py"
    ask = [sys.executable, str(script), str(data), "--runs", "0", "--answer", str(expected["w10a"])]
    said = subprocess.run(ask, check=True, capture_output=True, text=True).stdout  # noqa: S603
    checks = [json.loads(line) for line in said.splitlines()]
    assert [check["check"] for check in checks] == ["w10a", "w10c"]
    assert [check["bad"] for check in checks] == [[], []]
