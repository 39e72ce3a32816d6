"""The native API: rows, sums, rankings, deadlines, numbers, calendars, errors."""

from __future__ import annotations

import datetime as dt
import pathlib

import pytest
from conftest import DAY

import tiendo


def test_rows_by_id_position_and_walk(evaluation: tiendo.Evaluation) -> None:
    rows = list(evaluation)
    assert len(rows) == len(evaluation)
    assert rows[5] == evaluation[5] == evaluation[rows[5].id]
    assert evaluation[-1] == rows[-1]
    assert rows[5].id in evaluation
    assert "T9999" not in evaluation
    assert evaluation.get("T9999") is None
    with pytest.raises(IndexError):
        evaluation[len(rows)]
    with pytest.raises(tiendo.NotFoundError) as raised:
        evaluation["T9999"]
    assert (raised.value.kind, raised.value.id) == ("row", "T9999")


def test_native_and_json_say_the_same(simulated: tiendo.Registry, evaluation: tiendo.Evaluation) -> None:
    reply = simulated.query({"query": "evaluate", "as_of": "2025-12-31", "lang": "en"})
    assert isinstance(reply, dict)
    assert reply["scope"] == evaluation.scope.to_dict()
    for row, said in zip(evaluation, reply["rows"], strict=True):
        assert (row.id, row.task_id, row.title) == (said["row"], said["task"], said["title"])
        assert (row.status, row.words("en"), row.is_reported) == (said["status"], said["words"], said["reported"])
        assert (row.percent, row.weight, row.late_days) == (said["percent"], said["weight"], said["late_days"])
        assert (row.deadline and row.deadline.isoformat()) == said["deadline"]
        assert (row.closed_on and row.closed_on.isoformat()) == said["closed_on"]
        assert (row.agency_id, row.addressee_id) == (said["agency"], said["addressee"])
        assert (row.blocked_by, row.urged_count) == (said["blocked_by"], said["urged"])


def test_silence_is_no_verdict(registry: tiendo.Registry) -> None:
    evaluation = registry.evaluate(DAY)
    assert evaluation.overdue() == []
    assert evaluation.task_sums().overdue_unreported > 0
    counted = registry.evaluate(DAY, policy=tiendo.Policy().replace(name="counted", silence="counted"))
    assert len(counted.overdue()) > 0
    assert all(row.late_days is None for row in counted.overdue())


def test_known_hides_reports(simulated: tiendo.Registry) -> None:
    then = simulated.evaluate(DAY, known=dt.date(2025, 9, 1))
    assert then.known == dt.date(2025, 9, 1)
    assert then.hidden_report_count > 0


@pytest.mark.parametrize("axis", ["agency", "territory", "level", "branch", "assigned_by", "phase", "group", "document", "post"])
def test_roll_up_is_the_sum_of_its_parts(evaluation: tiendo.Evaluation, axis: str) -> None:
    sums = evaluation.roll_up(axis)
    whole = sums.unassigned
    for row in sums:
        whole = whole + row.own
    rows = axis in {"agency", "territory", "level", "branch"}
    assert whole.total == (len(evaluation) if rows else evaluation.task_sums().total)
    assert [row.key for row in sums] == sums.keys()
    assert all(key in sums and sums[key].key == key for key in sums.keys())  # noqa: SIM118
    assert "SIMULATED" in str(sums)
    assert "SIMULATED" in sums._repr_html_()


def test_sums_of_other_policies_do_not_add(registry: tiendo.Registry) -> None:
    one, other = (registry.evaluate(DAY, policy=p).task_sums() for p in ("default", "thanh-hoa"))
    with pytest.raises(tiendo.InvalidValueError):
        one + other


def test_ranks_ascend(evaluation: tiendo.Evaluation) -> None:
    ranks = [row.rank for row in evaluation.rank("province") if row.rank is not None]
    assert ranks == sorted(ranks)
    assert ranks[0] == 1


def test_owed_and_explained(evaluation: tiendo.Evaluation) -> None:
    owed = evaluation.owed("lam dong", within="territory", status="overdue")
    assert all(item.row.status == "overdue" for item in owed)
    row = evaluation.overdue()[0]
    explanation = row.explain()
    assert explanation.row_id == row.id
    assert explanation.sentences("vi")
    assert any(fact.code == "simulated" for fact in explanation.facts)
    with pytest.raises(tiendo.AmbiguousError) as raised:
        evaluation.owed("UBND")
    assert len(raised.value.candidates) > 1


