"""Writes `tiendo/_native.pyi` from the sources of the binding: signatures are mapped to Python's types, docs are copied.

    python python/tools/stubs.py [--check]

`mypy.stubtest` compares the result with the built module, so a mapping that is wrong does not pass the tests.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "bindings/python/src"
TARGET = ROOT / "python/tiendo/_native.pyi"

TYPES = {
    "&str": "str",
    "String": "str",
    "&'static str": "str",
    "char": "str",
    "bool": "bool",
    "f64": "float",
    "NaiveDate": "datetime.date",
    "NaiveDateTime": "datetime.datetime",
    "PathBuf": "str | PathLike[str]",
    "Key": "str | int",
    "()": "None",
    "PyObject": "Any",
    "chrono::NaiveDate": "datetime.date",
    "BTreeMap<String, String>": "dict[str, str]",
    "TextsByReceiver<'py>": "dict[str | None, str]",
    "PyBytes": "bytes",
    "PyDate": "datetime.date",
}
WORDS = {"usize": "int", "isize": "int", **{f"{sign}{bits}": "int" for sign in "iu" for bits in (8, 16, 32, 64)}}
# What the signature in Rust cannot say, by class and method.
RETURNS = {
    ("Policy", "to_dict"): "dict[str, Any]",
    ("Scope", "to_dict"): "dict[str, Any]",
    ("Explanation", "to_dict"): "dict[str, Any]",
    ("Finding", "to_dict"): "dict[str, Any]",
    ("NumberReading", "to_dict"): "dict[str, Any]",
    ("NumberReading", "partial"): "dict[str, Any] | None",
    ("Deadline", "to_dict"): "dict[str, Any]",
    ("Reading", "to_dict"): "dict[str, Any]",
    ("Sums", "counts"): "dict[str, int]",
    ("Sums", "unreported"): "dict[str, int]",
    ("Sums", "occurrences"): "dict[str, int]",
    ("Registry", "to_records"): "dict[str, list[dict[str, Any]]]",
    ("Evaluation", "forecast"): "Forecast",
    ("Schedule", "scope"): "ScheduleScope",
    ("Schedule", "what_if"): "WhatIf",
    ("Schedule", "blocks"): "Blocks",
    ("Schedule", "behind"): "list[Waiting]",
    ("Schedule", "baseline"): "Baseline",
    ("Schedule", "compare"): "Comparison",
    ("Schedule", "__iter__"): "Iterator[ScheduledTask]",
    ("Evaluation", "warn"): "dict[str, Any]",
    ("Evaluation", "write_weekly"): "tuple[list[dict[str, Any]], Findings]",
    ("Evaluation", "changes_since"): "dict[str, Any]",
    ("Registry", "period_changes"): "dict[str, Any]",
    ("Import", "records"): "dict[str, list[dict[str, Any]]]",
    ("Import", "changes"): "dict[str, int]",
    ("Import", "sheets"): "list[dict[str, Any]]",
    ("Import", "keys"): "list[dict[str, Any]]",
    ("Registry", "task"): "Task",
    ("Registry", "document"): "Document",
    ("Registry", "agency"): "Agency",
    ("Registry", "find_agency"): "Agency",
    ("Registry", "reports_of"): "list[Report]",
    ("Registry", "documents"): "list[Document]",
    ("Registry", "agencies"): "list[Agency]",
    ("Registry", "plans"): "list[Plan]",
    ("Registry", "kpis"): "list[Kpi]",
    ("Registry", "kpi_standings"): "list[KpiStanding]",
    ("Registry", "kpi_standing"): "KpiStanding",
    ("Registry", "kpi_scores"): "list[KpiScore]",
    ("Registry", "kpi_history"): "list[KpiDay]",
    ("Registry", "kpi_roll_up"): "KpiRollup",
    ("Registry", "kpis_of_people"): "list[KpiStanding]",
    ("Evaluation", "score"): "Scores",
    ("Evaluation", "rank_why"): "RankChanges",
    ("Evaluation", "resources"): "Resources",
    ("", "scheme"): "Scheme",
    ("", "scheme_from_toml"): "Scheme",
    ("", "score"): "Scores",
    ("Registry", "successions"): "list[Succession]",
    ("Registry", "transfers"): "list[Transfer]",
    ("Registry", "allocations"): "list[Allocation]",
    ("Ledger", "path"): "Path | None",
    ("Imported", "problems"): "list[dict[str, Any]]",
    ("Entry", "records"): "list[dict[str, Any]]",
    ("LogLine", "record"): "Task | Report | Transfer | Allocation | dict[str, Any]",
    ("Row", "task"): "Task",
    ("Row", "obstacles"): "list[Report]",
    ("Said", "latest"): "Report | None",
    ("Tasks", "__getitem__"): "Task",
    ("Tasks", "__iter__"): "Iterator[Task]",
    ("Findings", "__iter__"): "Iterator[Finding]",
    ("Rollup", "__iter__"): "Iterator[RollupRow]",
    ("Ranking", "__iter__"): "Iterator[RankingRow]",
    ("Evaluation", "__iter__"): "Iterator[Row]",
    ("SearchHits", "__iter__"): "Iterator[SearchHit]",
    ("Rollup", "_restore"): "Rollup",
}
ARGUMENTS = {
    "progress": "_Progress | None",
    "policy": "str | Policy | Mapping[str, Any] | None",
    "tasks": "ArrowStream | None",
    "reports": "ArrowStream | None",
    ("apply_all", "reports"): "Iterable[Report | Mapping[str, Any] | str]",
    "documents": "ArrowStream | None",
    "agencies": "ArrowStream | None",
    "records": "Mapping[str, Any] | str",
    "batch": "Batch | Registry | Mapping[str, Any] | Iterable[Any]",
    "fields": "Mapping[str, Any] | str",
    "request": "Any",
    "path_or_bytes": "str | PathLike[str] | bytes | bytearray | memoryview",
    **{
        kind: f"{kind.title()} | Mapping[str, Any] | str"
        for kind in ("document", "agency", "succession", "plan", "task", "transfer", "report", "allocation", "kpi")
    },
    "scheme": "str | Scheme | Mapping[str, Any]",
    "given": "Sequence[SubjectInputs | Mapping[str, Any]]",
    "record": "Any",
    "thresholds": "Mapping[str, int] | None",
    "days": "Sequence[CalendarEntry | Mapping[str, Any]]",
    "changes": "Sequence[Mapping[str, Any]]",
    "baseline": "Baseline | Mapping[str, Any] | str",
    "known": None,
    "requested_schema": "object | None",
}
DEFAULTS = {"None": "None", "false": "False", "true": "True"}
HEAD = """# Made by `python/tools/stubs.py` from the sources of the binding; do not edit.
# ruff: noqa
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias, final, overload, type_check_only

