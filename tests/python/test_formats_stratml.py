"""StratML as others see it: valid against the schema, and the same figures in lxml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from conftest import confirmed

import tiendo

etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")

SHARED = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "stratml"
SCHEMA = SHARED / "PerformancePlanOrReport20160216.xsd"
NAMESPACE = "{urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport}"

VALIDATOR = f"lxml {etree.__version__} with {SCHEMA.name}"

pytestmark = pytest.mark.skipif(not SCHEMA.exists(), reason=f"SKIPPED: {SCHEMA} is not there")


@pytest.fixture(scope="module")
def schema() -> Any:
    return etree.XMLSchema(etree.parse(SCHEMA))


def test_the_register_is_valid(evaluation: tiendo.Evaluation, schema: Any, tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    evaluation.write_stratml(path)
    document = etree.parse(path, etree.XMLParser(huge_tree=True, resolve_entities=False))
    assert schema.validate(document), schema.error_log
    objectives = document.getroot().iter(f"{NAMESPACE}Objective")
    tasks = [o for o in objectives if (o.findtext(f"{NAMESPACE}Identifier") or "").startswith("_t.")]
    assert len(tasks) == len({row.task_id for row in evaluation})
    titles = {task.findtext(f"{NAMESPACE}Name") for task in tasks}
    assert titles == {row.task.title for row in evaluation}
    registry, findings = tiendo.read_stratml(path)
    assert not findings
    assert registry.task_count == len(tasks)
    confirmed("stratml", 1, 1, findings, VALIDATOR)


@pytest.mark.parametrize("name", ["Albania.xml", "SMLC2023.xml"])
def test_a_file_of_others_is_valid_once_we_wrote_it(name: str, schema: Any, tmp_path: Path) -> None:
    registry, findings = tiendo.read_stratml(SHARED / name)
    assert findings
    path = tmp_path / name
    registry.evaluate(dt.date(2025, 12, 31)).write_stratml(path)
    assert schema.validate(etree.parse(path)), schema.error_log
    confirmed("stratml", 1, 1, findings, VALIDATOR)
