//! Workbooks: Excel and OpenDocument.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|bytes: &[u8]| annex_fuzz::check("fuzz.xlsx", bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    annex_fuzz::mutate(data, size, max_size, seed)
});
