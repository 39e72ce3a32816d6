"""The stub says what the built module says, docstring for docstring: editors read the one, `help()` the other."""

from __future__ import annotations

import ast
import inspect
import pydoc
from collections.abc import Iterator
from pathlib import Path

import pytest

import tiendo
from tiendo import _native

STUB = Path(_native.__file__).with_name("_native.pyi")


def in_stub() -> dict[str, str]:
    """Docstrings of the stub by dotted name; overloads of one function have the docstring of any of them."""
    docs: dict[str, str] = {}
    module = ast.parse(STUB.read_text(encoding="utf-8"))
    for node in module.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            owners = [(node.name, node)]
            if isinstance(node, ast.ClassDef):
                inner = [child for child in node.body if isinstance(child, ast.FunctionDef)]
                owners += [(f"{node.name}.{child.name}", child) for child in inner]
            for name, owner in owners:
                text = ast.get_docstring(owner)
                if text:
                    docs[name] = text
    return docs


def is_written(name: str, text: str | None) -> bool:
    """Whether a docstring is of this package, and not what Python puts on every slot and constructor."""
    if not text:
        return False
    plain = getattr(object, name, None) or getattr(list, name, None) or getattr(dict, name, None)
    return text not in {getattr(plain, "__doc__", None), "Return self[key].", "True if self else False"}


def in_module() -> Iterator[tuple[str, str]]:
    """Docstrings of the built module by dotted name."""
    for name, value in vars(_native).items():
        if not (inspect.isclass(value) or inspect.isbuiltin(value)):
            continue
        if value.__doc__:
            yield name, inspect.cleandoc(value.__doc__)
        if inspect.isclass(value):
            for member in vars(value):
                text = inspect.getattr_static(value, member).__doc__
                text = getattr(value, member).__doc__ if isinstance(vars(value)[member], (classmethod, staticmethod)) else text
                # `__hash__` of a class without one is None, which has a docstring since CPython 3.13.
                if member != "__doc__" and vars(value)[member] is not None and is_written(member, text):
                    yield f"{name}.{member}", inspect.cleandoc(str(text))


BUILT = dict(in_module())
OPERATORS = {"__lt__", "__le__", "__gt__", "__ge__", "__next__", "__radd__", "__add__"}
SLOTS = {name for name in BUILT if name.split(".")[-1] in OPERATORS}


@pytest.mark.parametrize("name", sorted(set(BUILT) - SLOTS))
def test_the_stub_says_what_the_module_says(name: str) -> None:
    assert in_stub().get(name) == BUILT[name]


def test_the_stub_says_nothing_else() -> None:
    protocols = {"ArrowStream", "ProgressCall", "ProgressBar"}
    extra = {name for name in in_stub() if name.split(".")[0] not in protocols} - set(BUILT)
    assert extra == set()
    assert len(BUILT) > 300


@pytest.mark.parametrize("name", sorted(name for name in tiendo.__all__ if hasattr(_native, name) and not name.startswith("_")))
def test_help_shows_it(name: str) -> None:
    shown = pydoc.plain(pydoc.render_doc(getattr(tiendo, name)))
    assert BUILT[name].splitlines()[0] in shown
    for member, text in BUILT.items():
        if member.startswith(f"{name}.") and not member.split(".")[1].startswith("_"):
            assert text.splitlines()[0] in shown
