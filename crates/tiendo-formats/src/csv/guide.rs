//! The empty folder to begin with, and the columns explained for those who fill it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use tiendo::{Lang, Records};

use super::write::{refuse_existing, write_folder};
use super::{WriteOptions, file_name};
use crate::atomic::{Overwrite, io_error, write_atomically};
use crate::error::Error;
use crate::table::Table;

/// Name of the file that explains the columns; the reader passes over it.
pub const GUIDE_FILE: &str = "README.md";

/// Makes a folder of empty files: every table with its header, and [`GUIDE_FILE`] with an explained example of each
/// column, in the language of [`WriteOptions::headers`]. The folder reads back as no records, without an error.
///
/// # Errors
/// - [`Error::Exists`] where one of the files is there already, whatever the options say; nothing is written then.
/// - [`Error::Io`] where the folder or a file cannot be written.
///
/// # Example
/// ```no_run
/// use tiendo::Lang;
/// use tiendo_formats::csv::{self, Dialect, WriteOptions};
/// let options = WriteOptions { dialect: Dialect::Excel, headers: Lang::Vi, ..WriteOptions::default() };
/// csv::init_folder("register", &options)?;
/// # Ok::<(), tiendo_formats::Error>(())
/// ```
pub fn init_folder(path: impl AsRef<Path>, options: &WriteOptions<'_>) -> Result<(), Error> {
    let path = path.as_ref();
    let names = Table::ALL.iter().map(|table| file_name(*table)).chain([GUIDE_FILE.to_owned()]);
    refuse_existing(path, names)?;
    let options = WriteOptions { overwrite: Overwrite::Refuse, ..*options };
    write_folder(&Records::default(), path, &options)?;
    let file = path.join(GUIDE_FILE);
    write_atomically(&file, Overwrite::Refuse, |draft| {
        draft.write_all(guide(options.headers).as_bytes()).map_err(io_error(&file))
    })
}

/// Every column of every table in Markdown: name, Vietnamese header, kind, need, meaning and an example.
///
/// ```
/// let guide = tiendo_formats::csv::guide(tiendo::Lang::En);
/// assert!(guide.contains("| `addressees` | Cơ quan chủ trì, "));
/// ```
pub fn guide(lang: Lang) -> String {
    let say = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", say("Các cột của bộ dữ liệu", "Columns of the register"));
    for table in Table::ALL {
        let _ = writeln!(out, "## {}\n", file_name(*table));
        let about = say(table.label_vi(), "");
        if !about.is_empty() {
            let _ = writeln!(out, "{about}\n");
        }
        let head = say(
            "| Cột | Tiêu đề | Kiểu | Bắt buộc | Ý nghĩa | Ví dụ |",
            "| Column | Header | Kind | Required | Meaning | Example |",
        );
        let _ = writeln!(out, "{head}\n|---|---|---|---|---|---|");
        for column in table.columns() {
            let required = if column.required { say("có", "yes") } else { "" };
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {required} | {} | `{}` |",
                column.name,
                column.headers.join(", "),
                column.kind.label(lang),
                column.about(lang),
                column.example,
            );
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
