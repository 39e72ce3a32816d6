//! Formats of other tools: how files are read and written.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use chrono::{NaiveDate, NaiveDateTime};
use model::Lang;
use tiendo_formats::packet::{Form, PacketKind, Profile};
use tiendo_formats::parquet::{Compression, Partition};
use tiendo_formats::stratml::Reports;
use tiendo_formats::{Disclosure, Overwrite};

use crate::boundary::{call, free, maybe_day, maybe_text, put, text, wanted};
use crate::calendar::flag;
use crate::code::{Failure, Outcome, tiendo_code};
use crate::field::{Draft, instant, set, small};
use crate::json::disclosure_of;
use crate::text::tiendo_text;
use crate::word::tiendo_lang;

/// How files of other tools are read and written; each format takes what is its own. Setters may be called from any thread.
#[derive(Debug)]
pub struct tiendo_format_options(Draft<Said>);

/// What the options say.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) overwrite: Overwrite,
    pub(crate) disclosure: Disclosure,
    pub(crate) lang: Lang,
    pub(crate) document: Option<String>,
    pub(crate) id_prefix: String,
    pub(crate) reported_on: Option<NaiveDate>,
    pub(crate) finish_as_deadline: bool,
    pub(crate) date_only: bool,
    pub(crate) remind_working_days: Option<u16>,
    pub(crate) stamp: Option<NaiveDateTime>,
    pub(crate) domain: String,
    pub(crate) title: Option<String>,
    pub(crate) reports: Reports,
    pub(crate) kind: PacketKind,
    pub(crate) profile: Profile,
    pub(crate) form: Option<Form>,
    pub(crate) sender: Option<String>,
    pub(crate) by: Option<Partition>,
    pub(crate) compression: Compression,
    pub(crate) row_group_rows: usize,
}

impl Default for Said {
    fn default() -> Self {
        let written = tiendo_formats::parquet::WriteOptions::default();
        Said {
            overwrite: Overwrite::Refuse,
            disclosure: Disclosure::Public,
            lang: Lang::Vi,
            document: None,
            id_prefix: tiendo_formats::mspdi::ReadOptions::default().id_prefix.to_owned(),
            reported_on: None,
            finish_as_deadline: false,
            date_only: false,
            remind_working_days: None,
            stamp: None,
            domain: tiendo_formats::ics::WriteOptions::default().domain.to_owned(),
            title: None,
            reports: Reports::All,
            kind: PacketKind::Reports,
            profile: Profile::neutral(),
            form: None,
            sender: None,
            by: None,
            compression: written.compression,
            row_group_rows: written.row_group_rows,
        }
    }
}

impl tiendo_format_options {
    /// What options say; those that were not given say what new ones do.
    pub(crate) fn said(options: Option<&Self>) -> Said {
        options.map(|options| options.0.copy()).unwrap_or_default()
    }

    fn set(options: Option<NonNull<Self>>, body: impl FnOnce(&mut Said)) -> Outcome {
        set(options, "options", |options| &options.0, body)
    }
}

/// The value of a word, or that it must be one of these.
fn of_word<T>(
    (at, len, name): (*const c_char, usize, &str),
    all: &[&str],
    find: impl FnOnce(&str) -> Option<T>,
) -> Outcome<T> {
    let word = text(at, len, name)?;
    find(word).ok_or_else(|| {
        let message = format!("{name} must be one of {}, not '{word}'", all.join(", "));
        Failure::new(tiendo_code::InvalidValue, message)
    })
}

/// Makes options: no file is replaced, only public tasks are shown, in Vietnamese; otherwise as the setters say. The caller frees
/// them.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_new(
    options_out: Option<&mut MaybeUninit<Box<tiendo_format_options>>>,
) -> tiendo_code {
    call(|| {
        let options = Box::new(tiendo_format_options(Draft::new(Said::default())));
        put(options_out, "options_out", options)
    })
}

/// Frees options. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_free(options: Option<Box<tiendo_format_options>>) {
    free(options);
}

/// With 1 files that are there are replaced; with 0 they stay, and writing is `TIENDO_CODE_FILE`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_overwrite(
    options: Option<NonNull<tiendo_format_options>>,
    overwrite: i32,
) -> tiendo_code {
    call(|| {
        let overwrite =
            if flag(overwrite, "overwrite")? { Overwrite::Allow } else { Overwrite::Refuse };
        tiendo_format_options::set(options, |said| said.overwrite = overwrite)
    })
}

/// Which tasks may be shown, a `tiendo_disclosure`. A file of others is refused; weekly texts name them by their ids alone.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_disclosure(
    options: Option<NonNull<tiendo_format_options>>,
    disclosure: i32,
) -> tiendo_code {
    call(|| {
        let disclosure = disclosure_of(disclosure)?;
        tiendo_format_options::set(options, |said| said.disclosure = disclosure)
    })
}

