"""Writes `tiendo/{records,results,schedules}.py` from types of the core: fields, types, defaults and docs are stated once.

python python/tools/records.py [--check]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "crates/tiendo/src"
PACKAGE = ROOT / "python/tiendo"

RECORDS = {
    "document.rs": ["DocumentRelation", "Document"],
    "agency.rs": ["Agency", "Succession", "Transfer"],
    "plan.rs": ["Phase", "TaskGroup", "Plan"],
    "task.rs": ["Product", "TaskRelation", "Dependency", "Task"],
    "report.rs": ["Report"],
    "allocation.rs": ["Allocation"],
    "kpi.rs": ["KpiPoint", "Measurement", "PeopleAsked", "Kpi"],
    "calendar/entry.rs": ["CalendarEntry"],
}
# What is worked out, and what schemes are made of.
RESULTS = {
    "kpi/standing.rs": ["KpiStanding", "KpiDay"],
    "kpi/score.rs": ["KpiScore"],
    "kpi/rollup.rs": ["KpiRollupRow", "KpiRollup"],
    "scheme.rs": ["Part", "Component", "Adjustment", "Label", "Band", "Scheme"],
    "score.rs": ["ScoredProduct", "SubjectInputs", "ScoreComponent", "ScoreAdjustment", "Score", "Scores"],
    "resources.rs": ["MoneySums", "SourceSums", "TaskResources", "Resources"],
    "ranking/why.rs": ["RankCause", "RankChange", "RankChanges"],
}
# What a schedule answers.
SCHEDULES = {
    "schedule/build.rs": ["ScheduleScope"],
    "schedule/baseline.rs": ["BaselineDay", "Baseline", "BaselineRow", "Comparison"],
    "schedule/forecast/earned.rs": ["EarnedSchedule"],
    "schedule/forecast.rs": ["TaskForecast", "GroupForecast", "Forecast"],
    "query/schedule.rs": [
        "MovedReply as WhatIfRow",
        "WhatIfReply as WhatIf",
        "WaitingReply as Waiting",
        "LateReply as LateTask",
        "EndangeredReply as Endangered",
        "BlocksReply as Blocks",
    ],
}
# What borrows in the core is another class here.
RENAMED = dict(name.split(" as ") for names in SCHEDULES.values() for name in names if " as " in name)
PLAIN = {
    "NaiveDate": "datetime.date",
    "NaiveDateTime": "datetime.datetime",
    "bool": "bool",
    "f64": "float",
    "Deadline": "Deadline",
    "BTreeMap<String, String>": "Mapping[str, str]",
    "BTreeMap<String, Points>": "Mapping[str, float]",
    "BTreeMap<String, f64>": "Mapping[str, float]",
    "BTreeMap<String, u64>": "Mapping[str, int]",
    "BTreeMap<String, Ratio>": "Mapping[str, Ratio]",
    "Ratio": "Ratio",
    "Points": "float",
    "Measure": "str | Mapping[str, str]",
    "Scope": "Mapping[str, object]",
    "Finding": "Mapping[str, object]",
}
DEFAULTS = {
    "one": "1",
    "one_version": "1",
    "agency_kind": '"agency"',
    "branch_other": '"other"',
    "aggregation_none": '"none"',
    "stated": '"stated"',
    "Deadline::unspecified": "dataclasses.field(default_factory=Deadline.unspecified)",
}
HEAD = '''"""Records: what a registry is built of, as plain frozen objects.

Made by `python/tools/records.py` from the record types of the core; do not edit. Words of vocabularies (levels, kinds,
modes …) are text, and unknown ones are kept where the core keeps them. Nothing is checked here: a registry's builder does.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from tiendo._native import Deadline
from tiendo._record import Record, dumps

__all__ = [
{names}
]
'''

HEAD_OF_RESULTS = '''"""Results: KPIs, scores, money and moved ranks as frozen objects, and scoring schemes.

Made by `python/tools/records.py` from types of the core; do not edit. Words of vocabularies are text. Points are numbers with
at most two decimals.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from tiendo._native import Ratio
from tiendo._record import Record
from tiendo.records import PeopleAsked

__all__ = [
{names}
]
'''

HEAD_OF_SCHEDULES = '''"""Schedules: baselines, what-ifs, who waits for whom and forecasts as frozen objects.

Made by `python/tools/records.py` from types of the core; do not edit. Words of vocabularies are text.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from tiendo._native import Ratio
from tiendo._record import Record

