//! Grammar of terms that are counted: `trong thời hạn 15 ngày làm việc kể từ ngày ký`.

use super::grammar::{FILLERS, Found, LIMITS, done};
use super::point::{Loose, point, word_number};
use super::resolve::{Context, Edge, Resolved};
use super::token::{Cursor, Kind, SIX, Token};
use super::{Form, TermUnit};
use crate::finding::{Finding, FindingCode};
use crate::text::Text;

/// Most words of an anchor: a longer one is a text of its own.
const MAX_ANCHOR_TOKENS: usize = 24;

/// Reads a counted term; `shown` is the text that the tokens' positions count in.
pub(super) fn counted(context: &mut Context, mut cursor: Cursor<'_>, shown: &str) -> Found {
    const LEADS: &[&str] = &[
        "trong thoi han",
        "trong thoi gian",
        "trong vong",
        "trong khoang",
        "trong",
        "khong qua",
        "toi da",
        "cham nhat",
        "muon nhat",
        "tre nhat",
        "khong muon hon",
        "khong cham hon",
        "la",
        "den",
    ];
    let mut after = false;
    let mut bounded = false;
    loop {
        if cursor.any(LEADS) {
            bounded = true;
        } else if cursor.phrase("sau") {
            after = true;
        } else if !cursor.any(FILLERS) && cursor.marks(&[':', ',']).is_none() {
            break;
        }
    }
    let (count, unit) = amount(&mut cursor)?;
    let (anchor, known) = anchor(context, cursor, shown)?;
    // 'After 15 days' alone bounds from below; with an anchor it is how offices word a term.
    if after && !bounded {
        if anchor.is_empty() {
            return None;
        }
        context.note(Finding::new(FindingCode::DeadlineAfterAsWithin).arg("count", count));
    }
    let anchor_day = match known {
        Known::Day(day) => Some(day),
        Known::Own => context.on,
        Known::Other => {
            if let Some(on) = context.on {
                let finding = Finding::new(FindingCode::DeadlineAnchorAssumed).arg("day", on);
                context.note(finding.arg("anchor", &anchor));
            }
            context.on
        }
        Known::Event => None,
        Known::Fault(fault) => return Some(Err(fault)),
    };
    if anchor_day.is_none() {
        context.note(Finding::new(FindingCode::DeadlineNoAnchor).arg("anchor", &anchor));
    }
    let anchor = Text::new(&anchor).unwrap_or_default();
    Some(Ok(Form::Within { count, unit, anchor, anchor_day }))
}

/// `15 (mười lăm) ngày làm việc`.
fn amount(cursor: &mut Cursor<'_>) -> Option<(u32, TermUnit)> {
    let count = match cursor.number() {
        Some((count, digits)) => (digits <= 3).then_some(count)?,
        None => word_number(cursor)?,
    };
    if cursor.mark('(') {
        let mut words = 0;
        while cursor.peek().is_some_and(|t| t.kind == Kind::Word && is_number_word(&t.word)) {
            cursor.skip();
            words += 1;
        }
        (words > 0 && cursor.mark(')')).then_some(())?;
    }
    let unit = if cursor.phrase("ngay lam viec") {
        TermUnit::WorkingDays
    } else if cursor.phrase("ngay") {
        TermUnit::Days
    } else if cursor.phrase("tuan") {
        TermUnit::Weeks
    } else if cursor.phrase("thang") {
        TermUnit::Months
    } else if cursor.phrase("nam") {
        TermUnit::Years
    } else {
        return None;
    };
    (count > 0).then_some((count, unit))
}

pub(super) fn is_number_word(word: &str) -> bool {
    const WORDS: [&str; 17] = [
        SIX, "khong", "mot", "hai", "ba", "bon", "tu", "nam", "lam", "sau", "bay", "tam", "chin",
        "muoi", "tram", "linh", "le",
    ];
    WORDS.contains(&word)
}