/// The language of titles and names where the register has it, a `tiendo_lang`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_lang(
    options: Option<NonNull<tiendo_format_options>>,
    lang: i32,
) -> tiendo_code {
    call(|| {
        let lang = tiendo_lang::of(lang, "lang")?;
        tiendo_format_options::set(options, |said| said.lang = lang)
    })
}

/// MS Project and iCalendar in: id of the document that sets tasks which name none. `NULL` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_document(
    options: Option<NonNull<tiendo_format_options>>,
    document: *const c_char,
    document_len: usize,
) -> tiendo_code {
    call(|| {
        let document = maybe_text(document, document_len, "document")?.map(str::to_owned);
        tiendo_format_options::set(options, |said| said.document = document)
    })
}

/// MS Project in: what the ids of other people's tasks and resources begin with; `MSP-` unless set.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_id_prefix(
    options: Option<NonNull<tiendo_format_options>>,
    id_prefix: *const c_char,
    id_prefix_len: usize,
) -> tiendo_code {
    call(|| {
        let id_prefix = text(id_prefix, id_prefix_len, "id_prefix")?.to_owned();
        tiendo_format_options::set(options, |said| said.id_prefix = id_prefix)
    })
}

/// MS Project in: the day `yyyymmdd` that percentages speak of; 0: the status day of the file, else the day it was saved.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_reported_on(
    options: Option<NonNull<tiendo_format_options>>,
    reported_on: i32,
) -> tiendo_code {
    call(|| {
        let day = maybe_day(reported_on, "reported_on")?;
        tiendo_format_options::set(options, |said| said.reported_on = day)
    })
}

/// MS Project in: with 1 the planned finish of a row without a deadline is its deadline; with 0 a plan is no promise.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_finish_as_deadline(
    options: Option<NonNull<tiendo_format_options>>,
    finish_as_deadline: i32,
) -> tiendo_code {
    call(|| {
        let is_deadline = flag(finish_as_deadline, "finish_as_deadline")?;
        tiendo_format_options::set(options, |said| said.finish_as_deadline = is_deadline)
    })
}

/// iCalendar out: with 1 a to-do is due on its last day, with 0 at the end of it in Viet Nam.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_date_only(
    options: Option<NonNull<tiendo_format_options>>,
    date_only: i32,
) -> tiendo_code {
    call(|| {
        let date_only = flag(date_only, "date_only")?;
        tiendo_format_options::set(options, |said| said.date_only = date_only)
    })
}

/// iCalendar out: a reminder so many working days before the last day; -1 for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_remind_working_days(
    options: Option<NonNull<tiendo_format_options>>,
    remind_working_days: i32,
) -> tiendo_code {
    call(|| {
        let days = match remind_working_days {
            -1 => None,
            days => Some(small(days, "remind_working_days", "65535, or -1 for none")?),
        };
        tiendo_format_options::set(options, |said| said.remind_working_days = days)
    })
}

/// iCalendar out: the instant of writing in Viet Nam, `yyyy-mm-ddThh:mm:ss`; `NULL`: the last second of K, or of D without K.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_stamp(
    options: Option<NonNull<tiendo_format_options>>,
    stamp: *const c_char,
    stamp_len: usize,
) -> tiendo_code {
    call(|| {
        let stamp = instant(stamp, stamp_len, "stamp")?;
        tiendo_format_options::set(options, |said| said.stamp = stamp)
    })
}

/// iCalendar out: what tells the tasks of this register from those of another; `tiendo` unless set.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_domain(
    options: Option<NonNull<tiendo_format_options>>,
    domain: *const c_char,
    domain_len: usize,
) -> tiendo_code {
    call(|| {
        let domain = text(domain, domain_len, "domain")?.to_owned();
        tiendo_format_options::set(options, |said| said.domain = domain)
    })
}

/// StratML and weekly texts out: the name of the plan, the first line of a text. `NULL`: that of the register's one plan, the
/// usual line.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_title(
    options: Option<NonNull<tiendo_format_options>>,
    title: *const c_char,
    title_len: usize,
) -> tiendo_code {
    call(|| {
        let title = maybe_text(title, title_len, "title")?.map(str::to_owned);
        tiendo_format_options::set(options, |said| said.title = title)
    })
}

/// StratML out: with 1 only the percent or the day of completion of each task is written, with 0 all reports too.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_state_only(
    options: Option<NonNull<tiendo_format_options>>,
    state_only: i32,
) -> tiendo_code {
    call(|| {
        let reports = if flag(state_only, "state_only")? { Reports::State } else { Reports::All };
        tiendo_format_options::set(options, |said| said.reports = reports)
    })
}

