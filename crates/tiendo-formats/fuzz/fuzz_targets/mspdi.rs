//! MS Project XML: any bytes give records that make a register, or one of two errors; what is read is written and read back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiendo::{AsOf, Lang, Policy, RegistryBuilder, day};
use tiendo_formats::mspdi::{self, ReadOptions, WriteOptions};
use tiendo_formats::{Code, Disclosure};

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions { max_file_bytes: 1 << 20, ..ReadOptions::default() };
    let range = (day::FIRST, day::LAST);
    let _ = mspdi::read_calendar("fuzz.xml", bytes, range, &options);
    let (records, findings) = match mspdi::read("fuzz.xml", bytes, &options) {
        Ok(read) => read,
        Err(error) => {
            assert!([Code::Malformed, Code::LimitExceeded].contains(&error.code()), "{error}");
            return;
        }
    };
    for finding in &findings {
        assert!(!finding.line(Lang::Vi).is_empty() && !finding.line(Lang::En).is_empty());
    }
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let as_of = AsOf::new(day::from_ymd(2025, 12, 31).expect("a day")).expect("a day");
    let evaluation = builder.finish().evaluate(as_of, &Policy::default()).expect("a register");
    let write = WriteOptions { disclosure: Disclosure::Everything, ..WriteOptions::default() };
    let mut file = Vec::new();
    match mspdi::write(&evaluation, &mut file, &write) {
        Ok(_) => {
            mspdi::read("fuzz.xml", &file[..], &ReadOptions::default()).expect("what was written is read");
        }
        // Links in a loop.
        Err(error) => assert_eq!(error.code(), Code::Core, "{error}"),
    }
});