/// What is known of an anchor's day.
enum Known {
    Day(chrono::NaiveDate),
    /// The signing or issue of this very document.
    Own,
    /// Something near the document's day; counting from that is an assumption, and said so.
    Other,
    /// Something that comes on a day of its own.
    Event,
    Fault(super::resolve::Fault),
}

fn anchor(context: &mut Context, mut cursor: Cursor<'_>, shown: &str) -> Option<(String, Known)> {
    if done(cursor) {
        return Some((String::new(), Known::Other));
    }
    cursor.mark(',');
    let joined = cursor.any(&["ke tu", "tinh tu", "ke", "tu", "sau"]);
    if !joined || cursor.is_end() {
        return None;
    }
    let rest = cursor.rest();
    let text = quoted(rest, shown);
    let mut dated = cursor;
    if let Some(found) = point(&mut dated)
        && done(dated)
    {
        return match (found.of, context.alone(found, Edge::Last)) {
            (Loose::Day { .. } | Loose::Relative(_), Ok(Resolved::Day(day))) => {
                Some((text, Known::Day(day)))
            }
            (_, Err(fault)) => Some((text, Known::Fault(fault))),
            _ => None,
        };
    }
    if own(cursor) {
        return Some((text, Known::Own));
    }
    let plain = rest.iter().all(|t| match t.kind {
        Kind::Word => {
            !LIMITS.contains(&t.word.as_str())
                || ["qua", "quy", "dinh", "chuyen", "het"].contains(&t.word.as_str())
        }
        Kind::DocumentNumber => true,
        Kind::Mark(mark) => matches!(mark, '.' | '"' | '“' | '”'),
        Kind::Number { .. } | Kind::MonthName(_) => false,
    });
    if !plain || rest.len() > MAX_ANCHOR_TOKENS {
        return None;
    }
    // A law's entry into force, the end of a period or a session have days of their own, often far from the document's.
    let apart = [
        "hieu luc",
        "thong qua",
        "ket thuc",
        "bat dau",
        "khai mac",
        "be mac",
        "ky bao cao",
        "quy",
        "het",
    ];
    let later = (0..rest.len()).any(|i| Cursor::new(&rest[i..]).any(&apart));
    Some((text, if later { Known::Event } else { Known::Other }))
}

fn quoted(rest: &[Token], shown: &str) -> String {
    match (rest.first(), rest.last()) {
        (Some(first), Some(last)) => shown
            .get(first.start..last.end)
            .unwrap_or("")
            .trim_end_matches(['.', ',', ';'])
            .to_owned(),
        _ => String::new(),
    }
}

/// The signing or issue of the document itself: `ngày ký`, `ngày ban hành Kế hoạch này`, `nay`.
fn own(mut cursor: Cursor<'_>) -> bool {
    const DOCUMENTS: &[&str] = &[
        "van ban",
        "quyet dinh",
        "ke hoach",
        "thong bao",
        "nghi quyet",
        "chi thi",
        "cong dien",
        "cong van",
        "ket luan",
        "chuong trinh",
        "huong dan",
        "thong tu",
        "nghi dinh",
    ];
    const ACTS: &[&str] = &["ky va ban hanh", "ky ban hanh", "ban hanh", "phat hanh", "ky"];
    let mut now = cursor;
    if now.any(&["ngay hom nay", "hom nay", "nay"]) && done(now) {
        return true;
    }
    cursor.any(&["ngay", "thoi diem", "khi"]);
    if cursor.any(DOCUMENTS) {
        let this = cursor.phrase("nay");
        cursor.phrase("duoc");
        return this && cursor.any(ACTS) && done(cursor);
    }
    cursor.phrase("duoc");
    if !cursor.any(ACTS) {
        return false;
    }
    let mut named = cursor;
    if named.any(DOCUMENTS) && named.phrase("nay") {
        cursor = named;
    }
    done(cursor)
}
