//! Encodings from before Unicode: the whole tables against glibc's, and registers in them read like their UTF-8 form.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use tiendo::{Records, text};
use tiendo_formats::csv::{self, ReadOptions};
use tiendo_formats::encoding::{self, Encoding};

/// What glibc makes of bytes; `None` for an error, or where there is no `iconv` of glibc.
fn iconv(from: &str, to: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut child = Command::new("iconv")
        .args(["-f", from, "-t", to])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(bytes).ok()?;
    let output = child.wait_with_output().ok()?;
    output.status.success().then_some(output.stdout)
}

fn one(byte: u8, encoding: Encoding) -> Option<char> {
    encoding::decode(&[byte], encoding).ok().map(|text| text.chars().next().expect("a character"))
}

/// Characters of single bytes by glibc; a line break ends each, so that tones are not composed.
fn glibc(name: &str) -> Option<BTreeMap<u8, char>> {
    iconv(name, "UTF-8", b"a")?;
    let mut all = BTreeMap::new();
    for byte in 0x80..=0xff {
        let Some(text) = iconv(name, "UTF-8", &[byte, b'\n']) else { continue };
        all.insert(byte, String::from_utf8(text).unwrap().chars().next().unwrap());
    }
    Some(all)
}

#[test]
fn windows_1258_is_that_of_glibc() {
    let Some(glibc) = glibc("CP1258") else {
        eprintln!("SKIPPED: no iconv that knows CP1258");
        return;
    };
    for byte in 0x80..=0xff {
        // Alone, a combining grave and acute are NFC as they stand.
        assert_eq!(one(byte, Encoding::Windows1258), glibc.get(&byte).copied(), "0x{byte:02x}");
    }
    assert_eq!(glibc.len(), 128 - 9);
}

#[test]
fn tcvn3_is_what_glibc_shares_with_it() {
    let held: Vec<u8> = (0x80..=0xff).filter(|b| one(*b, Encoding::Tcvn3).is_some()).collect();
    // The no-break space, seven letters in both cases, and twelve small vowels with five tones.
    assert_eq!(held.len(), 1 + 7 * 2 + 12 * 5);
    let Some(glibc) = glibc("TCVN5712-1") else {
        eprintln!("SKIPPED: no iconv that knows TCVN5712-1");
        return;
    };
    for byte in &held {
        assert_eq!(one(*byte, Encoding::Tcvn3), glibc.get(byte).copied(), "0x{byte:02x}");
    }
    // What glibc has besides is what VN3 leaves out: capitals with a tone, and tones alone.
    for (byte, character) in glibc.iter().filter(|(byte, _)| !held.contains(byte)) {
        let capital = character.is_uppercase();
        assert!(capital || ('\u{300}'..='\u{323}').contains(character), "0x{byte:02x} {character}");
    }
}

#[test]
fn ascii_is_ascii() {
    let ascii: Vec<u8> = (0..0x80).collect();
    for encoding in Encoding::ALL {
        assert_eq!(encoding::decode(&ascii, *encoding).unwrap().as_bytes(), ascii);
    }
}

/// Every vowel and tone of Vietnamese, as it is written by people.
const LETTERS: &str =
    "aàảãáạ ăằẳẵắặ âầẩẫấậ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ đ";

#[test]
fn tones_of_windows_1258_are_composed() {
    for letters in [LETTERS.to_owned(), LETTERS.to_uppercase()] {
        let Some(bytes) = iconv("UTF-8", "CP1258", letters.as_bytes()) else {
            eprintln!("SKIPPED: no iconv that knows CP1258");
            return;
        };
        assert_eq!(encoding::decode(&bytes, Encoding::Windows1258).unwrap(), letters);
    }
}

