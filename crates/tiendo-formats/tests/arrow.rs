//! The record batches against the model, on a small register.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int8Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use tiendo::{
    Agency, AgencyId, AsOf, Axis, Deadline, DocumentId, Evaluation, Level, Policy, Provenance,
    RegistryBuilder, Report, ReportId, ReportKind, Status, Task, TaskId, Text, day,
};
use tiendo_formats::arrow::{
    METADATA_KEY, evaluation_batch, findings_batch, ranking_batch, rollup_batch, tasks_batch,
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// One late task with a simulated report, one silent one, one that nobody is addressed for.
fn evaluation() -> Result<Evaluation, Box<dyn std::error::Error>> {
    let mut builder = RegistryBuilder::new();
    let agency = AgencyId::new("68-UBND")?;
    builder.add_agency(Agency::new(agency.clone(), Text::new("Lâm Đồng")?, Level::Province));
    for (id, addressee) in [("T1", Some(&agency)), ("T2", Some(&agency)), ("T3", None)] {
        let mut task =
            Task::new(TaskId::new(id)?, DocumentId::new("57-NQ/TW")?, Text::new("Báo cáo")?);
        task.addressees.extend(addressee.cloned());
        task.assigned_on = Some(day::parse("2025-06-01")?);
        task.deadline = Deadline::before(day::parse("2025-07-01")?);
        builder.add_task(task);
    }
    let mut report = Report::new(
        ReportId::new("R1")?,
        TaskId::new("T1")?,
        ReportKind::Progress,
        day::parse("2025-06-20")?,
    );
    report.percent = Some(40);
    report.provenance = Provenance::Simulated;
    builder.add_report(report);
    let as_of = AsOf::new(day::parse("2025-07-10")?)?.known_on(day::parse("2025-07-05")?)?;
    Ok(builder.finish().evaluate(as_of, &Policy::default())?)
}

fn stated(batch: &RecordBatch) -> serde_json::Value {
    serde_json::from_str(&batch.schema().metadata()[METADATA_KEY]).unwrap()
}

#[test]
fn an_evaluation_has_the_values_of_its_rows() -> Outcome {
    let evaluation = evaluation()?;
    let batch = evaluation_batch(&evaluation)?;
    let column = |name: &str| batch.column_by_name(name).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(batch.num_rows(), evaluation.len());
    for (i, row) in evaluation.rows().enumerate() {
        assert_eq!(column("row").as_string::<i64>().value(i), row.id());
        let status = column("status").as_dictionary::<Int32Type>();
        let words = status.values().as_string::<i32>();
        assert_eq!(words.value(status.key(i).unwrap()), row.status().as_str());
        let code = column("status_code").as_primitive::<Int8Type>().value(i);
        assert_eq!(Status::ALL[code as usize], row.status());
        let deadline = column("deadline").as_primitive::<Date32Type>().value(i);
        assert_eq!(Date32Type::to_naive_date_opt(deadline), row.deadline());
        assert_eq!(column("late_days").is_valid(i), row.is_reported());
        assert_eq!(column("agency").is_valid(i), row.agency_id().is_some());
    }
    let late = column("late_days").as_primitive::<Int32Type>();
    assert_eq!(late.value(0), 10);
    let stated = stated(&batch);
    assert_eq!(stated["table"], "evaluation");
    assert_eq!(stated["scope"]["day"], "2025-07-10");
    assert_eq!(stated["scope"]["known"], "2025-07-05");
    assert_eq!(stated["scope"]["provenance"], "simulated");
    assert_eq!(stated["scope"]["calendar"], "vn-2026.1");
    Ok(())
}

#[test]
fn a_roll_up_adds_up_with_what_has_no_key() -> Outcome {
    let evaluation = evaluation()?;
    let batch = rollup_batch(&evaluation.roll_up(Axis::Agency), evaluation.policy())?;
    let total = batch["total"].as_primitive::<Int64Type>();
    assert_eq!(total.iter().flatten().sum::<i64>(), evaluation.len() as i64);
    assert_eq!(batch["key"].null_count(), 1);
    assert!(batch["key"].is_null(batch.num_rows() - 1));
    assert_eq!(batch["overdue"].as_primitive::<Int64Type>().value(0), 1);
    assert_eq!(batch["overdue_unreported"].as_primitive::<Int64Type>().value(0), 1);
    assert_eq!(stated(&batch)["axis"], "agency");
    let ranking = ranking_batch(&evaluation.rank(&Level::Province), evaluation.policy())?;
    assert!(ranking["rank"].is_null(0), "one task fallen due ranks nobody");
    Ok(())
}

#[test]
fn findings_and_tasks_have_a_row_each() -> Outcome {
    let evaluation = evaluation()?;
    let registry = evaluation.registry();
    let found = findings_batch(&evaluation.check(), Some(&evaluation.scope()))?;
    assert_eq!(found.num_rows(), evaluation.check().len());
    let tasks = tasks_batch(registry)?;
    assert_eq!(tasks.num_rows(), 3);
    let deadline = tasks["deadline"].as_primitive::<Date32Type>().value(0);
    assert_eq!(Date32Type::to_naive_date_opt(deadline), day::parse("2025-06-30").ok());
    assert_eq!(tasks["addressees"].as_list::<i32>().value_length(2), 0);
    assert_eq!(stated(&tasks)["provenance"], "simulated");
    Ok(())
}

#[test]
fn nothing_is_unsigned_and_an_empty_table_keeps_its_schema() -> Outcome {
    let as_of = AsOf::new(day::parse("2025-07-10")?)?;
    let empty = RegistryBuilder::new().finish().evaluate(as_of, &Policy::default())?;
    let full = evaluation()?;
    let tables = |e: &Evaluation| -> Result<Vec<RecordBatch>, arrow_schema::ArrowError> {
        Ok(vec![
            evaluation_batch(e)?,
            rollup_batch(&e.roll_up(Axis::Phase), e.policy())?,
            ranking_batch(&e.rank(&Level::Province), e.policy())?,
            findings_batch(&e.check(), Some(&e.scope()))?,
            tasks_batch(e.registry())?,
        ])
    };
    for (empty, full) in tables(&empty)?.iter().zip(tables(&full)?) {
        assert_eq!(empty.schema().fields(), full.schema().fields());
        for field in empty.schema().fields() {
            let kind = field.data_type();
            assert!(!kind.is_unsigned_integer(), "{field}");
            assert_ne!(*kind, DataType::Null);
        }
    }
    Ok(())
}
