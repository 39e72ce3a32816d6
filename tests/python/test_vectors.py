"""The vectors of `tests/vectors` through the JSON door, by the rule of the Rust runner: `expect` is a part of the reply."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from conftest import ROOT

import tiendo


def cases() -> list[Any]:
    out = []
    for path in sorted((ROOT / "tests/vectors").glob("*.json")):
        vectors = json.loads(path.read_text(encoding="utf-8"))
        for number, case in enumerate(vectors.get("cases", [])):
            given = case.get("given", vectors.get("given"))
            out.append(pytest.param(case, given, id=f"{path.stem}-{number}: {case.get('name', '?')}"))
    return out


def holds(want: Any, have: Any, path: str, *, whole: bool) -> None:
    if isinstance(want, dict) and isinstance(have, dict):
        for key, value in want.items():
            assert key in have, f"{path}.{key} is absent"
            holds(value, have[key], f"{path}.{key}", whole=whole)
        extra = [key for key in have if key not in want]
        assert not (whole and extra), f"{path}: {extra} not expected"
    elif isinstance(want, list) and isinstance(have, list):
        assert len(want) == len(have), f"{path} has {len(have)} elements, not {len(want)}"
        for i, (one, other) in enumerate(zip(want, have, strict=True)):
            holds(one, other, f"{path}[{i}]", whole=whole)
    else:
        # 1 == True in Python and not in JSON.
        assert type(want) is type(have) and want == have, f"{path} is {have!r}, not {want!r}"


@pytest.mark.parametrize(("case", "given"), cases())
def test_vector(case: dict[str, Any], given: Any) -> None:
    imported = case.get("imported_at")
    imported_at = dt.datetime.fromisoformat(imported) if imported else None
    registry = tiendo.Registry.from_records(given or {}, imported_at=imported_at)
    # A text is asked as it stands: that is how what is no JSON is asked.
    raw = isinstance(case["ask"], str)
    request = case["ask"] if raw else json.dumps(case["ask"], ensure_ascii=False)
    reply = registry.query(request)
    assert isinstance(reply, str)
    holds(case["expect"], json.loads(reply), "reply", whole=case.get("whole", False))
    if not raw:
        # A dictionary asks the same, and its reply keeps the order of the fields.
        assert json.dumps(registry.query(case["ask"])) == json.dumps(json.loads(reply))


def test_enough_vectors_ran() -> None:
    assert len(cases()) > 100
