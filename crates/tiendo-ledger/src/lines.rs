//! The elements of an array of JSON as they stand, without reading what is in them.

use std::ops::Range;

use crate::error::Error;

/// Where the elements of an array of objects stand; the text is one that this crate wrote, or an error.
pub(crate) fn elements(array: &str) -> Result<Vec<Range<usize>>, Error> {
    let damaged = || Error::Corrupt { part: "the records of an entry", entry: None };
    if array == "[]" {
        return Ok(Vec::new());
    }
    let bytes = array.as_bytes();
    let mut at = if bytes.first() == Some(&b'[') { 1 } else { return Err(damaged()) };
    let mut out = Vec::new();
    loop {
        let end = at + array.get(at..).and_then(end_of).ok_or_else(damaged)?;
        out.push(at..end);
        match bytes.get(end..) {
            Some(b"]") => return Ok(out),
            Some([b',', ..]) => at = end + 1,
            _ => return Err(damaged()),
        }
    }
}

/// Where the object that a text begins with ends; none where it does not begin with one that ends.
pub(crate) fn end_of(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'{') {
        return None;
    }
    let (mut depth, mut at) = (0_u32, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += 1;
                // To the closing quotation mark; what follows a backslash is part of the text.
                loop {
                    match bytes.get(at)? {
                        b'"' => break,
                        b'\\' => at += 2,
                        _ => at += 1,
                    }
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
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
        for broken in ["", "[", "{}", "[{]", "[\"]", "[}]", "[\"\\", "[\"\\]", "[{},]", "[{}]]"] {
            assert!(elements(broken).is_err(), "{broken}");
        }
    }
}
