"""Files as pandas, pyarrow, Polars and DuckDB write them, with invented tasks: `python3 make.py` writes them beside itself."""

import datetime as dt
import pathlib
import shutil

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
IDS = ["T1", "T2", "T3"]
TITLES = ["Nâng cấp cổng dữ liệu", "Xây dựng kho dùng chung", "Đào tạo cán bộ"]
DAY = dt.date(2025, 8, 14)
AT = dt.datetime(2025, 7, 1, 17, 0, 0)
UTC = dt.timezone.utc


def write(name: str, columns: dict, **options) -> None:
    pq.write_table(pa.table(columns), HERE / name, **options)


def pyarrow_files() -> None:
    documents = pa.array(["57-NQ/TW"] * 3).dictionary_encode()
    write("pyarrow_plain.parquet", {
        "id": IDS, "document": documents, "title": pa.array(TITLES, pa.large_string()),
        "deadline": pa.array([DAY, None, DAY], pa.date32()),
        "weight": pa.array([1, 5, None], pa.int8()), "duration_days": pa.array([30, 10, 0], pa.uint16()),
        "addressees": [["A", "B"], [], None], "colour": ["red", "green", "blue"],
        "recorded_at": pa.array([AT] * 3, pa.timestamp("us")),
    })
    write("pyarrow_zones.parquet", {
        "id": pa.array([1, 2, 3], pa.int64()), "document": documents, "title": TITLES,
        "assigned_on": pa.array([AT.replace(hour=0)] * 3, pa.date64()),
        # 10:00 in UTC is 17:00 in Viet Nam.
        "recorded_at": pa.array([AT.replace(hour=10, tzinfo=UTC)] * 3, pa.timestamp("ns", "UTC")),
        "weight": pa.array([1.0, 5.0, None]), "indicative": pa.array([1, 0, None], pa.int32()),
    }, version="1.0", data_page_version="2.0", compression="zstd")
    write("pyarrow_legacy.parquet", {
        "id": pa.array([b"T1", b"T2", b"T3"]), "document": documents, "title": TITLES,
        "recorded_at": pa.array([AT] * 3, pa.timestamp("ns")),
    }, use_deprecated_int96_timestamps=True, use_dictionary=False, compression="none")
    write("pyarrow_refused.parquet", {
        "id": ["T1", "T1", "T3", None], "document": ["57-NQ/TW"] * 4,
        "title": pa.array([b"ok", b"again", b"\xff\xfe", b"x"]).cast(pa.binary()),
        "weight": pa.array([1, 1, 1, 500], pa.int16()),
    })
    write("pyarrow_reports.parquet", {
        "id": ["R1", "R2"], "task": ["T1", "T2"], "kind": ["progress", "complete"],
        "reported_on": [AT, AT.replace(hour=0)], "recorded_at": [AT.replace(microsecond=500_000), AT],
        "percent": pa.array([40, 100], pa.uint8()),
    })
    write("pyarrow_delta.parquet", {"id": IDS, "document": ["57-NQ/TW"] * 3, "title": TITLES},
          use_dictionary=False, column_encoding="DELTA_LENGTH_BYTE_ARRAY")


def others() -> None:
    frame = pd.DataFrame({"id": IDS, "document": "57-NQ/TW", "title": TITLES, "weight": [1, 5, None],
                          "deadline": pd.to_datetime(["2025-08-14", None, "2025-08-14"])})
    frame.to_parquet(HERE / "pandas_tasks.parquet")
    polars = pl.DataFrame({"id": IDS, "document": ["57-NQ/TW"] * 3, "title": TITLES, "phase": ["urgent", None, "urgent"],
                           "last_day": [DAY] * 3, "addressees": [["A"], ["B", "C"], []], "recorded_at": [AT] * 3})
    polars.with_columns(pl.col("phase").cast(pl.Categorical)).write_parquet(HERE / "polars_tasks.parquet")
    con = duckdb.connect()
    con.sql("create table t as select * from polars")
    con.sql(f"copy t to '{HERE}/duckdb_tasks.parquet' (format parquet)")
    con.sql("create table k as select 'K1' as kpi, date '2025-12-31' as period_end, 18.72::decimal(9,2) as value, 3::hugeint as extra")
    con.sql(f"copy k to '{HERE}/duckdb_kpi_measurements.parquet' (format parquet)")
    shutil.rmtree(HERE / "hive", ignore_errors=True)
    con.sql(f"copy t to '{HERE}/hive' (format parquet, partition_by (phase))")


pyarrow_files()
others()
