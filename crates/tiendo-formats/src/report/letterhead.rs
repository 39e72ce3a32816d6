//! The heading block and the signature block of an official document.

use std::io;

use super::Letterhead;
use super::figure::day_in_words;
use super::plain::Notes;
use crate::docx::{Align, Cell, Layout, Look, Orientation};

/// What stands where nothing was given, to be filled in by hand.
const DOTS: &str = "……………";

/// The heading block: the agency on the left, the country on the right; below, number and subject, place and day.
pub(crate) fn head(
    layout: &mut Layout,
    notes: &mut Notes,
    head: &Letterhead,
    subject: Option<&str>,
) -> io::Result<()> {
    let mut given = |text: &Option<String>, field: &str| {
        let text = text.as_deref().unwrap_or(DOTS);
        notes.clean(text, "", field).into_owned()
    };
    let centred =
        |size, bold, italic| Look { size, bold, italic, align: Align::Centre, ..Look::default() };
    let mut left: Cell = Vec::new();
    if head.superior.is_some() {
        left.push((given(&head.superior, "superior").to_uppercase(), centred(24, false, false)));
    }
    left.push((
        given(&head.agency, "agency").to_uppercase(),
        Look { ruled: true, ..centred(24, true, false) },
    ));
    left.push((format!("Số: {}", given(&head.number, "number")), centred(26, false, false)));
    if let Some(subject) = subject {
        left.push((subject.to_owned(), centred(24, false, false)));
    }
    let day = head.dated.map_or_else(|| "ngày …… tháng …… năm ………".to_owned(), day_in_words);
    let right: Cell = vec![
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(), centred(24, true, false)),
        (
            "Độc lập - Tự do - Hạnh phúc".to_owned(),
            Look { ruled: true, ..centred(26, true, false) },
        ),
        (format!("{}, {day}", given(&head.place, "place")), centred(26, false, true)),
    ];
    let width = Orientation::Portrait.width();
    let first = width * 42 / 100;
    layout.columns(&[first, width - first], &[left, right])
}

/// The recipients on the left, who signs on the right.
pub(crate) fn foot(
    layout: &mut Layout,
    notes: &mut Notes,
    head: &Letterhead,
    recipients: &[&str],
) -> io::Result<()> {
    let small = Look { size: 22, ..Look::default() };
    let mut left: Cell = vec![(
        "Nơi nhận:".to_owned(),
        Look { size: 24, bold: true, italic: true, ..Look::default() },
    )];
    left.extend(recipients.iter().map(|text| (format!("- {text};"), small)));
    left.push(("- Lưu: VT, ……".to_owned(), small));
    let strong = Look { size: 26, bold: true, align: Align::Centre, ..Look::default() };
    let post = head.signatory_post.as_deref().unwrap_or(DOTS);
    let name = head.signatory_name.as_deref().unwrap_or(DOTS);
    let mut right: Cell = vec![(notes.clean(post, "", "signatory_post").to_uppercase(), strong)];
    // Room for the signature and the seal.
    right.extend((0..4).map(|_| (String::new(), strong)));
    right.push((notes.clean(name, "", "signatory_name").into_owned(), strong));
    let width = Orientation::Portrait.width();
    let first = width / 2;
    layout.columns(&[first, width - first], &[left, right])
}
