"""Packets as Python's own readers of XML and JSON see them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from conftest import confirmed

import tiendo

if TYPE_CHECKING:
    from pathlib import Path


def test_a_packet_is_the_same_in_xml_and_json(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    for kind in ("reports", "figures", "kpis"):
        xml, other = tmp_path / f"{kind}.xml", tmp_path / f"{kind}.json"
        evaluation.write_packet(xml, kind=kind)
        evaluation.write_packet(other, kind=kind, form="json")
        entries = json.loads(other.read_text(encoding="utf-8"))[kind]["entries"]
        # The file is our own, and has no document type.
        elements = ET.parse(xml).getroot().findall("entries/entry")  # noqa: S314
        assert [e.findtext("code") for e in elements] == [e["code"] for e in entries]
        for element, entry in zip(elements, entries, strict=True):
            value = element.findtext("value")
            assert (None if value is None else float(value)) == entry.get("value")
        confirmed("packet", 0, 2, [], "ElementTree", "json")
    registry, _ = tiendo.read_packet(tmp_path / "reports.xml")
    assert registry.report_count == 0, "a packet has no tasks, and a report of none is set aside"


def test_a_packet_is_laid_over_its_register(evaluation: tiendo.Evaluation, registry: tiendo.Registry, tmp_path: Path) -> None:
    profile = tiendo.packet_profile().replace('name = "organisation"', 'name = "MaDonVi"')
    path = tmp_path / "reports.xml"
    assert not [finding for finding in evaluation.write_packet(path, profile=profile) if finding.severity == "error"]
    laid, findings = tiendo.read_packet(path, profile=profile, base=registry)
    confirmed("packet", 1, 1, findings, "own reader")
    assert laid.task_count == registry.task_count
    assert laid.report_count > 0
    assert laid.provenance == "simulated"
    # KPIs keep their definitions.
    kpis, _ = tiendo.read_packet(evaluation.packet(kind="kpis")[0], base=registry)
    names = {kpi.id: kpi.name for kpi in registry.kpis()}
    assert {kpi.id: kpi.name for kpi in kpis.kpis()} == names