#[test]
fn what_is_undefined_says_where() {
    let cases: [(&[u8], Encoding, &str); 5] = [
        (b"ab\xffc", Encoding::Utf8, "not utf-8 at byte 2 (0xff)"),
        (b"b\xe1\xba", Encoding::Utf8, "not utf-8 at byte 1 (0xe1)"),
        (b"Qu\xfd\x9d", Encoding::Windows1258, "not windows-1258 at byte 3 (0x9d)"),
        // A quote that Windows put where TCVN3 has nothing, and a capital of VN2.
        (b"\x93a", Encoding::Tcvn3, "not tcvn3 at byte 0 (0x93)"),
        (b"T\xc0", Encoding::Tcvn3, "not tcvn3 at byte 1 (0xc0)"),
    ];
    for (bytes, encoding, message) in cases {
        assert_eq!(encoding::decode(bytes, encoding).unwrap_err().to_string(), message);
    }
}

/// The bytes of a text, by the inverse of what is read.
fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    let codes: BTreeMap<char, u8> =
        (0..=0xff).filter_map(|byte| Some((one(byte, encoding)?, byte))).collect();
    let mut bytes = Vec::new();
    for character in text.chars() {
        if let Some(byte) = codes.get(&character) {
            bytes.push(*byte);
            continue;
        }
        // A vowel that has no code of its own is one that has, and a tone behind it.
        let (base, tone) = codes
            .keys()
            .flat_map(|base| {
                ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'].map(|t| (*base, t))
            })
            .find(|(base, tone)| text::nfc(&format!("{base}{tone}")) == character.to_string())
            .unwrap_or_else(|| panic!("{character} cannot be written in {encoding}"));
        bytes.extend([codes[&base], codes[&tone]]);
    }
    bytes
}

const TASKS: &str = "Mã;Căn cứ;Nhiệm vụ;Thời hạn\n\
    T1;02-KH/BCĐTW;\"Nâng cấp cổng; dữ liệu quốc gia\";trước ngày 15/8/2025\n\
    T2;02-KH/BCĐTW;Bố trí kinh phí, khắc phục điểm nghẽn;hằng quý\n";

fn read(bytes: &[u8], encoding: Encoding) -> (Records, Vec<String>) {
    let options = ReadOptions { encoding, ..ReadOptions::default() };
    let (records, findings) = csv::read_file("tasks.csv", bytes, &options).unwrap();
    (records, findings.iter().map(|finding| finding.line(tiendo::Lang::En)).collect())
}

#[test]
fn a_file_reads_like_its_utf_8_form() {
    let (expected, findings) = read(TASKS.as_bytes(), Encoding::Utf8);
    assert_eq!((expected.tasks.len(), findings), (2, vec![]));
    for encoding in [Encoding::Windows1258, Encoding::Tcvn3] {
        let (records, findings) = read(&encode(TASKS, encoding), encoding);
        assert_eq!(findings, Vec::<String>::new(), "{encoding}");
        assert_eq!(records, expected, "{encoding}");
        // A byte order mark says more than the option does.
        let marked = [b"\xef\xbb\xbf", TASKS.as_bytes()].concat();
        assert_eq!(read(&marked, encoding), (expected.clone(), vec![]), "{encoding}");
    }
}

#[test]
fn a_wrong_byte_costs_its_row() {
    // Read as UTF-8, 0xe1 0xba 0xae would be a letter; in TCVN3 its second byte is none.
    let file = b"id,document,title\nT1,D,\xae\xe9 d\xcci\nT2,D,a\xe1\xba\xae\nT3,D,x\n";
    let (records, findings) = read(file, Encoding::Tcvn3);
    let titles: Vec<&str> = records.tasks.iter().map(|task| task.title.as_str()).collect();
    assert_eq!(titles, ["độ dèi", "x"]);
    assert_eq!(findings.len(), 1);
    let line = &findings[0];
    for part in ["tasks.csv", "3", "title", "byte 2 of the cell is 0xba", "tcvn3"] {
        assert!(line.contains(part), "{line}");
    }
    let (records, findings) = read(b"id,document,ti\xfftle\nT1,D,x\n", Encoding::Tcvn3);
    assert!(records.is_empty() && findings[0].contains("byte 2 of a cell of the header is 0xff"));
}
