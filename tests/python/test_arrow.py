"""Tables out and in: no copies, every text layout, errors that name the column, a million rows."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import DAY

import tiendo


def test_every_table_reads_everywhere(evaluation: tiendo.Evaluation, simulated: tiendo.Registry) -> None:
    tables: list[Any] = [
        evaluation,
        evaluation.roll_up("agency"),
        evaluation.rank("province"),
        evaluation.check(),
        simulated.tasks(),
        simulated.findings,
    ]
    for table in tables:
        arrow = pa.table(table)
        assert pa.schema(table).equals(arrow.schema)
        assert table.to_arrow().equals(arrow)
        assert pl.DataFrame(table).height == table.to_polars().height == arrow.num_rows
        assert len(table.to_pandas()) == arrow.num_rows
        assert b"tiendo" in (arrow.schema.metadata or {})


def test_duckdb_reads_a_table_by_the_name_of_its_variable(evaluation: tiendo.Evaluation) -> None:
    counted = duckdb.sql("select status, count(*) from evaluation group by status")
    assert counted is not None
    statuses = [row.status for row in evaluation]
    assert dict(counted.fetchall()) == {status: statuses.count(status) for status in statuses}
    agencies = evaluation.roll_up("agency")
    joined = "select count(*) from evaluation join agencies on evaluation.agency = agencies.key"
    assert len(agencies) > 0
    relation = duckdb.sql(joined)
    assert relation is not None
    assert relation.fetchall() == [(sum(row.agency_id is not None for row in evaluation),)]


def test_columns_say_what_rows_say(evaluation: tiendo.Evaluation) -> None:
    frame = evaluation.to_polars()
    assert frame["row"].to_list() == [row.id for row in evaluation]
    assert frame["status"].to_list() == [row.status for row in evaluation]
    assert frame["deadline"].to_list() == [row.deadline for row in evaluation]
    assert frame["late_days"].to_list() == [row.late_days for row in evaluation]


def test_a_table_outlives_what_made_it() -> None:
    table = pa.table(tiendo.plan02.registry(simulated=57).evaluate(DAY))
    assert table.num_rows > 192
    table.validate(full=True)


def test_an_unread_capsule_is_released(evaluation: tiendo.Evaluation) -> None:
    for _ in range(20):
        evaluation.__arrow_c_stream__()
        evaluation.__arrow_c_schema__()


def small() -> dict[str, list[object]]:
    return {
        "id": ["T1", "T2"],
        "document": ["D1", "D1"],
        "title": ["Nâng cấp cổng", "Báo cáo"],
        "addressees": [["A1"], None],
        "deadline_text": ["trước ngày 15/8/2025", None],
        "deadline": [None, dt.date(2025, 12, 31)],
        "weight": [1, 3],
    }


def test_in_from_polars_pandas_and_pyarrow() -> None:
    string_views = pl.DataFrame(small())
    large = pa.table(small()).cast(
        pa.schema(
            [
                ("id", pa.large_string()),
                ("document", pa.dictionary(pa.int8(), pa.string())),
                ("title", pa.string_view()),
                ("addressees", pa.large_list(pa.large_string())),
                ("deadline_text", pa.string()),
                ("deadline", pa.date64()),
                ("weight", pa.uint8()),
            ]
        )
    )
    registries = [
        tiendo.Registry.from_arrow(tasks=table) for table in (string_views, large, pa.table(small()), pd.DataFrame(small()))
    ]
    for registry in registries:
        assert registry.task("T1").deadline.last_day() == dt.date(2025, 8, 14)
        assert registry.task("T2").deadline == tiendo.Deadline.by(dt.date(2025, 12, 31))
        assert registry.task("T1").addressees == ("A1",)
        assert registry == registries[0]


def test_reports_in_chunks_and_on_a_base(registry: tiendo.Registry, simulated: tiendo.Registry) -> None:
    reports = [report for task in simulated.tasks() for report in simulated.reports_of(task.id)]
    frame = pl.DataFrame([report.to_dict() for report in reports], infer_schema_length=None)
    chunks = pl.concat([frame[:1000], frame[1000:]], rechunk=False)
    again = tiendo.Registry.from_arrow(reports=chunks, base=registry)
    assert again.to_json() == simulated.to_json()
    assert again.evaluate(DAY).to_arrow().equals(simulated.evaluate(DAY).to_arrow())


def test_errors_name_the_column_and_the_row() -> None:
    with pytest.raises(tiendo.InvalidRecordError, match="tasks: unknown column 'colour'"):
        tiendo.Registry.from_arrow(tasks=pa.table({**small(), "colour": ["red", "blue"]}))
    with pytest.raises(tiendo.InvalidRecordError, match="column 'weight' must hold whole numbers, not Float64"):
        tiendo.Registry.from_arrow(tasks=pa.table({**small(), "weight": [1.5, 2.0]}))
    with pytest.raises(tiendo.InvalidRecordError, match="tasks: row 1: .*title"):
        tiendo.Registry.from_arrow(tasks=pa.table({**small(), "title": ["x", None]}))
    with pytest.raises(TypeError, match="tasks must have __arrow_c_stream__"):
        tiendo.Registry.from_arrow(tasks=[1, 2])  # type: ignore[arg-type]


def test_a_stream_is_read_once() -> None:
    class Once:
        def __init__(self) -> None:
            self.capsule = pa.table(small()).__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.capsule

    once = Once()
    assert tiendo.Registry.from_arrow(tasks=once).task_count == 2
    with pytest.raises(tiendo.InvalidRecordError):
        tiendo.Registry.from_arrow(tasks=once)


def test_a_missing_package_is_named() -> None:
    program = (
        "import sys, datetime, tiendo\n"
        "sys.modules['polars'] = None\n"
        "try:\n"
        "    tiendo.plan02.registry().tasks().to_polars()\n"
        "except tiendo.MissingDependencyError as error:\n"
        "    print(error)\n"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert out.stdout == "to_polars() needs the package 'polars', which is not installed: pip install polars\n"


@pytest.mark.slow
def test_a_million_rows_in_and_out() -> None:
    count = 1_000_000
    ids = pl.select(id=pl.concat_str(pl.lit("T"), pl.int_range(count).cast(pl.String).str.zfill(7)))
    frame = ids.with_columns(document=pl.lit("D1"), title=pl.lit("Báo cáo"), deadline=pl.lit(dt.date(2025, 12, 31)))
    registry = tiendo.Registry.from_arrow(tasks=frame)
    assert registry.task_count == count
    table = pa.table(registry.evaluate(dt.date(2025, 12, 30)))
    assert table.num_rows == count
    assert pl.DataFrame(table)["task"].equals(ids["id"], check_names=False)
