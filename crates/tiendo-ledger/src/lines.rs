//! The elements of an array of JSON as they stand, without reading what is in them.

use std::ops::Range;

use crate::error::Error;

/// Where the elements of an array of objects stand; the text is one that this crate wrote, or an error.
pub(crate) fn elements(array: &str) -> Result<Vec<Range<usize>>, Error> {
    let damaged = || Error::Corrupt { part: "the records of an entry", entry: None };
    let inner = array.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let inner = inner.ok_or_else(damaged)?;
    let bytes = inner.as_bytes();
    let (mut out, mut start, mut depth, mut at) = (Vec::new(), 0, 0_u32, 0);
    // Cut only at ASCII characters, so that each part is text again; one more for the bracket that was taken off.
    let part = |start: usize, end: usize| start + 1..end + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += 1;
                // To the closing quotation mark; what follows a backslash is part of the text.
                loop {
                    match bytes.get(at) {
                        Some(b'"') => break,
                        Some(b'\\') => at += 2,
                        Some(_) => at += 1,
                        None => return Err(damaged()),
                    }
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1).ok_or_else(damaged)?,
            b',' if depth == 0 => {
                out.push(part(start, at));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if depth != 0 {
        return Err(damaged());
    }
    if start < bytes.len() {
        out.push(part(start, bytes.len()));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_cut_where_they_end() {
        let elements = |array: &'static str| {
            elements(array).map(|all| all.into_iter().map(|at| &array[at]).collect::<Vec<_>>())
        };
        assert_eq!(elements("[]"), Ok(Vec::new()));
        let array = r#"[{"a":[1,2]},{"b":"},{\"\\"},{"c":"đ"}]"#;
        let cut = [r#"{"a":[1,2]}"#, r#"{"b":"},{\"\\"}"#, r#"{"c":"đ"}"#];
        assert_eq!(elements(array), Ok(cut.to_vec()));
        for broken in ["", "[", "{}", "[{]", "[\"]", "[}]", "[\"\\", "[\"\\]"] {
            assert!(elements(broken).is_err(), "{broken}");
        }
    }
}