/// Packets out: what they hold, `reports` (the tasks of each agency), `figures` (rows in each official class) or `kpis` (KPI values
/// by agency); `reports` unless set.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_packet_kind(
    options: Option<NonNull<tiendo_format_options>>,
    kind: *const c_char,
    kind_len: usize,
) -> tiendo_code {
    call(|| {
        let all = PacketKind::ALL.map(PacketKind::as_str);
        let kind = of_word((kind, kind_len, "kind"), &all, PacketKind::parse)?;
        tiendo_format_options::set(options, |said| said.kind = kind)
    })
}

/// Packets: the names under which they are written and read, as TOML; `tiendo_packet_profile` gives the neutral ones, which hold
/// unless set.
///
/// `TIENDO_CODE_INVALID_VALUE` for what is no profile; the message has the place.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_profile(
    options: Option<NonNull<tiendo_format_options>>,
    toml: *const c_char,
    toml_len: usize,
) -> tiendo_code {
    call(|| {
        let profile = Profile::from_toml(text(toml, toml_len, "toml")?)?;
        tiendo_format_options::set(options, |said| said.profile = profile)
    })
}

/// Packets out: `xml` or `json`. `NULL`: as the profile says.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_packet_form(
    options: Option<NonNull<tiendo_format_options>>,
    form: *const c_char,
    form_len: usize,
) -> tiendo_code {
    call(|| {
        let find = |word: &str| match word {
            "xml" => Some(Form::Xml),
            "json" => Some(Form::Json),
            _ => None,
        };
        let form = match maybe_text(form, form_len, "form")? {
            None => None,
            Some(_) => Some(of_word((form, form_len, "form"), &["xml", "json"], find)?),
        };
        tiendo_format_options::set(options, |said| said.form = form)
    })
}

/// Packets out: who sends them. `NULL` takes it back.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_sender(
    options: Option<NonNull<tiendo_format_options>>,
    sender: *const c_char,
    sender_len: usize,
) -> tiendo_code {
    call(|| {
        let sender = maybe_text(sender, sender_len, "sender")?.map(str::to_owned);
        tiendo_format_options::set(options, |said| said.sender = sender)
    })
}

/// Parquet folders out: the rows of the evaluation alone, in a folder for each value of this column: `territory`, `agency`,
/// `status`, `phase`, `group` or `document`. `NULL`: all tables, a file each.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_by(
    options: Option<NonNull<tiendo_format_options>>,
    by: *const c_char,
    by_len: usize,
) -> tiendo_code {
    call(|| {
        let all: Vec<&str> = Partition::ALL.iter().map(|partition| partition.name()).collect();
        let by = match maybe_text(by, by_len, "by")? {
            None => None,
            Some(_) => Some(of_word((by, by_len, "by"), &all, Partition::parse)?),
        };
        tiendo_format_options::set(options, |said| said.by = by)
    })
}

/// Parquet out: how pages are compressed, `zstd`, `snappy` or `none`, and how many rows stand in memory at a time, at least 1;
/// `zstd` and 65536 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_format_options_set_pages(
    options: Option<NonNull<tiendo_format_options>>,
    compression: *const c_char,
    compression_len: usize,
    row_group_rows: usize,
) -> tiendo_code {
    call(|| {
        let all = ["zstd", "snappy", "none"];
        let find = |word: &str| match word {
            "zstd" => Some(Compression::Zstd),
            "snappy" => Some(Compression::Snappy),
            "none" => Some(Compression::None),
            _ => None,
        };
        let compression = of_word((compression, compression_len, "compression"), &all, find)?;
        if row_group_rows == 0 {
            let message = "row_group_rows must be at least 1, not 0";
            return Err(Failure::new(tiendo_code::InvalidValue, message));
        }
        tiendo_format_options::set(options, |said| {
            said.compression = compression;
            said.row_group_rows = row_group_rows;
        })
    })
}

/// The neutral profile of packets as TOML, to be copied, and its names replaced by those that another system uses; the caller
/// frees the text with `tiendo_text_free`.
///
/// The field tables of the official format (QCVN 125:2021/BTTTT) were not at hand: whoever holds them fills in the names.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_packet_profile(
    text_out: Option<&mut MaybeUninit<Box<tiendo_text>>>,
) -> tiendo_code {
    call(|| {
        wanted(text_out.as_deref(), "text_out")?;
        put(text_out, "text_out", Box::new(tiendo_text::new(&Profile::neutral().to_toml()?)))
    })
}
