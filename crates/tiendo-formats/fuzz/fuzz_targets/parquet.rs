//! Parquet files: bytes that come and go anywhere, and half of the time in the footer, with its length set right again.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use tiendo_formats::Code;
use tiendo_formats::parquet::{self, ReadOptions};

/// Bytes behind the footer: its length and the magic.
const TAIL: usize = 8;

fuzz_target!(init: {
    // The fuzzer ends at a panic before it is caught, but those of the crate `parquet` are: see the module's documentation.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| place.file().to_owned()).unwrap_or_default();
        if !["parquet-", "bytes-", "/library/"].iter().any(|part| place.contains(part)) {
            eprintln!("{panic}");
            std::process::abort();
        }
    }));
}, |bytes: &[u8]| {
    let options = ReadOptions {
        max_decoded_bytes: 16 << 20,
        max_page_bytes: 4 << 20,
        max_rows: 100_000,
        ..ReadOptions::default()
    };
    for name in ["tasks.parquet", "x.parquet"] {
        match parquet::read(name, bytes, &options) {
            Ok((records, _)) => assert!(records.tasks.len() <= 100_000),
            Err(error) => {
                let expected =
                    [Code::Malformed, Code::LimitExceeded, Code::Protected, Code::NotATable];
                assert!(expected.contains(&error.code()), "{error}");
            }
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let length = |data: &[u8]| {
        let tail = data.get(size.checked_sub(TAIL)?..size)?.first_chunk::<4>()?;
        let length = u32::from_le_bytes(*tail) as usize;
        (length <= size - TAIL).then_some(length)
    };
    let Some(length) = length(data).filter(|_| seed % 2 == 0) else {
        return fuzzer_mutate(data, size, max_size);
    };
    // The footer moves to a place of its own, is changed there, and comes back.
    let begin = size - TAIL - length;
    let mut footer = vec![0; max_size.saturating_sub(begin + TAIL).max(1)];
    let kept = length.min(footer.len());
    footer[..kept].copy_from_slice(&data[begin..begin + kept]);
    let room = footer.len();
    let changed = fuzzer_mutate(&mut footer, kept, room);
    if begin + changed + TAIL > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data[begin..begin + changed].copy_from_slice(&footer[..changed]);
    let end = begin + changed;
    data[end..end + 4].copy_from_slice(&(changed as u32).to_le_bytes());
    data[end + 4..end + TAIL].copy_from_slice(b"PAR1");
    end + TAIL
});
