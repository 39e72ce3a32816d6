//! What all targets share: what must hold of any file, and how a package is changed so that it stays one.

use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;

use libfuzzer_sys::fuzzer_mutate;
use tiendo::{Agency, AgencyId, Lang, Level, Registry, RegistryBuilder, Text, day};
use tiendo_formats::Code;
use tiendo_formats::annex::{self, Fate, Import, Limits, Mapping, ReadOptions};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

#[path = "../../tests/office/compound.rs"]
mod compound_file;

/// A compound file with this workbook stream.
pub fn compound(stream: &[u8]) -> Vec<u8> {
    compound_file::compound(&[("Workbook", stream)])
}

/// Longest part that is changed, and most parts of a package.
const MAX_PART_BYTES: u64 = 64 << 10;
const MAX_PARTS: usize = 64;

/// Reads a file. Errors are fine, but for those that no file may cause; what is read must be accounted for.
///
/// # Panics
/// Where anything does not hold: that is a finding.
pub fn check(name: &str, bytes: &[u8]) {
    let base = base();
    let mut options = ReadOptions {
        base: Some(base),
        document: Some("77/KH-UBND".to_owned()),
        reported_on: day::parse("2025-09-30").ok(),
        limits: limits(),
        ..ReadOptions::default()
    };
    let import = match annex::read_bytes(name, bytes, &options) {
        Ok(import) => import,
        Err(error) => {
            let expected =
                [Code::UnknownFormat, Code::Protected, Code::Malformed, Code::LimitExceeded];
            assert!(expected.contains(&error.code()), "{error}");
            return;
        }
    };
    accounted(&import);
    // Reading again takes as long as reading did, so not every file is read three times.
    if !bytes.len().is_multiple_of(4) {
        return;
    }
    // Laid into the register it is there: a second reading changes nothing.
    let mut records = base.to_records();
    annex::merge(&mut records, import.records.clone());
    let mut builder = RegistryBuilder::new();
    builder.add(records);
    let after = builder.finish();
    options.base = Some(&after);
    let again = annex::read_bytes(name, bytes, &options).expect("what was read is read again");
    assert!(again.changes.is_nothing(), "{:?}\n{:?}", again.changes, again.records);
    // The mapping that is suggested is one, and reads the file.
    options.base = Some(base);
    options.mapping = import.suggested_mapping(&options);
    let text = options.mapping.to_toml().expect("a mapping is TOML");
    assert_eq!(Mapping::from_toml(&text).expect("TOML that was written"), options.mapping);
    annex::read_bytes(name, bytes, &options).expect("what was read is read by its mapping");
}

/// Every row has one fate, and one that is not read has a finding; every finding is a sentence.
fn accounted(import: &Import) {
    for sheet in &import.sheets {
        let counts = sheet.counts;
        assert_eq!(counts.accounted() + counts.blank, counts.rows, "{counts:?}");
        assert_eq!(sheet.rows.len() as u64, counts.accounted());
        // One finding tells of all rows of a sheet without a table.
        let rows = sheet.rows.iter().filter(|row| row.fate == Fate::Finding);
        for row in rows.filter(|_| sheet.header_rows.is_some()) {
            let named = |place: &tiendo::Place| place.row == row.row;
            assert!(import.findings.iter().any(|f| f.place.as_ref().is_some_and(named)));
        }
    }
    for finding in &import.findings {
        assert!(!finding.line(Lang::Vi).is_empty() && !finding.line(Lang::En).is_empty());
    }
}

/// Small files take long to be slow, so that limits are lower than a user's.
fn limits() -> Limits {
    Limits {
        max_part_bytes: 4 << 20,
        max_total_bytes: 8 << 20,
        max_cells: 20_000,
        max_strings: 20_000,
        max_text_bytes: 4 << 20,
        ..Limits::default()
    }
}

/// A register with the agencies that the seeds name, made once.
fn base() -> &'static Registry {
    static BASE: OnceLock<Registry> = OnceLock::new();
    BASE.get_or_init(|| {
        let mut builder = RegistryBuilder::new();
        for (id, name) in [
            ("BCA", "Bộ Công an"),
            ("BTC", "Bộ Tài chính"),
            ("BNV", "Bộ Nội vụ"),
            ("BQP", "Bộ Quốc phòng"),
        ] {
            let (id, name) = (AgencyId::new(id).expect("an id"), Text::new(name).expect("a text"));
            builder.add_agency(Agency::new(id, name, Level::Central));
        }
        builder.finish()
    })
}

/// Changes one part of a package, or, where the bytes are none and one time in eight, the bytes themselves.
///
/// Changed as they are, packed bytes would fail their checksum and no reader would see any of it.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    if seed % 8 != 0
        && let Some(mut parts) = unpacked(&data[..size])
    {
        let texts: Vec<usize> = (0..parts.len()).filter(|i| is_read(&parts[*i].0)).collect();
        if let Some(at) = texts.get(seed as usize / 8 % texts.len().max(1)) {
            let part = &mut parts[*at].1;
            let len = part.len();
            part.resize((len + len / 4 + 64).min(MAX_PART_BYTES as usize).max(len), 0);
            let room = part.len();
            let len = fuzzer_mutate(part, len, room);
            part.truncate(len);
            let bytes = packed(&parts);
            if bytes.len() <= max_size {
                data[..bytes.len()].copy_from_slice(&bytes);
                return bytes.len();
            }
        }
    }
    fuzzer_mutate(data, size, max_size)
}

/// Parts that a reader looks into.
fn is_read(name: &str) -> bool {
    let read = [
        "word/document.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "content.xml",
        "[Content_Types].xml",
    ];
    name.contains("worksheets/") || read.contains(&name)
}

fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..archive.len().min(MAX_PARTS) {
        let part = archive.by_index(index).ok()?;
        let name = part.name().ok()?.into_owned();
        // Pictures, themes and properties are nothing to the readers, and large.
        if !is_read(&name) && name != "mimetype" {
            continue;
        }
        let mut text = Vec::new();
        part.take(MAX_PART_BYTES).read_to_end(&mut text).ok()?;
        parts.push((name, text));
    }
    Some(parts)
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        // A name that comes twice is left out.
        if zip.start_file(name.as_str(), stored).is_ok() {
            let _ = zip.write_all(text);
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