from tiendo.records import (
    Agency,
    Allocation,
    CalendarEntry,
    Document,
    Kpi,
    Plan,
    Report,
    Succession,
    Task,
    Transfer,
)
from tiendo.results import (
    KpiDay,
    KpiRollup,
    KpiScore,
    KpiStanding,
    RankChanges,
    Resources,
    Scheme,
    Scores,
    SubjectInputs,
)
from tiendo.schedules import (
    Baseline,
    Blocks,
    Comparison,
    Forecast,
    ScheduleScope,
    Waiting,
    WhatIf,
)

__version__: Final[str]

@type_check_only
class ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

@type_check_only
class ProgressCall(Protocol):
    def __call__(self, done: int, total: int, /) -> object: ...

@type_check_only
class ProgressBar(Protocol):
    def update(self, steps: int, /) -> object: ...

_Progress: TypeAlias = ProgressCall | ProgressBar
"""


def split(text: str) -> list[str]:
    """Split at commas outside brackets."""
    parts, depth, start = [], 0, 0
    for i, char in enumerate(text):
        depth += (char in "<([{") - (char in ">)]}" and text[i - 1 : i + 1] != "->")
        if char == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


def python_type(rust: str, own: str) -> str:
    """Return the Python type of a Rust type."""
    rust = re.sub(r"(?<=[<(])'\w+, ", "", rust.strip())
    rust = re.sub(r"&'\w+ (?!static)", "&", rust) if "'static" not in rust else rust
    if rust in TYPES:
        return TYPES[rust]
    if rust in WORDS:
        return WORDS[rust]
    if rust == "Self":
        return own
    for outer, shape in (("PyResult", "{}"), ("Option", "{} | None"), ("Vec", "list[{}]")):
        if match := re.fullmatch(rf"{outer}<(.+)>", rust, re.DOTALL):
            return shape.format(python_type(match[1], own))
    if match := re.fullmatch(r"&?(?:Bound|Py|PyRef)<(?:'_, )?(.+)>", rust):
        return "Any" if match[1] in ("PyAny", "PyDict", "pyo3::types::PyDict") else python_type(match[1], own)
    if match := re.fullmatch(r"\((.+)\)", rust, re.DOTALL):
        return f"tuple[{', '.join(python_type(part, own) for part in split(match[1]))}]"
    name = rust.lstrip("&").split("::")[-1]
    return name if name[:1].isupper() else "Any"


def docstring(lines: list[str], indent: str) -> list[str]:
    """Return the docstring of doc comments."""
    texts = [re.sub(r"^\s*/// ?", "", line) for line in lines]
    raw = "r" if any("\\" in text for text in texts) else ""
    if len(texts) == 1:
        return [f'{indent}{raw}"""{texts[0]}"""']
    return [f'{indent}{raw}"""{texts[0]}', *(f"{indent}{text}".rstrip() for text in texts[1:]), f'{indent}"""']


FUNCTION = re.compile(
    r"((?:^[ ]*///[^\n]*\n)*)((?:^[ ]*#\[(?:[^\]\[]|\[[^\]]*\])*\]\s*(?://[^\n]*)?\n)*)"
    r"^[ ]*(?:pub\(crate\) )?fn (\w+)(?:<[^(]*>)?\(((?:[^()]|\([^()]*\))*)\)(?: -> ((?:[^{]|\{(?!\n))*?))?\s*(?:where[^{]*)?\{\n",
    re.MULTILINE,
)


def arguments(attributes: str, given: str, own: str, method: str) -> list[str]:
    """Return the parameters after self, with types and defaults."""
    types = {}
    for part in split(given):
        if ":" not in part:
            continue
        name, _, rust = part.partition(":")
        bare = name.strip().lstrip("_")
        if bare in ("py", "class", "slf", "this") or "Python<" in rust:
            continue
        kind = python_type(rust, own).replace("list[str]", "Sequence[str]")
        override = ARGUMENTS.get((method, bare)) or ARGUMENTS.get(bare)
        if override and kind == "Any | None":
            kind = override if override.endswith("None") else f"{override} | None"
        elif override and kind in ("Any", "Any | None", "list[Any]", "dict[str, Any] | None"):
            kind = override
        types[bare] = kind
    signature = re.search(r"signature = \((.*)\)\)\]", attributes, re.DOTALL)
    if not signature:
        positional = method.startswith("__") and method != "__init__"
        return [f"{n}: {t}" for n, t in types.items()] + (["/"] if types and positional else [])
    out = []
    for part in split(signature[1]):
        name, _, default = (piece.strip() for piece in part.partition("="))
        if name == "*":
            out.append("*")
        elif name.startswith("**"):
            out.append(f"{name}: Any")
        else:
            out.append(f"{name}: {types[name]}" + (f" = {DEFAULTS.get(default, default)}" if default else ""))
    return out


def function(match: re.Match[str], own: str) -> list[str]:
    """Return the stub of one function or method."""
    docs, attributes, name, given, returns = match.groups()
    indent = "    " if own else ""
    parameters = arguments(attributes, given, own, name)
    result = RETURNS.get((own, name)) or python_type((returns or "()"), own)
    head = []
    if "#[getter]" in attributes:
        head.append(f"{indent}@property")
    elif "#[classmethod]" in attributes:
        head.append(f"{indent}@classmethod")
    elif "#[staticmethod]" in attributes:
        head.append(f"{indent}@staticmethod")
    if "#[new]" in attributes:
        name, result = "__new__", own
    first = (
        []
        if not own or "#[staticmethod]" in attributes
        else ["cls" if name == "__new__" or "classmethod" in attributes else "self"]
    )
    if name == "__eq__":
        parameters = ["other: object", "/"]
    if name == "__reduce__":
        result = "tuple[Any, ...]"
    if name == "query":
        body = docstring(docs.rstrip("\n").split("\n"), indent + "    ")
        return [
            f"{indent}@overload",
            f"{indent}def query(self, request: str) -> str:",
            *body,
            f"{indent}@overload",
            f"{indent}def query(self, request: Mapping[str, Any]) -> Any:",
            *body,
        ]
    head.append(f"{indent}def {name}({', '.join(first + parameters)}) -> {result}:")
    # Python puts words of its own on an operator, so what stands in the sources is for their readers.
    told = docs.strip() and name != "__add__"
    body = docstring(docs.rstrip("\n").split("\n"), indent + "    ") if told else []
    if not body:
        head[-1] += " ..."
    return head + body


SHARED = re.compile(r"^macro_rules! (\w+) \{\n    \((.*?)\) => \{\n(.*?)^    \};\n\}", re.MULTILINE | re.DOTALL)


def expanded(source: str, shared: str) -> str:
    """Return a source with the methods that macros add to its classes written out."""
    for name, parameters, body in SHARED.findall(shared):
        names = re.findall(r"\$(\w+):", parameters)
        for call in re.finditer(rf"^{name}!\(([^)]*)\);\n", source, re.MULTILINE):
            text = re.sub(r"^ {8}", "", body, flags=re.MULTILINE)
            for parameter, given in zip(names, split(call[1]), strict=True):
                text = text.replace(f"${parameter}", given)
            source = source.replace(call[0], text)
    return source


def methods(name: str, source: str) -> list[str]:
    """Return the blocks of methods that a file has for a class."""
    return re.findall(rf"^#\[pymethods\]\nimpl {name} \{{\n(.*?)^\}}", source, re.MULTILINE | re.DOTALL)


def classes(source: str, others: list[str]) -> list[str]:
    """Return the stubs of the classes and functions of one file, with the methods that other files add to them."""
    out = []
    declared = re.compile(
        r"((?:^///[^\n]*\n)+)^#\[pyclass\(([^\n]*)\)\]\n(?:^#\[[^\n]*\n)*^pub\(crate\) (?:struct|enum) (\w+)",
        re.MULTILINE,
    )
    for docs, options, name in declared.findall(source):
        if name in ("RowIterator", "Selected"):
            continue
        out += ["", "@final", f"class {name}:", *docstring(docs.rstrip("\n").split("\n"), "    "), ""]
        # What a class has of its own stands before what it shares with others, and that before what other files add.
        blocks = [*reversed(methods(name, source)), *(block for other in others for block in methods(name, other))]
        seen = set()
        for method in FUNCTION.finditer("\n".join(blocks)):
            if re.search(rf"^ {{5,}}fn {method[3]}\b", method[0], re.MULTILINE):
                continue  # a function within a function
            seen.add(method[3])
            out += function(method, name)
        words = [word.strip() for word in options.split(",")]
        if "eq" in words and "__eq__" not in seen:
            out += [
                "    def __eq__(self, other: object, /) -> bool: ...",
                "    def __ne__(self, other: object, /) -> bool: ...",
            ]
        elif "__eq__" in seen:
            out += ["    def __ne__(self, other: object, /) -> bool: ..."]
        if "__add__" in seen:
            out += [f"    def __radd__(self, other: {name}, /) -> {name}: ..."]
        if "ord" in words:
            out += [f"    def __{op}__(self, other: {name}, /) -> bool: ..." for op in ("lt", "le", "gt", "ge")]
        if "hash" in words:
            out += ["    def __hash__(self) -> int: ..."]
        elif ("eq" in words or "__eq__" in seen) and "__hash__" not in seen:
            out += ["    __hash__ = None  # type: ignore[assignment]"]
    for match in re.finditer(r"((?:^///[^\n]*\n)+)^#\[pyfunction\]\n", source, re.MULTILINE):
        found = FUNCTION.match(source, match.start())
        if found:
            out += ["", *function(found, "")]
    return out


def main() -> None:
    """Write the stub, or say that it is stale."""
    lines = [HEAD.rstrip("\n")]
    shared = (SOURCE / "shape.rs").read_text(encoding="utf-8")
    paths = sorted(path for path in SOURCE.rglob("*.rs") if path.name != "shape.rs")
    sources = [expanded(path.read_text(encoding="utf-8"), shared) for path in paths]
    for source in sources:
        lines += classes(source, [other for other in sources if other is not source])
    public = re.findall(r"^(?:class|def) (\w+)", "\n".join(lines[1:]), re.MULTILINE)
    lines.insert(1, "\n__all__ = [" + ", ".join(f'"{name}"' for name in sorted([*public, "__version__"])) + "]")
    text = "\n".join(lines) + "\n"
    if "--check" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != text:
        sys.exit(f"{TARGET.relative_to(ROOT)} is stale: run python {Path(__file__).relative_to(ROOT)}")


if __name__ == "__main__":
    main()