__all__ = [
{names}
]
'''


def python_type(rust: str, records: list[str]) -> str:
    """Return the type of a field; words and ids are text."""
    rust = re.sub(r"&'a \[(.+)\]", r"Vec<\1>", rust).replace("&'a ", "").replace("<'a>", "")
    rust = RENAMED.get(rust, rust)
    if match := re.fullmatch(r"Option<(.+)>", rust):
        return f"{python_type(match[1], records)} | None"
    if match := re.fullmatch(r"Vec<(.+)>", rust):
        return f"tuple[{python_type(match[1], records)}, ...]"
    if re.fullmatch(r"[iu](8|16|32|64|128|size)", rust):
        return "int"
    return PLAIN.get(rust, rust if rust in records else "str")


def default_of(rust: str, attributes: str) -> str | None:
    """Return the default of a field, or `None` where it is required."""
    if match := re.search(r'default = "([\w:]+)"', attributes):
        return DEFAULTS[match[1]]
    if "serde(default" not in attributes:
        return None
    if rust.startswith("Option<"):
        return "None"
    if rust.startswith("Vec<"):
        return "()"
    if rust.startswith("BTreeMap<"):
        return "dataclasses.field(default_factory=dict, hash=False)"
    return {"bool": "False", "Text": '""', "String": '""'}.get(rust, "0")


def prose(lines: list[str]) -> str:
    """Return the words of a doc comment, without examples and links."""
    text = " ".join(line.strip().removeprefix("///").strip() for line in lines)
    text = text.split("```")[0].strip()
    return re.sub(r"\[(`[^`\]]+`)\](\([^)]*\))?", r"\1", text).replace("\\", "\\\\")


def wrapped(text: str, indent: str = "    ") -> str:
    """Return a docstring that fits the line."""
    words, lines = text.split(" "), [""]
    for word in words:
        if len(indent) + len(lines[-1]) + len(word) > 104:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) == 1:
        return f'{indent}"""{lines[0]}"""'
    first, rest = ([*text.split(". ", 1), ""])[:2]
    if rest and len(first) < 100:
        return f'{indent}"""{first}.\n\n' + "\n".join(f"{indent}{line}" for line in _fold(rest)) + f'\n{indent}"""'
    return f'{indent}"""' + f"\n{indent}".join(lines) + f'\n{indent}"""'


def _fold(text: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > 104:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def record_class(name: str, source: str, records: list[str]) -> str:
    """Return the class of one record type."""
    name, _, renamed = name.partition(" as ")
    head = rf"^(?:pub(?:\(crate\))? )?struct {name}(?:<'a>)? \{{\n"
    match = re.search(rf"((?:^///[^\n]*\n)+)((?:^#\[[^\n]*\n)+){head}(.*?)^\}}", source, re.MULTILINE | re.DOTALL)
    if match is None:
        sys.exit(f"no struct {name}")
    name = renamed or name
    out = ["@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)", f"class {name}(Record):"]
    out += [wrapped(prose(match[1].splitlines())), ""]
    for field in re.finditer(
        r"((?:^    ///[^\n]*\n)+)((?:^    #\[[^\n]*\n)*)^    (?:pub )?(\w+): (.+),$", match[3], re.MULTILINE
    ):
        docs, attributes, name_, rust = field.groups()
        default = default_of(rust, attributes)
        ending = "" if default is None else f" = {default}"
        python_name = f"{name_}_" if name_ == "from" else name_
        out += [f"    {python_name}: {python_type(rust, records)}{ending}", wrapped(prose(docs.splitlines()))]
    return "\n".join(out)


def generated(head: str, types: dict[str, list[str]], more: list[str]) -> str:
    """Return a whole module."""
    own = [name.split(" as ")[-1] for names in types.values() for name in names]
    known = [name.split(" as ")[-1] for group in (RECORDS, RESULTS, SCHEDULES) for names in group.values() for name in names]
    names = "\n".join(f'    "{name}",' for name in [*sorted(own), *more])
    parts = [head.replace("{names}", names)]
    for file, some in types.items():
        source = (CORE / file).read_text(encoding="utf-8")
        made = [record_class(name, source, known) for name in some]
        if types is not RECORDS:
            # `to_dict` leaves out empty lists and what is absent, so they are read back as such.
            made = [re.sub(r", \.\.\.\]$", ", ...] = ()", text, flags=re.MULTILINE) for text in made]
            made = [re.sub(r" \| None$", " | None = None", text, flags=re.MULTILINE) for text in made]
        parts += made
    return "\n\n".join(part.rstrip("\n") + "\n" for part in parts)


def main() -> None:
    """Write the modules, or say that one is stale."""
    modules = {
        PACKAGE / "records.py": generated(HEAD, RECORDS, ["dumps"]),
        PACKAGE / "results.py": generated(HEAD_OF_RESULTS, RESULTS, []),
        PACKAGE / "schedules.py": generated(HEAD_OF_SCHEDULES, SCHEDULES, []),
    }
    for target, text in modules.items():
        if "--check" not in sys.argv:
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            sys.exit(f"{target.relative_to(ROOT)} is stale: run python {Path(__file__).relative_to(ROOT)}")


if __name__ == "__main__":
    main()
