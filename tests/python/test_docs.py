"""Every example in every docstring runs, and everything public has a docstring."""

from __future__ import annotations

import doctest
import importlib
import inspect
import types
from typing import TYPE_CHECKING

import pytest

import tiendo

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MODULES = [
    "tiendo",
    "tiendo._record",
    "tiendo.exceptions",
    "tiendo.plan02",
    "tiendo.plot",
    "tiendo.records",
    "tiendo.results",
    "tiendo.schedules",
]


def documented() -> Iterator[tuple[str, str | None]]:
    for name in MODULES:
        module = importlib.import_module(name)
        yield name, module.__doc__
        for key in module.__all__ if name != "tiendo" else []:
            value = getattr(module, key)
            if inspect.isclass(value) or inspect.isfunction(value):
                yield f"{name}.{key}", value.__doc__
    for key in tiendo.__all__:
        value = getattr(tiendo, key)
        if not inspect.isclass(value):
            if inspect.isbuiltin(value):
                yield f"tiendo.{key}", value.__doc__
            continue
        yield f"tiendo.{key}", value.__doc__
        for member, inner in vars(value).items():
            kinds = (types.MethodDescriptorType, types.GetSetDescriptorType, classmethod, staticmethod)
            if not member.startswith("_") and isinstance(inner, (*kinds, types.ClassMethodDescriptorType)):
                yield (
                    f"tiendo.{key}.{member}",
                    getattr(value, member).__doc__ if not isinstance(inner, types.GetSetDescriptorType) else inner.__doc__,
                )


@pytest.mark.parametrize(("name", "text"), list(documented()))
def test_docstring(name: str, text: str | None) -> None:
    assert text, f"{name} has no docstring"
    test = doctest.DocTestParser().get_doctest(text, {}, name, None, None)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    out: list[str] = []
    runner.run(test, out=out.append)
    assert runner.failures == 0, "".join(out)
