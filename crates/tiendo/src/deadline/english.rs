//! English wording of the same forms: words are put into those of the Vietnamese grammar, so that there is one grammar.

use super::token::{Kind, Token};

/// The month whose English name or short name this is.
pub(super) fn month(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// English phrases and what they say in the words of the grammar; longer ones first.
const PHRASES: &[(&str, &str)] = &[
    ("as soon as possible", "cang som cang tot"),
    ("at the end of", "cuoi"),
    ("at the latest", "cham nhat"),
    ("by the end of", "cuoi"),
    ("before the end of", "truoc cuoi"),
    ("by no later than", "cham nhat"),
    ("no later than", "cham nhat"),
    ("not later than", "cham nhat"),
    ("not exceeding", "khong qua"),
    ("no more than", "khong qua"),
    ("not more than", "khong qua"),
    ("with a vision to", "tam nhin den"),
    ("with a vision towards", "tam nhin den"),
    ("with vision to", "tam nhin den"),
    ("with orientation to", "dinh huong den"),
    ("vision to", "tam nhin den"),
    ("orientation to", "dinh huong den"),
    ("the beginning of", "dau"),
    ("beginning of", "dau"),
    ("the middle of", "giua"),
    ("middle of", "giua"),
    ("the end of", "cuoi"),
    ("end of", "cuoi"),
    ("end", "cuoi"),
    ("first half of", "nua dau"),
    ("second half of", "nua cuoi"),
    ("last half of", "nua cuoi"),
    ("first quarter of", "quy 1 nam"),
    ("second quarter of", "quy 2 nam"),
    ("third quarter of", "quy 3 nam"),
    ("fourth quarter of", "quy 4 nam"),
    ("first quarter", "quy 1"),
    ("second quarter", "quy 2"),
    ("third quarter", "quy 3"),
    ("fourth quarter", "quy 4"),
    ("quarter", "quy"),
    ("working days", "ngay lam viec"),
    ("working day", "ngay lam viec"),
    ("business days", "ngay lam viec"),
    ("business day", "ngay lam viec"),
    ("calendar days", "ngay"),
    ("calendar day", "ngay"),
    ("days", "ngay"),
    ("day", "ngay"),
    ("weeks", "tuan"),
    ("week", "tuan"),
    ("months", "thang"),
    ("month", "thang"),
    ("years", "nam"),
    ("year", "nam"),
    ("from the date of issuance", "ke tu ngay ban hanh"),
    ("from the date of issue", "ke tu ngay ban hanh"),
    ("from the date of signing", "ke tu ngay ky"),
    ("from the issuance date", "ke tu ngay ban hanh"),
    ("from the signing date", "ke tu ngay ky"),
    ("of the date of issuance", "ke tu ngay ban hanh"),
    ("of the date of issue", "ke tu ngay ban hanh"),
    ("of the date of signing", "ke tu ngay ky"),
    ("after the date of issuance", "ke tu ngay ban hanh"),
    ("after the date of issue", "ke tu ngay ban hanh"),
    ("after the date of signing", "ke tu ngay ky"),
    ("from the date of", "ke tu ngay"),
    ("from the date", "ke tu ngay"),
    ("from the day", "ke tu ngay"),
    ("from now until", "tu nay den"),
    ("from now to", "tu nay den"),
    ("from now on", "thoi gian toi"),
    ("in the period", "giai doan"),
    ("the period", "giai doan"),
    ("period", "giai doan"),
    ("monthly", "hang thang"),
    ("quarterly", "hang quy"),
    ("semi annually", "6 thang mot lan"),
    ("half yearly", "6 thang mot lan"),
    ("weekly", "hang tuan"),
    ("daily", "hang ngay"),
    ("yearly", "hang nam"),
    ("annually", "hang nam"),
    ("annual", "hang nam"),
    ("of each", "hang"),
    ("of every", "hang"),
    ("each", "hang"),
    ("every", "hang"),
    ("on a regular basis", "thuong xuyen"),
    ("regularly", "thuong xuyen"),
    ("regular", "thuong xuyen"),
    ("ongoing", "thuong xuyen"),
    ("continuously", "lien tuc"),
    ("continuous", "lien tuc"),
    ("upon request", "khi co yeu cau"),
    ("on request", "khi co yeu cau"),
    ("on demand", "khi co yeu cau"),
    ("urgently", "khan truong"),
    ("urgent", "khan truong"),
    ("immediately", "ngay lap tuc"),
    ("in the coming time", "thoi gian toi"),
    ("no deadline", "khong han"),
    ("not specified", "khong han"),
    ("none", "khong han"),
    ("not applicable", "khong han"),
    ("tbd", "chua xac dinh"),
    ("tba", "chua xac dinh"),
    ("to be determined", "chua xac dinh"),
    ("tentatively", "du kien"),
    ("tentative", "du kien"),
    ("expected", "du kien"),
    ("provisionally", "du kien"),
    ("estimated", "du kien"),
    ("monday", "thu hai"),
    ("tuesday", "thu ba"),
    ("wednesday", "thu tu"),
    ("thursday", "thu nam"),
    ("friday", "thu sau"),
    ("saturday", "thu bay"),
    ("sunday", "chu nhat"),
    ("before", "truoc"),
    ("prior to", "truoc"),
    ("until", "den"),
    ("till", "den"),
    ("up to", "den"),
    ("through", "den het"),
    ("by", "den"),
    ("within", "trong"),
    ("during", "trong"),
    ("starting from", "bat dau tu"),
    ("starting", "bat dau tu"),
    ("effective from", "tu"),
    ("beginning", "bat dau tu"),
    ("commencing", "bat dau tu"),
    ("since", "tu"),
    ("from", "tu"),
    ("onwards", "tro di"),
    ("onward", "tro di"),
    ("after", "ke tu"),
    ("to", "den"),
    ("and", "va"),
    ("or", "hoac"),
    ("early", "dau"),
    ("mid", "giua"),
    ("late", "cuoi"),
    ("this month", "thang nay"),
    ("this quarter", "quy nay"),
    ("this year", "nam nay"),
    ("next month", "thang sau"),
    ("next quarter", "quy sau"),
    ("next year", "nam sau"),
    ("completed", "hoan thanh"),
    ("completion", "hoan thanh"),
    ("complete", "hoan thanh"),
    ("done", "hoan thanh"),
    ("finish", "hoan thanh"),
    ("finished", "hoan thanh"),
    ("submit", "trinh"),
    ("submitted", "trinh"),
    ("issue", "ban hanh"),
    ("issued", "ban hanh"),
    ("due", "han"),
    ("deadline", "han"),
    ("date", "ngay"),
    ("pm", "chieu"),
    ("last", "cuoi cung"),
];

/// Words that carry nothing beside the others.
const EMPTY: [&str; 8] = ["the", "of", "on", "in", "at", "be", "a", "is"];

/// Puts English words into those of the grammar; the flag is true where one was.
///
/// Only words written in bare ASCII are looked at, so that Vietnamese `thể` is never taken for `the`.
pub(super) fn translate(shown: &str, list: Vec<Token>) -> (Vec<Token>, bool) {
    let ascii =
        |t: &Token| t.kind == Kind::Word && shown.get(t.start..t.end).is_some_and(str::is_ascii);
    // `the`, `in`, `on` are Vietnamese without accents too: they go only where English is certain.
    let number = |t: Option<&Token>| matches!(t.map(|t| t.kind), Some(Kind::Number { .. }));
    let may = |i: usize| {
        list[i].word == "may" && (number(list.get(i + 1)) || i > 0 && number(list.get(i - 1)))
    };
    let certain = (0..list.len()).any(|i| ascii(&list[i]) && (is_english(&list[i].word) || may(i)));
    if !certain {
        return (list, false);
    }
    let mut out = Vec::with_capacity(list.len() + 4);
    let mut at = 0;
    while at < list.len() {
        let token = &list[at];
        if !ascii(token) {
            out.push(token.clone());
            at += 1;
            continue;
        }
        let ordinal = matches!(token.word.as_str(), "st" | "nd" | "rd" | "th");
        let after_number = at > 0 && matches!(list[at - 1].kind, Kind::Number { .. });
        if token.glued && ordinal && after_number {
            at += 1;
            continue;
        }
        if let Some((length, words)) = longest(&list[at..], &ascii) {
            let end = list[at + length - 1].end;
            for word in words.split(' ') {
                let kind = match word.parse::<u32>() {
                    Ok(value) => Kind::Number { value, digits: 1 },
                    Err(_) => Kind::Word,
                };
                let word = if kind == Kind::Word { word.to_owned() } else { String::new() };
                out.push(Token { kind, word, end, ..token.clone() });
            }
            at += length;
        } else if let Some(m) = month(&token.word) {
            out.push(Token { kind: Kind::MonthName(m), ..token.clone() });
            at += 1;
        } else {
            if !EMPTY.contains(&token.word.as_str()) {
                out.push(token.clone());
            }
            at += 1;
        }
    }
    (out, true)
}

/// True for a word that can only be English.
fn is_english(word: &str) -> bool {
    // These may be Vietnamese typed without accents (`tổ`, `dạy`, `máy`).
    const SHARED: [&str; 9] = ["to", "may", "day", "the", "no", "in", "on", "up", "a"];
    !SHARED.contains(&word)
        && (month(word).is_some() || PHRASES.iter().any(|(p, _)| p.split(' ').next() == Some(word)))
}

fn longest(list: &[Token], ascii: &impl Fn(&Token) -> bool) -> Option<(usize, &'static str)> {
    let mut best: Option<(usize, &'static str)> = None;
    for (phrase, words) in PHRASES {
        let mut length = 0;
        let mut fits = true;
        for word in phrase.split(' ') {
            // `semi-annually` and `mid-September` are written with a dash as well.
            if length > 0 && list.get(length).is_some_and(|t| t.kind == Kind::Mark('-')) {
                length += 1;
            }
            fits = list.get(length).is_some_and(|t| ascii(t) && t.word == word);
            if !fits {
                break;
            }
            length += 1;
        }
        if fits && best.is_none_or(|(l, _)| length > l) {
            best = Some((length, words));
        }
    }
    best
}
