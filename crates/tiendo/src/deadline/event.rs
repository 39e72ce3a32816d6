//! Wordings without a day: regular work, no fixed term, and things that have no day yet.

use super::Form;
use super::grammar::{Found, done, fillers};
use super::point::point;
use super::recurring::cycles_beside;
use super::resolve::Context;
use super::token::{Cursor, Kind, Token};
use crate::finding::{Finding, FindingCode};
use crate::text::Text;

/// Most tokens of an event's name.
const MAX_NAME_TOKENS: usize = 40;

/// `thường xuyên, liên tục`: one or more of these and nothing else but a cycle, which is told.
pub(super) fn ongoing(context: &mut Context, mut cursor: Cursor<'_>) -> Found {
    const REGULAR: &[&str] = &["thuong xuyen", "lien tuc", "nhiem vu thuong xuyen"];
    let mut found = false;
    let mut cycles = None;
    loop {
        fillers(&mut cursor);
        if cursor.any(REGULAR) {
            found = true;
        } else if found && cycles.is_none() && !done(cursor) {
            cursor.any(&["va", "dinh ky"]);
            cycles = cycles_beside(&mut cursor);
            if cycles.is_none() {
                break;
            }
        } else {
            break;
        }
    }
    if !found || !done(cursor) {
        return None;
    }
    if let Some(cycles) = cycles {
        let finding = Finding::new(FindingCode::DeadlineSeveralCycles).arg("cycles", cycles);
        context.note(finding.arg("taken", "ongoing"));
    }
    Some(Ok(Form::Ongoing))
}

/// `khẩn trương`, `theo lộ trình`, `không hạn`: words that fix no term.
pub(super) fn unspecified(mut cursor: Cursor<'_>) -> Found {
    const VAGUE: &[&str] = &[
        "khong co thoi han",
        "khong quy dinh thoi han",
        "khong xac dinh thoi han",
        "khong thoi han",
        "khong xac dinh",
        "khong co han",
        "khong han",
        "khong co",
        "khong",
        "chua xac dinh thoi han",
        "chua xac dinh",
        "chua co thoi han",
        "chua co",
        "chua ro",
        "khan truong",
        "day nhanh tien do",
        "day nhanh",
        "kip thoi",
        "ngay lap tuc",
        "ngay",
        "cang som cang tot",
        "som nhat",
        "som nhat co the",
        "trong thoi gian toi",
        "trong thoi gian som nhat",
        "trong thoi gian sap toi",
        "thoi gian toi",
        "thoi gian som nhat",
        "truoc mat",
        "theo lo trinh phu hop",
        "theo lo trinh duoc duyet",
        "theo lo trinh",
        "theo tien do du an",
        "theo tien do de an",
        "theo tien do chung",
        "theo tien do thuc te",
        "theo tien do",
        "theo thuc te",
        "theo tinh hinh thuc te",
        "theo ke hoach duoc phe duyet",
        "theo ke hoach duoc duyet",
        "theo ke hoach chung",
        "theo ke hoach",
        "theo quy dinh",
        "theo chuong trinh",
        "som",
        "dip he",
        "lau dai",
        "n",
    ];
    let mut found = false;
    loop {
        if cursor.any(VAGUE) {
            found = true;
            // `n/a` as forms have it.
            let mut next = cursor;
            if next.mark('/') && next.phrase("a") {
                cursor = next;
            }
        } else if cursor.marks(&[',', ';', '.', '-', ':', '/', '?', '…', '_', '*']).is_some() {
            // Marks alone fill an empty cell.
        } else if !(cursor.phrase("va") || cursor.any(super::grammar::FILLERS)) {
            break;
        }
    }
    let marks_only = cursor.is_end() && !found;
    ((found && cursor.is_end()) || marks_only).then_some(Ok(Form::Unspecified))
}

/// `Kỳ họp thứ 10`, `sau khi Luật được thông qua`, `đột xuất khi có yêu cầu`: none until the caller dates it.
///
/// A name that holds a day or period is no mere name, and is left unread.
pub(super) fn event(cursor: Cursor<'_>, shown: &str) -> Found {
    const BEGINNINGS: &[&str] = &[
        "ngay sau khi",
        "sau khi",
        "truoc khi",
        "den khi",
        "toi khi",
        "tu khi",
        "ke tu khi",
        "ngay khi",
        "khi",
        "cho den khi",
        "dot xuat",
        "theo yeu cau",
        "theo de nghi",
        "ky hop",
        "phien hop",
        "hoi nghi",
        "dai hoi",
        "truoc ky hop",
        "truoc phien hop",
        "truoc dai hoi",
        "truoc hoi nghi",
        "truoc tet",
        "sau tet",
        "sau dai hoi",
        "sau ky hop",
        "sau hoi nghi",
        "tai ky hop",
        "tai phien hop",
        "tai hoi nghi",
        "tai dai hoi",
        "trong ky hop",
        "den ky hop",
        "cung thoi diem",
        "truoc le",
        "dip tet",
        "tet",
        "theo ky hop",
    ];
    let mut next = cursor;
    fillers(&mut next);
    let name = next.rest();
    if !next.any(BEGINNINGS) || name.len() > MAX_NAME_TOKENS {
        return None;
    }
    let holds_a_term = (0..name.len()).any(|i| {
        let mut inner = Cursor::new(&name[i..]);
        let numbered =
            i > 0 && matches!(name[i - 1].word.as_str(), "thu" | "lan" | "khoa" | "hop" | "so");
        let figure = matches!(name[i].kind, Kind::Number { .. });
        point(&mut inner).is_some() || (figure && !numbered)
    });
    if holds_a_term {
        return None;
    }
    Some(Ok(Form::Event { name: quoted(name, shown)? }))
}

fn quoted(name: &[Token], shown: &str) -> Option<Text> {
    let text = shown.get(name.first()?.start..name.last()?.end)?;
    Text::new(text.trim_end_matches(['.', ',', ';', ' '])).ok()
}
