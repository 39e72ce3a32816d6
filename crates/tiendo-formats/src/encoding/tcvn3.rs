//! TCVN3: the set VN3 of TCVN 5712:1993, which the ABC fonts show.
//!
//! ASCII, the no-break space, the seven letters of Vietnamese that ASCII lacks in both cases, and the sixty small vowels
//! with a tone. The standard's larger sets VN1 and VN2 put capitals and combining tones where this one has nothing.
//!
//! Source: TCVN 5712:1993, "Bộ mã chuẩn 8-bit kí tự Việt dùng trong trao đổi thông tin", set VN3; compared with glibc's
//! TCVN5712-1 in a test, with which it shares every code that it has.

/// The character of a byte, where the set has one.
pub(super) fn character(byte: u8) -> Option<char> {
    if byte.is_ascii() {
        return Some(char::from(byte));
    }
    let row = TABLE.get(usize::from(byte >> 4).checked_sub(0xa)?)?;
    row.get(usize::from(byte & 0xf)).copied().filter(|found| *found != NONE)
}

/// Stands where the set has no character.
const NONE: char = '\0';

/// From 0xA0, sixteen a line.
#[rustfmt::skip]
const TABLE: [[char; 16]; 6] = [
    ['\u{a0}', 'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', NONE],
    [NONE, NONE, NONE, NONE, NONE, 'à', 'ả', 'ã', 'á', 'ạ', NONE, 'ằ', 'ẳ', 'ẵ', 'ắ', NONE],
    [NONE, NONE, NONE, NONE, NONE, NONE, 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', NONE, 'ẻ', 'ẽ'],
    ['é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', NONE, NONE, NONE, 'ĩ', 'í', 'ị', 'ò'],
    [NONE, 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù'],
    [NONE, 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', NONE],
];
