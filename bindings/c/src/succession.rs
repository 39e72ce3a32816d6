//! Successions of agencies: under construction, and those of a registry.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use model::{Succession, SuccessionKind};

use crate::boundary::{call, day_number, day_of, free, handle, put, text, wanted};
use crate::code::{Outcome, tiendo_code};
use crate::field::{Draft, agency_id, model_text, set};
use crate::list::{List, shown};
use crate::registry::tiendo_registry;
use crate::text::tiendo_str;

/// A succession under construction: one agency follows another.
///
/// Setters may be called from any thread. Adding it to a builder copies it; the caller frees it in any case.
#[derive(Debug)]
pub struct tiendo_succession(pub(crate) Draft<Succession>);

impl tiendo_succession {
    fn set(succession: Option<NonNull<Self>>, body: impl FnOnce(&mut Succession)) -> Outcome {
        set(succession, "succession", |succession| &succession.0, body)
    }
}

/// A succession: how (a word of the vocabulary `succession_kind`), the predecessor, the successor, and the first day of the successor,
/// `yyyymmdd`; all else absent. The caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_succession_new(
    kind: *const c_char,
    kind_len: usize,
    from: *const c_char,
    from_len: usize,
    to: *const c_char,
    to_len: usize,
    day: i32,
    succession_out: Option<&mut MaybeUninit<Box<tiendo_succession>>>,
) -> tiendo_code {
    call(|| {
        let succession = Succession {
            kind: SuccessionKind::parse(text(kind, kind_len, "kind")?),
            from: agency_id(from, from_len, "from")?,
            to: agency_id(to, to_len, "to")?,
            day: day_of(day, "day")?,
            basis: None,
            source: None,
        };
        put(succession_out, "succession_out", Box::new(tiendo_succession(Draft::new(succession))))
    })
}

/// Frees a succession. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_succession_free(succession: Option<Box<tiendo_succession>>) {
    free(succession);
}

/// The document that decided it. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_succession_set_basis(
    succession: Option<NonNull<tiendo_succession>>,
    basis: *const c_char,
    basis_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(basis, basis_len, "basis")?;
        tiendo_succession::set(succession, |succession| succession.basis = value)
    })
}

/// Where this was read. `NULL` for none.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_succession_set_source(
    succession: Option<NonNull<tiendo_succession>>,
    source: *const c_char,
    source_len: usize,
) -> tiendo_code {
    call(|| {
        let value = model_text(source, source_len, "source")?;
        tiendo_succession::set(succession, |succession| succession.source = value)
    })
}

/// The successions of a registry. Immutable; any number of threads may read it at a time.
#[derive(Debug)]
pub struct tiendo_successions(List<Succession, 5>);

const KIND: usize = 0;
const FROM: usize = 1;
const TO: usize = 2;
const BASIS: usize = 3;
const SOURCE: usize = 4;

/// The successions of a registry, in its order; the caller frees the list, which outlives the registry.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_successions(
    registry: Option<&tiendo_registry>,
    successions_out: Option<&mut MaybeUninit<Box<tiendo_successions>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(successions_out.as_deref(), "successions_out")?;
        let successions = tiendo_successions(List::new(registry.successions(), |record| {
            [
                record.kind.as_str(),
                record.from.as_str(),
                record.to.as_str(),
                shown(record.basis.as_ref()),
                shown(record.source.as_ref()),
            ]
        }));
        put(successions_out, "successions_out", Box::new(successions))
    })
}

/// Frees a list of successions. `NULL` is fine.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_successions_free(successions: Option<Box<tiendo_successions>>) {
    free(successions);
}

/// Number of successions; 0 for `NULL`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_successions_len(successions: Option<&tiendo_successions>) -> usize {
    successions.map_or(0, |successions| successions.0.len())
}

/// How: a word of the vocabulary `succession_kind`. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_successions_get_kind(
    successions: Option<&tiendo_successions>,
    index: usize,
    kind_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(kind_out, "kind_out", handle(successions, "successions")?.0.text(index, KIND)?))
}

/// Id of the predecessor. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_successions_get_from(
    successions: Option<&tiendo_successions>,
    index: usize,
    from_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(from_out, "from_out", handle(successions, "successions")?.0.text(index, FROM)?))
}

/// Id of the successor. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_successions_get_to(
    successions: Option<&tiendo_successions>,
    index: usize,
    to_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(to_out, "to_out", handle(successions, "successions")?.0.text(index, TO)?))
}

/// First day of the successor, `yyyymmdd`.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_successions_get_day(
    successions: Option<&tiendo_successions>,
    index: usize,
    day_out: Option<&mut MaybeUninit<i32>>,
) -> tiendo_code {
    call(|| {
        let record = handle(successions, "successions")?.0.record(index)?;
        put(day_out, "day_out", day_number(Some(record.day)))
    })
}

/// The document that decided it; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_successions_get_basis(
    successions: Option<&tiendo_successions>,
    index: usize,
    basis_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| put(basis_out, "basis_out", handle(successions, "successions")?.0.text(index, BASIS)?))
}

/// Where this was read; empty for none. Valid until the list is freed.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_successions_get_source(
    successions: Option<&tiendo_successions>,
    index: usize,
    source_out: Option<&mut MaybeUninit<tiendo_str>>,
) -> tiendo_code {
    call(|| {
        put(source_out, "source_out", handle(successions, "successions")?.0.text(index, SOURCE)?)
    })
}
