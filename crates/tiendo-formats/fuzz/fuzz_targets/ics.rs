//! Calendars: any bytes as an iCalendar file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiendo::{AsOf, Lang, Policy, RegistryBuilder, day};
use tiendo_formats::ics::{self, ReadOptions, WriteOptions};
use tiendo_formats::{Code, Disclosure};

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions { max_tasks: 1000, max_findings: 1000, ..ReadOptions::default() };
    let (records, findings) = match ics::read("fuzz.ics", bytes, &options) {
        Ok(read) => read,
        Err(error) => {
            assert_eq!(error.code(), Code::LimitExceeded, "{error}");
            return;
        }
    };
    for finding in &findings {
        assert!(!finding.line(Lang::Vi).is_empty() && !finding.line(Lang::En).is_empty());
    }
    // What was read is evaluated and written, in lines that hold nothing but what belongs to them.
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = AsOf::new(day::parse("2199-12-31").expect("a day")).expect("a day within range");
    let evaluation = builder.finish().evaluate(as_of, &Policy::default()).expect("a policy");
    let options = WriteOptions { disclosure: Disclosure::Everything, ..WriteOptions::default() };
    let mut file = Vec::new();
    if let Err(error) = ics::write(&evaluation, &mut file, &options) {
        assert_eq!(error.code(), Code::Unwritable, "{error}");
        return;
    }
    assert!(file.split(|byte| *byte == b'\n').all(|line| line.len() <= 76));
    let (back, _) = ics::read("fuzz.ics", &file[..], &ReadOptions::default()).expect("our own file");
    let mut tasks: Vec<&str> = evaluation.rows().map(|row| row.task_id()).collect();
    tasks.dedup();
    assert_eq!(back.tasks.iter().map(|task| task.id.as_str()).collect::<Vec<_>>(), tasks);
});
