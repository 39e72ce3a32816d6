//! `export` and `init-folder`: the register as files, and empty files to begin one of one's own.

use std::io::Write;

use tiendo::{Lang, Provenance};
use tiendo_formats::csv::{self, Dialect, WriteOptions};
use tiendo_formats::{Overwrite, json};

use crate::Outcome;
use crate::args::{ExportArgs, InitFolderArgs};
use crate::failure::Failure;
use crate::figure;
use crate::load;
use crate::session::Session;
use crate::table::Tone;
use crate::width;

pub(crate) fn run(
    session: &Session,
    args: &ExportArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    let records = registry.to_records();
    let overwrite = if args.overwrite { Overwrite::Allow } else { Overwrite::Refuse };
    let (left_out, path) = match (&args.csv, &args.json) {
        (_, Some(file)) => {
            let options = json::WriteOptions { overwrite, ..json::WriteOptions::default() };
            (json::write_file(&records, file, &options)?, file)
        }
        (Some(folder), None) => {
            let mut options = WriteOptions { overwrite, ..WriteOptions::default() };
            if args.excel {
                options.dialect = Dialect::Excel;
                options.headers = Lang::Vi;
            }
            (csv::write_folder(&records, folder, &options)?, folder)
        }
        // One of the two is asked for where the arguments are read.
        (None, None) => return Ok(Outcome::Fine),
    };
    let (count, path) = (figure::count(records.len() as u64, session.lang), path.display());
    let mut text = match session.lang {
        Lang::Vi => format!("Đã ghi {count} bản ghi vào {path}."),
        Lang::En => format!("Wrote {count} records to {path}."),
    };
    if registry.provenance() == Provenance::Simulated {
        text.push_str(session.say(
            " SIMULATED: các báo cáo trong đó là mô phỏng và được đánh dấu từng dòng.",
            " SIMULATED: its reports are invented, and each row says so.",
        ));
    }
    session.page.paragraph(out, &text, Tone::Plain)?;
    for finding in left_out {
        let line = width::safe(&finding.line(session.lang));
        session.page.paragraph(out, &line, crate::check::tone_of(finding.severity))?;
    }
    Ok(Outcome::Fine)
}

pub(crate) fn init(
    session: &Session,
    args: &InitFolderArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let options = WriteOptions { headers: session.lang, ..WriteOptions::default() };
    csv::init_folder(&args.dir, &options)?;
    let folder = args.dir.display();
    let text = match session.lang {
        Lang::Vi => format!(
            "Đã tạo các tệp trống trong {folder}; ý nghĩa và ví dụ của từng cột ở {}.",
            csv::GUIDE_FILE
        ),
        Lang::En => format!(
            "Made empty files in {folder}; {} explains every column with an example.",
            csv::GUIDE_FILE
        ),
    };
    session.page.paragraph(out, &text, Tone::Plain)?;
    Ok(Outcome::Fine)
}
