//! Workbooks of Excel 97: compound files as they are, and any other bytes as the records in one.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

const MAGIC: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(&MAGIC) {
        annex_fuzz::check("fuzz.xls", bytes);
    } else {
        annex_fuzz::check("fuzz.xls", &annex_fuzz::compound(bytes));
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // Half of the files become the records alone, where these lie in one piece behind the header: from then on bytes come
    // and go without breaking the sectors around them.
    if seed % 2 == 0 && data[..size].starts_with(&MAGIC) {
        let begin = data[..size].windows(6).position(|six| six == [9, 8, 16, 0, 0, 6]);
        if let Some(begin) = begin {
            data.copy_within(begin..size, 0);
            return fuzzer_mutate(data, size - begin, max_size);
        }
    }
    fuzzer_mutate(data, size, max_size)
});
