# Made by `python/tools/stubs.py` from the sources of the binding; do not edit.
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

__all__ = ["Appended", "Batch", "Calendar", "CalendarDay", "Completeness", "Deadline", "DocumentNumber", "Entry", "Erased", "Evaluation", "Explanation", "Fact", "Finding", "Findings", "Freeze", "Head", "History", "Import", "Imported", "Ledger", "Letter", "Letterhead", "LiveEvaluation", "LogLine", "NumberReading", "OccurrenceCounts", "Owed", "Period", "PersonRecord", "Policy", "Ranking", "RankingRow", "Ratio", "Reading", "Registry", "RegistryBuilder", "ReportPage", "Rollup", "RollupRow", "Row", "Said", "Salvaged", "Schedule", "ScheduledTask", "Scope", "SearchHit", "SearchHits", "Sums", "Tasks", "Upgrade", "Urging", "Verified", "__version__", "falling", "label", "packet_profile", "plan02_registry", "read_annex", "read_ics", "read_mspdi", "read_mspdi_calendar", "read_packet", "read_parquet", "read_stratml", "record_json", "scheme", "scheme_from_toml", "scheme_names", "scheme_to_toml", "score"]

@final
class Import:
    """An annex as `read_annex` read it: records, findings, and what became of every row.

    >>> import io, zipfile, tiendo
    >>> rows = [("STT", "Nhiệm vụ", "Thời hạn"), ("1", "Ban hành bộ mã định danh", "15/8/2025")]
    >>> cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    >>> table = "".join("<w:tr>" + "".join(map(cell.format, row)) + "</w:tr>" for row in rows)
    >>> space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as package:
    ...     body = f"<w:body><w:tbl>{table}</w:tbl></w:body>"
    ...     package.writestr("word/document.xml", f'<w:document xmlns:w="{space}">{body}</w:document>')
    >>> read = tiendo.read_annex(file.getvalue(), document="57-NQ/TW")
    >>> len(read.records["tasks"]), read.records["tasks"][0]["title"]
    (1, 'Ban hành bộ mã định danh')
    >>> read.sheets[0]["counts"]["loaded"]
    1
    >>> [(key["row"], key["id"]) for key in read.keys] == [(2, read.records["tasks"][0]["id"])]
    True
    >>> registry = read.lay_over(tiendo.plan02.registry())
    >>> registry.task_count
    193
    >>> tiendo.read_annex(file.getvalue(), document="57-NQ/TW", base=registry).changes["unchanged"]
    1
    """

    @property
    def records(self) -> dict[str, list[dict[str, Any]]]:
        """New records and those that differ from the base's, as `Registry.from_records` takes them."""
    @property
    def changes(self) -> dict[str, int]:
        """How many records the base does not have (`added`), has otherwise (`changed`) and has as they are (`unchanged`)."""
    @property
    def findings(self) -> Findings:
        """What there is to know, by sheet and row."""
    @property
    def sheets(self) -> list[dict[str, Any]]:
        """What was made of each sheet: its `columns`, its `rows`, each with its `fate`, and their `counts`."""
    @property
    def keys(self) -> list[dict[str, Any]]:
        """Ids that were made for rows without one, of the document and the words of the task, with `sheet` and `row`."""
    @property
    def suggested_mapping(self) -> str:
        """The mapping that reads the file as it was understood, as TOML: to be corrected, and given to `read_annex`."""
    def lay_over(self, base: Registry, *, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> Registry:
        """A registry with the annex laid over another's records: what has the id and version of a record takes its place, what
        is new is added.

        `imported_at` is the instant that reports without `recorded_at` get; without it the start of the day they speak of.
        What reading found out is in `findings` of the registry, which has the calendar of `base`. `progress` hears of
        records built; Ctrl-C stops it.
        """
    def __repr__(self) -> str: ...

def read_annex(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, name: str | None = None, base: Registry | None = None, document: str | None = None, reported_on: datetime.date | None = None, mapping: str | None = None, progress: _Progress | None = None) -> Import:
    """Reads the tables of a workbook (`.xlsx`, `.xls`, `.ods`) or document (`.docx`) from a path or from bytes.

    The header is found by its words, whatever stands above it; how each sheet, column and row was understood is in `sheets`.
    Agencies, documents and tasks are looked up in `base`, which the records are compared with. `document` is the id of the
    document that sets the tasks, and `reported_on` the day that reports speak of, where the file does not say it. `mapping`
    is TOML as `suggested_mapping` gives it. `name` is what findings call bytes. `progress` hears of rows as of `read_csv`;
    Ctrl-C stops it.

    Raises:
        StorageError: when the system refuses to read.
        NothingToReadError: for a file of another format, one that breaks the rules of its format, or holds more than it may.
        InvalidRequestError: for a mapping that cannot be used.
        InvalidValueError: for the name of a path.

    >>> import tiendo
    >>> tiendo.read_annex(b"STT,Nhiem vu", name="a.xlsx")
    Traceback (most recent call last):
        ...
    tiendo.exceptions.NothingToReadError: ...
    """

@final
class Calendar:
    """Which days are worked: Monday to Friday and a list of special days, each with its source.

    Without arguments the public calendar of Viet Nam, 2020 to 2050: the decreed years as facts, later ones by the statute and
    provisional. Outside its range every question is an error, never a guess.

    >>> import datetime
    >>> from tiendo import Calendar
    >>> calendar = Calendar()
    >>> calendar.version
    'vn-2026.1'
    >>> calendar.is_working_day(datetime.date(2025, 5, 2)), calendar.is_working_day(datetime.date(2025, 4, 26))
    (False, True)
    """

    def __new__(cls) -> Calendar: ...
    @staticmethod
    def weekdays(first: datetime.date, last: datetime.date) -> Calendar:
        """Monday to Friday from `first` to `last`, both included, without any special day.

        Raises:
            InvalidValueError: when `last` is before `first`, or one of them outside 1900 to 2199.

        >>> import datetime, tiendo
        >>> tiendo.Calendar.weekdays(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)).version
        'weekdays'
        """
    def with_days(self, days: Sequence[CalendarEntry | Mapping[str, Any]], suffix: str = "") -> Calendar:
        """This calendar with days added and replaced, under a version of its own.

        `days` are `CalendarEntry` objects or dictionaries; an empty suffix stands for their number.

        Raises:
            OutsideCalendarError: for a day outside the range.
            InvalidValueError: for two entries of one day, an entry without name or source, or a bad suffix.
            InvalidRecordError: for an entry with unknown or missing fields.

        >>> import datetime, tiendo
        >>> off = tiendo.CalendarEntry(day=datetime.date(2027, 2, 11), working=False, name="Nghỉ thêm", source="example")
        >>> tiendo.Calendar().with_days([off]).version
        'vn-2026.1+1'
        """
    def with_decreed_until(self, until: datetime.date, suffix: str = "") -> Calendar:
        """This calendar with every day up to `until` decided: the year's decisions are out and entered.

        Raises:
            OutsideCalendarError: when `until` is outside the range.
            InvalidValueError: for a bad suffix.
        """
    @property
    def version(self) -> str:
        """The version of the data, which travels with every result that used it."""
    @property
    def first(self) -> datetime.date:
        """First day covered."""
    @property
    def last(self) -> datetime.date:
        """Last day covered."""
    @property
    def decreed_until(self) -> datetime.date:
        """Last day whose year is decided; later ones are provisional."""
    def is_working_day(self, day: datetime.date) -> bool:
        """Whether a day is worked.

        Raises:
            OutsideCalendarError: outside the range.
        """
    def is_provisional(self, day: datetime.date) -> bool:
        """Whether what the calendar says of a day may still be changed by a decision.

        Raises:
            OutsideCalendarError: outside the range.
        """
    def is_provisional_between(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether any day from `first` to `last`, both included, is provisional.

        Raises:
            OutsideCalendarError: when one of them is outside the range.
        """
    def day(self, day: datetime.date) -> CalendarDay:
        """What the calendar knows of a day.

        Raises:
            OutsideCalendarError: outside the range.
        """
    def special_days(self, first: datetime.date, last: datetime.date) -> list[CalendarDay]:
        """The special days from `first` to `last`, both included, in order.

        >>> import datetime, tiendo
        >>> days = tiendo.Calendar().special_days(datetime.date(2025, 4, 20), datetime.date(2025, 5, 10))
        >>> [day.day.day for day in days]
        [26, 30, 1, 2]
        """
    def add_working_days(self, day: datetime.date, count: int) -> datetime.date:
        """The `count`-th working day after a day; the day itself for 0.

        Raises:
            OutsideCalendarError: when it leaves the range.
        """
    def subtract_working_days(self, day: datetime.date, count: int) -> datetime.date:
        """The `count`-th working day before a day; the day itself for 0.

        Raises:
            OutsideCalendarError: when it leaves the range.
        """
    def next_working_day(self, day: datetime.date) -> datetime.date:
        """The day itself where it is worked, else the next working day.

        Raises:
            OutsideCalendarError: when it leaves the range.
        """
    def previous_working_day(self, day: datetime.date) -> datetime.date:
        """The day itself where it is worked, else the last working day before it.

        Raises:
            OutsideCalendarError: when it leaves the range.
        """
    def working_days_between(self, first: datetime.date, last: datetime.date) -> int:
        """Working days from `first` up to but without `last`; negative when `last` is before `first`.

        Raises:
            OutsideCalendarError: when one of them is outside the range.
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _restore(recipe: str) -> Calendar:
        """The calendar that `__reduce__` wrote."""
    def __ne__(self, other: object, /) -> bool: ...

@final
class CalendarDay:
    """What a calendar says of one day; the texts are empty for an ordinary day.

    >>> import datetime, tiendo
    >>> day = tiendo.Calendar().day(datetime.date(2025, 9, 1))
    >>> day.weekday, day.is_working, day.name_en
    ('monday', False, 'National Day')
    """

    @property
    def day(self) -> datetime.date:
        """The day."""
    @property
    def weekday(self) -> str:
        """Its day of the week, as a word."""
    @property
    def is_working(self) -> bool:
        """Whether it is worked."""
    @property
    def is_provisional(self) -> bool:
        """Whether a decision may still change it."""
    @property
    def name(self) -> str:
        """Vietnamese name of a special day."""
    @property
    def name_en(self) -> str:
        """English name of a special day."""
    @property
    def source(self) -> str:
        """Number and article of the document that says so."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> CalendarDay:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

def record_json(kind: str, record: Any) -> str:
    """The JSON text of a record, checked by the core.

    `kind` is the name of a list in the JSON form of a registry: `tasks`, `reports` and so on.

    Raises:
        InvalidRecordError: for a record that the core does not take, naming the field.

    >>> import tiendo
    >>> from tiendo import _native
    >>> _native.record_json("groups", tiendo.TaskGroup(id="G1", name="Thể chế"))
    '{"id":"G1","name":"Thể chế"}'
    """

@final
class Deadline:
    """A deadline: the official wording and what it means.

    Made by `parse`, `by`, `before`, `ongoing`, `unspecified`, `wording` or `from_dict`.

    >>> import datetime
    >>> from tiendo import Deadline
    >>> Deadline.parse("trước ngày 15/8/2025").last_day
    datetime.date(2025, 8, 14)
    >>> Deadline.by(datetime.date(2025, 12, 31))
    Deadline.from_dict({"text":"đến ngày 31/12/2025","form":"by","day":"2025-12-31"})
    """

    @classmethod
    def parse(cls, text: str, on: datetime.date | None = None) -> Reading:
        """Reads an official wording; `on` is the day of the document, which dates what the wording leaves open.

        Total: any text gives a reading. What is not understood has the form `unread` and a finding.

        >>> import datetime, tiendo
        >>> tiendo.Deadline.parse("TRUOC NGAY 15/12", on=datetime.date(2025, 11, 20)).last_day
        datetime.date(2025, 12, 14)
        >>> tiendo.Deadline.parse("31/02/2025").form
        'unread'
        """
    @classmethod
    def by(cls, day: datetime.date) -> Deadline:
        """Up to that day, worded `đến ngày …`."""
    @classmethod
    def before(cls, day: datetime.date) -> Deadline:
        """Before that day, worded `trước ngày …`."""
    @classmethod
    def ongoing(cls) -> Deadline:
        """A regular task, worded `thường xuyên`."""
    @classmethod
    def unspecified(cls) -> Deadline:
        """No term, without wording."""
    @classmethod
    def wording(cls, text: str) -> Deadline:
        """A wording that is kept and read with the day of its document, when a registry is built.

        Raises:
            InvalidTextError: when it holds a NUL.
        """
    @classmethod
    def from_dict(cls, fields: Mapping[str, Any] | str) -> Deadline:
        """The deadline of a dictionary, as `to_dict` and JSON records write it.

        Raises:
            InvalidRecordError: for a form or field that does not exist, or a day outside 1900 to 2199.

        >>> import tiendo
        >>> tiendo.Deadline.from_dict({"text": "quý IV/2025", "form": "period", "period": "2025-Q4"}).last_day()
        datetime.date(2025, 12, 31)
        """
    def to_dict(self) -> dict[str, Any]:
        """The flat JSON form as a dictionary."""
    @property
    def text(self) -> str:
        """The wording as it stands in the document."""
    @property
    def form(self) -> str:
        """What it means, as a word: `by`, `before`, `period` …"""
    @property
    def deadline_class(self) -> str:
        """What kind of deadline it is: `dated`, `recurring`, `regular`, `start`, `event`, `unspecified` or `unread`."""
    @property
    def stated_last_day(self) -> datetime.date | None:
        """The last day that somebody set by hand; it wins over the form."""
    def with_last_day(self, day: datetime.date) -> Deadline:
        """The same deadline with a last day set by hand."""
    def last_day(self, *, before: str = "strict", calendar: Calendar | None = None, on_working_day: bool = False) -> datetime.date | None:
        """Last day on which the work is on time; `None` where the form fixes none.

        `before` reads 'before' strictly (up to the day before) or leniently. Only a term in working days needs the
        calendar, which is Viet Nam's unless another is given. `on_working_day` moves the end of a term from a day off to
        the next working day.

        Raises:
            OutsideCalendarError: when a term in working days leaves the calendar's data.

        >>> import datetime, tiendo
        >>> deadline = tiendo.Deadline.before(datetime.date(2025, 7, 1))
        >>> deadline.last_day(), deadline.last_day(before="lenient")
        (datetime.date(2025, 6, 30), datetime.date(2025, 7, 1))
        """
    def __str__(self) -> str: ...
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Reading:
    """What reading a wording gave.

    >>> import datetime, tiendo
    >>> reading = tiendo.Deadline.parse("trước ngày 15/8", on=datetime.date(2025, 6, 19))
    >>> reading.form, reading.last_day, len(reading.findings)
    ('before', datetime.date(2025, 8, 14), 0)
    """

    @property
    def deadline(self) -> Deadline:
        """The wording and its meaning."""
    @property
    def text(self) -> str:
        """The wording."""
    @property
    def form(self) -> str:
        """What it means, as a word."""
    @property
    def last_day(self) -> datetime.date | None:
        """The strict last day on the calendar of Viet Nam; `None` where there is none or the calendar does not reach it."""
    @property
    def firmness(self) -> str:
        """Set (`firm`), or only foreseen (`indicative`): then it is never overdue."""
    @property
    def findings(self) -> Findings:
        """What was assumed, what has another reading, what was not understood."""
    def to_dict(self) -> dict[str, Any]:
        """As the JSON reply has it."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Reading:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Evaluation:
    """Where every row stands on D as known on K: one row per task, or per addressee of a task addressed to each.

    A sequence of rows in task id order, then agency id order; `evaluation["T0001"]` finds a row by its id. Immutable, safe to
    share between threads, and a table for any reader of Arrow: `polars.DataFrame(evaluation)`, `pyarrow.table(evaluation)`.
    A column of the table is made when it is first asked for, and kept as long as the evaluation.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    >>> evaluation.day, evaluation.policy.name, len(evaluation) > 192
    (datetime.date(2025, 12, 31), 'default', True)
    >>> evaluation.overdue()  # nobody publishes progress: silence is no verdict
    []
    >>> evaluation["T9999"]
    Traceback (most recent call last):
        ...
    tiendo.exceptions.NotFoundError: no row 'T9999'
    """

    def to_arrow(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pyarrow.Table` of the same memory, or the columns that are named.

        Raises:
            MissingDependencyError: when pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_polars(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `polars.DataFrame`, or the columns that are named.

        Raises:
            MissingDependencyError: when polars is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_pandas(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pandas.DataFrame`, or the columns that are named; days are `datetime64[ms]`, and words categories.

        Raises:
            MissingDependencyError: when pandas or pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def __arrow_c_schema__(self) -> Any:
        """The schema of the table as an Arrow C schema in a capsule."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The table as an Arrow C stream in a capsule; nothing is copied by the reader."""
    @property
    def day(self) -> datetime.date:
        """The day D."""
    @property
    def known(self) -> datetime.date | None:
        """The knowledge day K; `None` for everything recorded."""
    @property
    def policy(self) -> Policy:
        """The policy it was made under."""
    @property
    def registry(self) -> Registry:
        """The registry it was made from."""
    @property
    def scope(self) -> Scope:
        """What its numbers are made of."""
    @property
    def hidden_report_count(self) -> int:
        """Reports on tasks in force that were recorded after the knowledge day, and therefore not seen."""
    def get(self, id: str) -> Row | None:
        """The row with this id; `None` where there is none in force."""
    def rows_of(self, task: str) -> list[Row]:
        """The rows of a task, in agency id order; none where it is not in force."""
    def overdue(self) -> list[Row]:
        """Rows that are overdue, the longest overdue first; without those that nobody reported on, unless the policy counts
        silence.

        Source: without a report, lateness is a fact about the data and no verdict on an agency.
        """
    def owed(self, agency: str | None = None, *, within: str | None = None, phase: str | None = None, group: str | None = None, document: str | None = None, status: str | None = None, due_before: datetime.date | None = None) -> list[Owed]:
        """The rows that are asked for, most urgent first; what is absent is not asked.

        `agency` is an id, code or name without accents; `within` is `agency`, `subtree` or `territory`.
        Shape: overdue, the longest first; overdue without data; due soon; in progress; not started; submitted; suspended;
        without a fixed term; done; cancelled. Within each by last day, then row.

        Raises:
            NotFoundError: for an agency, phase, group or document that the registry does not have.
            AmbiguousError: for a name that several agencies have.
            InvalidValueError: for a word that `within` or `status` does not know.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 8, 1))
        >>> evaluation.owed("Bộ Nội vụ")[0].role
        'lead'
        """
    def urgings(self) -> list[Urging]:
        """What every agency must be reminded of, in id order; agencies without such rows are not listed, and what counts for
        nobody stands last.

        Source: 42/2014/QĐ-TTg, amended by 23/2018/QĐ-TTg, on urging (đôn đốc).
        """
    def said(self) -> Said:
        """What was said last about each row, by D and K, without reports that do not count.

        Made once for all rows: which report counts for which row is the rule's to say, and it is run again for that.
        """
    def agency_name(self, id: str, lang: str = "vi") -> str | None:
        """Name of an agency in Vietnamese (`vi`) or, where it has one, English (`en`), as it was called at D and K; `None` for an id
        that no agency has.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> evaluation.agency_name("BCA", "en")
        'Ministry of Public Security'
        """
    def explain(self, id: str) -> Explanation:
        """Why a row stands where it does. A task's id will do where the task has one row.

        Raises:
            NotFoundError: for an id without a row in force.
            AmbiguousError: for a task with several rows, naming the first of them.
        """
    def roll_up(self, axis: str, *, counting: str = "as_assigned", classified: str = "own", due_from: datetime.date | None = None, due_to: datetime.date | None = None, progress: _Progress | None = None) -> Rollup:
        """The sums along an axis.

        `axis` is `agency`, `territory`, `level`, `branch`, `assigned_by`, `phase`, `group`, `document` or `post`;
        `counting` is `as_assigned`, `distinct` or `leaves`; `classified` is `own` or `all`. With `due_from` or `due_to`
        only what falls due between these days, both included. Ctrl-C stops it, and `progress` hears of it, as of `evaluate`.

        Raises:
            InvalidValueError: for a word that is none of these.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> phases = evaluation.roll_up("phase")
        >>> [row.own.total for row in phases] == [phases[key].own.total for key in phases.keys()]
        True
        """
    def rank(self, level: str, *, progress: _Progress | None = None) -> Ranking:
        """The agencies of a level by the policy's rate, best first; the unranked after them.

        `level` is `nation`, `central`, `province`, `department`, `commune`, or any other word that the agencies have.
        Ctrl-C stops it, and `progress` hears of it, as of `evaluate`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> {row.rank for row in evaluation.rank("province")}  # without reports nobody is ranked
        {None}
        """
    def check(self, *, progress: _Progress | None = None) -> Findings:
        """Everything worth knowing about the data: what building found, and what shows on this day.

        Ctrl-C stops it, and `progress` hears of it, as of `evaluate`.
        """
    def completeness(self) -> list[Completeness]:
        """How much of what the policy's clears ask for is stated in the tasks of each agency."""
    def clears(self) -> list[tuple[str, Ratio]]:
        """In how many tasks in force each of the policy's clears is stated, in its order: the clear, and stated ÷ tasks.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> dict(evaluation.clears())["task"].percent_text(0)
        '100'
        """
    def task_sums(self) -> Sums:
        """The sums over all tasks in force."""
    def done_of(self, task: str) -> tuple[int, int] | None:
        """How many rows of a task are done, and how many it has; `None` where it is not in force."""
    def task_status(self, task: str) -> str | None:
        """Where a task stands as a whole: done when its last row is; `None` where it is not in force."""
    def __len__(self) -> int: ...
    def __getitem__(self, key: str | int, /) -> Row: ...
    def __contains__(self, id: str, /) -> bool: ...
    def __iter__(self) -> Iterator[Row]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __str__(self) -> str: ...
    def _repr_html_(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _restore(registry: Registry, day: datetime.date, known: datetime.date | None, policy: Policy) -> Evaluation:
        """The evaluation that `__reduce__` wrote: made again, the rule being the same everywhere."""
    def write_parquet(self, folder: str | PathLike[str], *, by: str | None = None, compression: str = "zstd", row_group_rows: int = 65_536, overwrite: bool = False, disclosure: str = "public", progress: _Progress | None = None) -> Findings:
        """Writes Parquet files into a folder: the evaluation and every table of its records, all of them or none.

        With `by`, one of `territory`, `agency`, `status`, `phase`, `group` and `document`, the rows of the evaluation alone, in a
        folder for each value (`territory=68/part-0.parquet`). `compression` is `zstd`, `snappy` or `none`; `row_group_rows` is how
        many rows stand in memory at a time. The folder is made where it is absent. `progress` hears of row groups. Otherwise as
        `write_mspdi`.

        Raises:
            ExistsError: when a file would be overwritten, and for a folder by values that holds anything else.
            InvalidValueError: for a word that is none of these, and for no rows.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown.

        >>> import datetime, pathlib, tempfile, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = evaluation.write_parquet(pathlib.Path(folder, "all"))
        ...     _ = evaluation.write_parquet(pathlib.Path(folder, "lake"), by="territory")
        ...     pathlib.Path(folder, "all", "tasks.parquet").exists(), pathlib.Path(folder, "lake", "territory=68").exists()
        (True, True)
        """
    def write_parquet_table(self, path: str | PathLike[str], table: str = "evaluation", *, compression: str = "zstd", row_group_rows: int = 65_536, overwrite: bool = False, disclosure: str = "public", progress: _Progress | None = None) -> Findings:
        """Writes one table as a Parquet file, whole or not at all: `evaluation`, or the records of `tasks`, `reports` and so on.

        Otherwise as `write_parquet`.

        Raises:
            ExistsError: when a file would be overwritten.
            InvalidValueError: for a table or compression that does not exist, and for no rows.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown.
        """
    def parquet(self, table: str = "evaluation", *, compression: str = "zstd", row_group_rows: int = 65_536, disclosure: str = "public", progress: _Progress | None = None) -> tuple[bytes, Findings]:
        """The file of `write_parquet_table` in memory, and what there is to know of it.

        Raises:
            InvalidValueError, UnwritableError: as `write_parquet_table`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> file, _ = evaluation.parquet("tasks")
        >>> tiendo.read_parquet(file)[0].task_count
        192
        """
    def write_mspdi(self, path: str | PathLike[str], *, overwrite: bool = False, disclosure: str = "public", lang: str = "vi", progress: _Progress | None = None) -> Findings:
        """Writes the plan as it stands on D as a project in MS Project XML, whole or not at all; gives what the format has no place
        for.

        Tasks with outline, links, last days, progress, agencies as resources, and the working calendar. `lang` is the language of
        titles and names where the register has it. A file that is there stays, unless `overwrite`. `disclosure` is which tasks may
        be shown: `public`, `internal` or `everything`; a file of others is refused. Ctrl-C stops it, and `progress` hears of rows, as
        of `evaluate`.

        Raises:
            ExistsError: when a file would be overwritten.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown.

        >>> import datetime, pathlib, tempfile, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     lost = evaluation.write_mspdi(pathlib.Path(folder, "plan.xml"))
        ...     tiendo.read_mspdi(pathlib.Path(folder, "plan.xml"))[0].task_count == evaluation.scope.task_count
        True
        """
    def mspdi(self, *, disclosure: str = "public", lang: str = "vi", progress: _Progress | None = None) -> tuple[bytes, Findings]:
        """The file of `write_mspdi` in memory, and what the format has no place for.

        Raises:
            UnwritableError: as `write_mspdi`.
        """
    def write_ics(self, path: str | PathLike[str], *, date_only: bool = False, remind_working_days: int | None = None, stamp: datetime.datetime | None = None, domain: str = "tiendo", overwrite: bool = False, disclosure: str = "public", lang: str = "vi", progress: _Progress | None = None) -> Findings:
        """Writes the tasks as to-dos in an iCalendar file (`.ics`), whole or not at all; gives what the format has no place for.

        A to-do is due at the end of its last day in Viet Nam, or with `date_only` on the day. With `remind_working_days` it
        reminds so many working days before. `stamp` is the instant of writing in Viet Nam; without it the end of K, or of D.
        `domain` tells the tasks of one register from those of another. Otherwise as `write_mspdi`.

        Raises:
            ExistsError: when a file would be overwritten.
            InvalidValueError: for a domain that cannot stand in a UID.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown.

        >>> import datetime, pathlib, tempfile, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     lost = evaluation.write_ics(pathlib.Path(folder, "tasks.ics"), remind_working_days=5)
        ...     tiendo.read_ics(pathlib.Path(folder, "tasks.ics"))[0].task_count > 100
        True
        """
    def ics(self, *, date_only: bool = False, remind_working_days: int | None = None, stamp: datetime.datetime | None = None, domain: str = "tiendo", disclosure: str = "public", lang: str = "vi", progress: _Progress | None = None) -> tuple[bytes, Findings]:
        """The file of `write_ics` in memory, and what the format has no place for.

        Raises:
            InvalidValueError, UnwritableError: as `write_ics`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> evaluation.ics(date_only=True)[0].startswith(b"BEGIN:VCALENDAR")
        True
        """
    def write_stratml(self, path: str | PathLike[str], *, name: str | None = None, reports: str = "all", overwrite: bool = False, disclosure: str = "public", lang: str = "vi", progress: _Progress | None = None) -> Findings:
        """Writes a performance plan or report in StratML Part 2, whole or not at all; gives what the format has no place for.

        Task groups are goals, tasks objectives, KPIs performance indicators. `name` is that of the plan; without it the one of
        the register's one plan. `reports` is `all`, or `state` for the percent or the day of completion of each task alone.
        Otherwise as `write_mspdi`.

        Raises:
            ExistsError: when a file would be overwritten.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown.

        >>> import datetime, pathlib, tempfile, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     lost = evaluation.write_stratml(pathlib.Path(folder, "plan.xml"), name="Plan 02")
        ...     tiendo.read_stratml(pathlib.Path(folder, "plan.xml"))[0].task_count == evaluation.scope.task_count
        True
        """
    def stratml(self, *, name: str | None = None, reports: str = "all", disclosure: str = "public", lang: str = "vi", progress: _Progress | None = None) -> tuple[bytes, Findings]:
        """The file of `write_stratml` in memory, and what the format has no place for.

        Raises:
            UnwritableError: as `write_stratml`.
        """
    def write_packet(self, path: str | PathLike[str], *, kind: str = "reports", profile: str | None = None, form: str | None = None, sender: str | None = None, overwrite: bool = False, disclosure: str = "public", lang: str = "vi", progress: _Progress | None = None) -> Findings:
        """Writes a packet between report systems, whole or not at all; gives what the names of the profile leave out.

        `kind` is `reports` (the tasks of each agency), `figures` (rows in each official class) or `kpis` (KPI values by agency).
        `profile` is the text of a profile in TOML, as `tiendo.packet_profile()` gives the neutral one; `form` is `xml` or `json`,
        without it as the profile says; `sender` who sends it. This is no official format: the profile's names make it one.
        Otherwise as `write_mspdi`.

        Raises:
            ExistsError: when a file would be overwritten.
            InvalidRequestError: for a profile that cannot be used.
            InvalidValueError: for a kind or form that is none of these.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown.

        >>> import datetime, pathlib, tempfile, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> profile = tiendo.packet_profile().replace('name = "organisation"', 'name = "MaDonVi"')
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "reports.xml")
        ...     lost = evaluation.write_packet(path, profile=profile)
        ...     read, _ = tiendo.read_packet(path, profile=profile, base=tiendo.plan02.registry())
        ...     "<MaDonVi>" in path.read_text("utf-8"), read.provenance
        (True, 'simulated')
        """
    def packet(self, *, kind: str = "reports", profile: str | None = None, form: str | None = None, sender: str | None = None, disclosure: str = "public", lang: str = "vi", progress: _Progress | None = None) -> tuple[bytes, Findings]:
        """The packet of `write_packet` in memory, and what the names of the profile leave out.

        Raises:
            InvalidRequestError, InvalidValueError, UnwritableError: as `write_packet`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> evaluation.packet(kind="figures", form="json")[0].startswith(b'{"figures":{"head":{')
        True
        """
    def write_weekly(self, folder: str | PathLike[str], *, since: datetime.date | None = None, thresholds: Mapping[str, int] | None = None, title: str | None = None, overwrite: bool = False, disclosure: str = "public", progress: _Progress | None = None) -> tuple[list[dict[str, Any]], Findings]:
        """Writes the weekly text of every agency that has anything to tell into a folder, all of them or none; gives for each its
        `agency`, `name`, `file` and counts, and what is addressed to nobody.

        Results of the week, difficulties, the next week, and missing data apart, in Vietnamese. The week begins after `since`, a
        week before D; `thresholds` are those of `warn`. `title` is the first line. Tasks that `disclosure` hides go by their ids.
        The folder is made where it is absent. `progress` hears of texts.

        Raises:
            ExistsError: when a text would be overwritten.
            InvalidValueError, OutsideCalendarError: as `warn`.
            StorageError: when the system refuses to write.

        >>> import datetime, tempfile, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 11, 10))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     texts, findings = evaluation.write_weekly(folder)
        >>> sorted(texts[0])
        ['agency', 'difficulties', 'file', 'name', 'next', 'no_data', 'results']
        """
    def weekly(self, agency: str | None = None, *, since: datetime.date | None = None, thresholds: Mapping[str, int] | None = None, title: str | None = None, disclosure: str = "public") -> str:
        """The weekly text of one agency, an id, code or name without accents; without one, of what is addressed to nobody.
        Arguments as of `write_weekly`.

        Raises:
            AmbiguousError: for a name that several agencies have.
            InvalidValueError, OutsideCalendarError: as `warn`.
            NotFoundError: for an agency that the registry does not have.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 11, 10))
        >>> "I. KẾT QUẢ TRONG TUẦN" in evaluation.weekly("Bo Noi vu")
        True
        """
    def warn(self, *, since: datetime.date | None = None, agency: str | None = None, kinds: Sequence[str] | None = None, thresholds: Mapping[str, int] | None = None, by: str | None = None, limit: int | None = None, lang: str = "vi") -> dict[str, Any]:
        """The Monday list: what must be acted on, by whom, since when, and how many open tasks wait behind it.

        A dictionary as the request `warn` answers: `warnings`, or with `by` (`agency`, `leader`, `assigner`) one list for each
        receiver in `groups`; what waits longest behind it first. Newly overdue is what was not yet overdue on `since` (a week
        before D). `thresholds` is a dictionary with any of `newly_days`, `due_working_days`, `obstacle_days`, `silent_days`
        and `extension_count`. What nobody reported on is missing data (`no_data`), never lateness.

        Raises:
            NotFoundError, AmbiguousError: for the agency.
            InvalidValueError: for a word that is not known, or a day after D.
            OutsideCalendarError: where D is beyond the calendar.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 11, 10))
        >>> list(evaluation.warn(by="agency", kinds=["silent"])["counts"])
        ['silent']
        >>> evaluation.warn(thresholds={"silent_days": 60}, limit=1)["thresholds"]["silent_days"]
        60
        """
    def warn_texts(self, by: str = "agency", *, since: datetime.date | None = None, agency: str | None = None, kinds: Sequence[str] | None = None, thresholds: Mapping[str, int] | None = None, lang: str = "vi") -> dict[str | None, str]:
        """The Monday list as texts to send: by the id of the agency or assigner or the post of the leader, `None` for what has no
        receiver. Arguments as for `warn`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 11, 10))
        >>> texts = evaluation.warn_texts(lang="en")
        >>> all("SIMULATED" in text.splitlines()[1] for text in texts.values())
        True
        """
    def changes_since(self, before: Evaluation, *, due: tuple[datetime.date, datetime.date] | None = None) -> dict[str, Any]:
        """What changed since another evaluation under the same policy: counts, rates, and the rows that turned, by agency.

        A dictionary as the request `changes` answers. The other evaluation may be of another state of the same register, such as
        `Ledger.evaluate_frozen` gives it. `due` keeps to what falls due from its first to its second day.

        Raises:
            InvalidValueError: where the other evaluation is under another policy.

        >>> import datetime, tiendo
        >>> registry = tiendo.plan02.registry(simulated=57)
        >>> october, november = (registry.evaluate(datetime.date(2025, m, 30)) for m in (10, 11))
        >>> changes = november.changes_since(october)
        >>> changes["total"]["newly_done"] == len(changes["newly_done"])
        True
        """
    def write_report_xlsx(self, path: str | PathLike[str], *, overwrite: bool = False, disclosure: str = "public", progress: _Progress | None = None) -> Findings:
        """Writes the report as a workbook (`.xlsx`), whole or not at all; gives what had to be left out of cells.

        Sheets: the official classes with charts, the classes by agency, one row for each row, the scope. A file that is there
        stays, unless `overwrite`. `disclosure` is which tasks may be shown: `public`, `internal` or `everything`; a report on
        others is refused, as its sums would tell of them. Ctrl-C stops it, and `progress` hears of rows, as of `evaluate`.

        Raises:
            ExistsError: when a file would be overwritten.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown, and for more rows than a sheet holds.

        >>> import datetime, pathlib, tempfile, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     evaluation.write_report_xlsx(pathlib.Path(folder, "report.xlsx"))
        <Findings 0 errors, 0 warnings, 0 notes>
        """
    def report_xlsx(self, *, disclosure: str = "public", progress: _Progress | None = None) -> tuple[bytes, Findings]:
        """The workbook of `write_report_xlsx` in memory, and what had to be left out of cells.

        Raises:
            UnwritableError: as `write_report_xlsx`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> workbook, findings = evaluation.report_xlsx()
        >>> workbook.startswith(b"PK"), len(findings)
        (True, 0)
        """
    def write_report_docx(self, path: str | PathLike[str], *, letterhead: Letterhead | None = None, overwrite: bool = False, disclosure: str = "public", progress: _Progress | None = None) -> Findings:
        """Writes the report as a document (`.docx`), whole or not at all; gives what had to be left out.

        In the layout of Decree 30/2020/NĐ-CP: heading block, the table of official classes, signature block; then the classes
        by phase, group and agency, and every row of each agency. Otherwise as `write_report_xlsx`.

        Raises:
            ExistsError: when a file would be overwritten.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown.
        """
    def report_docx(self, *, letterhead: Letterhead | None = None, disclosure: str = "public", progress: _Progress | None = None) -> tuple[bytes, Findings]:
        """The document of `write_report_docx` in memory, and what had to be left out.

        Raises:
            UnwritableError: as `write_report_docx`.
        """
    def write_letters(self, folder: str | PathLike[str], agency: str | None = None, *, letterhead: Letterhead | None = None, overwrite: bool = False, disclosure: str = "public", progress: _Progress | None = None) -> tuple[list[Letter], Findings]:
        """Writes a letter of urging to every agency that must be urged into a folder, all of them or none, as documents (`.docx`);
        gives the letters, and what could not be addressed or had to be left out.

        A letter names what is overdue, what is due soon, and in a paragraph of its own, never as lateness, what nobody has
        reported on. With `agency`, an id, code or name without accents, only its letter, if there is anything to urge it on.
        The folder is made where it is absent. Otherwise as `write_report_docx`; `progress` hears of letters.

        Raises:
            AmbiguousError: for a name that several agencies have.
            ExistsError: when a letter would be overwritten.
            InvalidValueError: for a group of agencies.
            NotFoundError: for an agency that the registry does not have.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown.
        """
    def letters(self, agency: str | None = None, *, letterhead: Letterhead | None = None, disclosure: str = "public", progress: _Progress | None = None) -> tuple[list[Letter], Findings]:
        """The letters of `write_letters` in memory, and what could not be addressed or had to be left out.

        Raises:
            AmbiguousError, InvalidValueError, NotFoundError, UnwritableError: as `write_letters`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> letters, findings = evaluation.letters(letterhead=tiendo.Letterhead(place="Hà Nội"))
        >>> len(letters) == sum(urging.agency_id is not None for urging in evaluation.urgings())
        True
        """
    def write_form_xlsx(self, path: str | PathLike[str], agency: str, *, overwrite: bool = False, disclosure: str = "public", progress: _Progress | None = None) -> Findings:
        """Writes the empty reporting form of an agency as a workbook (`.xlsx`), whole or not at all; gives what had to be left out
        of cells.

        One row for each row that counts for the agency and is open; `read_annex` reads the filled form as reports. `agency` is
        an id, code or name without accents. Otherwise as `write_report_xlsx`.

        Raises:
            AmbiguousError: for a name that several agencies have.
            ExistsError: when a file would be overwritten.
            InvalidValueError: for a group of agencies.
            NotFoundError: for an agency that the registry does not have.
            StorageError: when the system refuses to write.
            UnwritableError: for tasks that may not be shown.
        """
    def form_xlsx(self, agency: str, *, disclosure: str = "public", progress: _Progress | None = None) -> tuple[bytes, Findings]:
        """The form of `write_form_xlsx` in memory, and what had to be left out of cells.

        Raises:
            AmbiguousError, InvalidValueError, NotFoundError, UnwritableError: as `write_form_xlsx`.

        >>> import datetime, tiendo
        >>> registry = tiendo.plan02.registry()
        >>> evaluation = registry.evaluate(datetime.date(2025, 8, 1))
        >>> form, _ = evaluation.form_xlsx("Bo Cong an")
        >>> tiendo.read_annex(form, name="form.xlsx", base=registry).changes["added"]  # nothing is filled in
        0
        """
    def write_report_html(self, path: str | PathLike[str], *, lang: str = "vi", overwrite: bool = False, previous: Evaluation | None = None, progress: _Progress | None = None) -> None:
        """Writes the report as one page of HTML for everybody, whole or not at all.

        The page needs nothing beside it and loads nothing. It is made of the public tasks alone, names no person, and marks what
        is simulated and what nobody reported on. The same evaluation gives the same bytes. `lang` is `vi` or `en`. A file that is
        there stays, unless `overwrite`. With `previous`, an earlier evaluation, it tells what changed since. Ctrl-C stops it, and
        `progress` hears of tasks, as of `evaluate`.

        Raises:
            ExistsError: when a file would be overwritten.
            InvalidValueError: for a language that is neither.
            StorageError: when the system refuses to write.

        >>> import datetime, pathlib, tempfile, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "report.html")
        ...     evaluation.write_report_html(path)
        ...     path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        True
        """
    def report_html(self, *, lang: str = "vi", previous: Evaluation | None = None, progress: _Progress | None = None) -> str:
        """The page of `write_report_html` in memory.

        Raises:
            InvalidValueError: as `write_report_html`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> page = evaluation.report_html(lang="en")
        >>> '<html lang="en">' in page, "SIMULATED" in page
        (True, True)
        """
    def write_report_folder(self, folder: str | PathLike[str], *, lang: str = "vi", overwrite: bool = False, previous: Evaluation | None = None, progress: _Progress | None = None) -> tuple[list[ReportPage], list[str]]:
        """Writes the report as a folder of pages, all of them or none: an index, and pages of each agency with its tasks. Gives the
        pages, the index last, and the names of pages of an earlier report that this one does not have, which stay.

        For registers that are too large for one page: no page of an agency is larger than two million bytes, unless one task
        alone is. The lists of the index end, and its agencies are parted, at the same size; only titles of thousands of letters
        in its other tables make it larger. The folder is made where it is absent. Otherwise as `write_report_html`; `progress` hears of pages.

        Raises:
            ExistsError: when a page would be overwritten.
            InvalidValueError: for a language that is neither.
            StorageError: when the system refuses to write.

        >>> import datetime, pathlib, tempfile, tiendo
        >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     pages, left_over = evaluation.write_report_folder(folder)
        ...     all(pathlib.Path(folder, page.file).stat().st_size == page.size for page in pages), left_over
        (True, [])
        """
    def public(self) -> Evaluation:
        """The same evaluation of the public tasks alone, as of `Registry.public`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> evaluation.public() == evaluation
        True
        """
    def schedule(self, *, progress: _Progress | None = None) -> Schedule:
        """What is left of the plan on D: what is done is fixed on its day, what is open goes on after D with what its percent
        leaves of its duration.

        `progress` hears how far it is, every task counting twice, and Ctrl-C stops it, as of `evaluate`.

        Raises:
            CycleError: where dependencies form a loop, naming it.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
        >>> evaluation.schedule()[0].basis
        'deadline'
        """
    def forecast(self, *, runs: int = 1000, seed: int = 57, links: str = "as_kept", progress: _Progress | None = None) -> Forecast:
        """When open tasks will be done, and how likely by their last days, from what the register's own tasks took.

        The same seed gives the same numbers on every machine. `links` says whether work waits for its predecessors: `as_kept`
        (where the register shows that links are kept), `followed` or `ignored`. `progress` hears how far it is, every task
        counting once in each run, and Ctrl-C stops it.

        Raises:
            InvalidValueError: for no runs or more than a million.
            CycleError: where dependencies form a loop, naming it.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
        >>> forecast = evaluation.forecast(runs=10)
        >>> forecast.closed_count, forecast.all.on_time  # nobody reported: not enough data
        (0, None)
        """
    def score(self, scheme: str | Scheme | Mapping[str, Any], level: str, given: Sequence[SubjectInputs | Mapping[str, Any]] | None = None) -> Scores:
        """Scores the agencies of a level by a scheme, and ranks them; `given` adds what no register knows, by agency.

        Rates, counts and KPIs are the register's, inclusive of all below an agency. A component without data is absent and never
        zero, and a total that lacks one has neither band nor rank.

        Raises:
            NotFoundError: for a scheme, or where something is given for what is no agency of the level.
            InvalidValueError: for a scheme that cannot be applied.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> {row.band.key for row in evaluation.score("plan02-light", "province").rows}  # nobody reported
        {'grey'}
        """
    def rank_why(self, level: str, before: Evaluation) -> RankChanges:
        """Ranks the agencies of a level and says what moved each of them since another evaluation of the same registry.

        Raises:
            InvalidValueError: where the other evaluation is of another registry or policy.

        >>> import datetime, tiendo
        >>> registry = tiendo.plan02.registry(simulated=57)
        >>> november, december = (registry.evaluate(datetime.date(2025, m, 30)) for m in (11, 12))
        >>> changes = december.rank_why("province", november)
        >>> all(row.rank_before - row.rank == row.by_itself + row.by_others for row in changes.rows if row.by_itself is not None)
        True
        """
    def resources(self, agency: str | None = None) -> Resources:
        """The money of all tasks in force by source; of those of an agency and all below it, where one is named.

        Raises:
            NotFoundError, AmbiguousError: for the agency.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> resources = evaluation.resources()
        >>> resources.total.planned_vnd, resources.without_count == len(resources.without)
        (0, True)
        """
    def __ne__(self, other: object, /) -> bool: ...

@final
class Owed:
    """A row and as what it is owed."""

    @property
    def row(self) -> Row:
        """The row."""
    @property
    def role(self) -> str:
        """As what it is owed: `lead` or `co_lead`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _restore(row: Row, role: str) -> Owed:
        """What `__reduce__` wrote."""
    def __repr__(self) -> str: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Completeness:
    """How much of what the clears ask for is stated in the tasks of an agency."""

    @property
    def agency_id(self) -> str:
        """Id of the agency."""
    @property
    def stated(self) -> Ratio:
        """Clears stated ÷ clears asked, over its rows."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Completeness:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Fact:
    """One fact that decided where a row stands: a code and the values it names."""

    @property
    def code(self) -> str:
        """What it says, as a word."""
    @property
    def args(self) -> dict[str, str]:
        """The values."""
    def sentence(self, lang: str = "vi") -> str:
        """The fact in words, in Vietnamese (`vi`) or English (`en`)."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Fact:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Explanation:
    """Why a row stands where it does: the facts that decided, in order.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    >>> print(evaluation[0].explain().text("en"))  # doctest: +ELLIPSIS
    in force since ...
    """

    @property
    def row_id(self) -> str:
        """Id of the row."""
    @property
    def task_id(self) -> str:
        """Id of the task."""
    @property
    def title(self) -> str:
        """Title of the task in Vietnamese."""
    @property
    def agency_id(self) -> str | None:
        """Id of the agency it counts for; `None` where nobody is addressed."""
    @property
    def status(self) -> str:
        """Where it stands."""
    @property
    def is_reported(self) -> bool:
        """Whether anything was reported that counts."""
    @property
    def percent(self) -> int:
        """Work done, 0 to 100."""
    @property
    def deadline(self) -> datetime.date | None:
        """The last day that judges; `None` for what has no fixed term."""
    @property
    def facts(self) -> list[Fact]:
        """The facts, in order."""
    @property
    def scope(self) -> Scope:
        """What the numbers are made of."""
    def sentences(self, lang: str = "vi") -> list[str]:
        """The facts in words, one sentence each, in Vietnamese (`vi`) or English (`en`)."""
    def text(self, lang: str = "vi") -> str:
        """The facts in words, one line each."""
    def to_dict(self) -> dict[str, Any]:
        """All fields as a dictionary, as the JSON reply has them."""
    def __str__(self) -> str: ...
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Explanation:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Finding:
    """One thing worth knowing about the data: a code with arguments; sentences are made from them.

    >>> import tiendo
    >>> finding = tiendo.Deadline.parse("31/02/2025").findings[0]
    >>> finding.code, finding.severity
    ('deadline_impossible', 'warning')
    >>> finding.message("en")
    "there is no day or period '31/2/2025' in the calendar"
    """

    @property
    def code(self) -> str:
        """What was found, as a word."""
    @property
    def severity(self) -> str:
        """How much it matters: `note`, `warning` or `error`."""
    @property
    def kind(self) -> str | None:
        """Kind of the record it is about."""
    @property
    def id(self) -> str | None:
        """Id of that record."""
    @property
    def field(self) -> str | None:
        """The field of that record."""
    @property
    def file(self) -> str | None:
        """Name of the file it stood in."""
    @property
    def row(self) -> int | None:
        """Row of that file, the header being row 1; 0 for the file as a whole."""
    @property
    def column(self) -> str | None:
        """Column of that file; empty for the row as a whole."""
    @property
    def args(self) -> dict[str, str]:
        """The values that the sentence names."""
    def message(self, lang: str = "vi") -> str:
        """The sentence, without the record or place, in Vietnamese (`vi`) or English (`en`)."""
    def line(self, lang: str = "vi") -> str:
        """The sentence with the place and the record before it."""
    def to_dict(self) -> dict[str, Any]:
        """All fields as a dictionary."""
    @classmethod
    def from_dict(cls, fields: Mapping[str, Any] | str) -> Finding:
        """The finding of a dictionary, as `to_dict` writes it.

        Raises:
            InvalidRecordError: for a field that does not exist or holds something else.
        """
    def __str__(self) -> str: ...
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __lt__(self, other: Finding, /) -> bool: ...
    def __le__(self, other: Finding, /) -> bool: ...
    def __gt__(self, other: Finding, /) -> bool: ...
    def __ge__(self, other: Finding, /) -> bool: ...

@final
class Findings:
    """Findings in order, as a sequence; also a table for any reader of Arrow.

    Shape: in order of code, then record.

    >>> import datetime, tiendo
    >>> findings = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31)).check()
    >>> len(findings) == findings.error_count + findings.warning_count + findings.note_count
    True
    """

    @property
    def error_count(self) -> int:
        """How many are errors: a record, row or file could not be taken."""
    @property
    def warning_count(self) -> int:
        """How many are warnings."""
    @property
    def note_count(self) -> int:
        """How many are notes."""
    def of(self, code: str) -> Findings:
        """Those with this code.

        Raises:
            InvalidValueError: for a word that is no code.
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __iter__(self) -> Iterator[Finding]: ...
    def __len__(self) -> int: ...
    def __getitem__(self, index: int, /) -> Finding: ...
    def __repr__(self) -> str: ...
    def __str__(self) -> str: ...
    def _repr_html_(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _restore(state: str, scope: Scope | None) -> Findings:
        """Findings as `__reduce__` wrote them."""
    def to_arrow(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pyarrow.Table` of the same memory, or the columns that are named.

        Raises:
            MissingDependencyError: when pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_polars(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `polars.DataFrame`, or the columns that are named.

        Raises:
            MissingDependencyError: when polars is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_pandas(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pandas.DataFrame`, or the columns that are named; days are `datetime64[ms]`, and words categories.

        Raises:
            MissingDependencyError: when pandas or pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def __arrow_c_schema__(self) -> Any:
        """The schema of the table as an Arrow C schema in a capsule."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The table as an Arrow C stream in a capsule; nothing is copied by the reader."""
    def __ne__(self, other: object, /) -> bool: ...
    __hash__ = None  # type: ignore[assignment]

def read_mspdi(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, name: str | None = None, document: str | None = None, id_prefix: str = "MSP-", reported_on: datetime.date | None = None, finish_as_deadline: bool = False, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> tuple[Registry, Findings]:
    """Reads a project in MS Project XML (MSPDI) from a path or from bytes: the registry of its tasks, links, agencies and
    progress, and what reading found out, which is also among the registry's findings.

    A file that `write_mspdi` wrote reads back to the same tasks. In any other, a row is a task of the file's own document,
    or of `document`; ids begin with `id_prefix`; `reported_on` is the day that percentages speak of where the file has no
    status day. The planned finish of a row without a deadline is one only with `finish_as_deadline`: a plan is no promise.
    `name` is what findings call bytes. `progress` hears of rows, as of `read_csv`; Ctrl-C stops it.

    Raises:
        NothingToReadError: for what is no such XML, has a document type, or holds more than it may.
        StorageError: when the system refuses to read.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    >>> plan, _ = evaluation.mspdi()
    >>> registry, findings = tiendo.read_mspdi(plan)
    >>> registry.task("T0001").title == tiendo.plan02.registry().task("T0001").title
    True
    >>> tiendo.read_mspdi(b"<html/>", name="page.xml")
    Traceback (most recent call last):
        ...
    tiendo.exceptions.NothingToReadError: ...
    """

def read_mspdi_calendar(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, first: datetime.date, last: datetime.date, *, name: str | None = None) -> tuple[Calendar, Findings]:
    """Reads the working calendar of a project in MS Project XML from a path or from bytes: Monday to Friday from `first` to `last`,
    both included, with the days that the project's own calendar excepts, and what reading found out.

    Exceptions beyond these days are passed over. `name` is what findings call bytes.

    Raises:
        InvalidValueError: for a last day before the first.
        NothingToReadError: for what is no such XML, has a document type, or holds more than it may.
        StorageError: when the system refuses to read.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    >>> plan, _ = evaluation.mspdi()
    >>> calendar, findings = tiendo.read_mspdi_calendar(plan, datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    >>> calendar.is_working_day(datetime.date(2025, 9, 2)), len(findings)
    (False, 0)
    """

def read_ics(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, name: str | None = None, base: Registry | None = None, document: str | None = None, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> tuple[Registry, Findings]:
    r"""Reads the to-dos of an iCalendar file (`.ics`) from a path or from bytes: the registry of their tasks, and what reading found
    out, which is also among the registry's findings.

    Events and whatever else stands there are counted and passed over. Agencies of other people's files are looked up by their
    names in `base`; without one they are not taken. `document` sets the tasks that name none. Otherwise as `read_mspdi`.

    Raises:
        InvalidIdError: for a document that is no id.
        NothingToReadError: for a file that holds more than it may.
        StorageError: when the system refuses to read.

    >>> import tiendo
    >>> file = b"BEGIN:VTODO\r\nUID:a@b\r\nSUMMARY:Plan\r\nDUE;VALUE=DATE:20250815\r\nEND:VTODO\r\n"
    >>> registry, findings = tiendo.read_ics(file)
    >>> [task.title for task in registry.tasks()], len(findings) > 0
    (['Plan'], True)
    """

def read_stratml(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, name: str | None = None, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> tuple[Registry, Findings]:
    """Reads a strategic plan or performance report in StratML, of either part and any of its namespaces or none, from a path or
    from bytes: the registry, and what reading found out, which is also among the registry's findings.

    Goals are task groups, objectives tasks, performance indicators KPIs. Otherwise as `read_mspdi`.

    Raises:
        NothingToReadError: for what is no StratML, has a document type, or holds more than it may.
        StorageError: when the system refuses to read.

    >>> import tiendo
    >>> goal = "<Goal><Name>Data</Name><Objective><Name>Clean land records</Name></Objective></Goal>"
    >>> file = f"<StrategicPlan><Name>Plan</Name><StrategicPlanCore>{goal}</StrategicPlanCore></StrategicPlan>"
    >>> registry, findings = tiendo.read_stratml(file.encode())
    >>> [task.title for task in registry.tasks()], len(findings) > 0
    (['Clean land records'], True)
    """

def read_packet(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, name: str | None = None, base: Registry | None = None, profile: str | None = None, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> tuple[Registry, Findings]:
    """Reads a packet between report systems, in XML or JSON, from a path or from bytes: the registry of its reports and KPI
    values, and what reading found out, which is also among the registry's findings.

    `profile` is the text of a profile in TOML, which says under which names the packet is written (`tiendo.packet_profile`);
    without one the names are neutral. A packet has no tasks: with `base` it is laid over the records of a registry that has them,
    whose KPIs keep their definitions and get the packet's values. Otherwise as `read_mspdi`.

    Raises:
        InvalidRequestError: for a profile that cannot be used.
        NothingToReadError: for what is no packet of the profile, or holds more than it may.
        StorageError: when the system refuses to read.

    >>> import tiendo
    >>> file = b'{"kpis":{"head":{"day":"2025-07-31"},"entries":[{"code":"K1","value":61.5}]}}'
    >>> registry, findings = tiendo.read_packet(file, name="kpis.json")
    >>> [kpi.id for kpi in registry.kpis()]
    ['K1']
    """

def packet_profile() -> str:
    """The profile with neutral names as TOML, for `write_packet` and `read_packet`: to be copied, and its names replaced by
    those that another system uses.

    The field tables of the official format (QCVN 125:2021/BTTTT) were not at hand: whoever holds them fills in the names.

    >>> import tiendo
    >>> profile = tiendo.packet_profile()
    >>> 'name = "organisation"' in profile
    True
    """

def read_parquet(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, name: str | None = None, table: str | None = None, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> tuple[Registry, Findings]:
    """Reads Parquet: a file, a folder of tables (`tasks.parquet`, `reports.parquet` …), a folder laid out as Hive does
    (`territory=68/part-0.parquet`), or bytes: the registry of its records, and what reading found out, which is also among
    the registry's findings.

    Files of pandas, Polars, DuckDB and Spark are read as those of `write_parquet`. Which table a file holds is told by its
    metadata, its name or its columns; `table`, `tasks` or `reports`, says it of a path to a file. Otherwise as `read_mspdi`.

    Raises:
        InvalidValueError: for a table that is neither, or is said of bytes or a folder.
        NothingToReadError: for what is no Parquet file, holds more than it may, or a folder without any.
        StorageError: when the system refuses to read.

    >>> import datetime, tempfile, tiendo
    >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     evaluation.write_parquet(folder)
    ...     registry, findings = tiendo.read_parquet(folder)
    <Findings 0 errors, 0 warnings, 0 notes>
    >>> registry.task_count
    192
    """

@final
class History:
    """The sums of every day of a range along an axis: each as an evaluation of that day has them, with what was known by its end.

    D and K are both that day. Also a table for any reader of Arrow, with a row for each day and key that has anything in
    force: `history.to_pandas().plot(x="day", y="count_overdue")`.

    >>> import datetime, tiendo
    >>> registry = tiendo.plan02.registry()
    >>> history = registry.history(datetime.date(2025, 6, 1), datetime.date(2025, 7, 31))
    >>> history.own(datetime.date(2025, 7, 31)).total == registry.evaluate(datetime.date(2025, 7, 31)).task_sums().total
    True
    >>> registry.history(datetime.date(2025, 7, 31), datetime.date(2025, 6, 1))
    Traceback (most recent call last):
        ...
    tiendo.exceptions.InvalidValueError: to must be 2025-07-31 or later, not '2025-06-01'
    """

    @property
    def first(self) -> datetime.date:
        """The first day."""
    @property
    def last(self) -> datetime.date:
        """The last day."""
    @property
    def axis(self) -> str:
        """Along what: `whole`, `agency`, `phase` or `group`."""
    @property
    def policy(self) -> Policy:
        """The rules of counting."""
    def keys(self) -> list[str]:
        """The keys: agencies that have anything in force on any day, in id order; all phases or groups; one empty text for the
        whole.
        """
    def name(self, key: str, lang: str = "vi") -> str | None:
        """The name of a key in Vietnamese (`vi`) or, where it has one, English (`en`), as on the last day; `None` for an unknown key."""
    def scope(self, day: datetime.date) -> Scope:
        """What the numbers of a day are made of.

        Raises:
            NotFoundError: for a day outside the range.
        """
    def own(self, day: datetime.date, key: str | None = None) -> Sums:
        """The sums of a key on a day, its own; of the whole without a key.

        Raises:
            NotFoundError: for a day outside the range, or an unknown key.
        """
    def inclusive(self, day: datetime.date, key: str | None = None) -> Sums:
        """The same with all that is below an agency.

        Raises:
            NotFoundError: for a day outside the range, or an unknown key.
        """
    def unassigned(self, day: datetime.date) -> Sums:
        """The sums of what belongs to no key on a day.

        Raises:
            NotFoundError: for a day outside the range.
        """
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _restore(registry: Registry, days: tuple[datetime.date, datetime.date], by: str, policy: str | Policy | Mapping[str, Any] | None) -> Any:
        """The history that `__reduce__` wrote: made again from its registry."""
    def to_arrow(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pyarrow.Table` of the same memory, or the columns that are named.

        Raises:
            MissingDependencyError: when pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_polars(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `polars.DataFrame`, or the columns that are named.

        Raises:
            MissingDependencyError: when polars is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_pandas(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pandas.DataFrame`, or the columns that are named; days are `datetime64[ms]`, and words categories.

        Raises:
            MissingDependencyError: when pandas or pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def __arrow_c_schema__(self) -> Any:
        """The schema of the table as an Arrow C schema in a capsule."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The table as an Arrow C stream in a capsule; nothing is copied by the reader."""
    def write_parquet(self, path: str | PathLike[str], *, compression: str = "zstd", row_group_rows: int = 65_536, overwrite: bool = False, progress: _Progress | None = None) -> Findings:
        """Writes the sums of every day as a Parquet file, whole or not at all: the table that readers of Arrow get.

        Arguments as of `Evaluation.write_parquet`.

        Raises:
            ExistsError: when a file would be overwritten.
            InvalidValueError: for a compression that does not exist, and for no rows.
            StorageError: when the system refuses to write.

        >>> import datetime, pathlib, tempfile, tiendo
        >>> history = tiendo.plan02.registry().history(datetime.date(2025, 6, 1), datetime.date(2025, 7, 31))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     history.write_parquet(pathlib.Path(folder, "history.parquet"))
        <Findings 0 errors, 0 warnings, 0 notes>
        """
    def __ne__(self, other: object, /) -> bool: ...

@final
class Batch:
    """Records that are appended to a ledger together, all of them or nothing.

    Records are objects of `tiendo.records`, a `Policy`, a `Calendar`, or dictionaries in their JSON form, whose `kind` must be
    given: `document`, `agency`, `succession`, `plan`, `task`, `transfer`, `report`, `allocation`, `kpi`, `policy`, or
    `measurement` (`{"kpi": …, "measurement": {…}}`). May be filled from several threads.

    >>> import datetime, tiendo
    >>> at = datetime.datetime(2026, 1, 5, 8)
    >>> batch = tiendo.Batch()
    >>> batch.add(tiendo.Document(id="57-NQ/TW", title="Nghị quyết 57"))
    >>> batch.add({"id": "T1", "document": "57-NQ/TW", "title": "Báo cáo"}, kind="task")
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> ledger.append(batch, actor="example", recorded_at=at)
    <Appended 2 recorded, 0 unchanged, entry 2>
    """

    def __new__(cls) -> Batch: ...
    def add(self, record: Any, *, kind: str | None = None) -> None:
        """Adds a record: a further version of a definition, or something new.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
            InvalidValueError: for a dictionary without `kind`, or a kind that is none.
        """
    def add_records(self, records: Mapping[str, Any] | str) -> None:
        """Adds lists of records by their names, as `Registry.from_records` takes them, or all records of a registry; definitions
        stand before what refers to them.

        Raises:
            InvalidRecordError: for a record or list that does not exist in that form; nothing is added then.
        """
    def correct(self, corrects: str, record: Any, *, kind: str | None = None) -> None:
        """Adds a record that takes the place of another of the same kind and id, named as `LogLine.id` has it, from its own
        instant on. What was known before stays known as known then.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
            InvalidValueError: for a dictionary without `kind`, or an id that is not of the form `12.3`.
        """
    def withdraw(self, withdraws: str, *, reason: str | None = None) -> None:
        """Adds that a record is no longer to be read, from this entry's instant on.

        Raises:
            InvalidValueError: for an id that is not of the form `12.3`.
        """
    def __len__(self) -> int: ...
    def __repr__(self) -> str: ...

@final
class PersonRecord:
    """A record that names a person.

    >>> import datetime, tiendo
    >>> at = datetime.datetime(2026, 1, 5, 8)
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> task = tiendo.Task(id="T1", document="57-NQ/TW", title="Báo cáo", responsible_person="Nguyễn Văn A")
    >>> _ = ledger.record(task, actor="example", recorded_at=at)
    >>> ledger.export_person("Nguyễn Văn A")
    [<PersonRecord 2.0: task T1, responsible_person>]
    """

    @property
    def record(self) -> str:
        """The numbers of its entry and of the record in it, such as `12.3`."""
    @property
    def kind(self) -> str:
        """Its kind: `task` or `report`."""
    @property
    def id(self) -> str:
        """Its id."""
    @property
    def fields(self) -> list[str]:
        """The fields that name the person: `responsible_person`, `supervising_leader`, `by_post`."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> PersonRecord:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Erased:
    """What was erased of a person.

    >>> import datetime, tiendo
    >>> at = datetime.datetime(2026, 1, 5, 8)
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> ledger.erase_person("Nguyễn Văn A", actor="example", recorded_at=at)
    <Erased 0 records, 0 recorded again, entry 1>
    """

    @property
    def head(self) -> Head:
        """The last entry now: the one that says that, not what, was erased."""
    @property
    def records(self) -> int:
        """Records of which something was erased."""
    @property
    def recorded_again(self) -> int:
        """Records that were recorded again because they name others too."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Erased:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Upgrade:
    """What became of an upgrade; false where the file had the format already.

    >>> import pathlib, tempfile, tiendo
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = pathlib.Path(folder.name, "register.tiendo")
    >>> tiendo.Ledger.create(path, node="68-UBND", actor="example").close()
    >>> upgrade = tiendo.Ledger.upgrade(path)
    >>> bool(upgrade), upgrade.to, upgrade.backup, upgrade
    (False, '1.1', None, <Upgrade: 1.1 already>)
    >>> folder.cleanup()
    """

    @property
    def from_(self) -> str:
        """The format that the file had, such as `1.0`."""
    @property
    def to(self) -> str:
        """The format that the file has."""
    @property
    def backup(self) -> str | PathLike[str] | None:
        """The file as it was; `None` where it was not changed."""
    def __bool__(self) -> bool: ...
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Upgrade:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Salvaged:
    """What was read out of a damaged file, and what was not; true where nothing is missing or in doubt up to the entry that an
    anchor names, or further.

    >>> import pathlib, tempfile, tiendo
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = pathlib.Path(folder.name, "register.tiendo")
    >>> tiendo.Ledger.create(path, node="68-UBND", actor="example").close()
    >>> salvaged = tiendo.Ledger.salvage(path, path.with_name("salvaged.tiendo"), actor="example")
    >>> bool(salvaged), salvaged.lost, salvaged
    (True, [], <Salvaged 1 entries, 0 missing, 0 unproved>)
    >>> folder.cleanup()
    """

    @property
    def head(self) -> Head:
        """The last entry of the new file: the one that says that it was salvaged."""
    @property
    def entries(self) -> int:
        """Entries that were read."""
    @property
    def lost(self) -> list[tuple[int, int, str]]:
        """Entries that are missing: numbers of the first and the last of each run, and why as a word (`not_found`, `hash`, `records`,
        `corrects`, `instant`).
        """
    @property
    def unproved(self) -> list[tuple[int, int]]:
        """Entries that were read and that no hash proves, because the one before is missing: the first and the last of each run."""
    @property
    def apart(self) -> list[str]:
        """Records of which what is kept apart is missing, such as `12.3`; they read as if it had been erased."""
    @property
    def is_end_anchored(self) -> bool:
        """Whether an anchor beside the damaged file told how far it had come; otherwise any number of entries may be missing behind
        the last one found.
        """
    def __bool__(self) -> bool: ...
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Salvaged:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Entry:
    """One commit of a ledger: its records as they were stored, its hash, and who recorded it when.

    >>> import datetime, tiendo
    >>> at = datetime.datetime(2026, 1, 5, 8)
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> entry = ledger.entries()[0]
    >>> entry.seq, entry.actor, entry.text[:30], entry.hash == ledger.head.hash
    (1, 'example', '[{"ledger":{"format":"1.1","no', True)
    >>> [list(record) for record in entry.records]
    [['ledger'], ['calendar']]
    """

    @property
    def seq(self) -> int:
        """Its number, from 1 without a gap."""
    @property
    def recorded_at(self) -> datetime.datetime:
        """When it was recorded: the wall clock of whoever recorded it."""
    @property
    def actor(self) -> str:
        """Who recorded it."""
    @property
    def text(self) -> str:
        """The records as they were stored, an array of JSON: the very bytes, in UTF-8, that are hashed."""
    @property
    def records(self) -> list[dict[str, Any]]:
        """The records as dictionaries, each with its kind as the first key."""
    @property
    def hash(self) -> str:
        """Its SHA-256 in 64 hexadecimal digits, which the next entry names."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Entry:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class LogLine:
    """One record about a task, and who recorded it when.

    >>> import datetime, tiendo
    >>> at = datetime.datetime(2026, 1, 5, 8)
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> task = tiendo.Task(id="T1", document="57-NQ/TW", title="Báo cáo")
    >>> _ = ledger.record(task, actor="example", recorded_at=at)
    >>> line = ledger.log("T1")[0]
    >>> line.id, line.kind, line.record == task, line.corrects, line.corrected_by
    ('2.0', 'task', True, None, None)
    """

    @property
    def id(self) -> str:
        """The numbers of its entry and of the record in it, such as `12.3`: what names it for a correction."""
    @property
    def recorded_at(self) -> datetime.datetime:
        """When it was recorded."""
    @property
    def actor(self) -> str:
        """Who recorded it."""
    @property
    def kind(self) -> str:
        """Its kind: `task`, `report`, `transfer`, `allocation` or `withdrawal`."""
    @property
    def record(self) -> Task | Report | Transfer | Allocation | dict[str, Any]:
        """The record, without what is kept apart: a `Task`, `Report`, `Transfer` or `Allocation`; of a withdrawal a dictionary."""
    @property
    def corrects(self) -> str | None:
        """The id of the record that it corrects."""
    @property
    def corrected_by(self) -> str | None:
        """The id of the record by which it was corrected or withdrawn."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> LogLine:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Freeze:
    """A day and a knowledge day under a name, with the policy in full: figures that can be had again years later.

    >>> import datetime, tiendo
    >>> at, day = datetime.datetime(2026, 1, 16, 8), datetime.date(2025, 12, 31)
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> _ = ledger.freeze("2025", day, known=at.date(), actor="example", recorded_at=at)
    >>> ledger.freezes()
    [<Freeze '2025': 2025-12-31 as known on 2026-01-16, policy default v1>]
    >>> ledger.evaluate_frozen("2025").day
    datetime.date(2025, 12, 31)
    """

    @property
    def name(self) -> str:
        """Its name, unique in the ledger."""
    @property
    def day(self) -> datetime.date:
        """The day D."""
    @property
    def known(self) -> datetime.date:
        """The knowledge day K."""
    @property
    def policy(self) -> Policy:
        """The policy in full."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Freeze:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Head:
    """The last entry of a ledger. Whoever keeps it elsewhere can tell later whether the ledger was shortened or rewritten.

    >>> import datetime, tiendo
    >>> at = datetime.datetime(2026, 1, 5, 8)
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> ledger.head.seq, ledger.head.recorded_at == at, len(ledger.head.hash)
    (1, True, 64)
    """

    @property
    def seq(self) -> int:
        """Its number, from 1 without a gap."""
    @property
    def hash(self) -> str:
        """Its SHA-256 in 64 hexadecimal digits."""
    @property
    def recorded_at(self) -> datetime.datetime:
        """When it was recorded."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Head:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Appended:
    """What became of records that were appended: how many were recorded, and how many the ledger had already.

    >>> import datetime, tiendo
    >>> at = datetime.datetime(2026, 1, 5, 8)
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> document = tiendo.Document(id="57-NQ/TW", title="Nghị quyết 57")
    >>> ledger.record(document, actor="example", recorded_at=at)
    <Appended 1 recorded, 0 unchanged, entry 2>
    >>> ledger.record(document, actor="example", recorded_at=at)
    <Appended 0 recorded, 1 unchanged, entry 2>
    """

    @property
    def head(self) -> Head:
        """The last entry now; the one before where nothing was new."""
    @property
    def recorded(self) -> int:
        """Records that were recorded."""
    @property
    def unchanged(self) -> int:
        """Records that the ledger had already."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Appended:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Imported:
    """What became of an import.

    >>> import datetime, tiendo
    >>> at = datetime.datetime(2026, 1, 5, 8)
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> done = ledger.import_registry(tiendo.plan02.registry(), actor="example", recorded_at=at)
    >>> done.recorded > 192, done.unchanged, done.entries, done.refused
    (True, 0, 1, 0)
    >>> again = ledger.import_registry(tiendo.plan02.registry(), actor="example", recorded_at=at)
    >>> again.recorded, again.unchanged == done.recorded
    (0, True)
    """

    @property
    def head(self) -> Head:
        """The last entry now."""
    @property
    def recorded(self) -> int:
        """Records that were recorded."""
    @property
    def unchanged(self) -> int:
        """Records that the ledger had already."""
    @property
    def entries(self) -> int:
        """Entries that were made."""
    @property
    def refused(self) -> int:
        """Records that were left out, as `skip_refused` allows."""
    @property
    def problems(self) -> list[dict[str, Any]]:
        """The first thousand of them, as `RefusedError.problems` has them; positions count all records of the import."""
    @property
    def findings(self) -> Findings:
        """What reading the files found out."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Imported:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Verified:
    """What verifying a ledger found; true where nothing is wrong.

    >>> import datetime, tiendo
    >>> at = datetime.datetime(2026, 1, 5, 8)
    >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
    >>> verified = ledger.verify()
    >>> bool(verified), verified.head == ledger.head, verified
    (True, True, <Verified 1 entries, 2 records, 0 faults>)
    """

    @property
    def head(self) -> Head | None:
        """The last entry that the chain was followed to; `None` where not even the first one holds."""
    @property
    def entries(self) -> int:
        """Entries that were read."""
    @property
    def records(self) -> int:
        """Records in them."""
    @property
    def erased(self) -> int:
        """Records of which something about a person was erased."""
    @property
    def faults(self) -> list[tuple[int | None, str]]:
        """What is wrong, the first thousand: the number of the entry, or `None` for what belongs to none, and the part."""
    def __bool__(self) -> bool: ...
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Verified:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Ledger:
    """The history of a register in one SQLite file: entries that are only ever appended, each chained to the one before.

    Made by `create` or `memory`, opened by `open`; a context manager, whose end closes it. Any number of threads may use one
    at a time, and any number of processes the same file: one appends at a time, and nobody who reads waits. Registries that
    it gave never change, and stay when it is closed.

    Where a method takes `recorded_at`, that is the instant of recording in Viet Nam's time, without a zone; `None` reads the
    clock (UTC+7), and nothing else in this package does. `actor` is who records: a name that stays in the file.

    In a forked child a ledger of the parent is closed, and none can be opened if one was open at the fork (`ClosedError`): close
    it before, open it in the child only, or use `multiprocessing` by spawn. On Linux the `sqlite3` module may open the file in
    the same process; elsewhere only after `close`, because two copies of SQLite in one process take each other's locks away
    there (POSIX). A ledger does not pickle; open it by its path.

    >>> import datetime, pathlib, tempfile, tiendo
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = pathlib.Path(folder.name, "register.tiendo")
    >>> with tiendo.Ledger.create(path, node="68-UBND", actor="example") as ledger:
    ...     done = ledger.import_registry(tiendo.plan02.registry(), actor="example")
    ...     ledger.registry().task_count, ledger.head.seq
    (192, 2)
    >>> with tiendo.Ledger.open(path, access="read_only") as ledger:
    ...     bool(ledger.verify())
    True
    >>> ledger.registry()
    Traceback (most recent call last):
        ...
    tiendo.exceptions.ClosedError: the ledger is closed
    >>> folder.cleanup()
    """

    @classmethod
    def create(cls, path: str | PathLike[str], *, node: str, actor: str, recorded_at: datetime.datetime | None = None, calendar: Calendar | None = None, classification: str = "public") -> Ledger:
        """Makes a ledger in a file that is not there yet, whose first entry says whose it is and which calendar holds.

        `node` is the name of who alone will write it. Without `calendar` that of Viet Nam holds. `classification` is the most
        guarded class of information that it takes, for ever: `public`, `internal`, or `secret` for every class.

        Raises:
            ExistsError: where there is a file, or a journal of one.
            StorageError: when the system refuses; what was begun is removed.
            InvalidValueError: for a node or actor that is empty, longer than 256 bytes or holds a control character.
        """
    @classmethod
    def memory(cls, *, node: str, actor: str, recorded_at: datetime.datetime | None = None, calendar: Calendar | None = None, classification: str = "public") -> Ledger:
        """Makes a ledger in memory, gone when it is closed.

        Raises:
            InvalidValueError: for a node or actor that is empty, longer than 256 bytes or holds a control character.
        """
    @classmethod
    def open(cls, path: str | PathLike[str], *, access: str = "read_write", busy_timeout: float = 10.0) -> Ledger:
        """Opens a ledger. A file that is refused is left as it is.

        `access` is `read_write`, `read_only` (beside others that write) or `immutable` (on a medium that cannot be written,
        where nobody writes). A writer waits up to `busy_timeout` seconds for another before it raises `BusyError`.

        Raises:
            StorageError: where there is no file, or the system refuses to read it.
            NotALedgerError, NewerFormatError, CorruptError: for a file that this version does not read.
            RolledBackError: for a file that does not hold the entry its anchor names.
            UnfinishedWorkError: for `immutable` with a journal beside the file.
            InvalidValueError: for another access, and for a timeout outside 0 to 86,400.
        """
    def close(self) -> None:
        """Closes the file as soon as no call uses it any more; a second time does nothing."""
    @property
    def is_closed(self) -> bool:
        """Whether it was closed, or belongs to another process."""
    @property
    def path(self) -> Path | None:
        """Where the file is; `None` for a ledger in memory."""
    @property
    def node(self) -> str:
        """The name of the node that alone writes it."""
    @property
    def origin(self) -> str:
        """32 hexadecimal digits that were drawn when it was made, so that no two ledgers of one node are taken for each other."""
    @property
    def classification(self) -> str:
        """The most guarded class of information that it takes: what it was made for.

        >>> import datetime, tiendo
        >>> at = datetime.datetime(2026, 1, 5, 8)
        >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at, classification="internal")
        >>> ledger.classification
        'internal'
        """
    @property
    def head(self) -> Head:
        """The last entry.

        Raises:
            ClosedError: after `close`, as for every call.
        """
    def append(self, batch: Batch | Registry | Mapping[str, Any] | Iterable[Any], *, actor: str, recorded_at: datetime.datetime | None = None) -> Appended:
        """Records a batch as one entry: all of it or nothing. What the ledger has already is left out, and where nothing is new
        no entry is made.

        `batch` is a `Batch`, a `Registry`, lists of records by their names, or several records. When this returns, the entry
        survives a loss of power (but for `bulk`). A report's own `recorded_at` is kept as claimed.

        Raises:
            ClockBackwardsError: for an instant before the last entry's.
            RefusedError: for records that cannot be taken; `problems` lists them.
            BusyError: where another process wrote for too long.
            InvalidRecordError: for a record with unknown, missing or wrong fields.
            ReadOnlyError, StorageFullError, StorageError, LimitExceededError: where it cannot be written.

        >>> import datetime, tiendo
        >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=datetime.datetime(2026, 1, 5, 8))
        >>> report = tiendo.Report(id="R1", task="T1", kind="complete", reported_on=datetime.date(2026, 1, 4))
        >>> try:
        ...     ledger.append([report], actor="example", recorded_at=datetime.datetime(2026, 1, 5, 9))
        ... except tiendo.RefusedError as error:
        ...     error.problems[0]["message"]
        "record 0, report 'R1': its task is not in the ledger"
        >>> ledger.append([], actor="example", recorded_at=datetime.datetime(2026, 1, 5, 7))
        Traceback (most recent call last):
            ...
        tiendo.exceptions.ClockBackwardsError: recorded at 2026-01-05T07:00:00, before the last entry's 2026-01-05T08:00:00
        """
    def record(self, record: Any, *, kind: str | None = None, actor: str, recorded_at: datetime.datetime | None = None) -> Appended:
        """Records one record as an entry of its own; `kind` as of `Batch.add`, all else as of `append`."""
    def import_csv(self, path: str | PathLike[str], *, actor: str, recorded_at: datetime.datetime | None = None, encoding: str = "utf-8", batch: int = 10_000, skip_refused: bool = False, progress: _Progress | None = None) -> Imported:
        """Imports a folder of CSV files, `batch` records an entry.

        The files are read as by `Registry.read_csv`. What the ledger has is not recorded again, so the same folder again
        changes nothing, and an import that was interrupted is completed by the same call. With `skip_refused` what cannot be
        taken is left out and listed; without, nothing is recorded then. `progress` hears of rows read, then of records that
        are durable; Ctrl-C stops it after a whole entry.

        Raises:
            RefusedError: for records that cannot be taken; nothing was recorded.
            NothingToReadError: for a folder without any file of a register.
            ClockBackwardsError, BusyError, ReadOnlyError, StorageError: as of `append`.

        >>> import datetime, tempfile, tiendo
        >>> at = datetime.datetime(2026, 1, 5, 8)
        >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = tiendo.plan02.registry().write_csv(folder)
        ...     first = ledger.import_csv(folder, actor="example", recorded_at=at)
        ...     ledger.import_csv(folder, actor="example", recorded_at=at).unchanged == first.recorded
        True
        """
    def import_registry(self, registry: Registry, *, actor: str, recorded_at: datetime.datetime | None = None, batch: int = 10_000, skip_refused: bool = False, progress: _Progress | None = None) -> Imported:
        """Imports all records of a registry, as `import_csv` does those of a folder."""
    def registry(self, known: datetime.date | None = None, *, trust_claimed: bool = False) -> Registry:
        """The registry as it was known at the end of the day `known`; without, of everything recorded.

        Evaluated at any day it answers as the newest registry does at that day and `known`, and it alone tells which plans,
        KPIs, successions, transfers, allocations and which calendar were known then. With `trust_claimed` a record counts
        from the instant that it claims itself, where it claims any: for what was kept elsewhere before.

        Raises:
            InvalidDateError: for a day outside 1900 to 2199.
            CorruptError, StorageError: where the file cannot be read.
        """
    def refresh(self) -> Registry:
        """The registry of everything recorded, by whatever process; only what is new since the last call is read."""
    def export(self, path: str | PathLike[str], *, known: datetime.date | None = None, disclosure: str = "public", progress: _Progress | None = None) -> Findings:
        """Writes the register as it was known on `known` (`None`: everything recorded): to a `.json`, `.jsonl` or `.ndjson` file
        as `Registry.write_json` does, else to a folder of CSV files as `Registry.write_csv`; gives what was left out.

        Raises:
            ExistsError: when a file would be overwritten.
            StorageError: when the system refuses to write.
            UnwritableError: for a value that would not read back as it is.

        >>> import pathlib, tempfile, tiendo
        >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example")
        >>> done = ledger.import_registry(tiendo.plan02.registry(), actor="example")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "register.jsonl")
        ...     left_out = ledger.export(path)
        ...     tiendo.Registry.read_json(path).task_count
        192
        """
    def log(self, task: str) -> list[LogLine]:
        """All that was recorded about a task, in the order of recording: its versions, reports, transfers and money, and what
        corrects them.

        Raises:
            NotFoundError: where nothing was.
            InvalidIdError: for a text that is no id.
        """
    def entries(self, *, after: int = 0, limit: int = 1000) -> list[Entry]:
        """Up to `limit` entries after the number `after`, in order."""
    def verify(self, *, progress: _Progress | None = None) -> Verified:
        """Follows the chain from the first entry to the last, and compares what is kept apart and the tables with it.

        A chain that was cut off at its end is whole for as far as it goes: compare the head with one that was kept elsewhere.
        `progress` hears of entries; Ctrl-C stops it.

        Raises:
            CorruptError: where the file cannot be read as a ledger at all.
        """
    def rebuild(self, *, progress: _Progress | None = None) -> int:
        """Makes the tables that people query again from the entries; gives the number of records in them.

        `progress` hears of entries; Ctrl-C stops it, and nothing was changed then.
        """
    def backup(self, path: str | PathLike[str], *, progress: _Progress | None = None) -> Head:
        """Copies the ledger, while others go on writing, into a file that is not there yet; gives the last entry of the copy.

        `progress` hears of pages; Ctrl-C stops it, and no file is left then.

        Raises:
            ExistsError: where there is a file.
            StorageFullError, StorageError, BusyError: where it cannot be written.
        """
    def freeze(self, name: str, day: datetime.date, *, known: datetime.date, policy: str | Policy | Mapping[str, Any] | None = None, actor: str, recorded_at: datetime.datetime | None = None) -> Appended:
        """Records a day and a knowledge day under a name that is not taken, with the policy in full.

        `known` may not be later than the day of recording; what is recorded later on that very day still counts.

        Raises:
            RefusedError: where the name is taken by something else; the same again is nothing new.
            InvalidValueError: for a `known` after the day of recording, and a name that is none.
        """
    def freezes(self) -> list[Freeze]:
        """What was frozen, in the order of recording."""
    def evaluate_frozen(self, name: str) -> Evaluation:
        """The figures that were frozen under a name, with the calendar and the policy of then.

        Raises:
            NotFoundError: for a name that nothing was frozen under.
        """
    def policy(self, name: str, *, known: datetime.date | None = None) -> Policy:
        """The policy recorded under a name by the end of the day `known` (`None`: by now), else the one built in.

        Raises:
            NotFoundError: for a name that is neither.
        """
    def begin_bulk(self) -> None:
        """Begins a bulk: until `end_bulk` an entry is not synced, so that a loss of power may take back whole entries from the end
        that were acknowledged; never a part of one, and never anything from before the bulk.

        >>> import datetime, tiendo
        >>> at = datetime.datetime(2026, 1, 5, 8)
        >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
        >>> ledger.begin_bulk()
        >>> ledger.end_bulk() == ledger.head
        True
        """
    def end_bulk(self) -> Head:
        """Ends a bulk; when this returns, all that was appended survives a loss of power. Gives the last entry.

        Raises:
            BusyError: where others kept the journal in use for too long; what was appended is there, and is synced by the
                next entry.
        """
    def __enter__(self) -> Ledger: ...
    def __exit__(self, kind: Any, raised: Any, traceback: Any, /) -> None: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Always raises: a ledger is a handle on a file."""
    def __repr__(self) -> str: ...
    @property
    def findings(self) -> list[str]:
        """What was noticed when the file was opened and was no reason to refuse it: `no_anchor` (nothing tells whether its end is
        missing), `not_closed` (whoever wrote it last did not close it; all pages were checked), `newer_format` (of a later minor
        format: it is read, and not written).

        >>> import datetime, tiendo
        >>> at = datetime.datetime(2026, 1, 5, 8)
        >>> tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at).findings
        []
        """
    def anchor(self) -> Head:
        """Brings the head anchor beside the file to the last entry now, and not at one of the next commits or when the ledger is
        closed.

        >>> import datetime, tiendo
        >>> at = datetime.datetime(2026, 1, 5, 8)
        >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
        >>> ledger.anchor() == ledger.head
        True
        """
    def anchor_every_commit(self, is_on: bool) -> None:
        """Whether the head anchor follows every commit, and not one in a second or in a thousand. Each costs two more syncs.

        >>> import datetime, tiendo
        >>> at = datetime.datetime(2026, 1, 5, 8)
        >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
        >>> ledger.anchor_every_commit(True)
        """
    def checkpoint(self) -> Head:
        """Keeps the newest registry in the file in columns, so that opening reads it and only the entries after it; gives the
        entry that it reaches to. The entries stay the truth, and one that does not fit them is not used.

        >>> import datetime, tiendo
        >>> at = datetime.datetime(2026, 1, 5, 8)
        >>> ledger = tiendo.Ledger.memory(node="68-UBND", actor="example", recorded_at=at)
        >>> ledger.checkpoint() == ledger.head, ledger.checkpointed
        (True, 1)
        >>> ledger.drop_checkpoint()
        """
    def drop_checkpoint(self) -> None:
        """Removes the checkpoint; nothing is lost but time."""
    @property
    def checkpointed(self) -> int | None:
        """The number of the entry that the checkpoint reaches to; `None` where there is none."""
    @classmethod
    def accept_rollback(cls, path: str | PathLike[str], *, reason: str, actor: str, recorded_at: datetime.datetime | None = None) -> Ledger:
        """Opens a ledger that was restored from an older copy, although its anchor names an entry that it lacks.

        That it was rolled back, from where and why becomes an entry, and the anchor names that one from now on.

        Raises:
            NothingRolledBackError: where the file holds what its anchor names, or has no anchor.
            ClockBackwardsError, BusyError, StorageError: as of `append`.
        """
    def export_person(self, name: str) -> list[PersonRecord]:
        """The records that name a person: as responsible or supervising in a task, or as the post that reported.

        The name is compared whole. Free texts and the names of actors are not looked through.
        """
    def erase_person(self, name: str, *, actor: str, reason: str | None = None, recorded_at: datetime.datetime | None = None) -> Erased:
        """Erases a person: what the records that `export_person` finds keep apart. That it was done, when, by whom, why and in which
        records becomes an entry; the name does not.

        The bytes are gone from the file, its journal and its checkpoint when this returns; copies made before, and registries in
        memory, are out of its reach. A record that names others too is recorded again without the person, as a correction.

        Raises:
            BusyError: where others kept reading: the person is erased, but bytes may be left; the same call again finishes it.
            ClockBackwardsError, ReadOnlyError, StorageError: as of `append`.
        """
    def snapshot(self, path: str | PathLike[str], *, progress: _Progress | None = None) -> Head:
        """Writes a copy for others into a file that is not there yet, so that they need not open this one; gives its last entry.

        The copy is one file that any SQLite from 3.37 on reads, such as the module `sqlite3`; it holds what the tables hold and no
        byte of what was erased, and appears under its name when it is whole. `progress` hears of pages; Ctrl-C stops it, and no
        file is left then.

        Raises:
            ExistsError: where there is a file.
            StorageFullError, StorageError, BusyError: where it cannot be written.
        """
    @classmethod
    def upgrade(cls, path: str | PathLike[str], *, progress: _Progress | None = None) -> Upgrade:
        """Brings the file of a ledger to the format of this version, after a copy beside it that is never written over
        (`x.tiendo.format-1.0`). A file that has the format already is left as it is.

        Interrupted at any moment, the file is of the one format or of the other, and the same call again finishes it. `progress`
        hears of pages of the copy.

        Raises:
            NewerFormatError: for a file of a later format.
            CorruptError: for a damaged one; see `salvage`.
            NotALedgerError, BusyError, StorageFullError, StorageError: as of `open`.
        """
    @classmethod
    def salvage(cls, path: str | PathLike[str], to: str | PathLike[str], *, actor: str, recorded_at: datetime.datetime | None = None, progress: _Progress | None = None) -> Salvaged:
        """Reads all that can be read of a damaged file into a new ledger `to` that is sound, and tells what could not be read.

        Every entry keeps its number, instant, actor and the bytes of its records. In the place of each missing one stands an entry
        that says so, and the last one, recorded by `actor`, says that the ledger was salvaged and what is missing. The damaged file
        is left as it is; it must neither be written meanwhile nor be open in this process. Keep the anchor beside it (`.head`),
        which tells how far it had come. `progress` hears of pages, then of entries.

        Raises:
            NotALedgerError: where no entry at all can be read.
            NewerFormatError: for a file of a later format.
            ExistsError: where `to` is there.
            ClockBackwardsError, StorageFullError, StorageError: as of `append`.
        """

@final
class LiveEvaluation:
    """An evaluation that takes reports as they come, and can be read after each.

    Its answers are always those of a full evaluation of the registry with these reports added. May be shared between threads;
    one report is taken after another. The registry that it began with stays as it is.

    >>> import datetime, tiendo
    >>> task = tiendo.Task(id="T1", document="57-NQ/TW", title="Nâng cấp cổng")
    >>> registry = tiendo.Registry.from_records({"tasks": [task]})
    >>> day = datetime.date(2025, 8, 14)
    >>> live = registry.evaluate_live(day)
    >>> done = tiendo.Report(id="R1", task="T1", kind="complete", reported_on=day, recorded_at=datetime.datetime(2025, 8, 14))
    >>> live.apply(done)
    <Findings 0 errors, 0 warnings, 0 notes>
    >>> live.task_sums().done, live.state("T1")["status"]
    (1, 'done_on_time')
    """

    def apply(self, report: Report | Mapping[str, Any] | str) -> Findings:
        """Takes a report, a `Report` or a dictionary; what is worth telling about it comes back.

        One that cannot be held, such as an extension without a new deadline, changes nothing and is a finding with
        severity `error`. An id that is known replaces the report that had it.

        Raises:
            InvalidRecordError: for a report that does not exist in that form; nothing is changed then.
        """
    def apply_all(self, reports: Iterable[Report | Mapping[str, Any] | str]) -> Findings:
        """Takes reports together; each touched task is judged once. Of several with the same id the last one holds.

        Raises:
            InvalidRecordError: for a report that does not exist in that form; nothing is changed then.
        """
    def state(self, id: str) -> Any | None:
        """Where a row stands: its row, task, agency, status, whether it is reported, percent, deadline, the day it was closed on
        and the number of its extensions; `None` where there is no such row in force.
        """
    def task_sums(self) -> Sums:
        """The sums over all tasks in force."""
    def own(self, axis: str, key: str) -> Sums:
        """The sums of a key along an axis, its own; axes are those of `Evaluation.roll_up`.

        Raises:
            InvalidValueError: for a word that is no axis.
            NotFoundError: for a key without a row.
        """
    def inclusive(self, axis: str, key: str) -> Sums:
        """The same with all below it: descendants of an agency, documents that concretise a document.

        Raises:
            InvalidValueError: for a word that is no axis.
            NotFoundError: for a key without a row.
        """
    @property
    def scope(self) -> Scope:
        """What its numbers are made of now."""
    def evaluation(self) -> Evaluation:
        """What it says now, as an evaluation that stays as it is while further reports come.

        Copies the rows; for one row or one sum ask `state`, `own` and `inclusive`. Its `registry` is the one that all began
        with, so that it does not pickle: `to_registry().evaluate(…)` does.
        """
    def roll_up(self, axis: str) -> Rollup:
        """The sums along an axis, as assigned, as they are now; as of `evaluation`, which it holds.

        Raises:
            InvalidValueError: for a word that is no axis.
        """
    def rank(self, level: str) -> Ranking:
        """The agencies of a level by the policy's rate, best first, as they are now; as of `evaluation`, which it holds."""
    def to_registry(self) -> Registry:
        """A registry of all that is known now, built anew: for questions about other days."""
    def __repr__(self) -> str: ...

@final
class DocumentNumber:
    """The number of a document: serial, year, kind and issuer, written in the State's or the Party's way.

    The constructor takes the canonical form only; `parse` takes what people write.

    Raises:
        InvalidValueError: for any other text.

    >>> from tiendo import DocumentNumber
    >>> number = DocumentNumber("335/2025/NĐ-CP")
    >>> number.serial, number.year, number.kind, number.issuer
    (335, 2025, 'NĐ', 'CP')
    >>> DocumentNumber("335/2025/ND-CP")
    Traceback (most recent call last):
        ...
    tiendo.exceptions.InvalidValueError: number must be a document number in its canonical form, ..., not '335/2025/ND-CP'
    """

    def __new__(cls, text: str) -> DocumentNumber: ...
    @classmethod
    def parse(cls, text: str, *, known: list[DocumentNumber] | None = None) -> NumberReading:
        """Reads a number as people write it; any text gives a reading, if an empty one with a finding.

        Words before and after, case, spaces, `D` for `Đ`, dashes, swapped or lost separators are read, and each
        difference from the canonical form is a finding. With `known` numbers, those that fit are offered.

        >>> import tiendo
        >>> tiendo.DocumentNumber.parse("Nghị quyết số 03-NQ/CP").canonical
        '03/NQ-CP'
        >>> tiendo.DocumentNumber.parse("họp giao ban").readings
        []
        """
    @property
    def serial(self) -> int:
        """The serial, without its leading zeros."""
    @property
    def suffix(self) -> str | None:
        """The letter after the serial, as in `30c/NQ-CP`."""
    @property
    def year(self) -> int | None:
        """The year that the number prints."""
    @property
    def kind(self) -> str | None:
        """The kind that the number prints, as its abbreviation."""
    @property
    def issuer(self) -> str:
        """The issuer's abbreviation, all bodies of it: `BKHCN-BTTTT-VP`."""
    @property
    def bodies(self) -> list[str]:
        """The bodies of the issuer, one by one."""
    @property
    def style(self) -> str:
        """The order of the separators: `state` or `party`."""
    @property
    def identity(self) -> str:
        """What identity compares: folded, without leading zeros. A key for look-ups, not for people."""
    def same_as(self, other: DocumentNumber) -> bool:
        """True for numbers of one document: leading zeros, case and accents of the abbreviations aside.

        >>> from tiendo import DocumentNumber
        >>> DocumentNumber("3/NQ-CP").same_as(DocumentNumber("03/NQ-CP"))
        True
        """
    def __str__(self) -> str: ...
    def __repr__(self) -> str: ...
    def __getnewargs__(self) -> tuple[str]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __lt__(self, other: DocumentNumber, /) -> bool: ...
    def __le__(self, other: DocumentNumber, /) -> bool: ...
    def __gt__(self, other: DocumentNumber, /) -> bool: ...
    def __ge__(self, other: DocumentNumber, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class NumberReading:
    """What the reader of numbers made of a text.

    >>> import tiendo
    >>> reading = tiendo.DocumentNumber.parse("204-QD/TW")
    >>> reading.canonical, reading.findings[0].code
    ('204-QĐ/TW', 'number_spelling')
    """

    @property
    def text(self) -> str:
        """The text as given."""
    @property
    def canonical(self) -> str | None:
        """The canonical text, when the text holds one whole number and no other is possible; else `None`."""
    @property
    def readings(self) -> list[DocumentNumber]:
        """The numbers it may be, as written first."""
    @property
    def partial(self) -> dict[str, Any] | None:
        """The part of a number that the text holds, as a dictionary; `None` for a whole number or none at all."""
    @property
    def findings(self) -> Findings:
        """Every difference between the text and the canonical form."""
    def to_dict(self) -> dict[str, Any]:
        """As the JSON reply has it."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> NumberReading:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Letterhead:
    """What stands at the head and the foot of a document; what is absent is left as dots, to be filled in by hand.

    `superior` is the agency above the one that writes, `agency` the one that writes, `number` number and notation, `dated` the
    day of the document, which need not be the day that is judged. Source of the layout: Decree 30/2020/NĐ-CP, appendix I.

    >>> import tiendo
    >>> tiendo.Letterhead(agency="Văn phòng", place="Hà Nội").number is None
    True
    """

    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Letterhead:
        """The object that `__reduce__` wrote."""
    def __new__(cls, *, superior: str | None = None, agency: str | None = None, number: str | None = None, place: str | None = None, dated: datetime.date | None = None, signatory_post: str | None = None, signatory_name: str | None = None) -> Letterhead: ...
    @property
    def superior(self) -> str | None:
        """The agency above the one that writes."""
    @property
    def agency(self) -> str | None:
        """The agency that writes."""
    @property
    def number(self) -> str | None:
        """Number and notation, such as `123/VPCP-TH`. For a set of letters the same on each, so better left out."""
    @property
    def place(self) -> str | None:
        """Place."""
    @property
    def dated(self) -> datetime.date | None:
        """Day of the document."""
    @property
    def signatory_post(self) -> str | None:
        """Post of who signs, such as `CHÁNH VĂN PHÒNG`."""
    @property
    def signatory_name(self) -> str | None:
        """Name of who signs."""
    def __repr__(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Letter:
    """A letter of urging (công văn đôn đốc) that was made.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    >>> [letter], _ = evaluation.letters("Bo Noi vu")
    >>> letter.agency_id, letter.file
    ('BNV', 'don-doc-BNV.docx')
    >>> letter.document.startswith(b"PK")
    True
    """

    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Letter:
        """The object that `__reduce__` wrote."""
    @property
    def agency_id(self) -> str:
        """Id of the agency that it is for."""
    @property
    def name(self) -> str:
        """Name of the agency."""
    @property
    def file(self) -> str:
        """Name of its file: any file system takes it, and no two differ in case alone."""
    @property
    def overdue(self) -> int:
        """How many tasks are overdue."""
    @property
    def due_soon(self) -> int:
        """How many are due soon."""
    @property
    def no_data(self) -> int:
        """On how many nobody has reported."""
    @property
    def document(self) -> bytes | None:
        """The document (`.docx`); `None` where it was written to a folder."""
    def __repr__(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class ReportPage:
    """A page of a report that was written to a folder.

    >>> import datetime, tempfile, tiendo
    >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pages, _ = evaluation.write_report_folder(folder)
    >>> [page.file for page in pages if page.agency_id == "BNV"], pages[-1].file
    (['agency-BNV.html'], 'index.html')
    """

    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> ReportPage:
        """The object that `__reduce__` wrote."""
    @property
    def file(self) -> str:
        """Name of its file, in the folder."""
    @property
    def agency_id(self) -> str | None:
        """Id of the agency that it is of; `None` for the index and for tasks without a known lead."""
    @property
    def rows(self) -> int:
        """How many rows stand in it: the agency's; of the index, all; of its further parts, none."""
    @property
    def size(self) -> int:
        """Its size in bytes."""
    def __repr__(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Period:
    """A period of the calendar: a day, ISO week, month, quarter, half-year or year.

    Written by its code: `2025-11-03`, `2026-T40`, `2025-11`, `2025-Q4`, `2025-H2`, `2025`. Lies within 1900 to 2199; ordered
    by the first day, then from short to long.

    Raises:
        InvalidValueError: for any other text, or a period that does not exist.

    >>> from tiendo import Period
    >>> quarter = Period("2025-Q4")
    >>> quarter.first, quarter.last
    (datetime.date(2025, 10, 1), datetime.date(2025, 12, 31))
    >>> quarter.next()
    Period('2026-Q1')
    >>> Period("2025-Q5")
    Traceback (most recent call last):
        ...
    tiendo.exceptions.InvalidValueError: period must be a code such as 2025-11-03, ..., not '2025-Q5'
    """

    def __new__(cls, code: str) -> Period: ...
    @classmethod
    def containing(cls, kind: str, day: datetime.date) -> Period | None:
        """The period of a kind that a day lies in; `None` where it reaches outside 1900 to 2199.

        `kind` is `day`, `week`, `month`, `quarter`, `half_year` or `year`.

        >>> import datetime, tiendo
        >>> tiendo.Period.containing("week", datetime.date(2026, 10, 1))
        Period('2026-T40')
        """
    @property
    def code(self) -> str:
        """The code."""
    @property
    def kind(self) -> str:
        """How long it is, as a word."""
    @property
    def first(self) -> datetime.date:
        """Its first day."""
    @property
    def last(self) -> datetime.date:
        """Its last day."""
    def next(self) -> Period | None:
        """The period of the same kind that follows; `None` after 2199."""
    def previous(self) -> Period | None:
        """The period of the same kind before it; `None` before 1900."""
    def __contains__(self, day: datetime.date, /) -> bool: ...
    def __str__(self) -> str: ...
    def __repr__(self) -> str: ...
    def __getnewargs__(self) -> tuple[str]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __lt__(self, other: Period, /) -> bool: ...
    def __le__(self, other: Period, /) -> bool: ...
    def __gt__(self, other: Period, /) -> bool: ...
    def __ge__(self, other: Period, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Policy:
    """Rules of counting under a name; with them and a calendar version every number can be repeated.

    Built in: `default`, `vpcp-2017` (done ÷ (done + overdue)), `vpcp-2025` (done ÷ all), `original-deadline` (judged by the
    first deadline), `thanh-hoa` (a completion counts once accepted). Make your own with `replace`.

    Raises:
        NotFoundError: for any other name.

    >>> from tiendo import Policy
    >>> Policy("vpcp-2017").rate
    'done_over_due'
    >>> Policy("unheard-of")
    Traceback (most recent call last):
        ...
    tiendo.exceptions.NotFoundError: no policy 'unheard-of'
    """

    def __new__(cls, name: str = "default") -> Policy: ...
    @staticmethod
    def names() -> list[str]:
        """The names of the policies built in.

        >>> import tiendo
        >>> tiendo.Policy.names()[0]
        'default'
        """
    @classmethod
    def from_dict(cls, fields: Mapping[str, Any] | str) -> Policy:
        """The policy of a dictionary, as `to_dict` and JSON requests write it; what is absent is as in `default`.

        Raises:
            InvalidRecordError: for a field that does not exist or holds something else.
            InvalidValueError: for an empty name or a cap over 100.

        >>> import tiendo
        >>> tiendo.Policy.from_dict({"name": "two weeks", "due_soon_days": 14}).due_soon_days
        14
        """
    def to_dict(self) -> dict[str, Any]:
        """All fields as a dictionary."""
    def replace(self, **fields: Any) -> Policy:
        """The same rules with some fields changed; give the result a `name` of its own.

        Raises:
            InvalidRecordError: for a field that does not exist or holds something else.
            InvalidValueError: for an empty name or a cap over 100.

        >>> import tiendo
        >>> tiendo.Policy("vpcp-2025").replace(name="vpcp-2025, 14 days", due_soon_days=14)
        Policy('vpcp-2025, 14 days', version=1)
        """
    @property
    def name(self) -> str:
        """Name."""
    @property
    def version(self) -> int:
        """Version of the rules under that name."""
    @property
    def due_soon_days(self) -> int:
        """A task is due soon this many calendar days before its last day, the last day included."""
    @property
    def requires_acceptance(self) -> bool:
        """Whether a completion stays `submitted` until the assigner accepts it."""
    @property
    def deadline(self) -> str:
        """Which deadline judges: `effective` or `original`."""
    @property
    def before(self) -> str:
        """How 'before' is read: `strict` or `lenient`."""
    @property
    def extension_counts(self) -> str:
        """From when an extension counts: `dated` or `recorded`."""
    @property
    def excuse_objective_cause(self) -> bool:
        """Whether a confirmed objective cause excuses lateness."""
    @property
    def clears(self) -> list[str]:
        """Which clears (rõ) are asked."""
    @property
    def rate(self) -> str:
        """The rate that is printed as 'the' rate."""
    @property
    def ranking(self) -> str:
        """The rate that ranks."""
    @property
    def ranking_minimum_due(self) -> int:
        """Fewer tasks fallen due than this leave an agency unranked."""
    @property
    def cap_open_percent(self) -> int | None:
        """The percent of a task that is not done counts up to this; `None`: as reported."""
    @property
    def reporting_month(self) -> str:
        """The days of a reporting month: `calendar` or `mid_month`."""
    @property
    def inherited_days(self) -> int:
        """For so many days after a transfer, what was overdue before stays the predecessor's."""
    @property
    def silence(self) -> str:
        """What becomes of overdue tasks without any report: `apart` or `counted`."""
    def reporting_days(self, period: Period) -> tuple[datetime.date, datetime.date]:
        """First and last day whose deadlines belong to a reporting period.

        >>> import tiendo
        >>> policy = tiendo.Policy().replace(name="mid-month", reporting_month="mid_month")
        >>> policy.reporting_days(tiendo.Period("2025-H1"))
        (datetime.date(2024, 12, 15), datetime.date(2025, 6, 14))
        """
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Ranking:
    """Agencies of one level, best first; the unranked after them, in id order.

    Rank = 1 + the number of agencies that are strictly better; ties share it. Rates are compared as fractions of integers.
    A sequence of rows; `ranking["68-UBND"]` finds one by its agency. Also a table for any reader of Arrow.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    >>> provinces = evaluation.rank("province")
    >>> provinces[0].rank, provinces.scope.provenance
    (1, 'simulated')
    """

    @property
    def level(self) -> str:
        """The level ranked."""
    @property
    def rate(self) -> str:
        """The rate that ranks, as a word."""
    @property
    def scope(self) -> Scope:
        """What the numbers are made of."""
    def __eq__(self, other: object, /) -> bool: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def to_arrow(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pyarrow.Table` of the same memory, or the columns that are named.

        Raises:
            MissingDependencyError: when pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_polars(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `polars.DataFrame`, or the columns that are named.

        Raises:
            MissingDependencyError: when polars is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_pandas(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pandas.DataFrame`, or the columns that are named; days are `datetime64[ms]`, and words categories.

        Raises:
            MissingDependencyError: when pandas or pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def __arrow_c_schema__(self) -> Any:
        """The schema of the table as an Arrow C schema in a capsule."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The table as an Arrow C stream in a capsule; nothing is copied by the reader."""
    def get(self, key: str) -> RankingRow | None:
        """The row with this key, or `None`."""
    def __len__(self) -> int: ...
    def __getitem__(self, key: str | int, /) -> RankingRow: ...
    def __iter__(self) -> Iterator[RankingRow]: ...
    def __contains__(self, key: str, /) -> bool: ...
    def __str__(self) -> str: ...
    def _repr_html_(self) -> str: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__ = None  # type: ignore[assignment]

@final
class RankingRow:
    """One agency in a ranking."""

    @property
    def rank(self) -> int | None:
        """1 for the best; `None` for an agency with too little fallen due, or nothing to divide by."""
    @property
    def agency_id(self) -> str:
        """Id of the agency."""
    @property
    def name(self) -> str:
        """Name in Vietnamese."""
    @property
    def name_en(self) -> str:
        """Name in English; the Vietnamese one where there is none."""
    @property
    def rate(self) -> Ratio:
        """The rate."""
    @property
    def fallen_due(self) -> int:
        """Done or overdue, as the policy counts it."""
    @property
    def sums(self) -> Sums:
        """The inclusive sums."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> RankingRow:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class RegistryBuilder:
    """Takes records in any order; `finish` checks them against each other.

    Records are objects of `tiendo.records`, dictionaries in their JSON form, or JSON texts. Adding a record again updates it.
    `imported_at` is the instant that reports without `recorded_at` get. May be filled from several threads.
    The root of the agencies, `VN`, is always there.

    >>> import datetime, tiendo
    >>> day = datetime.date(2025, 8, 15)
    >>> builder = tiendo.RegistryBuilder()
    >>> builder.add_document(tiendo.Document(id="57-NQ/TW", title="Nghị quyết 57"))
    >>> builder.add_task(tiendo.Task(id="T1", document="57-NQ/TW", title="Báo cáo", deadline=tiendo.Deadline.before(day)))
    >>> builder.finish()
    <Registry 1 documents, 1 agencies, 1 tasks, 0 reports>
    """

    def __new__(cls, *, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None) -> RegistryBuilder: ...
    def add_registry(self, registry: Registry) -> None:
        """Adds all records of a registry."""
    def add_records(self, records: Mapping[str, Any] | str) -> None:
        """Adds lists of records by their names, as `Registry.from_records` takes them.

        Raises:
            InvalidRecordError: for a record or list that does not exist in that form; nothing is added then.
        """
    def add_document(self, document: Document | Mapping[str, Any] | str) -> None:
        """Adds or updates a document.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
        """
    def add_agency(self, agency: Agency | Mapping[str, Any] | str) -> None:
        """Adds or updates an agency or group.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
        """
    def add_succession(self, succession: Succession | Mapping[str, Any] | str) -> None:
        """Adds a succession.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
        """
    def add_plan(self, plan: Plan | Mapping[str, Any] | str) -> None:
        """Adds or updates a plan.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
        """
    def add_task(self, task: Task | Mapping[str, Any] | str) -> None:
        """Adds or updates a task.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
        """
    def add_transfer(self, transfer: Transfer | Mapping[str, Any] | str) -> None:
        """Adds a transfer.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
        """
    def add_report(self, report: Report | Mapping[str, Any] | str) -> None:
        """Adds or updates a report.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
        """
    def add_allocation(self, allocation: Allocation | Mapping[str, Any] | str) -> None:
        """Adds an allocation.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
        """
    def add_kpi(self, kpi: Kpi | Mapping[str, Any] | str) -> None:
        """Adds or updates a KPI.

        Raises:
            InvalidRecordError: for a record with unknown, missing or wrong fields.
        """
    def finish(self, *, progress: _Progress | None = None) -> Registry:
        """Checks all records against each other and builds the registry; the builder keeps them.

        Never fails: what is wrong is in the registry's `findings`, with severity `error` where a record could not be taken.
        Ctrl-C stops it, and `progress` hears of it, as of `Registry.evaluate`.
        """
    def __len__(self) -> int: ...
    def __repr__(self) -> str: ...

def plan02_registry(simulated: int | None = None) -> Registry:
    """The register of Resolution 57-NQ/TW and Plan 02-KH/BCĐTW; with `simulated` its invented reports of that seed."""

@final
class Tasks:
    """The tasks of a registry, in id order: a sequence, and a table for any reader of Arrow.

    `tasks["T0001"]` finds one by its id. Each is made into a `Task` when it is asked for.

    >>> import tiendo
    >>> tasks = tiendo.plan02.registry().tasks()
    >>> len(tasks), tasks[0].id in tasks
    (192, True)
    """

    def __iter__(self) -> Iterator[Task]: ...
    def __len__(self) -> int: ...
    def __getitem__(self, key: str | int, /) -> Task: ...
    def __contains__(self, id: str, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def to_arrow(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pyarrow.Table` of the same memory, or the columns that are named.

        Raises:
            MissingDependencyError: when pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_polars(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `polars.DataFrame`, or the columns that are named.

        Raises:
            MissingDependencyError: when polars is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_pandas(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pandas.DataFrame`, or the columns that are named; days are `datetime64[ms]`, and words categories.

        Raises:
            MissingDependencyError: when pandas or pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def __arrow_c_schema__(self) -> Any:
        """The schema of the table as an Arrow C schema in a capsule."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The table as an Arrow C stream in a capsule; nothing is copied by the reader."""
    def __ne__(self, other: object, /) -> bool: ...
    __hash__ = None  # type: ignore[assignment]

@final
class Registry:
    """All records, checked against each other and immutable; cheap to share between threads.

    Made by `read_csv`, `from_json`, `from_records`, `from_arrow`, a `RegistryBuilder`, or `tiendo.plan02.registry()`.
    Records are in id order, whatever order they were added in.

    >>> import datetime, tiendo
    >>> registry = tiendo.plan02.registry()
    >>> registry.task_count, registry.report_count
    (192, 0)
    >>> registry.evaluate(datetime.date(2025, 12, 31), policy="vpcp-2017").policy.rate
    'done_over_due'
    """

    @classmethod
    def from_json(cls, text: str, *, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> Registry:
        """The registry of the JSON form of its records.

        `imported_at` is the instant that reports without `recorded_at` get; without it the start of the day they speak of.

        Ctrl-C stops the building, and `progress` hears of it, as of `evaluate`.

        Raises:
            InvalidRecordError: for text that is not the JSON form, naming the place; an unknown field is such.

        >>> import tiendo
        >>> registry = tiendo.Registry.from_json('{"documents":[{"id":"57-NQ/TW","title":"Nghị quyết 57"}]}')
        >>> registry.document_count
        1
        """
    @classmethod
    def from_records(cls, records: Mapping[str, Any] | str, *, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> Registry:
        """The registry of lists of records by their names: `documents`, `agencies`, `tasks`, `reports` and so on.

        Records are dictionaries in their JSON form, or objects of `tiendo.records`.

        Raises:
            InvalidRecordError: for a record or list that does not exist in that form, naming it.

        >>> import tiendo
        >>> task = tiendo.Task(id="T1", document="57-NQ/TW", title="Bố trí kinh phí")
        >>> tiendo.Registry.from_records({"tasks": [task]}).task_count
        1
        """
    @classmethod
    def from_arrow(cls, *, tasks: ArrowStream | None = None, reports: ArrowStream | None = None, documents: ArrowStream | None = None, agencies: ArrowStream | None = None, base: Registry | None = None, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> Registry:
        """The registry of Arrow tables: objects with `__arrow_c_stream__`, such as data frames of polars and pandas.

        Columns are the fields of the records by their JSON names; days may be dates or text; of a task the wording stands in
        `deadline_text`, or a last day or wording in `deadline`. With `base` the tables are added to its records. `progress`
        hears of rows read, then of records built, as of `read_csv`; Ctrl-C stops it.

        Raises:
            InvalidRecordError: for a column that does not exist or holds another type, naming it, and for the first row
                that is no record.
            TypeError: for an object without `__arrow_c_stream__`.

        >>> import tiendo
        >>> registry = tiendo.plan02.registry()
        >>> tiendo.Registry.from_arrow(tasks=registry.tasks()).task_count
        192
        """
    def evaluate(self, day: datetime.date, *, known: datetime.date | None = None, policy: str | Policy | Mapping[str, Any] | None = None, progress: _Progress | None = None) -> Evaluation:
        """Evaluates every task as of `day`: what was true then, as known at the end of `known` (absent: as known now).

        `policy` is a name, a `Policy` or a dictionary. Runs without the interpreter's lock; Ctrl-C stops it; `progress` is
        called with tasks done and all tasks, or updated if it is a bar as of tqdm.

        Raises:
            InvalidDateError: for a day outside 1900 to 2199.
            NotFoundError: for a policy that does not exist.
            InvalidValueError: for a policy that cannot be applied.
        """
    @overload
    def query(self, request: str) -> str:
        """Answers a JSON request: a dictionary with a dictionary, a text with the text of the reply.

        Never fails for what is asked: anything wrong is a reply `{"error": {"code": …, "message": …}}`.

        >>> import tiendo
        >>> tiendo.plan02.registry().query({"query": "deadline", "text": "trước ngày 15/8/2025"})["last_day"]
        '2025-08-14'
        """
    @overload
    def query(self, request: Mapping[str, Any]) -> Any:
        """Answers a JSON request: a dictionary with a dictionary, a text with the text of the reply.

        Never fails for what is asked: anything wrong is a reply `{"error": {"code": …, "message": …}}`.

        >>> import tiendo
        >>> tiendo.plan02.registry().query({"query": "deadline", "text": "trước ngày 15/8/2025"})["last_day"]
        '2025-08-14'
        """
    def to_json(self) -> str:
        """The JSON form of all records and their versions; building them again gives the same registry.

        Without the fields of files that this version does not know, which `from_json` refuses; `write_json` puts them back.
        """
    def to_records(self) -> dict[str, list[dict[str, Any]]]:
        """All records and their versions as dictionaries in their JSON form, by the names of their lists."""
    @property
    def document_count(self) -> int:
        """Number of documents."""
    @property
    def agency_count(self) -> int:
        """Number of agencies and groups."""
    @property
    def task_count(self) -> int:
        """Number of tasks."""
    @property
    def report_count(self) -> int:
        """Number of reports on tasks of the registry."""
    @property
    def provenance(self) -> str:
        """`simulated` as soon as one report is, else `stated`."""
    @property
    def calendar(self) -> Calendar:
        """The days that decide what is a working day."""
    @property
    def findings(self) -> Findings:
        """What reading and building found out about the records."""
    def tasks(self) -> Tasks:
        """The tasks, in id order, the newest version of each: a sequence, and a table for any reader of Arrow."""
    def task(self, id: str) -> Task:
        """The task with this id, its newest version.

        Raises:
            NotFoundError: when there is none.
        """
    def document(self, id: str) -> Document:
        """The document with this id.

        Raises:
            NotFoundError: when there is none.
        """
    def agency(self, id: str) -> Agency:
        """The agency or group with this id, its newest version.

        Raises:
            NotFoundError: when there is none.
        """
    def find_agency(self, text: str) -> Agency:
        """The agency meant by an id, a code, or a name with or without accents.

        Raises:
            NotFoundError: when nothing fits.
            AmbiguousError: when several fit; `candidates` are their ids.

        >>> import tiendo
        >>> tiendo.plan02.registry().find_agency("lam dong").level
        'province'
        """
    def search(self, text: str, *, order: str = "match", limit: int | None = 20, offset: int = 0) -> SearchHits:
        """Finds tasks by the words of their titles and products, typed with or without accents.

        All words must be found; `cong ngh*` finds beginnings of words, `"du lieu dat dai"` in quotation marks a phrase.
        `order` is `match` (the best match first, then by id) or `id`; at most `limit` tasks are listed (`None`: all) after
        `offset`. The first search makes the index, a second or two for a million tasks; see `prepare_search`.

        Raises:
            InvalidValueError: for a text that asks for nothing or cannot be read, naming the character, and for an order
                that is none of these.

        >>> import tiendo
        >>> hits = tiendo.plan02.registry().search("du lieu*")
        >>> hits.total, hits[0].task_id in hits
        (39, True)
        """
    def prepare_search(self, earlier: Registry | None = None, *, progress: _Progress | None = None) -> None:
        """Makes the index before the first search; does nothing where there is one.

        With the `earlier` state of the register its index is taken over where all its tasks stand first in this one
        unchanged, and only what was added is read. `progress` hears of tasks read, as of `evaluate`; Ctrl-C stops it.
        """
    def reports_of(self, task: str) -> list[Report]:
        """The reports on a task, in the order that decides: day, instant of recording, id."""
    def documents(self) -> list[Document]:
        """The documents, in id order."""
    def agencies(self) -> list[Agency]:
        """The agencies and groups, in id order, the newest version of each."""
    def plans(self) -> list[Plan]:
        """The plans, in id order."""
    def phase_last_day(self, id: str) -> datetime.date | None:
        """The last day of the phase with this id, its deadline read strictly and from the day of its plan's document; `None` where
        it has no day.

        >>> import tiendo
        >>> registry = tiendo.plan02.registry()
        >>> registry.phase_last_day(registry.plans()[0].phases[0].id)
        datetime.date(2025, 6, 30)
        """
    def kpis(self) -> list[Kpi]:
        """The KPIs, in id order."""
    def successions(self) -> list[Succession]:
        """Which agency followed which, by day."""
    def transfers(self) -> list[Transfer]:
        """Tasks handed over, by task and day."""
    def allocations(self) -> list[Allocation]:
        """Money for tasks, by task and day."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as its records with unknown fields, its findings, its calendar, and what was corrected in a ledger."""
    @staticmethod
    def _restore(state: Any) -> Registry:
        """The registry that `__reduce__` wrote."""
    def history(self, first: datetime.date, last: datetime.date, *, by: str = "whole", policy: str | Policy | Mapping[str, Any] | None = None, progress: _Progress | None = None) -> History:
        """The sums of every day from `first` to `last`, with D and K both that day.

        `by` is `whole`, `agency`, `phase` or `group`; `policy` is a name, a `Policy` or a dictionary. Made in one pass over
        the tasks, of which each is judged only on the days on which something of it may change. Ctrl-C stops it, and
        `progress` hears of it, as of `evaluate`.

        Raises:
            InvalidDateError: for a day outside 1900 to 2199.
            InvalidValueError: for a word that `by` does not know, a last day before the first, or more days than can be held.
            NotFoundError: for a policy that does not exist.
        """
    def evaluate_live(self, day: datetime.date, *, known: datetime.date | None = None, policy: str | Policy | Mapping[str, Any] | None = None, progress: _Progress | None = None) -> LiveEvaluation:
        """Evaluates every task as of `day`, as `evaluate` does, and keeps the evaluation so that reports can be added to it.

        Raises:
            InvalidDateError: for a day outside 1900 to 2199.
            NotFoundError: for a policy that does not exist.
            InvalidValueError: for a policy that cannot be applied.
        """
    def period_changes(self, period: str, day: datetime.date, *, known: datetime.date | None = None, policy: str | Policy | Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A reporting period beside the one before it: what falls due in each, as it stood on the last day of each.

        A dictionary as the request `changes` answers. `period` is a code such as `2025-11` or `2025-Q4`; a policy with
        `reporting_month="mid_month"` counts from the 15th to the 14th. A period that still runs is judged on `day`.

        Raises:
            InvalidValueError: for what is no period, and one that begins after `day`.

        >>> import datetime, tiendo
        >>> registry = tiendo.plan02.registry(simulated=57)
        >>> changes = registry.period_changes("2025-11", datetime.date(2025, 12, 31))
        >>> changes["period_before"], changes["scope_before"]["day"]
        ('2025-10', '2025-10-31')
        """
    def public(self) -> Registry:
        """The registry of the public tasks alone; itself where all tasks are public.

        A task without a class is public; one of which any version is internal, secret or of an unknown class is not. What is not
        public takes with it its reports, transfers and allocations, what other tasks say of it, the documents of which all tasks
        are hidden, and the findings and unknown fields of the files that were read. So sums of the result tell nothing of the
        others.

        >>> import tiendo
        >>> secret = tiendo.Task(id="T1", document="D", title="Diễn tập", classification="secret")
        >>> registry = tiendo.Registry.from_records({"tasks": [secret, tiendo.Task(id="T2", document="D", title="Cổng")]})
        >>> [task.id for task in registry.public().tasks()]
        ['T2']
        """
    @classmethod
    def read_csv(cls, path: str | PathLike[str], *, encoding: str = "utf-8", calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> Registry:
        """Reads a folder of CSV files; what was corrected, assumed or not understood is in `findings`.

        The columns are documented in `CSV.md`. A row is read whole or reported. `encoding` is `utf-8`, or for files from
        before Unicode `windows-1258` or `tcvn3` (ABC fonts); a byte order mark says more. `progress` is called with the
        steps done and in all, or updated if it is a bar as of tqdm: rows read, of which the number is 0 until it is known,
        then records built. Ctrl-C stops it.

        Raises:
            InvalidValueError: for an encoding that is none of these.
            StorageError: when the system refuses to read.
            NothingToReadError: for a folder without any file of a register.

        >>> import tempfile, tiendo
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     tiendo.plan02.registry().write_csv(folder)
        ...     tiendo.Registry.read_csv(folder).task_count
        <Findings 0 errors, 0 warnings, 0 notes>
        192
        """
    def write_csv(self, path: str | PathLike[str], *, dialect: str = "plain", headers: str = "en", disclosure: str = "public", overwrite: bool = False, progress: _Progress | None = None) -> Findings:
        """Writes the records as a folder of CSV files that read back the same; gives what was left out.

        `dialect` is `plain`, `excel` (what Excel opens right under Vietnamese settings) or `excel_english`; `headers` the
        language of the header, `en` or `vi`; `disclosure` which tasks are written: `public`, `internal` or `everything`. Files that
        are there stay, unless `overwrite`; each new one appears whole or not at all.

        Raises:
            ExistsError: when a file would be overwritten.
            StorageError: when the system refuses to write.
            UnwritableError: for a value that would not read back as it is.
        """
    @classmethod
    def read_json(cls, path: str | PathLike[str], *, calendar: Calendar | None = None, imported_at: datetime.datetime | None = None, progress: _Progress | None = None) -> Registry:
        """Reads a file of JSON (`.json`) or JSON Lines (`.jsonl`, `.ndjson`); what was not understood is in `findings`.

        Tolerant, where `from_json` is strict: a record that cannot be read is a finding with its line and field, and a field
        that is not known is kept for `write_json`. `progress` hears of records read, then of records built, as of `read_csv`;
        Ctrl-C stops it.

        Raises:
            InvalidRecordError: for a `.json` file that is no JSON, naming the line and column.
            NothingToReadError: for a file of another name.
            StorageError: when the system refuses to read.

        >>> import pathlib, tempfile, tiendo
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "tasks.jsonl")
        ...     _ = path.write_text('{"task":{"id":"T1","document":"D1","title":"A","colour":"red"}}')
        ...     "field_unknown" in [finding.code for finding in tiendo.Registry.read_json(path).findings]
        True
        """
    def write_json(self, path: str | PathLike[str], *, disclosure: str = "public", overwrite: bool = False, progress: _Progress | None = None) -> Findings:
        """Writes the records as a file of JSON (`.json`) or JSON Lines (`.jsonl`, `.ndjson`) that reads back the same, unknown
        fields of an earlier file included; gives what was left out.

        `disclosure` is which tasks are written: `public`, `internal` or `everything`. A file that is there stays, unless
        `overwrite`; the new one appears whole or not at all.

        Raises:
            ExistsError: when a file would be overwritten.
            NothingToReadError: for a file of another name.
            StorageError: when the system refuses to write.
            UnwritableError: for a value that would not read back as it is.

        >>> import pathlib, tempfile, tiendo
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "register.json")
        ...     tiendo.plan02.registry().write_json(path)
        ...     tiendo.Registry.read_json(path).to_records() == tiendo.plan02.registry().to_records()
        <Findings 0 errors, 0 warnings, 0 notes>
        True
        """
    def schedule(self, day: datetime.date, *, known: datetime.date | None = None, progress: _Progress | None = None) -> Schedule:
        """The plan of all tasks as defined on a day: planned durations, links and deadlines in working days; reports play no part.

        `progress` hears how far it is, every task counting twice, and Ctrl-C stops it, as of `evaluate`.

        Raises:
            CycleError: where dependencies form a loop, naming it.

        >>> import datetime, tiendo
        >>> schedule = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))
        >>> schedule.scope.with_duration_count  # the register states no durations: a list of milestones
        0
        """
    def kpi_standings(self, day: datetime.date, *, known: datetime.date | None = None, agency: str | None = None) -> list[KpiStanding]:
        """Where every KPI stands on `day` as known on `known`, in id order; of one agency and all below it, where one is named.

        The target of a day lies on the straight line through baseline and targets; `state` says `no_data` and `not_yet_due`,
        which are never zero.

        Raises:
            NotFoundError, AmbiguousError: for the agency.

        >>> import datetime, tiendo
        >>> standings = tiendo.plan02.registry().kpi_standings(datetime.date(2025, 12, 31))
        >>> {s.kpi: (s.state, s.actual) for s in standings}["K016"]
        ('behind', 51.0)
        """
    def kpi_standing(self, kpi: str, day: datetime.date, *, known: datetime.date | None = None) -> KpiStanding:
        """Where one KPI stands.

        Raises:
            NotFoundError: where no KPI has this id.

        >>> import datetime, tiendo
        >>> tiendo.plan02.registry().kpi_standing("K032", datetime.date(2025, 11, 30)).ratio  # 61 of 49.7 million
        1.2
        """
    def kpi_scores(self, day: datetime.date, *, known: datetime.date | None = None) -> list[KpiScore]:
        """The weighted KPI score of every agency that is measured, in id order; `score_ratio` is `None` without data.

        >>> import datetime, tiendo
        >>> scores = tiendo.plan02.registry().kpi_scores(datetime.date(2025, 12, 31))
        >>> all(score.kpi_count >= score.data_count for score in scores)
        True
        """
    def kpi_history(self, kpi: str, first: datetime.date, last: datetime.date) -> list[KpiDay]:
        """A KPI day by day, from the first to the last day, each as known on that day.

        Raises:
            NotFoundError: where no KPI has this id.
            InvalidValueError: for days in the wrong order, or more than ten years of them.

        >>> import datetime, tiendo
        >>> registry = tiendo.plan02.registry()
        >>> days = registry.kpi_history("K016", datetime.date(2025, 12, 30), datetime.date(2025, 12, 31))
        >>> [(day.state, day.actual) for day in days]
        [('behind', 39.51), ('behind', 51.0)]
        """
    def kpi_roll_up(self, kpi: str, day: datetime.date, *, known: datetime.date | None = None) -> KpiRollup:
        """What the parts of a KPI come to at every agency and all below it, by the KPI's own rule; percentages are never averaged.

        Raises:
            NotFoundError: where no KPI has this id.

        >>> import datetime, tiendo
        >>> rolled_up = tiendo.plan02.registry().kpi_roll_up("K016", datetime.date(2025, 12, 31))
        >>> rolled_up.aggregation, len(rolled_up.rows)
        ('none', 0)
        """
    def kpis_of_people(self, day: datetime.date, *, known: datetime.date | None = None) -> list[KpiStanding]:
        """Where satisfaction and trust stand: the KPIs with a survey, each with the value before the last.

        They belong beside every completion: what is reported as done is not yet what people notice.

        >>> import datetime, tiendo
        >>> tiendo.plan02.registry().kpis_of_people(datetime.date(2025, 12, 31))  # nobody was asked yet
        []
        """
    def __ne__(self, other: object, /) -> bool: ...

@final
class Rollup:
    """Sums along an axis, with their scope.

    A sequence of rows; `rollup["GD1"]` finds one by its key. Also a table for any reader of Arrow.
    Shape: agencies and documents in id order, phases and groups in the plan's order, levels and branches in the vocabulary's,
    else in key order. Agencies, territories and documents without anything in force have no row.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    >>> levels = evaluation.roll_up("level")
    >>> sum(row.own.total for row in levels) + levels.unassigned.total == len(evaluation)
    True
    """

    @property
    def axis(self) -> str:
        """What was summed along."""
    @property
    def counting(self) -> str:
        """Which tasks were counted."""
    @property
    def classified(self) -> str:
        """For phases and groups: whose classification."""
    @property
    def period(self) -> tuple[datetime.date, datetime.date] | None:
        """First and last of the days that were asked for; `None` for whenever due."""
    @property
    def scope(self) -> Scope:
        """What the sums are made of."""
    @property
    def unassigned(self) -> Sums:
        """What belongs to no key: nobody is addressed, or no phase, group or post is named."""
    def keys(self) -> list[str]:
        """The keys, in order."""
    def __eq__(self, other: object, /) -> bool: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _restore(evaluation: Evaluation, words: tuple[str, str, str], period: tuple[datetime.date, datetime.date] | None) -> Rollup:
        """The roll-up that `__reduce__` wrote: made again from its evaluation."""
    def to_arrow(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pyarrow.Table` of the same memory, or the columns that are named.

        Raises:
            MissingDependencyError: when pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_polars(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `polars.DataFrame`, or the columns that are named.

        Raises:
            MissingDependencyError: when polars is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_pandas(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pandas.DataFrame`, or the columns that are named; days are `datetime64[ms]`, and words categories.

        Raises:
            MissingDependencyError: when pandas or pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def __arrow_c_schema__(self) -> Any:
        """The schema of the table as an Arrow C schema in a capsule."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The table as an Arrow C stream in a capsule; nothing is copied by the reader."""
    def get(self, key: str) -> RollupRow | None:
        """The row with this key, or `None`."""
    def __len__(self) -> int: ...
    def __getitem__(self, key: str | int, /) -> RollupRow: ...
    def __iter__(self) -> Iterator[RollupRow]: ...
    def __contains__(self, key: str, /) -> bool: ...
    def __str__(self) -> str: ...
    def _repr_html_(self) -> str: ...
    def __ne__(self, other: object, /) -> bool: ...
    __hash__ = None  # type: ignore[assignment]

@final
class RollupRow:
    """The sums of one key."""

    @property
    def key(self) -> str:
        """Id of the agency, phase, group or document; code of the territory; word of the level or branch; the post."""
    @property
    def name(self) -> str:
        """Name in Vietnamese."""
    @property
    def name_en(self) -> str:
        """Name in English; the Vietnamese one where there is none."""
    @property
    def own(self) -> Sums:
        """Its own."""
    @property
    def inclusive(self) -> Sums:
        """Its own and all below it: descendants of an agency, documents that concretise a document."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> RollupRow:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Row:
    """One row of an evaluation: a task, or a task as one of its addressees owes it.

    Keeps its evaluation alive. Equality is position in equal evaluations.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    >>> row = evaluation[0]
    >>> row.is_reported, row.late_days is None  # silence is no verdict
    (False, True)
    """

    @property
    def index(self) -> int:
        """Position in the evaluation."""
    @property
    def id(self) -> str:
        """Id of the row: the task's, or `task/agency` for a task addressed to each."""
    @property
    def task_id(self) -> str:
        """Id of the task."""
    @property
    def task(self) -> Task:
        """The task that is evaluated: the version visible at D and K."""
    @property
    def title(self) -> str:
        """Title of the task in Vietnamese."""
    @property
    def addressee_id(self) -> str | None:
        """Id of the agency it was addressed to; `None` where nobody was."""
    @property
    def agency_id(self) -> str | None:
        """Id of the agency it counts for: the addressee, or who followed it."""
    def agency_name(self, lang: str = "vi") -> str | None:
        """Name of the agency it counts for, in Vietnamese (`vi`) or, where it has one, English (`en`); `None` where it counts for
        nobody.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> next(row.agency_name("en") for row in evaluation if row.agency_id == "BCA")
        'Ministry of Public Security'
        """
    @property
    def status(self) -> str:
        """Where it stands: `not_started`, `in_progress`, `due_soon`, `overdue`, `done_on_time`, `done_late`, `cancelled`,
        `open_ended`, `submitted` or `suspended`.
        """
    @property
    def official_class(self) -> str:
        """The class under which official reports count it; the classes are disjoint and together are everything.

        `done_on_time`, `done_late`, `in_term`, `overdue`, `no_data`, `regular`, `open_ended`, `submitted_late`, `suspended` or
        `cancelled`. What is overdue without any report is `no_data`: a fact about the data, and no lateness.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> "overdue" in {row.official_class for row in evaluation}  # nobody publishes progress
        False
        """
    @property
    def classification(self) -> str:
        """The class of information of its task: the most guarded one that any of its versions bears, seen or not."""
    @property
    def obstacles(self) -> list[Report]:
        """The reports of obstacles that are not resolved, the oldest first."""
    def words(self, lang: str = "vi") -> str:
        """Where it stands, in words (`vi` or `en`); overdue without a report is worded as missing data."""
    @property
    def percent(self) -> int:
        """Work done, 0 to 100."""
    @property
    def weight(self) -> int:
        """Weight in sums."""
    @property
    def deadline(self) -> datetime.date | None:
        """The last day that judges it; `None` for what has no fixed term."""
    @property
    def original_deadline(self) -> datetime.date | None:
        """The last day as first set, before any extension or redefinition."""
    @property
    def closed_on(self) -> datetime.date | None:
        """The day on which it was done or cancelled."""
    @property
    def submitted_on(self) -> datetime.date | None:
        """The day on which a completion that waits for acceptance was submitted."""
    @property
    def late_days(self) -> int | None:
        """Calendar days past the last day: to D while open, to the closing day once done. 0 in term.

        `None` where nobody reported: lateness is then not known.
        """
    @property
    def version_count(self) -> int:
        """How many versions of the definition of its task are visible at D and K: one, and one for each amendment."""
    @property
    def extension_count(self) -> int:
        """Number of visible extensions."""
    @property
    def is_reported(self) -> bool:
        """Whether anything was reported that counts."""
    @property
    def is_late_only_if_strict(self) -> bool:
        """Late only because 'before' is read strictly."""
    @property
    def is_inherited(self) -> bool:
        """Overdue from before it was handed over, and still counted for the predecessor."""
    @property
    def is_excused(self) -> bool:
        """Late with a confirmed objective cause, under a policy that excuses it."""
    @property
    def is_regular(self) -> bool:
        """A regular task (thường xuyên)."""
    @property
    def is_submitted_late(self) -> bool:
        """Submitted after its last day."""
    @property
    def is_blocked_in_term(self) -> bool:
        """Overdue with an obstacle that was raised in term and is not resolved."""
    @property
    def blocked_by(self) -> list[str]:
        """Agencies that unresolved obstacles wait for, in id order."""
    @property
    def blocked_days(self) -> int | None:
        """Calendar days since the oldest unresolved obstacle was raised; `None` where nothing blocks."""
    @property
    def urged_count(self) -> int:
        """How often it was urged (đôn đốc)."""
    @property
    def set_aside_count(self) -> int:
        """Visible reports that do not count; `explain` says which and why."""
    @property
    def occurrences(self) -> OccurrenceCounts | None:
        """For a recurring task: the judged occurrence, and how all of them went; else `None`."""
    def explain(self) -> Explanation:
        """Why it stands where it does: the facts that decided, in order."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class OccurrenceCounts:
    """How the occurrences of a recurring task went up to D."""

    @property
    def judged(self) -> Period:
        """The occurrence that judges."""
    @property
    def elapsed_count(self) -> int:
        """Occurrences whose last day has passed."""
    @property
    def done_on_time_count(self) -> int:
        """Served on time."""
    @property
    def done_late_count(self) -> int:
        """Served late, and cured."""
    @property
    def missed_count(self) -> int:
        """Elapsed and not served."""
    @property
    def unreported_count(self) -> int:
        """Elapsed where nobody reported at all: missing data, not missed."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> OccurrenceCounts:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Said:
    """By row: the last report that counts, and the last reason given.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry(simulated=57).evaluate(datetime.date(2025, 12, 31))
    >>> said = evaluation.said()
    >>> row = evaluation.overdue()[1]
    >>> said.latest(row).task == row.task_id
    True
    """

    def latest(self, row: Row) -> Report | None:
        """The last report on the state of the work, as a `Report`: progress, completion, an obstacle or its end; `None` for none.

        Raises:
            InvalidValueError: for a row of another evaluation.
        """
    def reason(self, row: Row) -> str | None:
        """The reason that was given last, in whatever report that counts; `None` for none.

        Raises:
            InvalidValueError: for a row of another evaluation.
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __repr__(self) -> str: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Schedule:
    """When every task of a register can start, must start, and is expected to be finished, in working days.

    A sequence of tasks in id order; `schedule["T0001"]` finds one by its id. Also a table for any reader of Arrow. Real
    registers have few durations: a task without one is a milestone of its deadline, and `scope` counts how many are.

    >>> import datetime, tiendo
    >>> schedule = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))
    >>> len(schedule) == schedule.scope.task_count, schedule.critical()  # a milestone without links has no slack to lose
    (True, [])
    """

    @property
    def scope(self) -> ScheduleScope:
        """What it covers and what it leaves out."""
    @property
    def finish(self) -> datetime.date | None:
        """The last day of all, worked; `None` for an empty schedule and beyond the calendar."""
    def task(self, id: str) -> ScheduledTask | None:
        """The task with this id; `None` where it has no place in the schedule."""
    def critical(self) -> list[ScheduledTask]:
        """Tasks without slack, in id order: a day lost on one of them delays the finish or misses a deadline."""
    def driving_path(self) -> list[ScheduledTask]:
        """The chain of tasks that drives the finish, first to last."""
    def what_if(self, changes: Sequence[Mapping[str, Any]], *, progress: _Progress | None = None) -> WhatIf:
        """What changes would do: what moves, who becomes late, and the chain from cause to effect. The schedule stays as it is.

        Each change is a dictionary with `task` and `delay_days`, `not_before` or `duration_days`. Takes time for what moves, not
        for what there is. `progress` hears how many tasks were looked at, and Ctrl-C stops it.

        Raises:
            NotFoundError: for a task that has no place in the schedule.
            InvalidValueError: for a task that is done, which nothing moves any more.

        >>> import datetime, tiendo
        >>> schedule = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))
        >>> what_if = schedule.what_if([{"task": "T0158", "delay_days": 10}])
        >>> what_if.moved_count, what_if.tasks[0].delay_days
        (1, 10)
        """
    def blocks(self, agency: str) -> Blocks:
        """Whom an agency waits for, who waits for it, and what its delays endanger; the agency by id, code or name.

        Raises:
            NotFoundError, AmbiguousError: for the agency.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 7, 1))
        >>> evaluation.schedule().blocks("Bộ Tài chính").late  # nobody reported: silence is no lateness
        ()
        """
    def behind(self, task: str) -> list[Waiting]:
        """What stands behind a task: obstacles and the open predecessors that fix its start, theirs, and so on back; the nearest
        first.

        Raises:
            NotFoundError: for a task that has no place in the schedule.
        """
    def baseline(self, name: str) -> Baseline:
        """Its days under a name, to compare later schedules with; a record that pickles and has a JSON form.

        >>> import datetime, tiendo
        >>> schedule = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))
        >>> schedule.compare(schedule.baseline("gốc")).later_count
        0
        """
    def compare(self, baseline: Baseline | Mapping[str, Any] | str) -> Comparison:
        """What differs from a baseline: a `Baseline`, or its JSON form."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it was made from: it is made again, the rule being the same everywhere."""
    @staticmethod
    def _restore(registry: Registry, day: datetime.date, known: datetime.date | None) -> Schedule:
        """The schedule that `__reduce__` wrote."""
    def to_arrow(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pyarrow.Table` of the same memory, or the columns that are named.

        Raises:
            MissingDependencyError: when pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_polars(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `polars.DataFrame`, or the columns that are named.

        Raises:
            MissingDependencyError: when polars is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def to_pandas(self, columns: Sequence[str] | None = None) -> Any:
        """The table as a `pandas.DataFrame`, or the columns that are named; days are `datetime64[ms]`, and words categories.

        Raises:
            MissingDependencyError: when pandas or pyarrow is not installed.
            NotFoundError: for a column that the table does not have.
        """
    def __arrow_c_schema__(self) -> Any:
        """The schema of the table as an Arrow C schema in a capsule."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """The table as an Arrow C stream in a capsule; nothing is copied by the reader."""
    def get(self, key: str) -> ScheduledTask | None:
        """The row with this key, or `None`."""
    def __len__(self) -> int: ...
    def __getitem__(self, key: str | int, /) -> ScheduledTask: ...
    def __iter__(self) -> Iterator[ScheduledTask]: ...
    def __contains__(self, key: str, /) -> bool: ...
    def __str__(self) -> str: ...
    def _repr_html_(self) -> str: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class ScheduledTask:
    """One task of a schedule.

    Days are worked days, the finish the last one worked; `None` beyond the calendar. Keeps its schedule alive. Equality is
    position in equal schedules.

    >>> import datetime, tiendo
    >>> task = tiendo.plan02.registry().schedule(datetime.date(2025, 7, 1))["T0158"]
    >>> task.duration_days, task.total_slack_days, task.is_critical
    (0, None, False)
    """

    @property
    def index(self) -> int:
        """Position in the schedule."""
    @property
    def id(self) -> str:
        """Id of the task."""
    @property
    def title(self) -> str:
        """Title of the task in Vietnamese."""
    @property
    def agencies(self) -> list[str]:
        """Ids of the agencies that it counts for on D, in id order."""
    @property
    def basis(self) -> str:
        """By what it has its place: `duration`, `deadline` (a milestone: no duration is stated) or `links`."""
    @property
    def duration_days(self) -> int:
        """Working days that it takes, or that are left of it; 0 for a milestone."""
    @property
    def start(self) -> datetime.date | None:
        """The first day worked, at the earliest."""
    @property
    def finish(self) -> datetime.date | None:
        """The last day worked, at the earliest."""
    @property
    def late_start(self) -> datetime.date | None:
        """The last day to start on that delays neither the finish of all nor any deadline."""
    @property
    def late_finish(self) -> datetime.date | None:
        """The last day to finish on that delays neither the finish of all nor any deadline."""
    @property
    def numbers(self) -> tuple[int, int, int, int]:
        """Early start, early finish, late start and late finish as working days since the first day of the calendar.

        A finish is the day after the last one worked. Late ones may lie before the calendar, and are then just numbers.
        """
    @property
    def deadline(self) -> datetime.date | None:
        """The last day that binds it; `None` without a deadline."""
    @property
    def total_slack_days(self) -> int | None:
        """Working days that it may slip without delaying the finish of all or missing a deadline; negative where one is missed.

        `None` for what is done, and for a milestone that nothing is linked to: it stands at its deadline by definition.
        """
    @property
    def free_slack_days(self) -> int | None:
        """Working days that it may slip without delaying any other task or missing its own deadline; `None` where it has no slack
        to speak of.
        """
    @property
    def is_critical(self) -> bool:
        """Whether its total slack is 0 or less."""
    @property
    def is_late(self) -> bool:
        """Whether its finish lies after its last day, or it was done late; never where nobody reported on an overdue task."""
    @property
    def is_done(self) -> bool:
        """Whether it is done, so that its days are facts."""
    def driving_path(self) -> list[ScheduledTask]:
        """The chain of tasks that fixes its start, first to last and itself at the end."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Scope:
    """What a number is made of; no number without it.

    >>> import datetime, tiendo
    >>> scope = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31)).scope
    >>> scope.policy, scope.provenance, scope.report_count
    ('default', 'stated', 0)
    """

    @property
    def day(self) -> datetime.date:
        """The day D."""
    @property
    def known(self) -> datetime.date | None:
        """The knowledge day K; `None` for everything recorded."""
    @property
    def hidden_report_count(self) -> int:
        """Reports that K hid."""
    @property
    def policy(self) -> str:
        """Name of the policy."""
    @property
    def policy_version(self) -> int:
        """Version of the policy."""
    @property
    def calendar(self) -> str:
        """Version of the calendar."""
    @property
    def provenance(self) -> str:
        """Whether the reports were really made: `stated` or `simulated`."""
    @property
    def report_count(self) -> int:
        """Number of visible reports that count or were set aside."""
    @property
    def document_count(self) -> int:
        """Number of documents that set tasks in force."""
    @property
    def task_count(self) -> int:
        """Number of tasks in force."""
    def to_dict(self) -> dict[str, Any]:
        """All fields as a dictionary."""
    def __str__(self) -> str: ...
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Scope:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

def scheme(name: str) -> Scheme:
    """A scoring scheme: one of `scheme_names()`.

    Raises:
        NotFoundError: for any other name.

    >>> import tiendo
    >>> [component.maximum for component in tiendo.scheme("qd-766").components]
    [18, 20, 12, 10, 18, 22]
    """

def scheme_names() -> list[str]:
    """The names of the schemes built in.

    >>> import tiendo
    >>> tiendo.scheme_names()[0]
    'qd-766'
    """

def scheme_from_toml(text: str) -> Scheme:
    """Reads a scheme from TOML and checks it.

    Raises:
        InvalidRequestError: for text that is no TOML, a key that is not known, or rules that cannot be applied.

    >>> import tiendo
    >>> light = tiendo.scheme("plan02-light")
    >>> tiendo.scheme_from_toml(tiendo.scheme_to_toml(light)) == light
    True
    """

def scheme_to_toml(scheme: str | Scheme | Mapping[str, Any]) -> str:
    """A scheme as TOML that `scheme_from_toml` reads.

    >>> import tiendo
    >>> tiendo.scheme_to_toml("plan02-light").splitlines()[0]
    'name = "plan02-light"'
    """

def score(scheme: str | Scheme | Mapping[str, Any], given: Sequence[SubjectInputs | Mapping[str, Any]]) -> Scores:
    """Scores subjects on what is handed in, and ranks them.

    Raises:
        NotFoundError: for a scheme that is not known.
        InvalidValueError: for a scheme that cannot be applied.

    >>> import tiendo
    >>> points = {"openness": 15.82, "progress": 19.45, "online_services": 8.53}
    >>> points |= {"online_payment": 10, "satisfaction": 17.86, "digitisation": 21.17}
    >>> tiendo.score("qd-766", [tiendo.SubjectInputs(subject="Bắc Ninh", points=points)]).rows[0].total
    92.83
    """

def falling(evaluations: list[Evaluation], level: str) -> list[str]:
    """Ids of the agencies of a level whose rate falls from each evaluation to the next; four evaluations, at the ends of four
    periods, tell who fell three periods running.

    >>> import datetime, tiendo
    >>> registry = tiendo.plan02.registry()
    >>> days = [datetime.date(2025, 10, 31), datetime.date(2025, 11, 30), datetime.date(2025, 12, 31)]
    >>> tiendo.falling([registry.evaluate(day, known=day) for day in days], "province")  # nobody reported
    []
    """

@final
class SearchHits:
    """Tasks that a search found: some of them, in the order asked for.

    A sequence of hits; `hits["T0001"]` finds one by its task.

    >>> import tiendo
    >>> hits = tiendo.plan02.registry().search("co so du lieu", limit=3)
    >>> len(hits), hits.total > 3, hits[0].found
    (3, True, 'together')
    """

    @property
    def total(self) -> int:
        """Number of tasks found, before `limit` and `offset`."""
    @property
    def order(self) -> str:
        """The order, as a word."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> SearchHits:
        """The object that `__reduce__` wrote."""
    def get(self, key: str) -> SearchHit | None:
        """The row with this key, or `None`."""
    def __len__(self) -> int: ...
    def __getitem__(self, key: str | int, /) -> SearchHit: ...
    def __iter__(self) -> Iterator[SearchHit]: ...
    def __contains__(self, key: str, /) -> bool: ...
    def __str__(self) -> str: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class SearchHit:
    """A task that a search found."""

    @property
    def task_id(self) -> str:
        """Id of the task."""
    @property
    def title(self) -> str:
        """Title in Vietnamese."""
    @property
    def title_en(self) -> str | None:
        """Title in English; `None` where there is none."""
    @property
    def product(self) -> str | None:
        """Product; `None` where none is stated."""
    @property
    def found(self) -> str:
        """Where the search matches: `together` (one behind the other in a title), `title`, or `product` (not without it)."""
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> SearchHit:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Ratio:
    """A fraction that is kept exact until it is printed.

    >>> from tiendo import Ratio
    >>> Ratio(2501, 2723).percent_text(1)
    '91.8'
    >>> Ratio(0, 0).value_ratio is None
    True
    """

    def __new__(cls, num: int, den: int) -> Ratio: ...
    @property
    def num(self) -> int:
        """Numerator."""
    @property
    def den(self) -> int:
        """Denominator; 0 where the rate is undefined."""
    @property
    def value_ratio(self) -> float | None:
        """The value, 0 to 1; `None` where it is undefined."""
    def percent_text(self, decimals: int = 2) -> str | None:
        """The value in percent with this many decimals (9 at most), rounded half up in integers; `None` where undefined."""
    def __repr__(self) -> str: ...
    def __getnewargs__(self) -> tuple[int, int]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Sums:
    """Counts and weighted completion over a set of rows or tasks, as a policy counts them.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    >>> sums = evaluation.task_sums()
    >>> sums.total == sum(sums.counts.values())
    True
    >>> sums.overdue, sums.done  # nobody publishes progress: silence is no verdict
    (0, 0)
    """

    @property
    def total(self) -> int:
        """How many in all."""
    @property
    def counts(self) -> dict[str, int]:
        """How many stand where, by status."""
    @property
    def unreported(self) -> dict[str, int]:
        """How many of each status nobody reported on."""
    def of_class(self, official_class: str) -> int:
        """How many are of this official class; over all classes this is `total`.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> sums = evaluation.task_sums()
        >>> sums.of_class("no_data") == sums.overdue_unreported, sums.of_class("overdue")
        (True, 0)

        Raises:
            InvalidValueError: for a word that is no official class.
        """
    def count(self, status: str) -> int:
        """How many have this status.

        Raises:
            InvalidValueError: for a word that is no status.
        """
    @property
    def reported(self) -> int:
        """How many anybody reported on."""
    @property
    def done(self) -> int:
        """How many are done, on time or late."""
    @property
    def in_term(self) -> int:
        """Open and in term: not started, in progress, due soon, submitted in term."""
    @property
    def in_term_unreported(self) -> int:
        """Of those open and in term, how many nobody reported on. What was submitted was reported."""
    @property
    def overdue(self) -> int:
        """Overdue as the policy counts it; without a report, lateness is missing data and stays apart."""
    @property
    def overdue_reported(self) -> int:
        """Overdue with at least one report."""
    @property
    def overdue_unreported(self) -> int:
        """Overdue without any report: missing data, not yet a verdict."""
    @property
    def fallen_due(self) -> int:
        """Done or overdue: what has been put to the test."""
    @property
    def regular(self) -> int:
        """Regular tasks among the open-ended."""
    @property
    def submitted_late(self) -> int:
        """Submitted after the last day."""
    @property
    def late_only_if_strict(self) -> int:
        """Late only because 'before' is read strictly."""
    @property
    def excused_done(self) -> int:
        """Done late, excused by a confirmed objective cause."""
    @property
    def excused_overdue(self) -> int:
        """Overdue, excused by a confirmed objective cause."""
    @property
    def blocked_in_term(self) -> int:
        """Overdue with an unresolved obstacle raised in term."""
    @property
    def inherited(self) -> int:
        """Overdue before it was handed over, still the predecessor's."""
    @property
    def weighted_percent(self) -> int:
        """Σ weight · percent over what is neither cancelled nor suspended."""
    @property
    def weight(self) -> int:
        """Σ weight over the same."""
    @property
    def occurrences(self) -> dict[str, int]:
        """Occurrences of recurring tasks: elapsed, done on time, done late, missed, without any report."""
    @property
    def completion(self) -> Ratio:
        """Weighted completion: Σ weight · percent ÷ (100 · Σ weight)."""
    @property
    def rate(self) -> Ratio:
        """The policy's rate."""
    def rate_of(self, rate: str) -> Ratio:
        """Any rate by its word, with the policy's treatment of silence and excuses.

        Raises:
            InvalidValueError: for a word that is no rate.
        """
    def __add__(self, other: Sums, /) -> Sums: ...
    def __repr__(self) -> str: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as what it holds."""
    @staticmethod
    def _restore(state: str) -> Sums:
        """The object that `__reduce__` wrote."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __radd__(self, other: Sums, /) -> Sums: ...

@final
class Urging:
    """What one agency is reminded of. A row stands in one list at most.

    >>> import datetime, tiendo
    >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
    >>> urging = evaluation.urgings()[0]
    >>> len(urging.overdue), len(urging.no_data) > 0  # without reports nobody is late
    (0, True)
    """

    @property
    def agency_id(self) -> str | None:
        """Id of the agency that the rows count for; `None` for what counts for nobody."""
    def agency_name(self, lang: str = "vi") -> str | None:
        """Name of the agency in Vietnamese (`vi`) or, where it has one, English (`en`), as it was called at D and K.

        >>> import datetime, tiendo
        >>> evaluation = tiendo.plan02.registry().evaluate(datetime.date(2025, 12, 31))
        >>> names = {urging.agency_id: urging.agency_name("en") for urging in evaluation.urgings()}
        >>> names["BCA"]
        'Ministry of Public Security'
        """
    @property
    def overdue(self) -> list[Row]:
        """Overdue, the longest first."""
    @property
    def due_soon(self) -> list[Row]:
        """Due within the policy's days, the first to fall due first."""
    @property
    def no_data(self) -> list[Row]:
        """Past their last day without any report: missing data, never lateness. Empty under a policy that counts silence as overdue."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    @staticmethod
    def _restore(evaluation: Evaluation, agency: str | None) -> Urging:
        """What `__reduce__` wrote."""
    def __repr__(self) -> str: ...
    def __ne__(self, other: object, /) -> bool: ...

def label(vocabulary: str, word: str, lang: str = "vi") -> str:
    """The word for people of a word of data, in Vietnamese (`vi`) or English (`en`).

    `vocabulary` is the name of a field with words: `status`, `level`, `report_kind`, `finding_code` and so on.

    Raises:
        NotFoundError: for a vocabulary, or a word of it, that the library does not know.
        InvalidValueError: for a language that is neither.

    >>> import tiendo
    >>> tiendo.label("status", "done_late"), tiendo.label("status", "done_late", "en")
    ('hoàn thành quá hạn', 'done late')
    """
