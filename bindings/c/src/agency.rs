//! Agencies under construction.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{Agency, AgencyId, AgencyKind, Branch, Level, Text};

use crate::boundary::{call, free, maybe_day, put, text};
use crate::code::{Outcome, tiendo_code};
use crate::field::{Draft, agency_id, instant, maybe_id, model_text, set};

/// An agency or group under construction.
///
/// Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_agency(pub(crate) Draft<Agency>);

impl tiendo_agency {
    fn set(agency: Option<NonNull<Self>>, body: impl FnOnce(&mut Agency)) -> Outcome {
        set(agency, "agency", |agency| &agency.0, body)
    }
}

/// An agency with an id, a name and a level (a word of the vocabulary `level`); all else absent. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_new(
    id: *const c_char,
    id_len: usize,
    name: *const c_char,
    name_len: usize,
    level: *const c_char,
    level_len: usize,
    agency_out: Option<&mut MaybeUninit<Box<tiendo_agency>>>,
) -> tiendo_code {
    call(|| {
        let id = agency_id(id, id_len, "id")?;
        let name = Text::new(text(name, name_len, "name")?)?;
        let agency = Agency::new(id, name, Level::parse(text(level, level_len, "level")?));
        put(agency_out, "agency_out", Box::new(tiendo_agency(Draft::new(agency))))
    })
}

/// Frees an agency. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_free(agency: Option<Box<tiendo_agency>>) {
    free(agency);
}

/// Its code. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_code(
    agency: Option<NonNull<tiendo_agency>>,
    code: *const c_char,
    code_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(code, code_len, "code")?;
        tiendo_agency::set(agency, |agency| agency.code = value)
    })
}

/// Its name in English. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_name_en(
    agency: Option<NonNull<tiendo_agency>>,
    name_en: *const c_char,
    name_en_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(name_en, name_en_len, "name_en")?;
        tiendo_agency::set(agency, |agency| agency.name_en = value)
    })
}

/// Adds another name that people use.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_add_other_name(
    agency: Option<NonNull<tiendo_agency>>,
    other_name: *const c_char,
    other_name_len: usize,
) -> tiendo_code {
    call(|| {
        let value = Text::new(text(other_name, other_name_len, "other_name")?)?;
        tiendo_agency::set(agency, |agency| agency.other_names.push(value))
    })
}

/// Its kind, a word of the vocabulary `agency_kind`; `group` for a group of agencies.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_kind(
    agency: Option<NonNull<tiendo_agency>>,
    kind: *const c_char,
    kind_len: usize,
) -> tiendo_code {
    call(|| {
        let value = AgencyKind::parse(text(kind, kind_len, "kind")?);
        tiendo_agency::set(agency, |agency| agency.kind = value)
    })
}

/// Its branch, a word of the vocabulary `branch`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_branch(
    agency: Option<NonNull<tiendo_agency>>,
    branch: *const c_char,
    branch_len: usize,
) -> tiendo_code {
    call(|| {
        let value = Branch::parse(text(branch, branch_len, "branch")?);
        tiendo_agency::set(agency, |agency| agency.branch = value)
    })
}

/// Id of the agency it is below. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_parent(
    agency: Option<NonNull<tiendo_agency>>,
    parent: *const c_char,
    parent_len: usize,
) -> tiendo_code {
    call(|| {
        let value = maybe_id(parent, parent_len, "parent", AgencyId::new)?;
        tiendo_agency::set(agency, |agency| agency.parent = value)
    })
}

/// Code of its province's territory. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_territory(
    agency: Option<NonNull<tiendo_agency>>,
    territory: *const c_char,
    territory_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(territory, territory_len, "territory")?;
        tiendo_agency::set(agency, |agency| agency.territory = value)
    })
}

/// Adds a group that it belongs to, by id.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_add_member_of(
    agency: Option<NonNull<tiendo_agency>>,
    member_of: *const c_char,
    member_of_len: usize,
) -> tiendo_code {
    call(|| {
        let value = agency_id(member_of, member_of_len, "member_of")?;
        tiendo_agency::set(agency, |agency| agency.member_of.push(value))
    })
}

/// From which day it exists, `yyyymmdd`; 0 for always.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_valid_from(
    agency: Option<NonNull<tiendo_agency>>,
    valid_from: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(valid_from, "valid_from")?;
        tiendo_agency::set(agency, |agency| agency.valid_from = value)
    })
}

/// To which day it exists, `yyyymmdd`; 0 for still.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_valid_to(
    agency: Option<NonNull<tiendo_agency>>,
    valid_to: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(valid_to, "valid_to")?;
        tiendo_agency::set(agency, |agency| agency.valid_to = value)
    })
}

/// When this was recorded, `yyyy-mm-ddThh:mm:ss`. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_recorded_at(
    agency: Option<NonNull<tiendo_agency>>,
    recorded_at: *const c_char,
    recorded_at_len: usize,
) -> tiendo_code {
    call(|| {
        let value = instant(recorded_at, recorded_at_len, "recorded_at")?;
        tiendo_agency::set(agency, |agency| agency.recorded_at = value)
    })
}

/// From which day this version of the record holds, `yyyymmdd`; 0 for always.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_version_from(
    agency: Option<NonNull<tiendo_agency>>,
    version_from: i32,
) -> tiendo_code {
    call(|| {
        let value = maybe_day(version_from, "version_from")?;
        tiendo_agency::set(agency, |agency| agency.version_from = value)
    })
}

/// Where this was read. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_agency_set_source(
    agency: Option<NonNull<tiendo_agency>>,
    source: *const c_char,
    source_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(source, source_len, "source")?;
        tiendo_agency::set(agency, |agency| agency.source = value)
    })
}
