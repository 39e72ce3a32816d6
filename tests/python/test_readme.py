"""The Python uses that the READMEs show run as they stand, and print what they should."""

from __future__ import annotations

import datetime as dt
import re
import runpy
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import DAY, ROOT

import tiendo

if TYPE_CHECKING:
    from pathlib import Path


def uses(readme: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def printed(use: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    script = folder / "use.py"
    script.write_text(use, encoding="utf-8")
    runpy.run_path(str(script))
    return capsys.readouterr().out


@pytest.mark.parametrize("readme", ["README.md", "python/README.md"])
def test_every_first_use_runs(readme: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "2025-08-14\n" in printed(uses(readme)[0], tmp_path, capsys)


def test_the_use_from_the_annex_to_the_letter(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    [_, use] = uses("python/README.md")
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "crates/tiendo-formats/tests/annex/13_sheets.xlsx", "annex.xlsx")
    text = printed(use, tmp_path, capsys)
    assert text.count("'loaded': ") == 3
    assert f"{len(list((tmp_path / 'letters').iterdir()))} letters; " in text
    assert (tmp_path / "report.xlsx").read_bytes().startswith(b"PK")
    assert (tmp_path / "register/tasks.csv").exists()


def test_the_use_in_the_readme_prints_the_register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    use = uses("README.md")[0]
    assert len(use.splitlines()) <= 10
    evaluation = tiendo.plan02.registry().evaluate(DAY)
    sums, day, *owed = printed(use, tmp_path, capsys).partition("\n2025-08-14\n")
    assert sums == str(evaluation.roll_up("phase"))
    assert day
    assert owed == ["".join(f"{row}\n" for row in evaluation.owed(agency="Lam Dong"))]
    assert "68-UBND" in owed[0]


def test_the_use_of_a_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, use, _ = uses("README.md")
    assert len(use.splitlines()) <= 10
    monkeypatch.chdir(tmp_path)
    registry = tiendo.plan02.registry(simulated=57)
    registry.write_csv(tmp_path / "register", disclosure="everything")
    first, second, scope, sums, verified = printed(use, tmp_path, capsys).splitlines()
    recorded = int(first.split()[1])
    assert recorded > registry.report_count
    assert second.startswith(f"<Imported 0 recorded, {recorded} unchanged, 0 refused")
    assert scope.startswith("SIMULATED")
    assert sums == str(registry.evaluate(dt.date(2025, 7, 10)).task_sums())
    assert "0 faults" in verified
    with tiendo.Ledger.open("x.tiendo") as ledger:
        assert ledger.head.hash in verified


def test_the_use_of_other_formats(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    *_, use = uses("README.md")
    assert len(use.splitlines()) <= 10
    monkeypatch.chdir(tmp_path)
    *_, read = printed(use, tmp_path, capsys).splitlines()
    assert read.startswith("<Registry SIMULATED, ")
    assert "187 tasks" in read
    assert (tmp_path / "lake/evaluation.parquet").read_bytes().startswith(b"PAR1")
    assert all((tmp_path / name).stat().st_size for name in ("plan.xml", "tasks.ics", "strategy.xml", "reports.xml"))


def test_the_line_that_writes_a_report_for_everybody(tmp_path: Path) -> None:
    [line] = re.findall(r'^python3 -c "(.*)"$', (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    subprocess.run([sys.executable, "-c", line], cwd=tmp_path, check=True, timeout=300)  # noqa: S603
    assert (tmp_path / "report.html").read_text(encoding="utf-8").count("SIMULATED") > 1
