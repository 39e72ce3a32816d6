"""Parquet, as pyarrow, Polars and DuckDB read what tiendo writes, and as tiendo reads what they write."""

import datetime
import json
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import DAY, confirmed

import tiendo


def test_three_engines_read_every_table(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    assert not evaluation.write_parquet(folder)
    names = sorted(path.stem for path in folder.iterdir())
    assert {"evaluation", "tasks", "reports", "documents", "agencies", "kpis"} <= set(names)
    for name in names:
        path = folder / f"{name}.parquet"
        arrow = pq.read_table(path)
        polars = pl.read_parquet(path)
        counted = duckdb.sql(f"select count(*) from '{path}'")
        assert counted is not None
        assert (polars.height, counted.fetchall()) == (arrow.num_rows, [(arrow.num_rows,)]), name
        assert arrow.column_names == polars.columns
    engines = [f"{engine.__name__} {engine.__version__}" for engine in (pa, pl, duckdb)]
    confirmed("parquet", 0, len(names), [], *engines)


def test_types_names_units_and_scope(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "register"
    evaluation.write_parquet(path)
    schema = pq.read_schema(path / "evaluation.parquet")
    scope = json.loads(schema.metadata[b"tiendo"])
    assert (scope["table"], scope["scope"]["day"]) == ("evaluation", DAY.isoformat())
    late = schema.field("late_days")
    assert (late.metadata[b"name_vi"].decode(), late.metadata[b"unit"]) == ("Số ngày quá hạn", b"days")
    assert pa.types.is_dictionary(schema.field("status").type)
    assert schema.field("deadline").type == pa.date32()
    assert pq.read_schema(path / "reports.parquet").field("recorded_at").type == pa.timestamp("ms")
    found = duckdb.sql(f"select distinct typeof(deadline), typeof(status) from '{path}/evaluation.parquet'")
    assert found is not None
    assert found.fetchall() == [("DATE", "VARCHAR")]
    assert pl.read_parquet(path / "tasks.parquet").schema["addressees"] == pl.List(pl.String)


def test_rows_are_those_of_the_evaluation(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "register"
    evaluation.write_parquet(path)
    rows = duckdb.sql(f"select \"row\", status, deadline from '{path}/evaluation.parquet'")
    assert rows is not None
    assert rows.fetchall() == [(row.id, str(row.status), row.deadline) for row in evaluation]


def test_what_is_written_reads_back(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "register"
    evaluation.write_parquet(path)
    registry, findings = tiendo.read_parquet(path)
    assert not [finding for finding in findings if finding.severity == "error"]
    assert registry.task_count == evaluation.registry.task_count
    assert registry.to_records()["reports"] == evaluation.registry.to_records()["reports"]
    confirmed("parquet", len(list(path.iterdir())), 0, findings, "own reader")


def test_folders_by_territory(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "by"
    evaluation.write_parquet(path, by="territory")
    count = len(evaluation)
    found = duckdb.sql(f"select count(*), count(territory) from read_parquet('{path}/*/*.parquet', hive_partitioning = true)")
    assert found is not None
    [(rows, placed)] = found.fetchall()
    assert rows == count
    assert pl.scan_parquet(path, hive_partitioning=True).collect().height == count
    dataset = pq.ParquetDataset(path)
    assert dataset.read().num_rows == count
    assert placed <= rows


def test_a_file_is_not_replaced_unasked(evaluation: tiendo.Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "register"
    evaluation.write_parquet(path)
    with pytest.raises(tiendo.ExistsError):
        evaluation.write_parquet(path)
    evaluation.write_parquet(path, overwrite=True)


@pytest.mark.parametrize("engine", ["pyarrow", "polars", "duckdb"])
def test_what_others_write_is_read(engine: str, tmp_path: Path) -> None:
    path = tmp_path / "tasks.parquet"
    frame = pl.DataFrame(
        {
            "id": ["T1", "T2"],
            "document": ["57-NQ/TW", "57-NQ/TW"],
            "title": ["Một", "Hai"],
            "deadline": [datetime.date(2025, 8, 14), None],
        }
    )
    if engine == "pyarrow":
        pq.write_table(frame.to_arrow(), path)
    elif engine == "polars":
        frame.write_parquet(path)
    else:
        duckdb.sql(f"copy (select * from frame) to '{path}' (format parquet)")
    registry, findings = tiendo.read_parquet(path)
    assert [task.title for task in registry.tasks()] == ["Một", "Hai"]
    assert not findings
    confirmed("parquet", 1, 0, findings, f"files of {engine}")


def test_a_broken_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "tasks.parquet"
    path.write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    with pytest.raises(tiendo.TiendoError):
        tiendo.read_parquet(path)
