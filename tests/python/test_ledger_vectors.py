"""The vectors of `tests/vectors` over a ledger: a registry that was recorded and replayed gives the replies of the registry."""

from __future__ import annotations

import datetime as dt
import functools
import json
from typing import Any

import pytest
from test_vectors import cases

import tiendo

# Before anything that a vector speaks of, so that no knowledge day hides what does not say when it was recorded.
BEGINNING = dt.datetime(1900, 1, 1)  # noqa: DTZ001
# What a ledger states of every record that does not state it itself.
STAMP = ',"recorded_at":"1900-01-01T00:00:00"'


# What cannot be the same, and why.
DANGLING = "a ledger refuses the report of a task that it does not have"
STATED = "a ledger states of every report when it was recorded, so that nothing is assumed"
DIFFERENT = {
    "findings-9": DANGLING,
    "findings-16": DANGLING,
    "findings-35": STATED,
    "findings-36": STATED,
    "visibility_and_order-17": STATED,
}


@functools.cache
def recorded(given: str, imported: str | None) -> tuple[tiendo.Registry, tiendo.Imported, tiendo.Registry]:
    """Return the registry of records, and what a ledger in which they were recorded gives.

    Both are of the records that a registry holds: what was found out about others, which it does not hold, is in neither.
    """
    imported_at = dt.datetime.fromisoformat(imported) if imported else None
    records = tiendo.Registry.from_json(given, imported_at=imported_at).to_json()
    registry = tiendo.Registry.from_json(records)
    # Some vectors are about what is secret.
    with tiendo.Ledger.memory(node="vectors", actor="test", recorded_at=BEGINNING, classification="secret") as ledger:
        done = ledger.import_registry(registry, actor="test", recorded_at=BEGINNING, skip_refused=True)
        return registry, done, ledger.registry(trust_claimed=True)


@pytest.mark.parametrize(("case", "given"), cases())
def test_vector(request: pytest.FixtureRequest, case: dict[str, Any], given: Any) -> None:
    registry, done, again = recorded(json.dumps(given or {}, ensure_ascii=False), case.get("imported_at"))
    ask = case["ask"] if isinstance(case["ask"], str) else json.dumps(case["ask"], ensure_ascii=False)
    reply = again.query(ask)
    assert isinstance(reply, str)
    same = reply.replace(STAMP, "") == registry.query(ask)
    reason = DIFFERENT.get(request.node.callspec.id.partition(":")[0])
    assert same == (reason is None), reply
    assert (done.refused > 0) == (reason is DANGLING)
