//! Packets in XML and JSON, and their profiles: any bytes give a packet or a clear error; what is read can be told.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tiendo::Lang;
use tiendo_formats::Code;
use tiendo_formats::packet::{self, Profile, ReadOptions};

fuzz_target!(|bytes: &[u8]| {
    let expected = [Code::Malformed, Code::LimitExceeded, Code::InvalidJson];
    let options = ReadOptions { max_file_bytes: 1 << 20, ..ReadOptions::default() };
    match packet::read("fuzz", bytes, &options) {
        Ok((_, findings)) => {
            for finding in &findings {
                assert!(!finding.line(Lang::Vi).is_empty() && !finding.line(Lang::En).is_empty());
            }
        }
        Err(error) => assert!(expected.contains(&error.code()), "{error}"),
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(profile) = Profile::from_toml(text)
    {
        let text = profile.to_toml().expect("a profile is TOML");
        assert_eq!(Profile::from_toml(&text).expect("TOML that was written"), profile);
    }
});
