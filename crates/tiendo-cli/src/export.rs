//! `export` and `init-folder`: the register as files, and empty files to begin one of one's own.

use std::io::Write;
use std::path::Path;

use tiendo::{Finding, Lang, Provenance, Registry};
use tiendo_formats::csv::{self, Dialect, WriteOptions};
use tiendo_formats::json;

use crate::Outcome;
use crate::args::{ExportArgs, InitFolderArgs};
use crate::failure::Failure;
use crate::figure;
use crate::load;
use crate::office;
use crate::session::Session;
use crate::status;
use crate::table::Tone;

mod formats;

pub(crate) fn run(
    session: &Session,
    args: &ExportArgs,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let registry = load::registry(session)?;
    if let Some(file) = &args.json {
        let options = json::WriteOptions {
            overwrite: args.overwrite(),
            disclosure: args.disclose.disclosure(),
            ..json::WriteOptions::default()
        };
        let records = registry.to_records();
        let left_out = json::write_file(&records, file, &options)?;
        tell_records(session, &registry, records.len(), file, &left_out, out)?;
    }
    if let Some(folder) = &args.csv {
        let mut options = WriteOptions {
            overwrite: args.overwrite(),
            disclosure: args.disclose.disclosure(),
            ..WriteOptions::default()
        };
        if args.excel {
            options.dialect = Dialect::Excel;
            options.headers = Lang::Vi;
        }
        let records = registry.to_records();
        let left_out = csv::write_folder(&records, folder, &options)?;
        tell_records(session, &registry, records.len(), folder, &left_out, out)?;
    }
    if args.is_evaluated() {
        let evaluation = status::evaluate(session, &registry, session.as_of()?)?;
        formats::write(session, args, &evaluation, out)?;
    }
    Ok(Outcome::Fine)
}

/// Says where all records went, and what had to be left out.
fn tell_records(
    session: &Session,
    registry: &Registry,
    count: usize,
    path: &Path,
    left_out: &[Finding],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (count, path) = (figure::count(count as u64, session.lang), path.display());
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
    office::tell_findings(session, left_out, out)
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
