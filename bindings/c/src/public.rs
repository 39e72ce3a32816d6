//! What may be shown to everybody: the public tasks alone.

use std::mem::MaybeUninit;

use crate::boundary::{call, handle, put, wanted};
use crate::code::tiendo_code;
use crate::evaluation::tiendo_evaluation;
use crate::registry::tiendo_registry;

/// The registry of the public tasks alone, the same where all are; the caller frees it.
///
/// A task without a class is public; one of which any version is internal, secret or of an unknown class is not. What is not
/// public takes with it its reports, transfers and allocations, what other tasks say of it, the documents of which all tasks are
/// hidden, and the findings and unknown fields of the files that were read. So sums of the result tell nothing of the others.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_registry_public(
    registry: Option<&tiendo_registry>,
    public_out: Option<&mut MaybeUninit<Box<tiendo_registry>>>,
) -> tiendo_code {
    call(|| {
        let registry = handle(registry, "registry")?.registry();
        wanted(public_out.as_deref(), "public_out")?;
        put(public_out, "public_out", Box::new(tiendo_registry::new(registry.public())))
    })
}

/// The same evaluation of the public tasks alone, as of `tiendo_registry_public`; the caller frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tiendo_evaluation_public(
    evaluation: Option<&tiendo_evaluation>,
    public_out: Option<&mut MaybeUninit<Box<tiendo_evaluation>>>,
) -> tiendo_code {
    call(|| {
        let evaluation = handle(evaluation, "evaluation")?.evaluation();
        wanted(public_out.as_deref(), "public_out")?;
        put(public_out, "public_out", tiendo_evaluation::new(evaluation.public()?))
    })
}