def test_errors_are_a_tree_and_name_the_value(registry: tiendo.Registry) -> None:
    with pytest.raises(ValueError, match="1800-01-01"):
        registry.evaluate(dt.date(1800, 1, 1))
    with pytest.raises(LookupError, match="unheard-of"):
        registry.evaluate(DAY, policy="unheard-of")
    with pytest.raises(tiendo.InvalidValueError, match="axis must be one of agency"):
        registry.evaluate(DAY).roll_up("colour")
    with pytest.raises(tiendo.InvalidRecordError, match="unknown field `colour`"):
        tiendo.Policy.from_dict({"colour": "red"})
    with pytest.raises(tiendo.OutsideCalendarError):
        tiendo.Calendar().is_working_day(dt.date(2060, 1, 1))
    with pytest.raises(tiendo.StorageError):
        tiendo.Registry.read_csv("/nonexistent/folder")


def test_records_keep_unknown_words_and_come_back() -> None:
    agency = tiendo.Agency(id="A1", name="Tổng", level="canton", kind="guild")
    task = tiendo.Task(
        id="T1",
        document="D1",
        title="Nâng cấp cổng",
        addressees=("A1",),
        deadline=tiendo.Deadline.wording("trước ngày 15/8/2025"),
        assigned_on=dt.date(2025, 6, 23),
        product=tiendo.Product(text="Nghị định", kind="issued"),
        external_ids={"doc": "7"},
    )
    report = tiendo.Report(
        id="R1",
        task="T1",
        kind="progress",
        reported_on=dt.date(2025, 7, 1),
        recorded_at=dt.datetime(2025, 7, 1, 8, 30),  # noqa: DTZ001
        percent=40,
    )
    registry = tiendo.Registry.from_records({"agencies": [agency], "tasks": [task], "reports": [report]})
    assert registry.agency("A1") == agency
    assert registry.reports_of("T1") == [report]
    back = registry.task("T1")
    assert back.deadline.last_day() == dt.date(2025, 8, 14)
    assert (back.product, back.external_ids) == (task.product, task.external_ids)
    assert hash(task) == hash(tiendo.Task.from_dict(task.to_dict()))
    row = registry.evaluate(dt.date(2025, 8, 1))["T1"]
    assert (row.percent, row.status) == (40, "in_progress")


def test_every_record_of_the_register_comes_back(simulated: tiendo.Registry) -> None:
    lists = {
        "documents": simulated.documents(),
        "agencies": simulated.agencies(),
        "successions": simulated.successions(),
        "plans": simulated.plans(),
        "tasks": list(simulated.tasks()),
        "kpis": simulated.kpis(),
        "reports": [report for task in simulated.tasks() for report in simulated.reports_of(task.id)],
    }
    again = tiendo.Registry.from_records(lists)
    # What building assumed is stated now, so only the findings differ.
    assert again.to_json() == simulated.to_json()


def test_a_wrong_record_leaves_the_builder_as_it_was() -> None:
    builder = tiendo.RegistryBuilder()
    with pytest.raises(tiendo.InvalidRecordError, match="missing field `title`"):
        builder.add_task({"id": "T1", "document": "D1"})
    with pytest.raises(tiendo.InvalidRecordError, match="unknown field 'color'"):
        tiendo.Task.from_dict({"id": "T1", "color": "red"})
    assert len(builder) == 0


def test_old_encodings_are_read_when_they_are_said(tmp_path: pathlib.Path) -> None:
    # 'Tiến độ' in TCVN3, and a byte that it does not define.
    tasks = b"id,document,title\nT1,D,Ti\xd5n \xae\xe9\nT2,D,a\xff\n"
    (tmp_path / "tasks.csv").write_bytes(tasks)
    registry = tiendo.Registry.read_csv(tmp_path, encoding="tcvn3")
    assert [task.title for task in registry.tasks()] == ["Tiến độ"]
    assert "cell_undefined_byte" in [finding.code for finding in registry.findings]
    assert tiendo.Registry.read_csv(tmp_path).task_count == 0
    with pytest.raises(tiendo.InvalidValueError, match="windows-1258"):
        tiendo.Registry.read_csv(tmp_path, encoding="latin1")
